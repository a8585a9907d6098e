"""What the objection pages read: the queue with its urgencies, and one case whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from creditdesk.models import Case, CaseItem, CaseStep, Letter, Officer, Record, Referral, SourceUnit
from creditdesk.rules import procedures
from creditdesk.rules.deadlines import Clocks
from creditdesk.rules.urgency import Urgency, urgency_of, words
from creditdesk.services import cases, objections, queue_conditions, records
from creditdesk.services.desk import Desk
from creditdesk.services.identities import Identities, identities, listed, packed
from creditdesk.services.queue_conditions import Days


class QueueRow(NamedTuple):
    """A case as the queue shows one; `slack` is in working days, negative when overdue."""

    id: str
    number: str
    applicant: str
    unit: str
    stage: str
    due: date | None
    makeup: bool
    urgency: Urgency
    words: str
    slack: int | None


@dataclass(frozen=True)
class Step:
    """One line of a case's timeline."""

    act: str
    label: str
    note: str
    done: date
    officer: str
    letter_id: str
    letter_number: str


@dataclass(frozen=True)
class Item:
    """One contested field as the case page shows it."""

    id: str
    record_id: str
    kind: str
    record: str
    field: str
    label: str
    old: str
    claimed: str
    outcome: str
    new: str
    reason: str
    state: str


@dataclass(frozen=True)
class Choice:
    """An act that the case admits now."""

    name: str
    label: str
    letter: str


@dataclass(frozen=True)
class Part:
    """The part of a case that is with one unit: its letter, its days, its answer, and the acts it admits now."""

    id: str
    unit: str
    state: str
    letter_id: str
    letter_number: str
    forwarded: date | None
    delivered: date | None
    answered: date | None
    due: date | None
    urgency: Urgency
    words: str
    opinion: str
    acts: tuple[str, ...]


@dataclass(frozen=True)
class CaseSheet:
    """One case, whole."""

    row: QueueRow
    subject_id: str
    subject: str
    applicant: dict[str, str]
    request: str
    channel: str
    materials: tuple[str, ...]
    state: str
    officer: str
    received_on: date
    clocks: Clocks
    rule: str
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    items: tuple[Item, ...]
    choices: tuple[Choice, ...]
    outcome: str


@dataclass(frozen=True)
class Filter:
    """What the queue is narrowed to; `view` is one of the chips, `sort` a column (empty: the most pressing first).

    `urgency` is an Urgency's value and `due` one day in ISO 8601, so that a filter can be kept as plain texts.
    """

    view: str = "open"
    text: str = ""
    unit_id: str = ""
    stage: str = ""
    officer_id: str = ""
    urgency: str = ""
    due: str = ""
    sort: str = ""
    descending: bool = False


VIEWS = {"open": "在办", "due": "逾期、今日", "unit": "待单位意见", "reply": "待答复", "done": "已办结"}


def ids(desk: Desk, wanted: Filter, first: int = -1) -> Identities:
    """Return the identities of the cases in the queue, the most pressing first; with `first` only so many of them."""
    with desk.read() as session:
        query = _narrow(select(Case.id), wanted, _days(desk))
        if wanted.text.strip():
            query = query.where(queue_conditions.of_text(session, wanted.text))
        return identities(session, packed(query.order_by(*_order(wanted)), first))


def page(desk: Desk, wanted: Filter, first: int) -> list[QueueRow]:
    """Return the first rows of the queue at once; without a text it is one question to one index."""
    if wanted.text.strip():
        return rows(desk, ids(desk, wanted, first))
    return _told(desk, desk.rows(_page(wanted, _days(desk), first)))


@lru_cache
def _page(wanted: Filter, days: Days, first: int) -> str:
    """Keep the words of a question for the next time; such a filter holds words of ours and identities only."""
    columns = [getattr(Case, name) for name in _Told._fields if name not in ("applicant", "unit")]
    query = select(*columns, Case.applicant["name"].as_string(), SourceUnit.name).outerjoin(
        SourceUnit, SourceUnit.id == Case.unit_id
    )
    query = _narrow(query, wanted, days).order_by(*_order(wanted)).limit(first)
    return str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


