"""The statistics of a period on paper or in a workbook: every chart with its numbers; the journal is told of each."""

from collections.abc import Sequence
from pathlib import Path

from creditdesk.documents.statistics_report import StatisticsReport, statistics_report_pdf
from creditdesk.exchange.list_sheets import ListSheet
from creditdesk.services import list_exports, offices, report_files, statistics
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.statistic_topics import STATISTICS
from creditdesk.services.statistics import Answer, Statistic

NAME = "统计报表"


def answers(desk: Desk, period: Period, wanted: Sequence[Statistic] = STATISTICS) -> tuple[Answer, ...]:
    """Count statistics over a period."""
    return tuple(statistics.answer(desk, one, period) for one in wanted)


def pdf(desk: Desk, period: Period) -> bytes:
    """Draw every statistic of a period: the chart, and its numbers below."""
    return _drawn(desk, period, answers(desk, period))


def save(desk: Desk, period: Period, path: Path) -> Changes:
    """Write the statistics of a period as PDF or workbook, as the file's ending says; the journal is told first."""
    desk.require(list_exports.export.power)
    found = answers(desk, period)
    narrowed = (f"{period.start} 至 {period.end}",)
    titles = tuple(one.statistic.title for one in found)
    rows = sum(len(one.chart.rows()) for one in found)
    return report_files.save(
        NAME,
        path,
        pdf=lambda: _drawn(desk, period, found),
        sheets=lambda: [_sheet(one) for one in found],
        tell=lambda: desk.perform(list_exports.export, NAME, narrowed, titles, rows, path.name),
    )


def _drawn(desk: Desk, period: Period, found: Sequence[Answer]) -> bytes:
    report = StatisticsReport(
        offices.office(desk).name, desk.officer.name, period.start, period.end, desk.clock().date(),
        tuple((one.chart, one.statistic.first) for one in found),
    )  # fmt: skip
    return statistics_report_pdf(report)


def _sheet(one: Answer) -> ListSheet:
    # A sheet's name cannot hold a colon.
    name = one.statistic.title.replace("：", "-")
    return ListSheet(name, one.chart.header(one.statistic.first), one.chart.rows())
