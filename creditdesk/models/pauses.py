"""What the clocks of a case are counted by beside its events: its pauses, and what each letter's dates stood on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class CasePause(Base):
    """One interval that does not count (不计入期限); both days belong to it, without `ended_on` it still runs."""

    __tablename__ = "case_pause"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    referral_id: Mapped[str | None]
    kind: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_note: Mapped[str | None]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class LetterClock(Base):
    """What the dates in an issued letter were counted by, so that its 期限计算单 can be drawn again as it was."""

    __tablename__ = "letter_clock"

    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    rule_set: Mapped[str]
    calendar_version: Mapped[str]
    counted_on: Mapped[date]
    overall_due: Mapped[date | None]
    events: Mapped[dict[str, str]]
    pauses: Mapped[list[dict[str, Any]]]
