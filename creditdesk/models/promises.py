"""Promises of 容缺受理: papers that a subject owes a unit by a day, and whether they came."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Promise(Base):
    """One promise; it is over when `kept` says whether the papers came, on `closed_on`, with `reason` where not.

    `exemplar` is why the subject counts as 诚信典型, empty where three clean years opened the green channel. A broken
    one proposes a record until `record_id` names it or `declined` says why there is none.
    """

    __tablename__ = "promise"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    matter: Mapped[str]
    unit: Mapped[str]
    papers: Mapped[list[str]]
    exemplar: Mapped[str | None]
    promised_on: Mapped[date]
    due: Mapped[date]
    made_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    kept: Mapped[bool | None]
    closed_on: Mapped[date | None]
    reason: Mapped[str | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    declined: Mapped[str | None]
