"""The monthly return (双公示月报) of all units: made once a month, kept, and written as PDF or workbook."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from creditdesk.documents.case_register import CaseRegister, case_register_pdf
from creditdesk.documents.tables import Column
from creditdesk.errors import InputProblem
from creditdesk.exchange.list_sheets import ListSheet
from creditdesk.models import MonthlyReturn, Officer, Record
from creditdesk.services import assessments, offices, report_dues, report_files
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.assessments import Figures, UnitFigures
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.powers import Power

_HEAD = ("单位名称", "本单位公示网址")
_PART = ("产生数量", "本单位公示数量", "报送数量", "未报送数量", "未报送依据", "有效入库数", "市级网站公示数量")
_TAIL = ("报送方式", "报送存在问题情况")
_WEIGHTS = {"单位名称": 2.4, "本单位公示网址": 1.6, "未报送依据": 2.2, "报送存在问题情况": 2.6}
_OTHERS = "尚未报送"

Row = dict[str, Any]


def rows(desk: Desk, month: str) -> list[Row]:
    """Return the return of a month, one row of texts by column for each unit.

    What the desk cannot know stays empty and is filled in by the unit: its own site and what stands there.
    """
    period = Period.month(month)
    assessment = assessments.assess(desk, period)
    with desk.read() as session:
        grounds = _grounds(session, period)
    kinds = report_dues.rules(desk).monthly.kinds
    return [_row(desk, unit, grounds) for unit in assessment.units if any(unit.kinds.get(kind) for kind in kinds)]


def _row(desk: Desk, unit: UnitFigures, grounds: dict[tuple[str, str], Counter[str]]) -> Row:
    rule = report_dues.rules(desk).monthly
    told: Row = {"单位名称": unit.unit, "本单位公示网址": ""}
    for kind in rule.kinds:
        figures, label = unit.kinds.get(kind, Figures()), desk.catalogue.kind(kind).label
        unsent = figures.produced - figures.left
        reasons = Counter(grounds[unit.unit, kind])
        reasons[_OTHERS] = unsent - reasons.total()
        cells = (
            str(figures.produced), "", str(figures.left), str(unsent),
            "；".join(f"{reason}{count}条" for reason, count in reasons.items() if count), str(figures.entered), "",
        )  # fmt: skip
        told |= dict(zip((f"{label}·{title}" for title in _PART), cells, strict=True))
    return told | {"报送方式": rule.channel, "报送存在问题情况": unit.publicity.problems or "无"}


def _grounds(session: Session, period: Period) -> dict[tuple[str, str], Counter[str]]:
    """Return why records stay at home by law, by unit and kind."""
    unit = func.coalesce(Record.source_unit, "")
    query = select(unit, Record.kind, Record.withheld, func.count()).group_by(unit, Record.kind, Record.withheld)
    query = query.where(Record.decided_on.between(str(period.start), str(period.end)), Record.withheld.is_not(None))
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    revoked = and_(Record.state == "revoked", Record.left_version == 0)
    for name, kind, reason, count in session.execute(query.where(~revoked)):
        found[name or assessments.NO_UNIT, kind][str(reason)] += count
    return found


@dataclass(frozen=True)
class ReturnState:
    """How the return of a month stands: by when it is to be sent, and when and by whom it was made last."""

    due: date
    made_on: date | None
    officer: str


def state(desk: Desk, month: str) -> ReturnState:
    """Return how the return of a month stands."""
    due = report_dues.rules(desk).monthly.due(Period.month(month).start, desk.calendar)
    query = select(MonthlyReturn, Officer.name).join(Officer, Officer.id == MonthlyReturn.officer_id)
    with desk.read() as session:
        made = session.execute(query.where(MonthlyReturn.month == month)).one_or_none()
        return ReturnState(due, office_date(made[0].at), made[1]) if made else ReturnState(due, None, "")


def header(desk: Desk) -> tuple[str, ...]:
    """Return the columns of the return."""
    labels = [desk.catalogue.kind(kind).label for kind in report_dues.rules(desk).monthly.kinds]
    return (*_HEAD, *(f"{label}·{title}" for label in labels for title in _PART), *_TAIL)


def pdf(desk: Desk, month: str) -> bytes:
    """Draw the return of a month."""
    return _drawn(desk, month, rows(desk, month))


def save(desk: Desk, month: str, path: Path) -> Changes:
    """Make the return of a month and write it as PDF or workbook, as the file's ending says."""
    found, titles = rows(desk, month), header(desk)
    name = f"{report_dues.rules(desk).monthly.label}{month}"
    return report_files.save(
        "月报",
        path,
        pdf=lambda: _drawn(desk, month, found),
        sheets=lambda: [ListSheet(name, titles, _cells(titles, found))],
        tell=lambda: desk.perform(make, month, found, path.name),
    )


@act("monthly_return.make", Power.EXCHANGE, "编制双公示月报")
def make(a: Act, month: str, found: list[Row], file_name: str) -> Result:
    """Keep the return of a month as it was written; a later one of the same month takes its place."""
    if Period.month(month).end >= a.today:
        raise InputProblem(f"{month}还没有结束，月报从次月1日起编制。")
    a.session.merge(MonthlyReturn(month=month, rows=found, at=a.now, officer_id=a.officer.id))
    a.say(f"已编制{month}双公示月报，{len(found)}个单位，写到{file_name}")
    return {"month": month, "units": len(found), "file": file_name}


def _cells(titles: Sequence[str], found: Sequence[Row]) -> list[tuple[str, ...]]:
    return [tuple(row[title] for title in titles) for row in found]


def _drawn(desk: Desk, month: str, found: Sequence[Row]) -> bytes:
    period, titles = Period.month(month), header(desk)
    kept = [title for title in titles if title not in _HEAD[1:]]
    columns = [
        Column(title, _WEIGHTS.get(title.rpartition("·")[2], 1.0), "center" if "·" in title else "left")
        for title in kept
    ]
    label = report_dues.rules(desk).monthly.label
    register = CaseRegister(
        offices.office(desk).name,
        desk.officer.name,
        period.start,
        period.end,
        desk.clock().date(),
        tuple(columns),
        tuple(_cells(kept, found)),
        f"共 {len(found)} 个单位",
        title=label,
        narrowed=f"{period.start:%Y}年{period.start.month}月作出的决定",
        nothing="本月没有单位产生许可和处罚信息。",
    )
    return case_register_pdf(register)