def _days(desk: Desk) -> Days:
    return queue_conditions.days(desk.clock().date(), desk.calendar, objections.thresholds(desk))


def _order(wanted: Filter) -> tuple[ColumnElement[Any], ...]:
    applicant = Case.applicant["name"].as_string()
    columns: dict[str, ColumnElement[Any]] = {"number": Case.number.expression, "applicant": applicant}
    column = columns.get(wanted.sort, Case.effective_due.expression)
    if wanted.view == "done" and not wanted.sort:
        return (Case.changed_at.desc(),)
    # Both columns run the same way, so that the index of the queue serves the order.
    return (column.desc(), Case.id.desc()) if wanted.descending else (column.nulls_last(), Case.id.asc())


def _narrow(query: Select[Any], wanted: Filter, days: Days) -> Select[Any]:
    query = query.where(Case.procedure == objections.PROCEDURE, queue_conditions.of_view(wanted.view, days.today))
    if wanted.urgency:
        query = query.where(queue_conditions.of_urgency(Urgency(wanted.urgency), days))
    columns = {Case.unit_id: wanted.unit_id, Case.stage: wanted.stage, Case.officer_id: wanted.officer_id}
    for column, value in columns.items():
        if value:
            query = query.where(column == value)
    return query.where(Case.effective_due == date.fromisoformat(wanted.due)) if wanted.due else query


def counts(desk: Desk) -> dict[str, int]:
    """Return how many cases each chip of open cases holds, from one walk over one index."""
    today, found = desk.clock().date(), Counter[str]()
    query = (
        select(Case.stage, Case.effective_due, func.count())
        .where(Case.procedure == objections.PROCEDURE, Case.open.is_(True))
        .group_by(Case.stage, Case.effective_due)
    )
    with desk.read() as session:
        for stage, due, count in session.execute(query):
            found["open"] += count
            found["due"] += count if due and due <= today else 0
            found[_STAGE_VIEWS.get(stage or "", "")] += count
    return {view: found[view] for view in VIEWS if view != "done"}


_STAGE_VIEWS = {"verify": "unit", "notify": "reply"}


class _Told(NamedTuple):
    """The columns of _ROWS."""

    id: str
    number: str
    procedure: str
    rule_set: str
    state: str
    open: int
    stage: str | None
    effective_due: Any
    applicant: str | None
    unit: str | None


_ROWS = """
    SELECT one.id, one.number, one.procedure, one.rule_set, one.state, one.open, one.stage, one.effective_due,
           one.applicant ->> '$.name', unit.name
    FROM "case" AS one LEFT JOIN source_unit AS unit ON unit.id = one.unit_id
    WHERE one.id IN (SELECT value FROM json_each(?))"""


def rows(desk: Desk, wanted: Sequence[str]) -> list[QueueRow]:
    """Return queue rows for these identities, in the same order."""
    found = {row[0]: row for row in desk.rows(_ROWS, (listed(wanted),))}
    return _told(desk, [found[one] for one in wanted if one in found])


def _told(desk: Desk, found: Iterable[Sequence[Any]]) -> list[QueueRow]:
    """Tell cases from their columns, which are much cheaper than the whole; many of them share a day."""
    standing: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    told = []
    for row in map(_Told._make, found):
        shared = row[2:8]
        if shared not in standing:
            due = date.fromisoformat(row.effective_due) if row.effective_due else None
            standing[shared] = _standing(desk, row._replace(effective_due=due))
        told.append(QueueRow(row.id, row.number, row.applicant or "", row.unit or "", *standing[shared]))
    return told


def _row(desk: Desk, case: Case, unit: str) -> QueueRow:
    return QueueRow(case.id, case.number, case.applicant.get("name", ""), unit, *_standing(desk, case))


def _standing(desk: Desk, case: Case | _Told) -> tuple[str, date | None, bool, Urgency, str, int | None]:
    """Return what a row tells of where a case stands, in the order of QueueRow: from its stage on."""
    today, due = desk.clock().date(), case.effective_due
    unsure = due is not None and not desk.calendar.known(due)
    urgency = urgency_of(due, today, desk.calendar, objections.thresholds(desk), done=not case.open, provisional=unsure)
    slack = desk.calendar.between(today, due) if due else None
    makeup = bool(due and due.weekday() >= 5 and desk.calendar.is_working(due))
    return stage_label(desk, case), due, makeup, urgency, words(urgency, slack), slack


