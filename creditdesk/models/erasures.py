"""What was erased by law: a register without personal data, which survives so that nothing erased comes back."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Erasure(Base):
    """One erasure (消除): by which rule, and how far its traces are gone.

    `scrubbed_at` is when the database file was written anew, `spread_at` when every kept backup had followed.
    """

    __tablename__ = "erasure"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    rule: Mapped[str]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"))
    scrubbed_at: Mapped[datetime | None]
    spread_at: Mapped[datetime | None]


class ErasedRow(Base):
    """A row that was removed, or whose personal part was; the random identity tells nothing about anybody."""

    __tablename__ = "erased_row"

    noun: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    erasure_id: Mapped[str] = mapped_column(ForeignKey("erasure.id"), index=True)
