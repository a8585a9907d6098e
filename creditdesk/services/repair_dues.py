"""What of repairs falls due: an application that has working days, and publicity that ends by itself on its day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, and_, case, cast, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from creditdesk.models import Case, Record, Repair, Subject
from creditdesk.services.desk import Desk
from creditdesk.services.repairs import PROCEDURE

_TIMED = and_(Case.open, Case.effective_due.is_not(None))
# Until the unit has decided, publicity ends on the regime's last day; a refusal leaves it there.
_ENDS = case((Repair.granted.is_(None), Repair.latest_on), (Repair.granted.is_(False), Repair.effective_on))
_DUE: ColumnElement[date] = type_coerce(case((_TIMED, Case.effective_due), else_=_ENDS), Date)


@dataclass(frozen=True)
class RepairDue:
    """A repair that is waited for; `ends` tells that publicity ends on the day, else the application is due."""

    id: str
    number: str
    subject: str
    unit: str
    due: date
    ends: bool


def counts(desk: Desk, session: Session) -> Counter[date]:
    """Return how much of repairs is due on which day."""
    query = select(_DUE, func.count()).join_from(Case, Repair, Repair.case_id == Case.id)
    return Counter(dict(session.execute(query.where(_waits(desk)).group_by(_DUE)).all()))


def by_day(desk: Desk) -> Select[Any]:
    """Return a query for the repairs that are waited for, as identity, day and noun."""
    columns: tuple[Any, ...] = (Case.id, cast(_DUE, String), literal(10))
    return select(*columns).join_from(Case, Repair, Repair.case_id == Case.id).where(_waits(desk))


def due_ones(desk: Desk, session: Session, wanted: Sequence[str]) -> list[RepairDue]:
    """Return those of these repairs that are waited for."""
    query = select(Case.id, Case.number, Subject.name, Record.source_unit, _DUE, _TIMED)
    query = query.join(Repair, Repair.case_id == Case.id).join(Record, Record.id == Repair.record_id)
    query = query.join(Subject, Subject.id == Case.subject_id).where(_waits(desk), Case.id.in_(wanted))
    return [
        RepairDue(one, number, subject, unit or "", due, not timed)
        for one, number, subject, unit, due, timed in session.execute(query)
    ]


def _waits(desk: Desk) -> ColumnElement[bool]:
    """Hold for what is still to come or to do: publicity whose day is over has ended, and is nobody's duty."""
    ahead = and_(Case.state.not_in(("refused", "withdrawn")), desk.clock().date() <= _ENDS)
    return and_(Case.procedure == PROCEDURE, or_(_TIMED, ahead))
