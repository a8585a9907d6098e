"""统计报表 on paper: every chart of a period as vectors, and below each its numbers as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from creditdesk.documents import figures, glyphs, tables
from creditdesk.documents.charts import Chart
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.flow import Block, glue
from creditdesk.documents.fonts import Fonts, Style, standard
from creditdesk.documents.footed import Edges, draw
from creditdesk.documents.geometry import TITLE_SIZE
from creditdesk.documents.paragraphs import centred
from creditdesk.documents.sheet import A4, MM, Sheet
from creditdesk.documents.tables import Column, Table

TITLE = "信用工作统计报表"
_MARGIN, _TOP, _FOOT = 20 * MM, 20 * MM, 14 * MM
_WIDTH = A4[0] - 2 * _MARGIN
_SMALL = 10.5
_NAMED = 1.8  # the share of the first column, of the others' 1


@dataclass(frozen=True, slots=True)
class StatisticsReport:
    """What stands in the report: charts, each with what its columns are called in the table below it."""

    office: str
    officer: str
    start: date
    end: date
    on: date
    charts: tuple[tuple[Chart, str], ...]

    def about(self) -> str:
        """Return the line under the title."""
        return f"{self.office}　{self.start} 至 {self.end}"

    def foot(self, page: int, pages: int) -> str:
        """Return the line under a page."""
        return f"制表人 {self.officer}　制表日期 {chinese_date(self.on)}　第{page}页 共{pages}页"


def statistics_report_pdf(report: StatisticsReport, fonts: Fonts | None = None) -> bytes:
    """Return the report as PDF/A-2u; raises a Problem that names the characters no font can draw."""
    fonts = fonts or standard()
    glyphs.check(_texts(report), fonts)
    sheet = Sheet(TITLE, report.office, report.on)
    draw(sheet, _blocks(report, fonts), Edges(_MARGIN, _TOP, _FOOT), report.foot, fonts[Style.SONG], _SMALL)
    return sheet.pdf()


def _blocks(report: StatisticsReport, fonts: Fonts) -> Iterator[Block]:
    title = centred(TITLE, fonts[Style.TITLE], TITLE_SIZE, _WIDTH / 2)
    yield Block(TITLE_SIZE * 1.4, TITLE_SIZE, (title,), glued=True)
    about = centred(report.about(), fonts[Style.SONG], _SMALL, _WIDTH / 2)
    yield Block(_SMALL * 1.2, _SMALL, (about,), glued=True)
    for chart, first in report.charts:
        yield from glue(figures.figure_blocks(chart, fonts, _WIDTH))
        if not chart.empty:
            yield from tables.table_blocks(_table(chart, first), fonts, _WIDTH)


def _table(chart: Chart, first: str) -> Table:
    heads = chart.header(first)
    columns = (Column(heads[0], _NAMED), *(Column(head, 1.0, "right") for head in heads[1:]))
    return Table(columns, chart.rows())


def _texts(report: StatisticsReport) -> Iterator[str]:
    yield from (TITLE, report.about(), report.foot(1, 9))
    for chart, first in report.charts:
        yield from figures.texts(chart)
        yield from tables.texts(_table(chart, first))
