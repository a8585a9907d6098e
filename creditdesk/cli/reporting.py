"""The assessment, the monthly return and the statistics from a terminal."""

from pathlib import Path

from creditdesk.cli.arguments import Arguments, Declare, answer, as_json, day, open_desk, with_desk
from creditdesk.services import (
    assessment_reports,
    assessments,
    monthly_returns,
    point_losses,
    rectifications,
    statistic_papers,
)
from creditdesk.services.assessments import Assessment, Figures
from creditdesk.services.judged_records import Period
from creditdesk.services.point_losses import PointLoss
from creditdesk.services.statistics import Answer


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    judge = declare("assess", _assess, "考核：某月或某段时间各单位报送的及时率、完整率、准确率，和失分的记录")
    with_desk(judge)
    when = judge.add_mutually_exclusive_group(required=True)
    when.add_argument("--month", metavar="YYYY-MM", help="决定日期所在的月份")
    when.add_argument("--from", dest="start", type=day, metavar="D", help="决定日期自，与 --to 同用")
    judge.add_argument("--to", dest="end", type=day, metavar="D", help="决定日期至，不写为今天")
    judge.add_argument("--notice", type=Path, metavar="FILE", help="把考核通报写成 PDF 或 xlsx")
    as_json(judge)
    urge = declare("rectify", _rectify, "督促整改：向某月指标未达标的单位发通知书")
    with_desk(urge)
    urge.add_argument("--unit", required=True, help="单位全称")
    urge.add_argument("--month", required=True, metavar="YYYY-MM", help="哪个月作出的决定")
    monthly = declare("monthly", _monthly, "编制双公示月报，写成 xlsx 或 PDF")
    with_desk(monthly)
    monthly.add_argument("--month", required=True, metavar="YYYY-MM", help="哪个月作出的决定")
    monthly.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到这里，以 .pdf 或 .xlsx 结尾")
    counted = declare("statistics", _statistics, "统计：记录、异议和修复按月、类别、等级、单位、结果和是否按期的件数")
    with_desk(counted)
    counted.add_argument("--from", dest="start", required=True, type=day, metavar="D", help="从这一天起")
    counted.add_argument("--to", dest="end", type=day, metavar="D", help="到这一天止，不写为今天")
    counted.add_argument("--out", type=Path, metavar="FILE", help="把统计报表写成 PDF 或 xlsx")
    as_json(counted)


def _assess(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        period = Period.month(parsed.month) if parsed.month else Period(parsed.start, parsed.end or desk.clock().date())
        found = assessments.assess(desk, period)
        losses = point_losses.rows(desk, period, point_losses.ids(desk, period))
        if parsed.notice:
            assessment_reports.save(desk, period, parsed.notice)
    answer(parsed, _told(found, losses), _lines(found, losses))


def _told(found: Assessment, losses: list[PointLoss]) -> dict[str, object]:
    units = {unit.unit: _rates(found, unit.whole) for unit in found.units}
    rows = [{"id": loss.id, "unit": loss.unit, "reasons": loss.reasons} for loss in losses]
    return {"rates": _rates(found, found.whole), "units": units, "losses": rows}


def _rates(found: Assessment, figures: Figures) -> dict[str, tuple[int, int]]:
    return {rate.name: figures.parts(rate.name) for rate in found.rates}


def _lines(found: Assessment, losses: list[PointLoss]) -> list[str]:
    lines = [f"{found.period.start} 至 {found.period.end} 作出的决定"]
    lines += [_line(found, "合计", found.whole), *(_line(found, unit.unit, unit.whole) for unit in found.units)]
    lines += [f"{loss.unit} {loss.kind} {loss.title} {'；'.join(loss.reasons)}" for loss in losses]
    return lines


def _line(found: Assessment, name: str, figures: Figures) -> str:
    told = [f"{name} 应报{figures.reportable} 已报{figures.left}"]
    for rate in found.rates:
        percent = figures.percent(rate.name)
        reached = "" if assessments.meets(rate, figures) else f"（未达{rate.goal}%）"
        told.append(f"{rate.label}{'—' if percent is None else f'{percent:.1f}%'}{reached}")
    return " ".join(told)


def _rectify(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(rectifications.order(desk, parsed.unit, Period.month(parsed.month)).sentence)


def _monthly(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(monthly_returns.save(desk, parsed.month, parsed.out).sentence)


def _statistics(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        period = Period(parsed.start, parsed.end or desk.clock().date())
        found = statistic_papers.answers(desk, period)
        if parsed.out:
            statistic_papers.save(desk, period, parsed.out)
    answer(parsed, {one.statistic.name: _table(one) for one in found}, [line for one in found for line in _counts(one)])


def _table(found: Answer) -> list[dict[str, str]]:
    header = found.chart.header(found.statistic.first)
    return [dict(zip(header, row, strict=True)) for row in found.chart.rows()]


def _counts(found: Answer) -> list[str]:
    rows = (found.chart.header(found.statistic.first), *found.chart.rows())
    return [found.chart.title, *("  " + "  ".join(row) for row in rows)]
