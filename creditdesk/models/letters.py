"""Issued letters (文书): the number register, the values, the wording, and the PDF that never changes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Register(Base):
    """The last number given in one series of letters (or packages, or cases) in one year; it only ever grows by one."""

    __tablename__ = "register"

    name: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Letter(Base):
    """A letter that was numbered and issued.

    `series` is the office's prefix with the form's code (牟信异受), `sub` tells supplements apart (之一 is 1, the
    letter itself 0), `code` is the text of the signed QR code on it. `journal_seq` and `journal_head` are number and
    first digits of the hash of the journal's newest entry before its own, as they are printed on it.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("series", "year", "serial", "sub"),
        Index("ix_letter_issued", "issued_on", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    form: Mapped[str]
    edition: Mapped[str]
    wording_id: Mapped[str | None] = mapped_column(ForeignKey("letter_wording.id"), index=True)
    series: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    sub: Mapped[int]
    number: Mapped[str] = mapped_column(index=True)
    issuer: Mapped[str]
    title: Mapped[str]
    addressee: Mapped[str]
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case.id"), index=True)
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    values: Mapped[dict[str, Any]]
    code: Mapped[str]
    sha256: Mapped[str]
    journal_seq: Mapped[int | None]
    journal_head: Mapped[str | None]


class LetterFile(Base):
    """The PDF of a letter, apart from its row so that lists never read it."""

    __tablename__ = "letter_file"

    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    pdf: Mapped[bytes]


class LetterVoid(Base):
    """A letter declared void (作废): its number stays in the register and is never used again."""

    __tablename__ = "letter_void"

    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    reason: Mapped[str]
    replaced_by: Mapped[str | None] = mapped_column(ForeignKey("letter.id"), unique=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class LetterPrint(Base):
    """One printing of a letter: 1 is the first, every further one a reprint (重印)."""

    __tablename__ = "letter_print"
    __table_args__ = (UniqueConstraint("letter_id", "serial"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"))
    serial: Mapped[int]
    copies: Mapped[int]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class LetterWording(Base):
    """One version of a form's text, whole and for ever: letters drawn from it can be drawn again from it.

    `own` tells the office's wording from the program's. `version` counts what officers decided; a row of version 0 was
    decided by nobody and only keeps what a letter was drawn from.
    """

    __tablename__ = "letter_wording"
    __table_args__ = (Index("ix_letter_wording_form", "form", "version"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    form: Mapped[str]
    edition: Mapped[str]
    version: Mapped[int]
    own: Mapped[bool]
    text: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    reason: Mapped[str]
    valid_from: Mapped[date]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class LetterBatch(Base):
    """Many letters issued as one job; cancelled or killed, the rest of it waits."""

    __tablename__ = "letter_batch"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    label: Mapped[str]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LetterBatchItem(Base):
    """One letter of a job. `letter_id` is written in the transaction that issues it, so that none is issued twice."""

    __tablename__ = "letter_batch_item"
    __table_args__ = (UniqueConstraint("batch_id", "place"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(ForeignKey("letter_batch.id"))
    place: Mapped[int]
    act: Mapped[str | None]
    form: Mapped[str]
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case.id"))
    values: Mapped[dict[str, Any]]
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"), unique=True)
    fault: Mapped[str | None]
