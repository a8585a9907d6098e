"""What the page of rounds reads, and which responses fall due."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, select
from sqlalchemy.orm import Session

from creditdesk.models import JointObject, JointResponse, JointResult, JointRound, JointUpdate, Letter, Subject
from creditdesk.services import round_objects, subjects
from creditdesk.services.desk import Desk

RUNNING, ENDED = "running", "ended"
STATES = {RUNNING: JointRound.ended_on.is_(None), ENDED: JointRound.ended_on.is_not(None)}
NO_TERM = "未定期限"
_WAITING = JointResponse.answered_on.is_(None) & JointResponse.waived.is_(None)
_DUE = _WAITING & JointResponse.due.is_not(None)


@dataclass(frozen=True)
class RoundRow:
    """A round as the list shows one: how many subjects it has now, and how its units answered."""

    id: str
    initiator: str
    kind: str
    objects: str
    began_on: date
    ended_on: date | None
    subjects: int
    asked: int
    answered: int
    late: int

    @property
    def words(self) -> str:
        """Say how the round stands."""
        if self.ended_on:
            return "已结束"
        return f"逾期 {self.late} 份" if self.late else "待响应" if self.answered < self.asked else "已全部响应"


@dataclass(frozen=True)
class ObjectRow:
    """A subject on a list; `ground` says why it is there now, empty for one that should be removed."""

    subject_id: str
    place: int
    name: str
    code: str
    category: str
    change: str
    note: str
    ground: str = ""


@dataclass(frozen=True)
class ResultRow:
    """What a unit did with one subject."""

    place: int
    name: str
    measure: str
    done_on: date | None
    effect: str


@dataclass(frozen=True)
class ResponseRow:
    """What one unit was asked by one list; `late` says in working days how late it is, 0 where it is not."""

    id: str
    unit: str
    letter_id: str
    letter: str
    due: date | None
    answered_on: date | None
    late: int
    urged: int
    imported: bool
    waived: str
    results: tuple[ResultRow, ...]

    @property
    def waits(self) -> bool:
        """Tell whether the unit still owes its answer."""
        return self.answered_on is None and not self.waived

    @property
    def words(self) -> str:
        """Say how the response stands."""
        if self.answered_on:
            return f"{self.answered_on} 已反馈"
        if self.waived:
            return "不再等待"
        if self.late:
            return f"逾期 {self.late} 个工作日"
        return f"最迟 {self.due}" if self.due else NO_TERM


@dataclass(frozen=True)
class UpdateRow:
    """One dated list of a round with what was answered to it."""

    id: str
    serial: int
    on: date
    reason: str
    objects: tuple[ObjectRow, ...]
    responses: tuple[ResponseRow, ...]


@dataclass(frozen=True)
class RoundSheet:
    """Everything about one round."""

    row: RoundRow
    basis: str
    decided_on: date
    measures: tuple[dict[str, Any], ...]
    units: tuple[str, ...]
    ended_because: str
    current: tuple[ObjectRow, ...]
    updates: tuple[UpdateRow, ...]


def ids(desk: Desk, text: str = "", state: str = "") -> list[str]:
    """Return the rounds a list shows, the newest first; of one state, or all."""
    query = select(JointRound.id)
    if said := text.strip():
        named = (
            select(JointObject.id)
            .join(JointUpdate, JointUpdate.id == JointObject.update_id)
            .join(Subject, Subject.id == JointObject.subject_id)
            .where(JointUpdate.round_id == JointRound.id, func.instr(Subject.name, said) > 0)
        )
        unit = func.json_each(JointRound.units).table_valued("value", name="unit")
        asked = select(unit.c.value).where(func.instr(unit.c.value, said) > 0)
        told = func.concat_ws("\n", JointRound.initiator, JointRound.objects)
        query = query.where((func.instr(told, said) > 0) | exists(named) | exists(asked))
    if state:
        query = query.where(STATES[state])
    with desk.read() as session:
        return list(session.scalars(query.order_by(JointRound.began_on.desc(), JointRound.id.desc())))


def running(desk: Desk) -> int:
    """Return how many rounds run, for the number in the rail."""
    return len(ids(desk, state=RUNNING))


def rows(desk: Desk, wanted: Sequence[str]) -> list[RoundRow]:
    """Return rounds of these identities, in the same order."""
    with desk.read() as session:
        found = {row.id: _row(desk, session, row) for row in _rounds(session, wanted)}
    return [found[one] for one in wanted if one in found]


def _rounds(session: Session, wanted: Sequence[str]) -> Sequence[JointRound]:
    return session.scalars(select(JointRound).where(JointRound.id.in_(wanted))).all()


def _row(desk: Desk, session: Session, row: JointRound) -> RoundRow:
    query = select(JointResponse).join(JointUpdate, JointUpdate.id == JointResponse.update_id)
    asked = session.scalars(query.where(JointUpdate.round_id == row.id)).all()
    open_ones = [each for each in asked if each.answered_on is None and each.waived is None]
    today = desk.clock().date()
    return RoundRow(
        row.id, row.initiator, row.kind, row.objects, row.began_on, row.ended_on,
        len(round_objects.current(session, row.id)), len(asked), sum(each.answered_on is not None for each in asked),
        sum(each.due < today for each in open_ones if each.due),
    )  # fmt: skip


def sheet(desk: Desk, round_id: str) -> RoundSheet:
    """Return everything about a round."""
    with desk.read() as session:
        row = round_objects.round_of(session, round_id)
        current = list(round_objects.current(session, row.id).values())
        updates = session.scalars(select(JointUpdate).filter_by(round_id=row.id).order_by(JointUpdate.serial)).all()
        return RoundSheet(
            _row(desk, session, row), row.basis, row.decided_on, tuple(row.measures), tuple(row.units),
            row.ended_because or "", _grounded(desk, session, current),
            tuple(_update(desk, session, each) for each in updates),
        )  # fmt: skip


def _grounded(desk: Desk, session: Session, objects: list[JointObject]) -> tuple[ObjectRow, ...]:
    today = desk.clock().date()

    def ground(subject_id: str) -> str:
        return "；".join(round_objects.grounds(session, desk.catalogue, subject_id, today))

    return tuple(_object(each, one, ground(one.id)) for each, one in round_objects.told(session, objects))


def _object(each: JointObject, subject: Subject, ground: str = "") -> ObjectRow:
    code = subjects.code_of(subject)
    return ObjectRow(subject.id, each.place, subject.name, code, subject.category, each.change, each.note, ground)


def _update(desk: Desk, session: Session, update: JointUpdate) -> UpdateRow:
    query = select(JointObject).where(JointObject.update_id == update.id).order_by(JointObject.place)
    told = round_objects.told(session, list(session.scalars(query)))
    asked = select(JointResponse, Letter.number).join(Letter, Letter.id == JointResponse.letter_id)
    asked = asked.where(JointResponse.update_id == update.id).order_by(JointResponse.id)
    names = {each.id: (each.place, one.name) for each, one in told}
    return UpdateRow(
        update.id, update.serial, update.on, update.reason, tuple(_object(*each) for each in told),
        tuple(_response(desk, session, each, number, names) for each, number in session.execute(asked)),
    )  # fmt: skip


def _response(
    desk: Desk, session: Session, row: JointResponse, number: str, names: dict[str, tuple[int, str]]
) -> ResponseRow:
    found = session.scalars(select(JointResult).where(JointResult.response_id == row.id))
    results = [ResultRow(*names[each.object_id], each.measure, each.done_on, each.effect) for each in found]
    return ResponseRow(
        row.id, row.unit, row.letter_id, number, row.due, row.answered_on, _late(desk, row), len(row.urged),
        row.digest is not None, row.waived or "", tuple(sorted(results, key=lambda each: each.place)),
    )  # fmt: skip


def _late(desk: Desk, row: JointResponse) -> int:
    today = desk.clock().date()
    if row.due is None or row.answered_on or row.waived or row.due >= today:
        return 0
    return desk.calendar.between(row.due, today)


def counts(session: Session) -> Counter[date]:
    """Return how many responses are due on which day."""
    query = select(JointResponse.due, func.count()).where(_DUE).group_by(JointResponse.due)
    return Counter({due: count for due, count in session.execute(query) if due is not None})


def by_day() -> Select[Any]:
    """Return a query for the responses that are due, as identity, day and noun."""
    columns: tuple[Any, ...] = (JointResponse.id, cast(JointResponse.due, String), literal(8))
    return select(*columns).where(_DUE)


@dataclass(frozen=True)
class ResponseDue:
    """A response that is due: of which round, of which unit, asked with which letter."""

    id: str
    round_id: str
    objects: str
    letter: str
    unit: str
    due: date


def open_ones(session: Session, wanted: Sequence[str]) -> tuple[ResponseDue, ...]:
    """Return those of these responses that are due."""
    return tuple(_due_ones(session, _DUE & JointResponse.id.in_(wanted)))


def round_of(desk: Desk, response_id: str) -> str:
    """Return the round a response belongs to."""
    query = select(JointUpdate.round_id).join(JointResponse, JointResponse.update_id == JointUpdate.id)
    with desk.read() as session:
        return session.scalar(query.where(JointResponse.id == response_id)) or ""


def _due_ones(session: Session, which: ColumnElement[bool]) -> list[ResponseDue]:
    query = (
        select(
            JointResponse.id, JointRound.id, JointRound.objects, Letter.number, JointResponse.unit, JointResponse.due
        )
        .join(JointUpdate, JointUpdate.id == JointResponse.update_id)
        .join(JointRound, JointRound.id == JointUpdate.round_id)
        .join(Letter, Letter.id == JointResponse.letter_id)
    )
    found = session.execute(query.where(which)).all()
    return [ResponseDue(one, of, objects, number, unit, due) for one, of, objects, number, unit, due in found if due]
