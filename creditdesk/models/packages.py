"""Packages that left the office, and the ledger of every row in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Package(Base):
    """A signed package (数据包) handed to the city platform."""

    __tablename__ = "package"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    serial: Mapped[int] = mapped_column(unique=True)
    file_name: Mapped[str]
    digest: Mapped[str]
    previous_digest: Mapped[str | None]
    rows: Mapped[int]
    counts: Mapped[dict[str, Any]]
    journal_head: Mapped[str]
    created_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))


class PackageRow(Base):
    """One record in one package: which version left, and as what."""

    __tablename__ = "package_row"

    package_id: Mapped[str] = mapped_column(ForeignKey("package.id"), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True, index=True)
    version: Mapped[int]
    action: Mapped[str]
    marked: Mapped[bool]
