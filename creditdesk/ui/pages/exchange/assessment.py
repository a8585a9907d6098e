"""The pane 考核: a month's rates against their goals, unit by unit, what costs points, and the monthly return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.errors import Problem
from creditdesk.rules.reporting import Rate, next_month
from creditdesk.services import assessment_charts, assessments, monthly_returns, point_losses, rectifications
from creditdesk.services.acts import Changes
from creditdesk.services.assessments import Assessment, Figures, UnitFigures
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.monthly_returns import ReturnState
from creditdesk.services.rectifications import RectificationRow
from creditdesk.ui import printing, theme
from creditdesk.ui.pages.exchange.assessment_charts import AssessmentCharts
from creditdesk.ui.pages.exchange.pane import ExchangePane, fill
from creditdesk.ui.pages.exchange.unit_notices import UnitNotices
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.meter import Meter
from creditdesk.ui.widgets.panel import Facts, Panel
from creditdesk.ui.widgets.segments import Segments
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

SIDE = 288
_WHOLE, _PUBLICITY = "全部信息", "双公示"
_LIST, _CHART = "列表", "图表"
_COUNTS = {
    "reportable": "应报",
    "left": "已报",
    "timely": "按期",
    "late": "迟报",
    "overdue": "逾期未报",
    "pending": "未到期",
    "rejected": "退回",
}
_LESS, _WIDE = frozenset({"timely", "pending"}), 940
_BAD = frozenset({"late", "overdue", "rejected"})
_RATES = {"timely": "及时率", "complete": "完整率", "accurate": "准确率", "entered": "有效入库率"}
_UNITS = (
    Column("unit", "来源单位", kind="strong"),
    *(
        Column(name, label, 76 if len(label) > 3 else 58, "figure", hide_below=_WIDE if name in _LESS else 0)
        for name, label in _COUNTS.items()
    ),
    *(Column(name, label, 88 if len(label) > 3 else 70, "figure") for name, label in _RATES.items()),
)
_LOSSES = (
    Column("unit", "来源单位", stretch=3, hide_below=860),
    Column("kind", "信息类别", 96),
    Column("title", "文号或名称", kind="code", stretch=3),
    Column("subject", "主体", stretch=3),
    Column("decided_on", "决定日期", 104),
    Column("reasons", "失分原因", stretch=6),
)
_FILTER = "Excel 工作簿 (*.xlsx);;PDF 文件 (*.pdf)"
_HINT = "月报一个单位一行，许可和处罚分列；本单位公示网址、公示数量和市级网站公示数量由单位填写。"


class AssessmentPane(ExchangePane):
    """How the units reported, and what it costs."""

    label = "考核"
    nouns = frozenset(
        {"record", "package", "receipt", "receipt_row", "monthly_return", "rectification", "calendar_year"}
    )

    def build(self) -> None:
        """Lay out rates, units and lost points at the left, the monthly return at the right."""
        self.month = self.frame.today().replace(day=1) - timedelta(1)
        self.units_chosen: tuple[str, ...] = ()
        self.figure = ""
        self._stack = QStackedWidget()
        self.look: Look | None = None
        self._months: tuple[Assessment, ...] = ()
        self._make = self.add_act("编制月报", "F8", self._ask_file)
        self._print = self.add_act("打印月报", "Ctrl+P", self._ask_print)
        self.notices = UnitNotices(self)
        self._before = self.add_act("上个月", "Alt+Left", partial(self._walk, -1))
        self._after = self.add_act("下个月", "Alt+Right", partial(self._walk, 1))
        self.lay_out(self._main(), self._side())

    def reload(self) -> None:
        """Ask for the month, and for its rows that cost points."""
        self.heading.setText(f"{self.month.year}年{self.month.month}月")
        self.worker.ask(
            look, self._name(), owner=(self, "look"), on_done=self._show, on_problem=self.frame.warn, counting=True
        )
        self.worker.ask(
            assessment_charts.last_months, Period.month(self._name()), owner=(self, "months"),
            on_done=self._show_months, on_problem=self.frame.warn, counting=True,
        )  # fmt: skip
        self._ask_losses()

    def arrive(self, **where: Any) -> None:
        """Go to a `month` ("2026-10")."""
        if where.get("month"):
            self._turn(str(where["month"]))

    def panes(self) -> Sequence[QWidget]:
        """Return both tables, the choice above them and the act."""
        return (self._stack.currentWidget() or self.units, self.losses, self.scope, self.bar.primary)

    def _name(self) -> str:
        return f"{self.month:%Y-%m}"

    def _main(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        column.addWidget(self._rate_panel())
        self.units = Table(_UNITS, self.worker, "各单位", row_height=theme.ROW_SUM)
        self.units.set_empty(
            EmptyState("passed", "这个月没有作出的决定", "按决定日期归到月份；录入、报送后这里逐单位计算")
        )
        # The first row is current before anybody chose it: a click on it, or Enter, means it too.
        for signal in (self.units.chosen, self.units.clicked, self.units.opened):
            signal.connect(lambda _place: self._choose_unit())
        self.losses = Table(_LOSSES, self.worker, "失分的记录", row_height=theme.ROW_SUM)
        self.losses.set_empty(
            EmptyState("passed", "没有失分的记录", "迟报、逾期未报、退回、报出后更正和缺项的记录会列在这里")
        )
        self.losses.opened.connect(lambda record: self.frame.open_page("records", id=str(record)))
        self.losses.counted.connect(self._tell_count)
        upper = Panel("各单位", "选中单位或图上的数字，下面只列它的记录；点月份转到那个月", flush=True)
        self.as_chart = Segments((_LIST, _CHART), "各单位")
        self.as_chart.show_chosen(_LIST)
        self.as_chart.chosen.connect(lambda word: self._stack.setCurrentIndex((_LIST, _CHART).index(word)))
        upper.add_to_head(self.as_chart)
        self.charts = AssessmentCharts()
        self.charts.chosen.connect(self._narrow)
        self.charts.turned.connect(self._turn)
        self._stack.addWidget(self.units)
        self._stack.addWidget(self.charts)
        self._lower = Panel("失分的记录", "回车打开记录", flush=True)
        self._all = Button("全部单位", "link")
        self._all.clicked.connect(lambda: self._narrow(()))
        self._lower.add_to_head(self._all)
        for panel, widget, share in ((upper, self._stack, 4), (self._lower, self.losses, 5)):
            panel.body.addWidget(widget)
            column.addWidget(panel, share)
        return column

    def _rate_panel(self) -> Panel:
        panel = Panel(flush=True)
        self.heading = Label("", "number")
        earlier, later = Button("上个月", "icon", "left"), Button("下个月", "icon", "right")
        earlier.clicked.connect(self._before.trigger)
        later.clicked.connect(self._after.trigger)
        self.scope = Segments([_WHOLE, _PUBLICITY], "计算范围")
        self.scope.show_chosen(_WHOLE)
        self.scope.chosen.connect(lambda _word: self._tell())
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.PAD_SMALL, theme.MARGIN, theme.PAD_SMALL)
        row.setSpacing(theme.PAD)
        for widget in (earlier, self.heading, later, self.scope):
            row.addWidget(widget)
        row.addStretch(1)
        self._meters = QHBoxLayout()
        self._meters.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.PAD)
        self._meters.setSpacing(theme.MARGIN * 2)
        self.meters: dict[str, Meter] = {}
        panel.body.addLayout(row)
        panel.body.addLayout(self._meters)
        return panel

    def _side(self) -> QWidget:
        side = Panel("双公示月报", flush=True)
        side.setFixedWidth(SIDE)
        self.facts = Facts(56)
        holder = QVBoxLayout()
        holder.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.PAD)
        holder.setSpacing(theme.PAD_SMALL)
        holder.addWidget(self.facts)
        holder.addWidget(Label(_HINT, "hint13", wrap=True))
        holder.addWidget(self.notices)
        side.body.addLayout(holder)
        side.body.addStretch(1)
        own = (self.notices.order, self.notices.answer, self.notices.publish)
        self.bar = ActionBar(
            self._make,
            more=[*own, self._print, self._before, self._after],
            icon="export",
        )
        side.body.addWidget(self.bar)
        return side

    def _show(self, found: "Look") -> None:
        self.look = found
        for rate in found.assessment.rates:
            if rate.name not in self.meters:
                self.meters[rate.name] = Meter(rate.label, f"目标 {rate.goal}%", rate.goal)
                self.meters[rate.name].setToolTip(_told(rate))
                self._meters.addWidget(self.meters[rate.name], 1)
        self._tell()

    def _tell(self) -> None:
        """Show the figures of what is counted: everything, or 双公示 alone."""
        found = self.look
        if found is None:
            return
        assessment, publicity = found.assessment, self.scope.current == _PUBLICITY
        figures = assessment.publicity if publicity else assessment.whole
        for name, meter in self.meters.items():
            meter.tell(figures.percent(name))
        counted = [(unit, unit.publicity if publicity else unit.whole) for unit in assessment.units]
        self.charts.tell_units(assessment, publicity=publicity)
        if self._months:
            self.charts.tell_months(self._months, publicity=publicity)
        fill(self.units, [_unit_row(unit, mine, assessment.rates) for unit, mine in counted if mine.produced])
        self.facts.tell(_facts(found.standing, self._name(), assessment))
        self._make.setEnabled(assessment.period.end < self.frame.today())
        self.notices.tell(self._name(), found.notices)
        missed = [rate.label for rate in assessment.rates if not assessments.meets(rate, figures)]
        self.tell(f"{'、'.join(missed)}未达标" if missed else "各项指标达标")

    def _choose_unit(self) -> None:
        row = self.units.current_row()
        if row is not None:
            self.notices.choose(str(row["name"]))
            self._narrow((str(row["name"]),))

    def _narrow(self, units: tuple[str, ...], figure: str = "", words: str = "") -> None:
        """List the rows of some units only, those that cost points or those counted in a figure."""
        if not figure:
            self.charts.let_go()
        if (units, figure) != (self.units_chosen, self.figure):
            self.units_chosen, self.figure = units, figure
            self._ask_losses(words or "、".join(units))

    def _show_months(self, found: tuple[Assessment, ...]) -> None:
        self._months = found
        self.charts.tell_months(found, publicity=self.scope.current == _PUBLICITY)

    def _ask_losses(self, words: str = "") -> None:
        period, units, figure = Period.month(self._name()), self.units_chosen, self.figure
        self._all.setVisible(bool(units or figure))
        self._lower.hint.setText(f"{words}　回车打开记录" if words else "回车打开记录")
        self.losses.ask(
            lambda desk, *_: point_losses.ids(desk, period, units, figure),
            lambda desk, wanted: [_loss_row(loss) for loss in point_losses.rows(desk, period, wanted)],
        )

    def _tell_count(self, count: int) -> None:
        name = "记录" if self.figure else "失分的记录"
        self._lower.title.setText(f"{name} {count} 条" if count else name)

    def _walk(self, step: int) -> None:
        first = self.month.replace(day=1)
        self._turn(f"{next_month(first, 1) if step > 0 else first - timedelta(1):%Y-%m}")

    def _turn(self, month: str) -> None:
        self.month = Period.month(month).start
        self.units_chosen, self.figure = (), ""
        self.charts.let_go()
        self.reload()

    def _ask_file(self) -> None:
        name = f"双公示月报 {self._name()}.xlsx"
        path, _ = QFileDialog.getSaveFileName(self, "编制月报", name, _FILTER)
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Make the return of the month shown and write it into a file."""
        self.worker.run(
            monthly_returns.save, self._name(), path, touched=frozenset({"monthly_return"}),
            on_done=self._said, on_problem=self.frame.warn,
        )  # fmt: skip

    def _said(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)

    def _ask_print(self) -> None:
        self.worker.ask(
            monthly_returns.pdf, self._name(), owner=(self, "print"), on_done=self._send, on_problem=self.frame.warn
        )

    def _send(self, pdf: bytes) -> None:
        try:
            printed = printing.print_pdf(pdf, f"双公示月报 {self._name()}", self)
        except Problem as problem:
            self.frame.warn(problem.sentence)
            return
        if printed:
            self.frame.say(f"已打印{self._name()}双公示月报")


