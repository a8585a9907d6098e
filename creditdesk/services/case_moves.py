"""Which open cases a new calendar moves, from where to where: counted without objects, a hundred thousand at a time."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, String, func, select, type_coerce, update
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.models import Case, CasePause, Referral
from creditdesk.models.base import moment_text
from creditdesk.rules.deadlines import Clocks, RuleSet, clocks
from creditdesk.rules.pauses import Interval
from creditdesk.rules.workdays import Calendar
from creditdesk.services import cases
from creditdesk.services.acts import Act
from creditdesk.services.bulk import AT_ONCE, chunks

Progress = Callable[[int, int], object]

_MOVE = (
    'UPDATE "case" SET stage_due = ?, overall_due = ?, effective_due = ?, provisional = ?, changed_at = ? WHERE id = ?'
)


class Dues(NamedTuple):
    """The dates of a case that follow from its events and a calendar, as its row keeps them."""

    stage_due: str | None
    overall_due: str | None
    effective_due: str | None
    provisional: bool


class Move(NamedTuple):
    """One open case whose dates a calendar changes."""

    id: str
    before: Dues
    after: Dues


@dataclass(frozen=True)
class _Counter:
    """Counts the dues of cases; cases with the same events under the same rule are counted once."""

    catalogue: Catalogue
    calendar: Calendar
    today: date

    def dues(self, rule: RuleSet, events: str, pauses: Sequence[Interval]) -> Dues:
        happened = {name: date.fromisoformat(day) for name, day in json.loads(events).items()}
        now = clocks(rule, happened, self.calendar, self.today, pauses=pauses)
        return self._dues(now)

    def dues_shared(self, case: Case) -> Dues:
        """Return the dues of a case that is with several units; there are few of them."""
        return self._dues(cases.clocks_of(case, self.catalogue, self.calendar, self.today))

    @staticmethod
    def _dues(now: Clocks) -> Dues:
        current = next((stage for stage in now.stages if stage.name == now.stage), None)
        stage_due = current.due if current else None
        return Dues(_text(stage_due), _text(now.overall.due), _text(now.effective_due), now.provisional)


def moves(
    session: Session, catalogue: Catalogue, calendar: Calendar, today: date, progress: Progress | None = None
) -> list[Move]:
    """Return every open case that this calendar would move; nothing is written."""
    counter = _Counter(catalogue, calendar, today)
    rules = {(one.name, rule.name): rule for one in catalogue.procedures for rule in one.rule_sets}
    paused, shared = _pauses(session), _with_several(session)
    known: dict[tuple[str, str, str], Dues] = {}
    moved = []
    rows = session.execute(_open_cases()).all()
    for at, (one, procedure, rule, events, *kept) in enumerate(rows):
        before = Dues(*kept)
        if one in shared:
            after = counter.dues_shared(shared[one])
        elif one in paused:
            after = counter.dues(rules[procedure, rule], events, paused[one])
        else:
            key = (procedure, rule, events)
            if key not in known:
                known[key] = counter.dues(rules[procedure, rule], events, ())
            after = known[key]
        if after != before:
            moved.append(Move(one, before, after))
        if progress is not None and at % AT_ONCE == 0:
            progress(at, 2 * len(rows))
    return moved


def write(a: Act, moved: Sequence[Move], progress: Progress | None = None) -> None:
    """Write the new dates of the cases moved, and tell the journal from where to where each went."""
    connection, now = a.session.connection(), moment_text(a.now)
    done = 0
    for some in chunks(moved, AT_ONCE):
        connection.exec_driver_sql(_MOVE, [(*move.after, now, move.id) for move in some])
        done += len(some)
        if progress is not None:
            progress(len(moved) + done, 2 * len(moved))
    a.session.execute(update(Case).where(Case.open).values(calendar_version=a.calendar.version))
    for (before, after), ids in _grouped(moved).items():
        a.wrote("case", len(ids), before=before._asdict(), after=after._asdict(), ids=ids)


def _open_cases() -> Select[*tuple[Any, ...]]:
    columns = (Case.events, Case.stage_due, Case.overall_due, Case.effective_due)
    raw = (type_coerce(column, String) for column in columns)
    return select(Case.id, Case.procedure, Case.rule_set, *raw, Case.provisional).where(Case.open)


def _with_several(session: Session) -> Mapping[str, Case]:
    several = select(Referral.case_id).group_by(Referral.case_id).having(func.count() > 1)
    return {one.id: one for one in session.scalars(select(Case).where(Case.open, Case.id.in_(several)))}


def _pauses(session: Session) -> Mapping[str, Sequence[Interval]]:
    found: dict[str, list[Interval]] = defaultdict(list)
    query = select(CasePause).join(Case, Case.id == CasePause.case_id).where(Case.open)
    for one in session.scalars(query.order_by(CasePause.started_on, CasePause.id)):
        found[one.case_id].append(Interval(one.kind, one.started_on, one.ended_on))
    return found


def _grouped(moved: Sequence[Move]) -> Mapping[tuple[Dues, Dues], list[str]]:
    groups: dict[tuple[Dues, Dues], list[str]] = defaultdict(list)
    for move in moved:
        groups[move.before, move.after].append(move.id)
    return groups


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
