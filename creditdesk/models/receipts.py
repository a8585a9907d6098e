"""Receipts: what receivers answered to the desk's packages, and what the desk answered to the packages of others."""

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


class IssuedReceipt(Base):
    """An answer of this desk to a package of another one, kept whole so that it can be handed over again.

    `number` counts the answers to that package, `lines_digest` is the SHA-256 of what they say.
    """

    __tablename__ = "issued_receipt"
    __table_args__ = (UniqueConstraint("package_digest", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    receiver: Mapped[str]
    desk: Mapped[str]
    serial: Mapped[int]
    package_digest: Mapped[str]
    number: Mapped[int]
    file_name: Mapped[str]
    digest: Mapped[str]
    lines_digest: Mapped[str]
    zip: Mapped[bytes]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
