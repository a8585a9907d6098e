"""Numbers that were given before a restore and must not be given again."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class SkippedNumber(Base):
    """The numbers `first` to `last` of a register, given by the desk that was set aside.

    `register` and `year` are those of `Register`; for packages `package:` with the receiver, and the year 0. `digest`
    is that of the last package, on which the next one to its receiver follows.
    """

    __tablename__ = "skipped_number"
    __table_args__ = (UniqueConstraint("register", "year", "first"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    register: Mapped[str]
    year: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    digest: Mapped[str | None]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
