"""Packages on their way out and those that left, with the ledger of every row in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Package(Base):
    """A signed package (数据包) handed to a receiver; `serial` counts in the chain with that receiver.

    `officer_id` released it, `maker_id` proposed it.
    """

    __tablename__ = "package"
    __table_args__ = (UniqueConstraint("receiver", "serial"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    type: Mapped[str]
    receiver: Mapped[str]
    serial: Mapped[int]
    file_name: Mapped[str]
    digest: Mapped[str]
    previous_digest: Mapped[str | None]
    rows: Mapped[int]
    counts: Mapped[dict[str, Any]]
    journal_head: Mapped[str]
    created_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    maker_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))


class PackageFile(Base):
    """The zip of a package, kept here so that it can be handed over again byte for byte."""

    __tablename__ = "package_file"

    package_id: Mapped[str] = mapped_column(ForeignKey("package.id"), primary_key=True)
    zip: Mapped[bytes]


class HandOver(Base):
    """One time a package was written to a folder: for which certificate, or why it left readable."""

    __tablename__ = "hand_over"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    package_id: Mapped[str] = mapped_column(ForeignKey("package.id"), index=True)
    fingerprint: Mapped[str | None]
    open_because: Mapped[str | None]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))


class PackageRow(Base):
    """One record in one package: which version left, and as what."""

    __tablename__ = "package_row"

    package_id: Mapped[str] = mapped_column(ForeignKey("package.id"), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True, index=True)
    version: Mapped[int]
    action: Mapped[str]
    marked: Mapped[bool]


class PackageProposal(Base):
    """What one officer proposed to send and another has not yet released; one at a time for a receiver."""

    __tablename__ = "package_proposal"
    __table_args__ = (
        Index("ix_package_proposal_open", "receiver", unique=True, sqlite_where=text("ended_at IS NULL")),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    type: Mapped[str]
    receiver: Mapped[str]
    rows: Mapped[int]
    counts: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    ended_at: Mapped[datetime | None]
    released: Mapped[bool]
    reason: Mapped[str | None]


class PackageProposalRow(Base):
    """One record that is proposed to leave, in the version that was looked at."""

    __tablename__ = "package_proposal_row"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("package_proposal.id"), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    version: Mapped[int]
    action: Mapped[str]
    marked: Mapped[bool]
