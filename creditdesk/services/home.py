"""The workbench (工作台): everything with a due date, most pressing first, and the figures beside it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from creditdesk.models import Case, Record, SourceUnit, Subject
from creditdesk.models.records import LEAVING
from creditdesk.rules.urgency import Urgency, urgency_of, words
from creditdesk.rules.workdays import WEEKEND
from creditdesk.services import calendars, objections, packages, receipt_lists
from creditdesk.services.cases import rule_of
from creditdesk.services.desk import Desk
from creditdesk.services.identities import AMONG, Identities, identities, listed, packed
from creditdesk.services.packages import PackageLine

REPORT_DAYS = 7  # 双公示: online within seven working days of the decision, 发改办财金〔2018〕424号
REPORTED_KINDS = {"licence": "双公示 · 报许可", "penalty": "双公示 · 报处罚"}


@dataclass(frozen=True)
class Task:
    """One thing that falls due: what it is, about whom, with which unit, and when at the latest."""

    noun: str
    id: str
    what: str
    number: str
    subject: str
    unit: str
    due: date
    makeup: bool
    urgency: Urgency
    words: str
    slack: int


@dataclass(frozen=True)
class StripDay:
    """A working day ahead with how much falls due on it; or a run of days off: its reason, and its last day."""

    day: date
    objections: int = 0
    others: int = 0
    urgency: Urgency = Urgency.AMPLE
    makeup: bool = False
    off: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Workbench:
    """The first page, all but its list."""

    today: date
    counts: dict[Urgency, tuple[int, int]]
    strip: tuple[StripDay, ...]
    last_package: PackageLine | None
    waiting: int
    late_receipts: int
    returned: int
    calendar_until: date
    provisional: int
    missing_year: int | None = None


Dues = Mapping[tuple[date, bool], int]
"""How many things fall due on a day: objections where the second part is True, reports where it is False."""

_LATE_DAYS = 60  # a report later than this is no task any more but a matter of the assessment


def workbench(desk: Desk) -> Workbench:
    """Return what the first page shows: every figure from two grouped questions, however many cases are open."""
    today = desk.clock().date()
    with desk.read() as session:
        dues = _dues(desk, session)
    counts: Counter[tuple[Urgency, bool]] = Counter()
    for (due, objection), count in dues.items():
        counts[_urgency(desk, due), objection] += count
    ledger, states = packages.ledger(desk), receipt_lists.states(desk)
    return Workbench(
        today=today,
        counts={one: (counts[one, True], counts[one, False]) for one in Urgency},
        strip=_strip(desk, dues, today),
        last_package=ledger[0] if ledger else None,
        waiting=packages.prepare(desk).rows,
        late_receipts=sum(state.late for state in states),
        returned=sum(state.open for state in states),
        calendar_until=desk.calendar.last_known,
        provisional=sum(count for (due, _), count in dues.items() if not desk.calendar.known(due)),
        missing_year=calendars.missing_year(desk.calendar, today),
    )


def objection_strip(desk: Desk) -> tuple[StripDay, ...]:
    """Return the next working days with the objections that fall due on each."""
    with desk.read() as session:
        return _strip(desk, _case_dues(session), desk.clock().date())


def task_ids(desk: Desk, urgency: Urgency | None = None, due: date | None = None) -> Identities:
    """Return what falls due, the most pressing first: everything, what has an urgency, or what is due on one day."""
    with desk.read() as session:
        days = {one for one, _ in _dues(desk, session)} if urgency else set()
        wanted = {one for one in days if _urgency(desk, one) is urgency} if due is None else {due}
        return identities(session, packed(_ordered(desk, wanted if urgency or due else None)))


def tasks(desk: Desk, wanted: Sequence[str]) -> list[Task]:
    """Return the tasks of these identities, in the same order."""
    with desk.read() as session:
        found = {task.id: task for task in (*_objections(desk, session, wanted), *_reports(desk, session, wanted))}
    return [found[one] for one in wanted if one in found]


def _urgency(desk: Desk, due: date) -> Urgency:
    today, unsure = desk.clock().date(), not desk.calendar.known(due)
    return urgency_of(due, today, desk.calendar, objections.thresholds(desk), provisional=unsure)


def _task(desk: Desk, noun: str, one: str, told: tuple[str, str, str, str], due: date) -> Task:
    """Make a task from what it is, its number, its subject and its unit."""
    urgency, slack = _urgency(desk, due), desk.calendar.between(desk.clock().date(), due)
    makeup = due.weekday() >= 5 and desk.calendar.is_working(due)
    return Task(noun, one, *told, due, makeup, urgency, words(urgency, slack), slack)


_OPEN = (Case.procedure == objections.PROCEDURE, Case.open.is_(True), Case.effective_due.is_not(None))
_UNREPORTED = (
    Record.kind.in_(REPORTED_KINDS),
    Record.state == "recorded",
    Record.withheld.is_(None),
    Record.left_version == 0,
    LEAVING,
)


def _dues(desk: Desk, session: Session) -> Dues:
    query = select(Record.decided_on, func.count()).where(*_UNREPORTED, Record.decided_on >= _first_day(desk))
    found = session.execute(query.group_by(Record.decided_on))
    reports: Counter[tuple[date, bool]] = Counter()
    for decided_on, count in found:
        reports[_report_due(desk, decided_on or ""), False] += count
    return {**_case_dues(session), **reports}


def _case_dues(session: Session) -> Dues:
    query = select(Case.effective_due, func.count()).where(*_OPEN).group_by(Case.effective_due)
    return {(due, True): count for due, count in session.execute(query) if due is not None}


def _first_day(desk: Desk) -> str:
    return (desk.clock().date() - timedelta(_LATE_DAYS)).isoformat()


def _report_due(desk: Desk, decided_on: str) -> date:
    return desk.calendar.add(date.fromisoformat(decided_on), REPORT_DAYS)


def _ordered(desk: Desk, days: set[date] | None) -> Select[Any]:
    """Return a query for cases and reports together by their due dates, on `days` only where they are given."""
    first, today = date.fromisoformat(_first_day(desk)), desk.clock().date()
    decided = [(first + timedelta(each)).isoformat() for each in range((today - first).days + 1)]
    # The dues of the days on which a reported decision may have been made; SQLite cannot count working days.
    dues = {day: _report_due(desk, day).isoformat() for day in decided}
    told = func.json_each(json.dumps(dues)).table_valued("key", "value", name="told")
    cases = select(Case.id.label("id"), cast(Case.effective_due, String).label("due"), literal(0).label("noun"))
    reports = select(Record.id, told.c.value, literal(1)).join(told, told.c.key == Record.decided_on)
    due = reports.where(*_UNREPORTED, Record.decided_on >= decided[0])
    both = union_all(cases.where(*_OPEN), due).subquery()
    query = select(both.c.id).order_by(both.c.due, both.c.noun, both.c.id)
    return query if days is None else query.where(both.c.due.in_([day.isoformat() for day in sorted(days)]))


def _objections(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    query = (
        select(Case, Subject.name, SourceUnit.name)
        .join(Subject, Subject.id == Case.subject_id)
        .outerjoin(SourceUnit, SourceUnit.id == Case.unit_id)
        .where(*_OPEN, Case.id.in_(AMONG))
    )
    tasks = []
    for case, subject, unit in session.execute(query, {"ids": listed(wanted)}):
        stage = next((one.label for one in rule_of(case, desk.catalogue).stages if one.name == case.stage), "办结")
        told = (f"异议 · {stage}", case.number, subject, unit or "")
        if case.effective_due is not None:
            tasks.append(_task(desk, "case", case.id, told, case.effective_due))
    return tasks


def _reports(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    query = select(Record).where(*_UNREPORTED, Record.id.in_(AMONG))
    return [_report(desk, record) for record in session.scalars(query, {"ids": listed(wanted)})]


def _report(desk: Desk, record: Record) -> Task:
    due = _report_due(desk, record.decided_on or "")
    number, subject, unit = record.decision_number or "", record.subject_name or "", record.source_unit or ""
    return _task(desk, "record", record.id, (REPORTED_KINDS[record.kind], number, subject, unit), due)


def _strip(desk: Desk, dues: Dues, today: date, length: int = 20) -> tuple[StripDay, ...]:
    """Return the next working days and the runs of days off between them."""
    days: list[StripDay] = []
    day = today
    while sum(not one.off for one in days) < length:
        told = desk.calendar.day(day)
        if told.working:
            objections_due, others = dues.get((day, True), 0), dues.get((day, False), 0)
            days.append(StripDay(day, objections_due, others, _urgency(desk, day), day.weekday() >= 5))
        elif days and days[-1].off:
            days[-1] = _longer(days[-1], day, told.reason)
        else:
            days.append(StripDay(day, off=told.reason, until=day))
        day += timedelta(days=1)
    return tuple(days)


def _longer(run: StripDay, day: date, reason: str) -> StripDay:
    """Lengthen a run of days off by a day; a holiday in it gives it its name."""
    return StripDay(run.day, off=reason if run.off.startswith(WEEKEND) else run.off, until=day)
