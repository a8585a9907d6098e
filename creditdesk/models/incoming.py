"""Packages that came in from other desks, and the records that both sides had changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class IncomingPackage(Base):
    """A package that was taken in; `desk` is the identity of the desk that made it."""

    __tablename__ = "incoming_package"
    __table_args__ = (UniqueConstraint("desk", "serial"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    desk: Mapped[str]
    office: Mapped[str]
    serial: Mapped[int]
    digest: Mapped[str]
    counts: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))


class IncomingConflict(Base):
    """A record that was changed here and elsewhere: their version, kept until an officer chooses."""

    __tablename__ = "incoming_conflict"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    package_id: Mapped[str] = mapped_column(ForeignKey("incoming_package.id"))
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    content: Mapped[dict[str, str]]
    state: Mapped[str]
    lineage: Mapped[str]
    chosen_at: Mapped[datetime | None] = mapped_column(index=True)
    chosen_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    reason: Mapped[str | None]


class RecordBase(Base):
    """The lineage a record has at a version that came from another desk; later versions go on from it."""

    __tablename__ = "record_base"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    version: Mapped[int]
    lineage: Mapped[str]
