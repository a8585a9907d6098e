"""The page 统计: the charts of a topic above, the rows behind the chosen number below."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.documents.charts import Cell
from creditdesk.services import statistic_papers, statistic_rows, statistics
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.statistic_rows import BehindRow
from creditdesk.services.statistic_topics import TOPICS, of_topic
from creditdesk.services.statistics import Answer
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.register_sheet import Register, RegisterSheet
from creditdesk.ui.pages.statistics.period_bar import PeriodBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.chart import ChartView
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.panel import Panel
from creditdesk.ui.widgets.segments import Segments
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row

_COLUMNS = (
    Column("day", "日期", 104),
    Column("number", "文号、案号", 176, "code"),
    Column("subject", "主体", stretch=3),
    Column("what", "类别、事项", stretch=3),
    Column("unit", "来源单位", kind="second", stretch=3, hide_below=860),
    Column("state", "状态", 140),
)
_OPENS = {"record": "records", "case": "objections", "repair": "repairs", "listing": "listings"}
_BEHIND = "数字背后的记录"


class StatisticsPage(Page):
    """统计."""

    name, title, icon = "statistics", "统计", "statistics"
    nouns = frozenset({"record", "case", "case_step", "repair", "listing", "calendar_year"})

    def build(self) -> None:
        """Lay out the choices, the charts and the rows below them."""
        self.answers: tuple[Answer, ...] = ()
        self._behind: tuple[Answer, Cell] | None = None
        self.views: list[ChartView] = []
        self._panels: list[Panel] = []
        self.report = self.add_act("统计报表", "F8", self._ask_report)
        self.export = self.add_act("导出下面的记录", "Ctrl+E", self._ask_file)
        self.add_act("前一个期间", "Alt+Left", lambda: self.period.walk(-1))
        self.add_act("后一个期间", "Alt+Right", lambda: self.period.walk(1))
        self.topic = Segments(TOPICS, "统计内容")
        self.topic.show_chosen(TOPICS[0])
        self.topic.chosen.connect(lambda _word: self._turn())
        self.period = PeriodBar(self.frame.today)
        self.period.chosen.connect(lambda _period: self._turn())
        self.period.refused.connect(self.frame.warn)
        column = QVBoxLayout()
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self._head())
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.GAP)
        column.addLayout(self._row, 5)
        column.addWidget(self._rows(), 4)
        self.body.addLayout(column, 1)

    def reload(self) -> None:
        """Count the topic again; what was chosen stays chosen."""
        wanted, period = of_topic(self.topic.current), self.period.period
        self.worker.ask(
            statistic_papers.answers, period, wanted, owner=(self, "answers"), on_done=self._show, counting=True
        )

    def panes(self) -> Sequence[QWidget]:
        """Return the charts, the rows and the choices."""
        return (*self.views, self.table, self.topic)

    def choose(self, place: int, cell: Cell) -> None:
        """List the rows behind a number of the chart at this place."""
        for at, view in enumerate(self.views):
            view.choose(cell if at == place else None)
        self._behind = (self.answers[place], cell)
        self._list()

    def _head(self) -> Panel:
        panel, row = Panel(flush=True), QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.PAD_SMALL, theme.MARGIN, theme.PAD_SMALL)
        row.setSpacing(theme.PAD)
        row.addWidget(self.topic)
        row.addStretch(1)
        row.addWidget(self.period)
        row.addWidget(Button.of(self.report, "primary", "print"))
        panel.body.addLayout(row)
        return panel

    def _rows(self) -> Panel:
        self._lower = Panel(_BEHIND, "回车打开", flush=True)
        self._lower.add_to_head(Button.of(self.export, "link"))
        self.table = Table(_COLUMNS, self.worker, _BEHIND, row_height=theme.ROW_SUM)
        self.table.set_empty(
            EmptyState(
                "statistics", "还没有选中数字", "点图上的柱子、数字或图例，或用方向键选好按回车，这里列出背后的记录"
            )
        )
        self.table.opened.connect(self._go_to)
        self._lower.body.addWidget(self.table)
        self.export.setEnabled(False)
        return self._lower

    def _turn(self) -> None:
        """Another topic or period: nothing is chosen in it yet."""
        self._behind = None
        for view in self.views:
            view.choose(None)
        self.reload()

    def _show(self, answers: tuple[Answer, ...]) -> None:
        chosen = self._behind and (self._behind[0].statistic.name, self._behind[1])
        self.answers, self._behind = answers, None
        while len(self.views) < len(answers):
            self._add_view()
        for place, panel in enumerate(self._panels):
            panel.setVisible(place < len(answers))
        for place, found in enumerate(answers):
            self._panels[place].title.setText(found.chart.title)
            self._panels[place].hint.setText(found.chart.note)
            self.views[place].tell(found.chart)
            if chosen and chosen[0] == found.statistic.name and self.views[place].chosen:
                self._behind = (found, chosen[1])
        self.set_subtitle(f"{self.period.period.start} 至 {self.period.period.end}")
        self._list()

    def _add_view(self) -> None:
        place, view, panel = len(self.views), ChartView(), Panel("统计图")
        view.opened.connect(partial(self.choose, place))
        panel.body.addWidget(view)
        self._row.addWidget(panel, 1)
        self.views.append(view)
        self._panels.append(panel)

    def _list(self) -> None:
        behind = self._behind
        self.export.setEnabled(behind is not None)
        if behind is None:
            self._lower.title.setText(_BEHIND)
            self.table.ask(lambda *_: [], lambda *_: [])
            return
        found, cell = behind
        narrowed = found.narrowed(cell)
        told = found.chart.number(cell) or 0
        self._lower.title.setText(f"{found.chart.title}　{' '.join(narrowed)}　{told:,.0f} {found.chart.unit}")
        noun = found.statistic.noun
        self.table.ask(
            lambda desk, *_: statistics.ids(desk, found, cell),
            lambda desk, wanted: [_row(row) for row in statistic_rows.rows(desk, noun, wanted)],
        )

    def _go_to(self, row_id: object) -> None:
        if self._behind is not None:
            self.frame.open_page(_OPENS[self._behind[0].statistic.noun], id=str(row_id))

    def _ask_file(self) -> None:
        if self._behind is None:
            return
        name = f"{self._behind[0].statistic.title.replace('：', '-')}.xlsx"
        path, _ = QFileDialog.getSaveFileName(self, "导出列表", name, "Excel 工作簿 (*.xlsx)")
        if path:
            self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """Write the rows behind the chosen number into a workbook."""
        if self._behind is not None:
            found, cell = self._behind
            file = path.with_suffix(".xlsx")
            self.worker.run(statistic_rows.save, found, cell, file, on_done=self._said, on_problem=self.frame.warn)

    def _said(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)

    def _ask_report(self) -> None:
        sheet = RegisterSheet(self, _REPORT)
        period = self.period.period
        sheet.form.set_values({"start": str(period.start), "end": str(period.end)})
        self.frame.show_sheet(sheet, sheet.form.fields["start"].editor)


def _row(row: BehindRow) -> Row:
    return {
        "day": row.day,
        "number": row.number,
        "subject": row.subject,
        "what": row.what,
        "unit": row.unit,
        "state": row.state,
    }


def _pdf(desk: Desk, start: date, end: date) -> bytes:
    return statistic_papers.pdf(desk, Period(start, end))


def _save(desk: Desk, start: date, end: date, path: Path) -> Changes:
    return statistic_papers.save(desk, Period(start, end), path)


_REPORT = Register(
    statistic_papers.NAME, "起始日期", "各项统计图和表：PDF 可以打印，XLSX 一项一张表，导出记入操作日志。", _save, _pdf
)
