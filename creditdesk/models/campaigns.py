"""The campaign log (诚信活动台账): what was held, by whom, with how many people."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Campaign(Base):
    """One campaign, training or selection; one entered by mistake is withdrawn with a reason and stays readable.

    `people` is how many took part, None where nobody counted.
    """

    __tablename__ = "campaign"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    held_on: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    unit: Mapped[str]
    place: Mapped[str]
    people: Mapped[int | None]
    content: Mapped[str]
    withdrawn_because: Mapped[str | None]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
