"""What one officer proposed and another must confirm, and the notices that everybody sees for a while."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Confirmation(Base):
    """An act that waits for a second person: its name, its arguments, what it would say, and how it ended."""

    __tablename__ = "confirmation"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    act: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    told: Mapped[str]
    proposed_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]
    outcome: Mapped[str | None]
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class Notice(Base):
    """A sentence that stands on everybody's first page until a moment."""

    __tablename__ = "notice"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    sentence: Mapped[str]
    reason: Mapped[str]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]
