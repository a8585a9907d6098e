"""Cases: one course of a procedure, its steps, and the records it is about. Objections are the first of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from creditdesk.models.base import Base, new_id
from creditdesk.models.pauses import CasePause
from creditdesk.models.referrals import Referral


class Case(Base):
    """One course of a procedure; its dates are kept as events, its dues are recomputed from them."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("procedure", "year", "serial"),
        Index("ix_case_queue", "procedure", "open", "effective_due", "id"),
        Index("ix_case_unit", "procedure", "open", "unit_id", "effective_due", "id"),
        Index("ix_case_stage", "procedure", "open", "stage", "effective_due"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    procedure: Mapped[str]
    edition: Mapped[str]
    rule_set: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str]
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("source_unit.id"), index=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    applicant: Mapped[dict[str, str]]
    channel: Mapped[str]
    request: Mapped[str]
    materials: Mapped[list[str]]
    state: Mapped[str]
    open: Mapped[bool]
    events: Mapped[dict[str, str]]
    received_on: Mapped[date]
    stage: Mapped[str | None]
    stage_due: Mapped[date | None]
    overall_due: Mapped[date | None]
    effective_due: Mapped[date | None]
    provisional: Mapped[bool]
    calendar_version: Mapped[str]
    outcome: Mapped[str | None]
    changed_at: Mapped[datetime]
    # The parts of the case that are with its units, in the order in which they were entered.
    referrals: Mapped[list[Referral]] = relationship(viewonly=True, lazy="selectin", order_by=lambda: Referral.id)
    # Read with the case, because every date of it depends on them; written by the acts that begin and end a pause.
    pauses: Mapped[list[CasePause]] = relationship(
        viewonly=True, lazy="selectin", order_by=lambda: (CasePause.started_on, CasePause.id)
    )


class CaseItem(Base):
    """One field of one record that the applicant contests, and what became of it."""

    __tablename__ = "case_item"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    field: Mapped[str]
    old_value: Mapped[str]
    claimed_value: Mapped[str]
    outcome: Mapped[str | None]
    new_value: Mapped[str | None]
    reason: Mapped[str | None]
    referral_id: Mapped[str | None] = mapped_column(ForeignKey("referral.id"))


class CaseStep(Base):
    """One act done in a case: when it took effect, who entered it, which letter went out with it."""

    __tablename__ = "case_step"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    act: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    on: Mapped[date]
    note: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"))
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    referral_id: Mapped[str | None] = mapped_column(ForeignKey("referral.id"))
