"""Reminders: one for each threshold that a stage of a case comes to, never repeated, shown until somebody saw it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.models import Case, Reminder
from creditdesk.models.base import new_id
from creditdesk.rules.urgency import Urgency, urgency_of, words
from creditdesk.rules.workdays import Calendar
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.bulk import chunks
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

_AT_ONCE = 500


@dataclass(frozen=True)
class ReminderRow:
    """A reminder nobody has seen yet: which case, and what it says."""

    id: str
    case_id: str
    number: str
    words: str
    due: date


def due(desk: Desk) -> int:
    """Make the reminders that today brings; returns how many are new. Called when a desk opens and a day begins."""
    if desk.vault.read_only or not desk.may(make.power):
        return 0
    with desk.read() as session:
        waiting = any(True for _ in _missing(session, desk.catalogue, desk.calendar, desk.clock().date()))
    return int(desk.perform(make).result["made"]) if waiting else 0


# No officer's doing, and every row says itself when it was made: the journal is not told, the last act stays the last.
@act("reminder.make", Power.OBJECTION, "生成提醒", journaled=False)
def make(a: Act) -> Result:
    """Write down every reminder that is due and not there yet, however often this is called."""
    missing = list(_missing(a.session, a.catalogue, a.calendar, a.today))
    for some in chunks(missing, _AT_ONCE):
        rows = [
            {"id": new_id(), "case_id": case_id, "threshold": threshold, "due": day, "on": a.today}
            for case_id, threshold, day in some
        ]
        a.session.execute(insert(Reminder).on_conflict_do_nothing(), rows)
    return {"made": len(missing)}


def _missing(
    session: Session, catalogue: Catalogue, calendar: Calendar, today: date
) -> Iterator[tuple[str, str, date]]:
    """Return case, threshold and due date of each reminder that should be there and is not."""
    for procedure in catalogue.procedures:
        if not procedure.reminders:
            continue
        last = calendar.add(today, procedure.thresholds.soon_days + 1)
        near = select(Case.id, Case.stage, Case.effective_due).where(
            Case.procedure == procedure.name, Case.open.is_(True), Case.effective_due <= last
        )
        there = select(Reminder.case_id, Reminder.threshold).join(Case, Case.id == Reminder.case_id)
        told = {(case_id, threshold) for case_id, threshold in session.execute(there.where(Case.open.is_(True)))}
        for case_id, stage, day in session.execute(near):
            urgency = urgency_of(day, today, calendar, procedure.thresholds)
            threshold = f"{stage or 'overall'}:{urgency}"
            if day is not None and urgency in procedure.reminders and (case_id, threshold) not in told:
                yield case_id, threshold, day


@act("reminder.see", Power.OBJECTION, "已阅提醒", undoable=True)
def see(a: Act, case_ids: Sequence[str] = ()) -> Result:
    """Write down that the reminders of these cases, or of all, were seen."""
    query = select(Reminder).where(Reminder.seen_at.is_(None))
    if case_ids:
        query = query.where(Reminder.case_id.in_(case_ids))
    seen = list(a.session.scalars(query))
    for each in seen:
        each.seen_at, each.seen_by = a.now, a.officer.id
    a.say(f"已阅 {len(seen)} 条提醒")
    return {"seen": len(seen)}


def unseen(desk: Desk, first: int = 100) -> tuple[ReminderRow, ...]:
    """Return the first of the reminders nobody has seen, the most pressing cases first, one line for each case."""
    query = (
        select(Reminder, Case.number)
        .join(Case, Case.id == Reminder.case_id)
        .where(Reminder.seen_at.is_(None), Case.open.is_(True))
        .order_by(Reminder.due, Reminder.case_id, Reminder.id.desc())
    )
    found: dict[str, tuple[Reminder, str]] = {}
    with desk.read() as session:
        for row, number in session.execute(query.limit(first)):
            found.setdefault(row.case_id, (row, number))
    return tuple(_row(desk, *told) for told in found.values())


def _row(desk: Desk, row: Reminder, number: str) -> ReminderRow:
    urgency = Urgency(row.threshold.partition(":")[2])
    slack = desk.calendar.between(desk.clock().date(), row.due)
    return ReminderRow(row.id, row.case_id, number, words(urgency, slack), row.due)
