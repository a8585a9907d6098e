"""Grading criteria per unit and industry, clause 三(三): dated editions that never overlap, shown beside the grade.

Each unit writes its own; the desk keeps the words and shows those in force on the day of the decision. It never grades
by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import GradingCriterion
from creditdesk.rules import editions
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

GRADES = "grade/plan_2017"
EVERY = "各行业"


@dataclass(frozen=True)
class Criteria:
    """One edition as it is told: whose, for which industry ("" for all), what it is called, its source and its words.

    `grades` has the criteria of every grade of the plan.
    """

    unit: str
    industry: str
    edition: str
    source: str
    grades: Mapping[str, str]
    valid_from: date
    valid_until: date | None = None

    @property
    def heading(self) -> str:
        """Name it in a line."""
        until = f"至{self.valid_until}" if self.valid_until else "起"
        return f"{self.unit}{self.industry or EVERY}认定标准（{self.edition}，{self.valid_from}{until}）"


@act("grading.enter", Power.RECORD, "登记失信等级认定标准", undoable=True)
def enter(a: Act, told: Criteria) -> Result:
    """Keep an edition; InputProblem where something is not told or it overlaps another of its unit and industry."""
    grades = _grades(a, told)
    _refuse(a, told)
    row = GradingCriterion(
        unit=told.unit.strip(), industry=told.industry.strip(), edition=told.edition.strip(),
        source=told.source.strip(), grades=grades, valid_from=told.valid_from, valid_until=told.valid_until,
        at=a.now, officer_id=a.officer.id,
    )  # fmt: skip
    a.session.add(row)
    a.session.flush()
    a.say(f"已登记{told.heading}")
    return {"criterion": row.id}


@act("grading.end", Power.RECORD, "登记失信等级认定标准的失效日期", undoable=True)
def end(a: Act, criterion_id: str, until: date) -> Result:
    """Write down the last day of an edition that goes on, so that the next one can begin."""
    row = a.session.get(GradingCriterion, criterion_id)
    if row is None:
        raise InputProblem("没有这个编号的认定标准，请先列出再核对编号。")
    row.valid_until = editions.last_day(row, until, "这一版认定标准")
    a.say(f"已登记{row.unit}{row.industry or EVERY}认定标准（{row.edition}）施行到{until}")
    return {"criterion": row.id}


def _grades(a: Act, told: Criteria) -> dict[str, str]:
    labels = a.catalogue.code_set(GRADES).labels
    kept = {label: told.grades.get(label, "").strip() for label in labels}
    if missing := [label for label, words in kept.items() if not words]:
        raise InputProblem(f"没有写明{'、'.join(missing)}失信行为的认定标准，三个等级都要填写。")
    return kept


def _refuse(a: Act, told: Criteria) -> None:
    for value, what in ((told.unit, "认定单位"), (told.edition, "版次"), (told.source, "依据的文件")):
        stated(value, f"没有写明{what}，请填写。")
    if told.valid_until is not None and told.valid_until < told.valid_from:
        raise InputProblem(f"失效日期{told.valid_until}早于施行日期{told.valid_from}，请核对。")
    query = select(GradingCriterion).where(
        GradingCriterion.unit == told.unit.strip(), GradingCriterion.industry == told.industry.strip()
    )
    if other := editions.overlapping(a.session.scalars(query), told.valid_from, told.valid_until):
        until = other.valid_until or "今后"
        raise InputProblem(
            f"{told.heading}与同一单位、行业的{other.edition}（{other.valid_from}至{until}）施行期间重叠，"
            "请先登记前一版的失效日期。"
        )


def in_force(desk: Desk, unit: str, day: date) -> tuple[tuple[str, Criteria], ...]:
    """Return a unit's criteria that hold on a day, each with its identity: the one for all industries first."""
    with desk.read() as session:
        return _told(session, unit, day)


def _told(session: Session, unit: str, day: date) -> tuple[tuple[str, Criteria], ...]:
    query = select(GradingCriterion).where(GradingCriterion.unit == unit.strip())
    found = editions.in_force(session.scalars(query.order_by(GradingCriterion.industry)), day)
    return tuple((row.id, _criteria(row)) for row in found)


def listing(desk: Desk) -> tuple[tuple[str, Criteria], ...]:
    """Return every edition with its identity, by unit, industry and day."""
    query = select(GradingCriterion).order_by(
        GradingCriterion.unit, GradingCriterion.industry, GradingCriterion.valid_from
    )
    with desk.read() as session:
        return tuple((row.id, _criteria(row)) for row in session.scalars(query))


def _criteria(row: GradingCriterion) -> Criteria:
    return Criteria(row.unit, row.industry, row.edition, row.source, row.grades, row.valid_from, row.valid_until)


def note(desk: Desk, unit: str, decided_on: str) -> str:
    """Return what the entry form shows beside the grade: the criteria in force on the day, line by line, or ""."""
    try:
        day = date.fromisoformat(decided_on)
    except ValueError:
        day = desk.clock().date()
    lines = []
    for _, told in in_force(desk, unit, day):
        lines.append(told.heading)
        lines += [f"{grade}：{words}" for grade, words in told.grades.items()]
    return "\n".join(lines)
