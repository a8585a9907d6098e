"""Referrals: the part of a case that is with one unit, with its own letter, events and answer."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Referral(Base):
    """What one unit has to answer in a case; its dues follow from its events and are never kept.

    `state` is a state of the case's procedure; `letter_id` is the letter that went to the unit, `opinion` its answer.
    """

    __tablename__ = "referral"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("source_unit.id"), index=True)
    state: Mapped[str]
    events: Mapped[dict[str, str]]
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"))
    opinion: Mapped[str | None]


class Recall(Base):
    """A receiver of wrong data in one case: the notices made for it, and the day on which it was told."""

    __tablename__ = "recall"
    __table_args__ = (UniqueConstraint("case_id", "receiver"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    receiver: Mapped[str]
    notice_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"))
    restoration_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"))
    told_on: Mapped[date | None]
