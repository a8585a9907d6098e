"""Subjects that turned out to be one, and pairs that look alike and are not."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id

STANDING, SEPARATED = "standing", "separated"
"""The states of a merge: it holds, or the two were taken apart again."""


class SubjectMerge(Base):
    """One subject merged into another: its row stays and points to the kept one; all that moved is written down."""

    __tablename__ = "subject_merge"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    merged_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    kept_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    state: Mapped[str]
    reason: Mapped[str]
    given: Mapped[dict[str, str]]
    name_id: Mapped[str | None]
    moved: Mapped[list[str]]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    separated_because: Mapped[str | None]


class SubjectApart(Base):
    """Two subjects that an officer found to be two; `one_id` sorts before `other_id`."""

    __tablename__ = "subject_apart"

    one_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    reason: Mapped[str]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
