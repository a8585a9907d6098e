"""What pages read of subjects on several black lists at once, and which of them wait for a letter."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.orm import Session

from creditdesk.models import Escalation, Subject
from creditdesk.services import subjects
from creditdesk.services.desk import Desk
from creditdesk.services.escalations import TELL

_WAITING = Escalation.task.is_not(None)


@dataclass(frozen=True)
class EscalationRow:
    """A subject on black lists of several domains, since when, and what waits for an officer."""

    id: str
    subject_id: str
    subject: str
    code: str
    domains: tuple[str, ...]
    found_on: date
    ended_on: date | None
    task: str
    task_on: date
    letters: tuple[str, ...]

    @property
    def words(self) -> str:
        """Say what waits, or how it stands."""
        if self.task:
            return "待发提示函" if self.task == TELL else "待发停止函"
        return f"{self.ended_on} 已停止" if self.ended_on else "加重惩戒中"


def ids(desk: Desk, text: str = "") -> list[str]:
    """Return who is on several now or still waits for a letter, by name or domain, the newest first."""
    with desk.read() as session:
        found = _rows(session, Escalation.ended_on.is_(None) | _WAITING)
    return [row.id for row in found if text.strip() in f"{row.subject}\n{'、'.join(row.domains)}"]


def rows(desk: Desk, wanted: Sequence[str]) -> list[EscalationRow]:
    """Return those of these identities, in the same order."""
    with desk.read() as session:
        found = {row.id: row for row in _rows(session, Escalation.id.in_(wanted))}
    return [found[one] for one in wanted if one in found]


def counts(session: Session) -> Counter[date]:
    """Return how many letters wait since which day."""
    query = select(Escalation.task_on, func.count()).where(_WAITING).group_by(Escalation.task_on)
    return Counter(dict(session.execute(query).all()))


def by_day() -> Select[Any]:
    """Return a query for the letters that wait, as identity, day and noun."""
    columns: tuple[Any, ...] = (Escalation.id, cast(Escalation.task_on, String), literal(9))
    return select(*columns).where(_WAITING)


def open_ones(session: Session, wanted: Sequence[str]) -> list[EscalationRow]:
    """Return those of these that wait for a letter."""
    return _rows(session, _WAITING & Escalation.id.in_(wanted))


def _rows(session: Session, which: ColumnElement[bool]) -> list[EscalationRow]:
    query = select(Escalation, Subject).join(Subject, Subject.id == Escalation.subject_id).where(which)
    return [
        EscalationRow(
            row.id, subject.id, subject.name, subjects.code_of(subject), tuple(row.domains), row.found_on,
            row.ended_on, row.task or "", row.task_on, tuple(row.letters),
        )
        for row, subject in session.execute(query.order_by(Escalation.found_on.desc(), Escalation.id))
    ]  # fmt: skip
