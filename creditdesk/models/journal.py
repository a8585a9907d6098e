"""The journal (操作日志): one entry per act, each sealed by the hash of the one before it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base


class JournalEntry(Base):
    """Who did what, when, and what every row was before and after.

    `salt` goes into the hash of an entry and goes when its personal words do; entries of older programs have none.
    """

    __tablename__ = "journal"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    officer_id: Mapped[str]
    officer_name: Mapped[str]
    act: Mapped[str] = mapped_column(index=True)
    sentence: Mapped[str]
    once: Mapped[str | None] = mapped_column(unique=True)
    nouns: Mapped[list[str]]
    result: Mapped[dict[str, Any]]
    changes: Mapped[list[dict[str, Any]]]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    salt: Mapped[str | None]
