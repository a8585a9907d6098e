"""Receipts of packages: what the receiver answered, and every row that was not simply taken in."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Receipt(Base):
    """An answer (回执) to a package; `number` counts the signed answers to it, a workbook has none.

    `kind` is set where a workbook answers for the rows of one kind only; such a one was confirmed by an officer for a
    `reason`. A receipt that a later one replaced names it in `ended_by`.
    """

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("package_id", "digest"), UniqueConstraint("package_id", "number"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    package_id: Mapped[str] = mapped_column(ForeignKey("package.id"))
    number: Mapped[int | None]
    kind: Mapped[str | None]
    file_name: Mapped[str]
    digest: Mapped[str]
    fingerprint: Mapped[str | None]
    accepted: Mapped[int]
    rejected: Mapped[int]
    replaced: Mapped[int]
    made_at: Mapped[datetime | None]
    taken_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    reason: Mapped[str | None]
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("receipt.id"))


class ReceiptRow(Base):
    """A row that was rejected, with the field and the reason, or replaced; every other row was accepted.

    A rejected one stays on the work list until a later version of its record left or an officer settled it.
    """

    __tablename__ = "receipt_row"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    receipt_id: Mapped[str] = mapped_column(ForeignKey("receipt.id"), index=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    version: Mapped[int]
    answer: Mapped[str]
    field: Mapped[str]
    reason: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    settled_because: Mapped[str | None]
