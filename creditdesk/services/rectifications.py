"""督促整改: a unit whose reporting misses a goal is told by letter, answers by a day, and the desk waits for it.

实施方案六（八）: 通报、督促整改. The term is the county's own, in forms/reporting.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Letter, Rectification
from creditdesk.rules.reporting import Rate
from creditdesk.services import assessments, letters, offices, report_dues
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.assessments import UnitFigures
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.powers import Power

FORM = "rectification"


@dataclass(frozen=True)
class RectificationRow:
    """A notice as pages show one; `answered_on` is None while the unit has not answered."""

    id: str
    unit: str
    period: Period
    number: str
    due: date
    answered_on: date | None
    answer: str


def order(desk: Desk, unit: str, period: Period) -> Changes:
    """Tell a unit to mend what it missed in a period; InputProblem when it missed nothing or was told already."""
    figures = _figures(desk, unit, period)
    missed = [rate for rate in report_dues.rules(desk).rates if not assessments.meets(rate, figures.whole)]
    if not missed:
        raise InputProblem(f"{unit}{period.start}至{period.end}的各项指标都已达标，不用督促整改。")
    due = desk.calendar.add(desk.clock().date(), report_dues.rules(desk).rectification_days)
    return desk.perform(ordered, period, figures, missed, due)


def _figures(desk: Desk, unit: str, period: Period) -> UnitFigures:
    for found in assessments.assess(desk, period).units:
        if found.unit == unit != assessments.NO_UNIT:
            return found
    raise InputProblem(f"{period.start}至{period.end}没有{unit}的记录，请核对单位和期间。")


@act("rectification.order", Power.OBJECTION, "督促单位整改")
def ordered(a: Act, period: Period, figures: UnitFigures, missed: list[Rate], due: date) -> Result:
    """Issue the notice and write down by when the unit must answer."""
    place = (Rectification.unit == figures.unit, Rectification.start == period.start, Rectification.end == period.end)
    if a.session.scalar(select(Rectification.id).where(*place)):
        raise InputProblem(f"已就{period.start}至{period.end}督促过{figures.unit}，请登记它的整改情况。")
    office = offices.office_of(a.session)
    values = {
        "unit": figures.unit,
        "start": period.start,
        "end": period.end,
        "reportable": figures.whole.reportable,
        "left": figures.whole.left,
        "rates": [_told(rate, figures) for rate in missed],
        "problems": figures.whole.problems or "见各项指标",
        "due": due,
        "contact": office.contact,
        "phone": office.phone,
        "address": office.address,
    }
    letter = letters.issue(a, a.catalogue.letter(FORM), values, None)
    row = Rectification(
        unit=figures.unit, start=period.start, end=period.end, letter_id=letter.id, due=due,
        ordered_at=a.now, officer_id=a.officer.id,
    )  # fmt: skip
    a.session.add(row)
    a.session.flush()
    a.say(f"已向{figures.unit}发出督促整改通知书{letter.number}，{due}前答复")
    return {"rectification": row.id, "letter": letter.id, "number": letter.number}


def _told(rate: Rate, figures: UnitFigures) -> dict[str, str]:
    return {"label": rate.label, "percent": f"{figures.whole.percent(rate.name):.1f}", "goal": str(rate.goal)}


@act("rectification.answer", Power.OBJECTION, "登记整改情况", undoable=True)
def answered(a: Act, rectification_id: str, on: date, told: str) -> Result:
    """Write down what the unit answered, and when; the notice is over."""
    row = a.session.get_one(Rectification, rectification_id)
    told = stated(told, "整改情况不能为空，请写明单位怎样整改。")
    if row.answered_on is not None:
        raise InputProblem(f"{row.unit}的整改情况已于{row.answered_on}登记，没有改动。")
    if not row.ordered_at.date() <= on <= a.today:
        raise InputProblem(f"答复日期{on}应在发出通知书之后、今天{a.today}以前，请核对。")
    row.answered_on, row.answer, row.closed_by = on, told, a.officer.id
    a.say(f"已登记{row.unit}的整改情况")
    return {"rectification": row.id}


def listing(desk: Desk, period: Period | None = None) -> tuple[RectificationRow, ...]:
    """Return the notices about a period, or all, the earliest due first."""
    with desk.read() as session:
        query = select(Rectification, Letter.number).join(Letter, Letter.id == Rectification.letter_id)
        if period is not None:
            query = query.where(Rectification.start == period.start, Rectification.end == period.end)
        found = session.execute(query.order_by(Rectification.due, Rectification.unit))
        return tuple(_row(row, number) for row, number in found)


_OPEN = Rectification.answered_on.is_(None)


def counts(session: Session) -> Counter[date]:
    """Return how many answers are due on which day."""
    query = select(Rectification.due, func.count()).where(_OPEN).group_by(Rectification.due)
    return Counter(dict(session.execute(query).all()))


def by_day() -> Select[Any]:
    """Return a query for the answers that are due, as identity, day and noun."""
    columns: tuple[Any, ...] = (Rectification.id, cast(Rectification.due, String), literal(3))
    return select(*columns).where(_OPEN)


def open_ones(session: Session, wanted: Sequence[str]) -> tuple[RectificationRow, ...]:
    """Return those of these notices that wait for their units."""
    query = select(Rectification, Letter.number).join(Letter, Letter.id == Rectification.letter_id)
    found = session.execute(query.where(_OPEN, Rectification.id.in_(wanted)))
    return tuple(_row(row, number) for row, number in found)


def _row(row: Rectification, number: str) -> RectificationRow:
    period = Period(row.start, row.end)
    return RectificationRow(row.id, row.unit, period, number, row.due, row.answered_on, row.answer or "")
