"""Red and black lists (红黑名单): one listing of one subject in one domain, as a course of a procedure."""

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base


class Listing(Base):
    """One listing; it is the case of its own identity, which keeps its state, its steps and its letters.

    It is in force from `force_on` to `force_until`, both included, unless it left on `exited_on`; no last day where no
    term was set. One `for_reference` (lists of associations and banks) triggers nothing. `refusal_proof` is what shows
    that the subject is able to perform and refuses (有履行能力拒不履行). `source_record_id` is the record it is based
    on, `record_id` the one it made. `channel` is where it was published and where its exit is announced.
    """

    __tablename__ = "listing"
    __table_args__ = (
        Index(
            "ix_listing_standing",
            "colour",
            "subject_id",
            "domain",
            "force_on",
            "force_until",
            sqlite_where=text("published_on IS NOT NULL AND exited_on IS NULL AND for_reference IS 0"),
        ),
        Index("ix_listing_force_until", "force_until", sqlite_where=text("exited_on IS NULL")),
    )

    id: Mapped[str] = mapped_column(ForeignKey("case.id"), primary_key=True)
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    colour: Mapped[str]
    domain: Mapped[str]
    list_name: Mapped[str]
    unit: Mapped[str]
    for_reference: Mapped[bool]
    origin: Mapped[str | None]
    basis: Mapped[str]
    facts: Mapped[str]
    reason: Mapped[str]
    proofs: Mapped[list[str]]
    measures: Mapped[list[str]]
    refusal_proof: Mapped[str | None]
    term_months: Mapped[int | None]
    source_record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    answer_by: Mapped[date | None]
    decision_number: Mapped[str | None]
    decided_on: Mapped[date | None]
    channel: Mapped[str | None]
    published_on: Mapped[date | None]
    published_until: Mapped[date | None]
    force_on: Mapped[date | None]
    force_until: Mapped[date | None]
    exit_reason: Mapped[str | None]
    exit_because: Mapped[str | None]
    exited_on: Mapped[date | None]
    record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