def stage_label(desk: Desk, case: Any) -> str:
    """Return the short word for the stage a case is in (转办, 核实, 答复), or its final state."""
    if not case.open:
        return desk.catalogue.procedure(case.procedure).states[case.state]
    rule = cases.rule_of(case, desk.catalogue)
    return next((stage.label for stage in rule.stages if stage.name == case.stage), "送达")


def sheet(desk: Desk, case_id: str) -> CaseSheet:
    """Return one case, whole."""
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        unit = objections.unit_of(session, case)
        procedure = desk.catalogue.procedure(case.procedure)
        return CaseSheet(
            row=_row(desk, case, unit.name if unit else ""),
            subject_id=case.subject_id,
            subject=objections.subject_of(session, case).name,
            applicant=dict(case.applicant),
            request=case.request,
            channel=case.channel,
            materials=tuple(case.materials),
            state=procedure.states[case.state],
            officer=session.get_one(Officer, case.officer_id).name,
            received_on=case.received_on,
            clocks=cases.clocks_of(case, desk.catalogue, desk.calendar, desk.clock().date()),
            rule=cases.rule_of(case, desk.catalogue).label,
            parts=tuple(_part(desk, session, case, one) for one in case.referrals),
            steps=_steps(desk, session, case),
            items=_items(desk, session, case),
            choices=tuple(
                Choice(one.name, one.label, one.letter or "") for one in cases.choices(session, procedure, case)
            ),
            outcome=case.outcome or "",
        )


def _part(desk: Desk, session: Session, case: Case, referral: Referral) -> Part:
    procedure, today = desk.catalogue.procedure(case.procedure), desk.clock().date()
    now = cases.clocks_with(case, referral, desk.catalogue, desk.calendar, today)
    letter = session.get(Letter, referral.letter_id) if referral.letter_id else None
    days = {name: date.fromisoformat(day) for name, day in referral.events.items()}
    answered = days.get("opinion")
    due = None if answered else now.effective_due
    urgency = Urgency.DONE if answered else now.urgency
    return Part(
        referral.id,
        session.get_one(SourceUnit, referral.unit_id).name,
        procedure.states[referral.state],
        letter.id if letter else "",
        letter.number if letter else "",
        days.get("forwarded"),
        days.get("delivered"),
        answered,
        due,
        urgency,
        words(urgency, now.slack_days),
        referral.opinion or "",
        tuple(one.name for one in procedures.allowed(procedure, referral.state) if one.each and case.open),
    )


def _steps(desk: Desk, session: Session, case: Case) -> tuple[Step, ...]:
    query = (
        select(CaseStep, Officer.name, Letter.number)
        .join(Officer, Officer.id == CaseStep.officer_id)
        .outerjoin(Letter, Letter.id == CaseStep.letter_id)
        .where(CaseStep.case_id == case.id)
        .order_by(CaseStep.id)
    )
    labels = {one.name: one.label for one in desk.catalogue.procedure(case.procedure).acts} | {
        "receive": "收到申请",
        "remind": "催办",
    }
    return tuple(
        Step(step.act, labels[step.act], step.note or "", step.on, officer, step.letter_id or "", number or "")
        for step, officer, number in session.execute(query)
    )


def _items(desk: Desk, session: Session, case: Case) -> tuple[Item, ...]:
    query = select(CaseItem, Record).join(Record, Record.id == CaseItem.record_id)
    found = session.execute(query.where(CaseItem.case_id == case.id).order_by(CaseItem.id))
    return tuple(_item(desk, item, record) for item, record in found)


def _item(desk: Desk, item: CaseItem, record: Record) -> Item:
    kind = desk.catalogue.kind(record.kind, record.edition)
    label = next((one.label for one in kind.fields if one.name == item.field), item.field)
    return Item(
        item.id,
        record.id,
        kind.label,
        record.decision_number or record.subject_name or "",
        item.field,
        label,
        item.old_value,
        item.claimed_value,
        item.outcome or "",
        item.new_value or "",
        item.reason or "",
        records.STATE_LABELS[records.state_of(record)],
    )
