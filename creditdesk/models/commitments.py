"""Checks of commitments (信用承诺履约核查): what a unit found on a day, and when it looks again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class CommitmentCheck(Base):
    """One check of one commitment; `next_on` is the day of the next one while the commitment still runs."""

    __tablename__ = "commitment_check"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    checked_on: Mapped[date]
    unit: Mapped[str]
    finding: Mapped[str]
    note: Mapped[str]
    next_on: Mapped[date | None]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
