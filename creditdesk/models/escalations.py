"""Subjects on current black lists of two or more domains (多领域加重惩戒), and what was told of it."""

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Escalation(Base):
    """One time a subject stands on two or more; it is over at `ended_on`, when fewer than two remain.

    `domains` are those of now, `told` those the `letters` named. `task` is what waits for an officer since `task_on`:
    a letter about the domains ("tell") or about the end ("tell_end"), None when nothing does.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        Index("ix_escalation_open", "subject_id", sqlite_where=text("ended_on IS NULL")),
        Index("ix_escalation_task", "task_on", "id", sqlite_where=text("task IS NOT NULL")),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    found_on: Mapped[date]
    domains: Mapped[list[str]]
    told: Mapped[list[str]]
    letters: Mapped[list[str]]
    task: Mapped[str | None]
    task_on: Mapped[date]
    ended_on: Mapped[date | None]
