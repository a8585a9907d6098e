"""The workbench (工作台): everything with a due date, most pressing first, and the figures beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from creditdesk.models import Case, Record, SourceUnit, Subject
from creditdesk.rules.urgency import Urgency, urgency_of, words
from creditdesk.rules.workdays import WEEKEND
from creditdesk.services import (
    calendars,
    commitments,
    escalation_lists,
    listing_lists,
    objections,
    offices,
    packages,
    promise_lists,
    receipt_lists,
    rectifications,
    repair_dues,
    report_dues,
    round_lists,
    tip_lists,
)  # fmt: skip
from creditdesk.services.cases import rule_of
from creditdesk.services.desk import Desk
from creditdesk.services.identities import AMONG, Identities, identities, listed, packed
from creditdesk.services.packages import PackageLine
from creditdesk.services.report_dues import GroupDue


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
"""How many things fall due on a day: objections where the second part is True, what must leave where it is False."""


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
        return identities(session, packed(_ordered(desk, session, wanted if urgency or due else None)))


def tasks(desk: Desk, wanted: Sequence[str]) -> list[Task]:
    """Return the tasks of these identities, in the same order."""
    with desk.read() as session:
        found = {task.id: task for part in _PARTS for task in part(desk, session, wanted)}
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


# Whatever else falls due one by one, each with its counts by day and its query.
_OTHERS = (rectifications, promise_lists, commitments, tip_lists, listing_lists, round_lists, escalation_lists)


def _dues(desk: Desk, session: Session) -> Dues:
    others = report_dues.counts(desk, session) + repair_dues.counts(desk, session)
    for kind in _OTHERS:
        others += kind.counts(session)
    return {**_case_dues(session), **{(due, False): count for due, count in others.items()}}


def _case_dues(session: Session) -> Dues:
    query = select(Case.effective_due, func.count()).where(*_OPEN).group_by(Case.effective_due)
    return {(due, True): count for due, count in session.execute(query) if due is not None}


def _ordered(desk: Desk, session: Session, days: set[date] | None) -> Select[Any]:
    """Return a query for all that falls due by its day, on `days` only where they are given."""
    cases = select(Case.id.label("id"), cast(Case.effective_due, String).label("due"), literal(0).label("noun"))
    others = (repair_dues.by_day(desk), *(each.by_day() for each in _OTHERS))
    everything = union_all(cases.where(*_OPEN), *report_dues.by_day(desk, session), *others).subquery()
    query = select(everything.c.id).order_by(everything.c.due, everything.c.noun, everything.c.id)
    return query if days is None else query.where(everything.c.due.in_([day.isoformat() for day in sorted(days)]))


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
    query = select(Record).where(*report_dues.unreported(desk), Record.id.in_(AMONG))
    return [_report(desk, record) for record in session.scalars(query, {"ids": listed(wanted)})]


def _report(desk: Desk, record: Record) -> Task:
    number, subject, unit = record.decision_number or "", record.subject_name or "", record.source_unit or ""
    what = f"{report_dues.singly(desk).label} · {desk.catalogue.kind(record.kind).label}"
    due = report_dues.due_of(desk, record.decided_on or "")
    return _task(desk, "record", record.id, (what, number, subject, unit), due)


def _groups(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    receiver = offices.office_of(session).receiver
    return [_group(desk, group, receiver) for group in report_dues.groups(desk, session) if group.id in wanted]


def _group(desk: Desk, group: GroupDue, receiver: str) -> Task:
    noun = "monthly_return" if group.month else "package"
    number = group.month or f"{group.rows:,} 条"
    what = group.label if group.month else f"报送 · {group.label}"
    return _task(desk, noun, group.id, (what, number, receiver, ""), group.due)


def _answers(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    rows = rectifications.open_ones(session, wanted)
    return [_task(desk, "rectification", row.id, ("督促整改", row.number, "", row.unit), row.due) for row in rows]


def _promises(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    rows = promise_lists.open_ones(session, wanted)
    return [
        _task(desk, "promise", row.id, ("容缺受理承诺", row.matter, row.subject, row.unit), row.due) for row in rows
    ]


def _commitments(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    rows = commitments.open_ones(session, wanted)
    return [
        _task(desk, "commitment", row.id, ("承诺履约核查", row.number, row.subject, row.unit), row.due) for row in rows
    ]


def _tips(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    return [
        _task(desk, "tip", row.id, ("举报线索 · 待答复", row.number, row.accused, row.unit), row.due)
        for row in tip_lists.due_ones(desk, session, wanted)
        if row.due is not None
    ]


def _repairs(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    rows = repair_dues.due_ones(desk, session, wanted)
    return [
        _task(
            desk, "repair", row.id,
            (f"信用修复 · {'公示到期' if row.ends else '待办理'}", row.number, row.subject, row.unit), row.due,
        )
        for row in rows
    ]  # fmt: skip


def _listings(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    rows = listing_lists.open_ones(desk, session, wanted)
    return [
        _task(desk, "listing", row.id, (f"{row.colour} · {row.waits}", row.number, row.subject, row.unit), row.due)
        for row in rows
        if row.due is not None
    ]


def _responses(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    rows = round_lists.open_ones(session, wanted)
    return [
        _task(desk, "response", row.id, ("联合奖惩响应", row.letter, row.objects, row.unit), row.due) for row in rows
    ]


def _escalations(desk: Desk, session: Session, wanted: Sequence[str]) -> list[Task]:
    rows = escalation_lists.open_ones(session, wanted)
    return [
        _task(
            desk,
            "escalation",
            row.id,
            (f"多领域加重惩戒 · {row.words}", "、".join(row.domains), row.subject, ""),
            row.task_on,
        )
        for row in rows
    ]


_PARTS = (
    *(_objections, _reports, _groups, _answers, _promises, _commitments),
    *(_tips, _listings, _repairs, _responses, _escalations),
)


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
