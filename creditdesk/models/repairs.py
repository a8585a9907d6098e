"""Repairs (信用修复): what a case of repair is about, under which regime, and from when publicity stopped."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base


class Repair(Base):
    """The record a case wants repaired, and what the regime of its day says; an empty date is one nobody gives.

    `chosen_because` is why the officer took another regime than the binding one. `conditions` are those that were
    found fulfilled, `granted` is empty until the deciding unit has decided, `effective_on` the day publicity stops.
    """

    __tablename__ = "repair"

    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    regime: Mapped[str]
    regime_class: Mapped[str]
    chosen_because: Mapped[str | None]
    counted_from: Mapped[date | None]
    earliest_on: Mapped[date | None]
    latest_on: Mapped[date | None]
    conditions: Mapped[list[str]]
    granted: Mapped[bool | None]
    effective_on: Mapped[date | None]
