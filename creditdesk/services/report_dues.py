"""What is due to leave the office and when: decisions one by one, the rest by the week or month, the monthly return."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session

from creditdesk.models import MonthlyReturn, Officer, Record
from creditdesk.models.records import LEAVING
from creditdesk.rules.reporting import Reporting, Schedule
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk

_RULES = "county"
LATE_DAYS = 60  # a report later than this is no task any more but a matter of the assessment


@dataclass(frozen=True)
class GroupDue:
    """Something that leaves as one piece: the rows of a schedule, or the return of a month ("2026-10").

    `rows` counts the rows that wait, 0 for a return; `id` is the same whenever the same is due.
    """

    id: str
    label: str
    due: date
    rows: int
    month: str = ""


def rules(desk: Desk) -> Reporting:
    """Return the rules about reporting."""
    return desk.catalogue.reporting(_RULES)


def singly(desk: Desk) -> Schedule:
    """Return the schedule whose rows are each due on a day of their own: 双公示, counted from the decision."""
    return next(one for one in rules(desk).schedules if one.working_days)


def unreported(desk: Desk) -> tuple[ColumnElement[bool], ...]:
    """Return what holds for the decisions that are each a task of their own."""
    return (
        Record.kind.in_(singly(desk).kinds),
        Record.state == "recorded",
        Record.withheld.is_(None),
        Record.left_version == 0,
        LEAVING,
        Record.decided_on >= _first_day(desk).isoformat(),
    )


def counts(desk: Desk, session: Session) -> Counter[date]:
    """Return how much is due to leave on which day."""
    query = select(Record.decided_on, func.count()).where(*unreported(desk)).group_by(Record.decided_on)
    found: Counter[date] = Counter()
    for decided_on, count in session.execute(query):
        found[due_of(desk, decided_on or "")] += count
    found.update(group.due for group in groups(desk, session))
    return found


def due_of(desk: Desk, decided_on: str) -> date:
    """Return by when a decision must have left."""
    return singly(desk).due(date.fromisoformat(decided_on), desk.calendar)


def by_day(desk: Desk, session: Session) -> tuple[Select[Any], Select[Any]]:
    """Return queries for everything that is due to leave, as identity, day and noun: the decisions, and the groups."""
    first, today = _first_day(desk), desk.clock().date()
    decided = [(first + timedelta(each)).isoformat() for each in range((today - first).days + 1)]
    # The dues of the days on which a reported decision may have been made; SQLite cannot count working days.
    days = _table({day: due_of(desk, day).isoformat() for day in decided}, "told")
    records = select(Record.id, days.c.value, literal(1)).join(days, days.c.key == Record.decided_on)
    together = _table({group.id: group.due.isoformat() for group in groups(desk, session)}, "together")
    return records.where(*unreported(desk)), select(together.c.key, together.c.value, literal(2))


def _table(told: Mapping[str, str], name: str) -> Any:
    return func.json_each(json.dumps(told)).table_valued("key", "value", name=name)


def groups(desk: Desk, session: Session) -> tuple[GroupDue, ...]:
    """Return what leaves as one piece and is not done: the rows of each schedule, and the returns."""
    return (*_waiting(desk, session), *_returns(desk, session))


def waiting(desk: Desk) -> tuple[GroupDue, ...]:
    """Return the rows that wait to leave by their schedules, those with a day of their own too, the earliest first."""
    with desk.read() as session:
        decided = _decided(desk, session)
        return tuple(sorted([*decided, *_waiting(desk, session)], key=lambda group: group.due))


_LEFT = Record.left_version > 0
_KINDS = (
    select(Record.kind, _LEFT, func.count(), func.min(Record.changed_at))
    .where(LEAVING, Record.withheld.is_(None), ~((Record.state == "revoked") & ~_LEFT))
    .group_by(Record.kind, _LEFT)
)


def _waiting(desk: Desk, session: Session) -> Iterator[GroupDue]:
    rows: Counter[Schedule] = Counter()
    since: dict[Schedule, date] = {}
    for kind, left, count, first in session.execute(_KINDS):
        schedule = rules(desk).schedule(kind, fresh=not left)
        rows[schedule] += count
        since[schedule] = min(since.get(schedule, date.max), office_date(first))
    for schedule, count in rows.items():
        if not schedule.working_days:
            yield _group(schedule, schedule.due(since[schedule], desk.calendar), count)


def _decided(desk: Desk, session: Session) -> Sequence[GroupDue]:
    query = select(func.count(), func.min(Record.decided_on)).where(*unreported(desk))
    count, first = session.execute(query).one()
    return [_group(singly(desk), due_of(desk, first), count)] if first else []


def _group(schedule: Schedule, due: date, rows: int) -> GroupDue:
    return GroupDue(_identity(schedule.name), schedule.label, due, rows)


def _returns(desk: Desk, session: Session) -> Iterator[GroupDue]:
    """Yield the months whose return was not made: those since the desk was founded whose day is not long past."""
    rule, today = rules(desk).monthly, desk.clock().date()
    founded = session.scalar(select(func.min(Officer.joined_at)))
    made = set(session.scalars(select(MonthlyReturn.month)))
    month = today.replace(day=1) - timedelta(1)
    while founded is not None and month >= office_date(founded).replace(day=1):
        due, name = rule.due(month, desk.calendar), f"{month:%Y-%m}"
        if due < _first_day(desk):
            return
        if name not in made:
            yield GroupDue(_identity(name), rule.label, due, 0, name)
        month = month.replace(day=1) - timedelta(1)


def _identity(name: str) -> str:
    # Lists know their rows by UUIDs; a group is no row and gets one from its name.
    return str(uuid5(NAMESPACE_URL, f"creditdesk:{name}"))


def _first_day(desk: Desk) -> date:
    return desk.clock().date() - timedelta(LATE_DAYS)