@dataclass(frozen=True)
class Look:
    """A month as the pane shows it."""

    assessment: Assessment
    standing: ReturnState
    notices: tuple[RectificationRow, ...]


def look(desk: Desk, month: str) -> Look:
    """Return a month's assessment, how its return stands, and which units were told."""
    period = Period.month(month)
    notices = rectifications.listing(desk, period)
    return Look(assessments.assess(desk, period), monthly_returns.state(desk, month), notices)


def _told(rate: Rate) -> str:
    return f"{rate.label}：{rate.told}" + (f"；{rate.points} 分" if rate.points else "")


def _unit_row(unit: UnitFigures, figures: Figures, rates: Sequence[Rate]) -> Row:
    counts = {name: _count(name, getattr(figures, name)) for name in _COUNTS}
    return {"name": unit.unit, "unit": unit.unit, **counts, **{rate.name: _rate(rate, figures) for rate in rates}}


def _count(name: str, number: int) -> Cell:
    if not number:
        return Cell("0", tone="text3")
    return Cell(f"{number:,}", tone="today" if name in _BAD else "", medium=name in _BAD)


def _rate(rate: Rate, figures: Figures) -> Cell:
    percent = figures.percent(rate.name)
    if percent is None:
        return Cell("—", tone="text3")
    missed = not assessments.meets(rate, figures)
    return Cell(f"{percent:.1f}%", tone="today" if missed else "", medium=missed)


def _loss_row(loss: point_losses.PointLoss) -> Row:
    return {
        "unit": loss.unit,
        "kind": loss.kind,
        "title": loss.title,
        "subject": loss.subject,
        "decided_on": loss.decided_on,
        "reasons": "；".join(loss.reasons),
    }


def _facts(standing: ReturnState, month: str, assessment: Assessment) -> list[tuple[str, str | QWidget]]:
    units = sum(bool(unit.publicity.produced) for unit in assessment.units)
    made = f"{standing.made_on}，{standing.officer}" if standing.made_on else "还没有编制"
    return [("月份", month), ("单位", f"{units} 个"), ("最晚", str(standing.due)), ("编制", made)]
