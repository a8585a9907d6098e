"""Issued letters (文书): the number register, the values, and the PDF that never changes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Register(Base):
    """The last number given to one kind of letter (or package, or case) in one year; it only ever grows by one."""

    __tablename__ = "register"

    name: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Letter(Base):
    """A letter that was numbered and issued."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("form", "year", "serial"),
        Index("ix_letter_issued", "issued_on", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    form: Mapped[str]
    edition: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    addressee: Mapped[str]
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case.id"), index=True)
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    values: Mapped[dict[str, Any]]
    sha256: Mapped[str]


class LetterFile(Base):
    """The PDF of a letter, apart from its row so that lists never read it."""

    __tablename__ = "letter_file"

    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    pdf: Mapped[bytes]
