"""What the objection pages read: the queue with its urgencies, one case whole, and its 期限计算单."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from creditdesk.documents.deadline_sheet import deadline_sheet_pdf
from creditdesk.models import Case, CaseItem, CaseStep, Letter, Officer, Record, SourceUnit, Subject
from creditdesk.rules import procedures
from creditdesk.rules.deadlines import Clocks, CountedDay, StageClock, count_days
from creditdesk.rules.urgency import Urgency, urgency_of, words
from creditdesk.services import cases, objections, offices, records
from creditdesk.services.desk import Desk


@dataclass(frozen=True)
class QueueRow:
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
    steps: tuple[Step, ...]
    items: tuple[Item, ...]
    choices: tuple[Choice, ...]
    outcome: str


@dataclass(frozen=True)
class Filter:
    """What the queue is narrowed to; `view` is one of the chips, `sort` a column (empty: the most pressing first)."""

    view: str = "open"
    text: str = ""
    unit_id: str = ""
    stage: str = ""
    sort: str = ""
    descending: bool = False


VIEWS = {"open": "在办", "due": "逾期、今日", "unit": "待单位意见", "reply": "待答复", "done": "已办结"}


def ids(desk: Desk, wanted: Filter) -> list[str]:
    """Return the identities of the cases in the queue, the most pressing first."""
    with desk.read() as session:
        query = _narrow(select(Case.id), wanted, desk.clock().date())
        return list(session.scalars(query.order_by(_order(wanted), Case.number)))


def _order(wanted: Filter) -> ColumnElement[Any]:
    applicant = Case.applicant["name"].as_string()
    columns: dict[str, ColumnElement[Any]] = {"number": Case.number.expression, "applicant": applicant}
    column = columns.get(wanted.sort, Case.effective_due.expression)
    if wanted.view == "done" and not wanted.sort:
        return Case.changed_at.desc()
    return column.desc() if wanted.descending else column.nulls_last()


def _narrow(query: Select[tuple[str]], wanted: Filter, today: date) -> Select[tuple[str]]:
    query = query.where(Case.procedure == objections.PROCEDURE, _view(wanted.view, today))
    if wanted.unit_id:
        query = query.where(Case.unit_id == wanted.unit_id)
    if wanted.stage:
        query = query.where(Case.stage == wanted.stage)
    if wanted.text.strip():
        part = f"%{wanted.text.strip()}%"
        named = select(Subject.id).where(Subject.name.like(part))
        applicant = Case.applicant["name"].as_string()
        query = query.where(or_(Case.number.like(part), Case.subject_id.in_(named), applicant.like(part)))
    return query


def _view(view: str, today: date) -> ColumnElement[bool]:
    views: dict[str, ColumnElement[bool]] = {
        "open": Case.open.is_(True),
        "due": Case.open.is_(True) & (Case.effective_due <= today),
        "unit": Case.open.is_(True) & (Case.stage == "verify"),
        "reply": Case.open.is_(True) & (Case.stage == "notify"),
        "done": Case.open.is_(False),
    }
    return views[view]


def counts(desk: Desk) -> dict[str, int]:
    """Return how many cases each chip holds."""
    return {view: len(ids(desk, Filter(view))) for view in VIEWS}


def rows(desk: Desk, wanted: Sequence[str]) -> list[QueueRow]:
    """Return queue rows for these identities, in the same order."""
    query = select(Case, SourceUnit.name).outerjoin(SourceUnit, SourceUnit.id == Case.unit_id)
    with desk.read() as session:
        found = session.execute(query.where(Case.id.in_(wanted))).all()
    by_id = {case.id: _row(desk, case, unit or "") for case, unit in found}
    return [by_id[one] for one in wanted if one in by_id]


def _row(desk: Desk, case: Case, unit: str) -> QueueRow:
    today, due = desk.clock().date(), case.effective_due
    unsure = due is not None and not desk.calendar.known(due)
    urgency = urgency_of(due, today, desk.calendar, objections.thresholds(desk), done=not case.open, provisional=unsure)
    slack = desk.calendar.between(today, due) if due else None
    return QueueRow(
        case.id,
        case.number,
        case.applicant.get("name", ""),
        unit,
        stage_label(desk, case),
        due,
        bool(due and due.weekday() >= 5 and desk.calendar.is_working(due)),
        urgency,
        words(urgency, slack),
        slack,
    )


def stage_label(desk: Desk, case: Case) -> str:
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
            steps=_steps(desk, session, case),
            items=_items(desk, session, case),
            choices=tuple(
                Choice(one.name, one.label, one.letter or "") for one in procedures.allowed(procedure, case.state)
            ),
            outcome=case.outcome or "",
        )


def _steps(desk: Desk, session: Session, case: Case) -> tuple[Step, ...]:
    query = (
        select(CaseStep, Officer.name, Letter.number)
        .join(Officer, Officer.id == CaseStep.officer_id)
        .outerjoin(Letter, Letter.id == CaseStep.letter_id)
        .where(CaseStep.case_id == case.id)
        .order_by(CaseStep.id)
    )
    labels = {one.name: one.label for one in desk.catalogue.procedure(case.procedure).acts} | {"receive": "收到申请"}
    return tuple(
        Step(step.act, labels[step.act], step.note or "", step.on, officer, step.letter_id or "", number or "")
        for step, officer, number in session.execute(query)
    )


def _items(desk: Desk, session: Session, case: Case) -> tuple[Item, ...]:
    query = select(CaseItem, Record).join(Record, Record.id == CaseItem.record_id)
    found = session.execute(query.where(CaseItem.case_id == case.id).order_by(CaseItem.id))
    pairs = [(item, record) for item, record in found]
    reported = records.reported_versions(session, [record.id for _, record in pairs])
    return tuple(_item(desk, item, record, reported.get(record.id)) for item, record in pairs)


def _item(desk: Desk, item: CaseItem, record: Record, reported: int | None) -> Item:
    kind = desk.catalogue.kind(record.kind)
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
        records.STATE_LABELS[records.state_of(record, reported)],
    )


@dataclass(frozen=True)
class DeadlineSheet:
    """A 期限计算单: one clock of a case, day by day, with the rule and the calendar it was counted by."""

    number: str
    subject: str
    clock: StageClock
    clocks: Clocks
    days: tuple[CountedDay, ...]
    rule: str
    rule_source: str
    calendar_version: str
    today: date


def deadline(desk: Desk, case_id: str, clock_name: str = "overall") -> DeadlineSheet:
    """Return the 期限计算单 of one clock (overall, forward, verify, notify); no days while it has not begun."""
    today = desk.clock().date()
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        subject = objections.subject_of(session, case).name
    now = cases.clocks_of(case, desk.catalogue, desk.calendar, today)
    rule = cases.rule_of(case, desk.catalogue)
    clock = next(one for one in (now.overall, *now.stages) if one.name == clock_name)
    days = count_days(desk.calendar, clock.start, clock.due) if clock.start and clock.due else ()
    return DeadlineSheet(case.number, subject, clock, now, days, rule.label, rule.source, desk.calendar.version, today)


def deadline_pdf(desk: Desk, case_id: str, clock_name: str = "overall") -> bytes:
    """Draw the 期限计算单 as PDF."""
    told = deadline(desk, case_id, clock_name)
    return deadline_sheet_pdf(offices.office(desk).name, told)
