"""Tips (举报线索): who is said to have done what, and the units it was referred to. Who said so is sealed elsewhere."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Tip(Base):
    """One tip; `named` tells that an informant is sealed with it, `closed_on` that it is over, and `finding` how.

    `accused` is a name as it was told: a tip proves nothing and makes nobody a subject of the desk. `accused_code` is
    the code of that organisation where it is known.
    """

    __tablename__ = "tip"
    __table_args__ = (UniqueConstraint("year", "serial"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str]
    source: Mapped[str]
    channel: Mapped[str]
    received_on: Mapped[date]
    accused: Mapped[str]
    accused_code: Mapped[str | None]
    matter: Mapped[str]
    named: Mapped[bool]
    state: Mapped[str]
    made_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    closed_on: Mapped[date | None]
    finding: Mapped[str | None]
    reason: Mapped[str | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))


class TipReferral(Base):
    """A tip handed to a unit by letter; `answer_by` is empty where the letter names no day."""

    __tablename__ = "tip_referral"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    tip_id: Mapped[str] = mapped_column(ForeignKey("tip.id"), index=True)
    unit: Mapped[str]
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"))
    referred_on: Mapped[date]
    answer_by: Mapped[date | None]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    answered_on: Mapped[date | None]
    finding: Mapped[str | None]
    answer: Mapped[str | None]
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
