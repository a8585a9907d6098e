"""The workbench (工作台): everything with a due date, most pressing first, and the figures beside it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.models import Case, PackageRow, Record, SourceUnit, Subject
from creditdesk.rules.urgency import Urgency, urgency_of, words
from creditdesk.rules.workdays import WEEKEND
from creditdesk.services import objections, packages
from creditdesk.services.cases import rule_of
from creditdesk.services.desk import Desk
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
    """The first page."""

    today: date
    tasks: tuple[Task, ...]
    counts: dict[Urgency, tuple[int, int]]
    strip: tuple[StripDay, ...]
    last_package: PackageLine | None
    waiting: int
    calendar_until: date
    provisional: int


def workbench(desk: Desk) -> Workbench:
    """Return what the first page shows."""
    today = desk.clock().date()
    with desk.read() as session:
        tasks = sorted([*_objections(desk, session), *_reports(desk, session, today)], key=_order)
    ledger = packages.ledger(desk)
    counts = Counter((task.urgency, task.noun == "case") for task in tasks)
    return Workbench(
        today=today,
        tasks=tuple(tasks),
        counts={one: (counts[one, True], counts[one, False]) for one in Urgency},
        strip=_strip(desk, tasks, today),
        last_package=ledger[0] if ledger else None,
        waiting=packages.prepare(desk).rows,
        calendar_until=desk.calendar.last_known,
        provisional=sum(not desk.calendar.known(task.due) for task in tasks),
    )


def _order(task: Task) -> tuple[date, str, str]:
    return task.due, task.noun, task.number


def _task(desk: Desk, noun: str, one: str, told: tuple[str, str, str, str], due: date) -> Task:
    """Make a task from what it is, its number, its subject and its unit."""
    today = desk.clock().date()
    urgency = urgency_of(
        due, today, desk.calendar, objections.thresholds(desk), provisional=not desk.calendar.known(due)
    )
    slack = desk.calendar.between(today, due)
    makeup = due.weekday() >= 5 and desk.calendar.is_working(due)
    return Task(noun, one, *told, due, makeup, urgency, words(urgency, slack), slack)


def _objections(desk: Desk, session: Session) -> list[Task]:
    query = (
        select(Case, Subject.name, SourceUnit.name)
        .join(Subject, Subject.id == Case.subject_id)
        .outerjoin(SourceUnit, SourceUnit.id == Case.unit_id)
        .where(Case.procedure == objections.PROCEDURE, Case.open)
    )
    tasks = []
    for case, subject, unit in session.execute(query):
        if case.effective_due is None:
            continue
        stage = next((one.label for one in rule_of(case, desk.catalogue).stages if one.name == case.stage), "办结")
        told = (f"异议 · {stage}", case.number, subject, unit or "")
        tasks.append(_task(desk, "case", case.id, told, case.effective_due))
    return tasks


def _reports(desk: Desk, session: Session, today: date) -> list[Task]:
    """Return the decisions not yet reported whose seven working days still run or ran out lately."""
    left = select(PackageRow.record_id)
    query = select(Record).where(
        Record.kind.in_(REPORTED_KINDS),
        Record.state == "recorded",
        Record.withheld.is_(None),
        Record.decided_on >= (today - timedelta(days=60)).isoformat(),
        Record.id.not_in(left),
    )
    return [_report(desk, record) for record in session.scalars(query)]


def _report(desk: Desk, record: Record) -> Task:
    due = desk.calendar.add(date.fromisoformat(record.decided_on or ""), REPORT_DAYS)
    number, subject, unit = record.decision_number or "", record.subject_name or "", record.source_unit or ""
    return _task(desk, "record", record.id, (REPORTED_KINDS[record.kind], number, subject, unit), due)


def _strip(desk: Desk, tasks: list[Task], today: date, length: int = 20) -> tuple[StripDay, ...]:
    """Return the next working days and the runs of days off between them."""
    counted = Counter((task.due, task.noun == "case") for task in tasks)
    days: list[StripDay] = []
    day = today
    while sum(not one.off for one in days) < length:
        told = desk.calendar.day(day)
        if told.working:
            urgency = urgency_of(day, today, desk.calendar, objections.thresholds(desk), provisional=not told.known)
            makeup = day.weekday() >= 5
            days.append(StripDay(day, counted[day, True], counted[day, False], urgency, makeup))
        elif days and days[-1].off:
            days[-1] = _longer(days[-1], day, told.reason)
        else:
            days.append(StripDay(day, off=told.reason, until=day))
        day += timedelta(days=1)
    return tuple(days)


def _longer(run: StripDay, day: date, reason: str) -> StripDay:
    """Lengthen a run of days off by a day; a holiday in it gives it its name."""
    return StripDay(run.day, off=reason if run.off.startswith(WEEKEND) else run.off, until=day)
