"""Credit records: their present content, every version they had, and drafts not yet saved."""

from datetime import datetime

from sqlalchemy import JSON, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


def _field(name: str) -> Computed:
    """A virtual column that shows one field of the JSON content, so that a new kind needs no migration."""
    return Computed(f"json_extract(content, '$.{name}')", persisted=False)


# What the count of those that leave needs, and their days; few at a time once an office reports regularly.
_LEAVING_COLUMNS = (
    "kind",
    "decided_on",
    "id",
    "state",
    "withheld",
    "objection_mark",
    "left_version",
    "version",
    "changed_at",
)


class Record(Base):
    """A credit record (信用记录) as it stands now; `content` is keyed by the catalogue's field names."""

    __tablename__ = "record"
    # One index for every order a list can have, with all that its identities and filters need: no row is touched for
    # them. Kind and grade come last where they only narrow while walking the order.
    __table_args__ = (
        Index("ix_record_changed", "changed_at", "id", "state", "objection_mark", "version", "left_version"),
        Index("ix_record_kind_changed", "kind", "changed_at", "id", "grade"),
        Index("ix_record_grade", "grade", "changed_at", "id", "kind"),
        Index("ix_record_decided", "decided_on", "id", "kind", "grade"),
        Index("ix_record_number", "decision_number", "id", "kind", "grade"),
        Index("ix_record_name", "subject_name", "id", "kind", "grade"),
        Index("ix_record_subject", "subject_id", "grade", "state"),
        Index("ix_record_revoked", "changed_at", "id", sqlite_where=text("state = 'revoked'")),
        Index("ix_record_leaving", *_LEAVING_COLUMNS, sqlite_where=text("left_version < version")),
        Index("ix_record_contested", "changed_at", "id", "state", sqlite_where=text("objection_mark IS 1")),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    edition: Mapped[str]
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"))
    content: Mapped[dict[str, str]]
    state: Mapped[str]
    objection_mark: Mapped[bool]
    withheld: Mapped[str | None]
    version: Mapped[int]
    origin: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))

    subject_name: Mapped[str | None] = mapped_column(_field("subject_name"))
    decision_number: Mapped[str | None] = mapped_column(_field("decision_number"))
    decided_on: Mapped[str | None] = mapped_column(_field("decided_on"))
    grade: Mapped[str | None] = mapped_column(_field("grade"))
    source_unit: Mapped[str | None] = mapped_column(_field("source_unit"))

    left_version: Mapped[int] = mapped_column(default=0, server_default="0")
    """The newest version that left in a package, 0 when none did."""


LEAVING = Record.left_version < Record.version
"""Holds for a record whose present version has not left yet; written as its index has it."""


class RecordVersion(Base):
    """A record as it stood after one act; nothing is overwritten without leaving its version here.

    The newest version has no content of its own: it is what the record says. It is written down when the record gets
    another one, so that nothing is kept twice.
    """

    __tablename__ = "record_version"
    __table_args__ = (UniqueConstraint("record_id", "version"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    version: Mapped[int]
    content: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str]
    origin: Mapped[str]
    reason: Mapped[str | None]
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case.id"))
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))


class Draft(Base):
    """A form an officer has begun and not yet saved."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("officer_id", "kind"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    kind: Mapped[str]
    content: Mapped[dict[str, str]]
    changed_at: Mapped[datetime]
