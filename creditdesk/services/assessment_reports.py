"""考核通报: the figures of all units in a period, as PDF or workbook; the journal is told of each."""

from pathlib import Path

from creditdesk.documents.case_register import CaseRegister, case_register_pdf
from creditdesk.documents.charts import Chart
from creditdesk.documents.tables import Column
from creditdesk.exchange.list_sheets import ListSheet
from creditdesk.rules.reporting import Rate
from creditdesk.services import assessment_charts, assessments, list_exports, offices, point_losses, report_files
from creditdesk.services.acts import Changes
from creditdesk.services.assessments import Assessment, Figures
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period

NAME = "考核通报"
_COUNTS = ("应报", "已报", "按期", "迟报", "逾期未报", "退回", "报出后更正")
_LOSSES = ("来源单位", "信息类别", "文号或名称", "主体", "决定日期", "失分原因")


def pdf(desk: Desk, period: Period) -> bytes:
    """Draw the notice of a period: one row for each unit, all of them summed up at the end."""
    return case_register_pdf(_register(desk, assessments.assess(desk, period)))


def save(desk: Desk, period: Period, path: Path) -> Changes:
    """Write the notice as PDF or workbook, as the file's ending says; a workbook also has what costs points."""
    desk.require(list_exports.export.power)
    found = assessments.assess(desk, period)
    header, narrowed = _header(found), (f"决定日期 {period.start} 至 {period.end}",)
    return report_files.save(
        NAME,
        path,
        pdf=lambda: case_register_pdf(_register(desk, found)),
        sheets=lambda: [ListSheet("各单位", header, _rows(found)), _losses(desk, period)],
        tell=lambda: desk.perform(list_exports.export, NAME, narrowed, header, len(found.units), path.name),
    )


def _header(found: Assessment) -> tuple[str, ...]:
    return ("来源单位", *_COUNTS, *(rate.label for rate in found.rates))


def _rows(found: Assessment) -> list[tuple[str, ...]]:
    units = [(unit.unit, unit.whole) for unit in found.units]
    return [_row(name, figures, found.rates) for name, figures in (*units, ("合计", found.whole))]


def _row(name: str, figures: Figures, rates: tuple[Rate, ...]) -> tuple[str, ...]:
    counts = (
        figures.reportable, figures.left, figures.timely, figures.late, figures.overdue, figures.rejected,
        figures.corrected,
    )  # fmt: skip
    return (name, *map(str, counts), *(_percent(figures, rate) for rate in rates))


def _percent(figures: Figures, rate: Rate) -> str:
    percent = figures.percent(rate.name)
    if percent is None:
        return "—"
    return f"{percent:.1f}%" + ("" if assessments.meets(rate, figures) else "（未达标）")


def _losses(desk: Desk, period: Period) -> ListSheet:
    found = point_losses.rows(desk, period, point_losses.ids(desk, period))
    rows = [
        (loss.unit, loss.kind, loss.title, loss.subject, loss.decided_on, "；".join(loss.reasons)) for loss in found
    ]
    return ListSheet("失分的记录", _LOSSES, rows)


def _charts(desk: Desk, found: Assessment) -> tuple[Chart, ...]:
    months = assessment_charts.last_months(desk, found.period)
    return assessment_charts.units(found).chart, assessment_charts.months(months)


def _register(desk: Desk, found: Assessment) -> CaseRegister:
    header, goals = _header(found), "、".join(f"{rate.label}不低于{rate.goal}%" for rate in found.rates)
    weights = [2.8, *[0.9] * len(_COUNTS), *[1.5] * len(found.rates)]
    aligns = ["left", *["center"] * (len(header) - 1)]
    missed = sum(any(not assessments.meets(rate, unit.whole) for rate in found.rates) for unit in found.units)
    return CaseRegister(
        offices.office(desk).name,
        desk.officer.name,
        found.period.start,
        found.period.end,
        desk.clock().date(),
        tuple(map(Column, header, weights, aligns)),
        tuple(_rows(found)) if found.units else (),
        f"{len(found.units)} 个单位，{missed} 个有未达标的指标（{goals}）",
        title=f"信用信息报送{NAME}",
        narrowed=f"{found.period.start} 至 {found.period.end} 作出的决定",
        charts=_charts(desk, found) if found.units else (),
        nothing="本期没有应当报送的信息。",
    )
