"""What a restore took back and an officer has to do again, until it is ticked off."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class LostAct(Base):
    """An act in the journal of a desk that was set aside (`aside`, `seq`): when, who, what, and about which numbers.

    Nothing is kept of what the rows said. `settled_at` is when an officer ticked it off, with what became of it.
    """

    __tablename__ = "lost_act"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    aside: Mapped[str]
    seq: Mapped[int]
    at: Mapped[datetime]
    officer_name: Mapped[str]
    act: Mapped[str]
    about: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    outcome: Mapped[str | None]
