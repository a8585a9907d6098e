"""What the page of promises reads, and what of them falls due."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.orm import Session

from creditdesk.models import Promise, Subject
from creditdesk.services.desk import Desk

OPEN, PROPOSED, CLOSED = "open", "proposed", "closed"
_RUNNING = Promise.kept.is_(None)
_UNDECIDED = Promise.kept.is_(False) & Promise.record_id.is_(None) & Promise.declined.is_(None)
_STATES: dict[str, ColumnElement[bool]] = {
    OPEN: _RUNNING,
    PROPOSED: _UNDECIDED,
    CLOSED: ~_RUNNING & ~_UNDECIDED,
}


@dataclass(frozen=True)
class PromiseRow:
    """A promise as pages show one; `state` is one of OPEN, PROPOSED, CLOSED, and `words` say how it stands."""

    id: str
    subject_id: str
    subject: str
    category: str
    matter: str
    unit: str
    papers: tuple[str, ...]
    exemplar: str
    promised_on: date
    due: date
    state: str
    words: str
    closed_on: date | None
    reason: str
    record_id: str
    declined: str


def ids(desk: Desk, text: str = "", state: str = "") -> list[str]:
    """Return the promises a list shows, the earliest deadline first; of one state, or all."""
    query = select(Promise.id).join(Subject, Subject.id == Promise.subject_id)
    if said := text.strip():
        told = (Subject.name, Promise.matter, Promise.unit)
        query = query.where(func.instr(func.concat_ws("\n", *told), said) > 0)
    if state:
        query = query.where(_STATES[state])
    with desk.read() as session:
        return list(session.scalars(query.order_by(Promise.due, Promise.id)))


def rows(desk: Desk, wanted: Sequence[str]) -> list[PromiseRow]:
    """Return promises of these identities, in the same order."""
    with desk.read() as session:
        found = {row.id: row for row in _rows(session, Promise.id.in_(wanted))}
    return [found[one] for one in wanted if one in found]


def waiting(desk: Desk) -> int:
    """Return how many promises run or wait for a decision about a record."""
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(Promise).where(_RUNNING | _UNDECIDED)) or 0


def counts(session: Session) -> Counter[date]:
    """Return how many promises are due on which day."""
    query = select(Promise.due, func.count()).where(_RUNNING).group_by(Promise.due)
    return Counter(dict(session.execute(query).all()))


def by_day() -> Select[Any]:
    """Return a query for the promises that run, as identity, day and noun."""
    columns: tuple[Any, ...] = (Promise.id, cast(Promise.due, String), literal(4))
    return select(*columns).where(_RUNNING)


def open_ones(session: Session, wanted: Sequence[str]) -> tuple[PromiseRow, ...]:
    """Return those of these promises that run."""
    return tuple(_rows(session, _RUNNING & Promise.id.in_(wanted)))


def _rows(session: Session, which: ColumnElement[bool]) -> list[PromiseRow]:
    query = select(Promise, Subject.name, Subject.category).join(Subject, Subject.id == Promise.subject_id)
    return [_row(*each) for each in session.execute(query.where(which)).all()]


def _row(row: Promise, subject: str, category: str) -> PromiseRow:
    state, words = _stand(row)
    return PromiseRow(
        row.id, row.subject_id, subject, category, row.matter, row.unit, tuple(row.papers), row.exemplar or "",
        row.promised_on, row.due, state, words, row.closed_on, row.reason or "", row.record_id or "",
        row.declined or "",
    )  # fmt: skip


def _stand(row: Promise) -> tuple[str, str]:
    if row.kept is None:
        return OPEN, "待补齐"
    if row.kept:
        return CLOSED, "已补齐"
    if row.record_id:
        return CLOSED, "未履约，已记入"
    return (CLOSED, "未履约，不记入") if row.declined else (PROPOSED, "未履约，待决定")
