"""Points of persons (个人信用积分): rules with their basis, consent, and what each record was worth by a rule."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class PointRule(Base):
    """How many points an event is worth from one day to another, and which text says so."""

    __tablename__ = "point_rule"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    event: Mapped[str]
    points: Mapped[int]
    basis: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))


class PointConsent(Base):
    """A person's consent to points, with its proof, until it is withdrawn."""

    __tablename__ = "point_consent"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    given_on: Mapped[date]
    proof: Mapped[str]
    withdrawn_on: Mapped[date | None]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))


class PointEntry(Base):
    """What one record of a person was worth, by the rule of its day; a record counts once."""

    __tablename__ = "point_entry"
    __table_args__ = (UniqueConstraint("record_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    rule_id: Mapped[str] = mapped_column(ForeignKey("point_rule.id"))
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    points: Mapped[int]
    on: Mapped[date]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
