"""Units that were told to mend their reporting (督促整改), by when, and what they answered."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Rectification(Base):
    """One notice to a unit about a period; it is over when the unit's answer was recorded."""

    __tablename__ = "rectification"
    __table_args__ = (UniqueConstraint("unit", "start", "end"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    unit: Mapped[str]
    start: Mapped[date]
    end: Mapped[date]
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"))
    due: Mapped[date]
    ordered_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    answered_on: Mapped[date | None]
    answer: Mapped[str | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
