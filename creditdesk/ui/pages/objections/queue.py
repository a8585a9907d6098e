"""The queue: chips, filters, and the list of cases with the most pressing first."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import objection_lists, units
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import VIEWS, Filter, QueueRow
from creditdesk.ui import theme
from creditdesk.ui.widgets.chips import Chip, Chips, FilterButton
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import CHUNK, Cell, Column, Row
from creditdesk.ui.worker import Worker

_COLUMNS = (
    Column("number", "案号", 102, sort="number"),
    Column("applicant", "申请人", sort="applicant", stretch=3),
    Column("unit", "来源单位", 0, "second", stretch=2, hide_below=640),
    Column("stage", "阶段", 56, "second", hide_below=520),
    Column("due", "最晚办理", 114, sort="due"),
    Column("urgency", "紧急程度", 100, "pill"),
    Column("slack", "余日", 56, "figure"),
)
_TONES = {"overdue": "over", "today": "today"}


class Queue(QFrame):
    """Sends `chosen` with a case's identity (None when the list is empty) and `counted` with the chips' numbers."""

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(object)

    def __init__(self, worker: Worker, register: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.worker = worker
        self.filter = Filter()
        self._units: dict[str, str] = {}
        self._stages: dict[str, str] = {}
        self.chips = Chips("视图", [Chip(name, label) for name, label in VIEWS.items()])
        self.search = SearchEdit("在列表中查找", "Ctrl+F")
        self.stage, self.unit = FilterButton("阶段"), FilterButton("来源单位")
        self.total = Label("", "second")
        self.table = Table(_COLUMNS, worker, "异议", sort="due")
        self._none = EmptyState("objection", "没有在办的异议", "收到书面或网上申请后在此登记，期限自动计算", register)
        self._no_match = EmptyState("search", "没有符合条件的异议", "可换一个视图，或清除查找和筛选")
        self.table.set_empty(self._none)
        self._lay_out()
        self.chips.chosen.connect(lambda view: self._narrow(view=view))
        self.search.textChanged.connect(lambda text: self._narrow(text=text))
        self.stage.chosen.connect(lambda label: self._narrow(stage=self._stages.get(label, "")))
        self.unit.chosen.connect(lambda label: self._narrow(unit_id=self._units.get(label, "")))
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.counted.connect(lambda count: self.total.setText(f"{count:,} 件"))

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again for rows, chips and what the filters offer."""
        self.table.ask(self._ids, _rows, self._begin)
        if choose is not None:
            self.table.reload(choose)
        self.worker.ask(objection_lists.counts, owner=(self, "counts"), on_done=self._show_counts, counting=True)
        self.worker.ask(_offers, owner=(self, "offers"), on_done=self._show_offers)

    def show_case(self, case_id: str, view: str) -> None:
        """Make a case current, in the chips' `view`, with every filter lifted when it is not in the list."""
        if self.filter.view == view and self.table.choose(case_id):
            return
        self.filter = Filter(view)
        for each in (self.chips, self.search, self.stage, self.unit):
            each.blockSignals(True)
        self.chips.choose(view)
        self.search.clear()
        self.stage.choose("")
        self.unit.choose("")
        for each in (self.chips, self.search, self.stage, self.unit):
            each.blockSignals(False)
        self._show_empty()
        self.table.ask(self._ids, _rows, self._begin)
        self.table.reload(case_id)

    def show_view(self, view: str) -> None:
        """Let a chip hold."""
        self.chips.choose(view)

    def _lay_out(self) -> None:
        self.setMinimumWidth(400)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(theme.MARGIN, theme.PAD_SMALL + 2, theme.MARGIN - 4, theme.PAD_SMALL + 2)
        head.setSpacing(theme.PAD_SMALL)
        head.addWidget(self.chips)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_SMALL)
        self.search.setMaximumWidth(220)
        row.addWidget(self.search, 1)
        row.addWidget(self.stage)
        row.addWidget(self.unit)
        row.addStretch(1)
        row.addWidget(self.total)
        head.addLayout(row)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.table, 1)

    def _ids(self, desk: Desk, sort: str, descending: bool) -> Sequence[str]:
        plain = sort == "due" and not descending
        return objection_lists.ids(desk, replace(self.filter, sort="" if plain else sort, descending=descending))

    def _begin(self, desk: Desk, sort: str, descending: bool) -> tuple[Sequence[str], Sequence[Row]]:
        plain = sort == "due" and not descending
        wanted = replace(self.filter, sort="" if plain else sort, descending=descending)
        found = objection_lists.page(desk, wanted, CHUNK)
        return [row.id for row in found], [_row(row) for row in found]

    def _narrow(self, **changed: Any) -> None:
        self.filter = replace(self.filter, **changed)
        self._show_empty()
        self.table.reload()

    def _show_empty(self) -> None:
        """Say what belongs here, or that nothing matches."""
        for state in (self._none, self._no_match):
            state.hide()
        self.table.set_empty(self._none if self.filter == Filter() else self._no_match)

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        numbers = {name: None if name == "done" else counts[name] for name in VIEWS}
        self.chips.show_chips([Chip(name, label, numbers[name]) for name, label in VIEWS.items()])
        self.counted.emit(counts)

    def _show_offers(self, offers: tuple[dict[str, str], dict[str, str]]) -> None:
        self._units, self._stages = offers
        self.unit.set_options(list(self._units))
        self.stage.set_options(list(self._stages))


def _offers(desk: Desk) -> tuple[dict[str, str], dict[str, str]]:
    """Return the units and the stages a queue can be narrowed to, identities by label."""
    rules = desk.catalogue.procedure("objection").rule_sets
    stages = {stage.label: stage.name for rule in rules for stage in rule.stages}
    return {unit.name: unit.id for unit in units.listing(desk)}, stages


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(row) for row in objection_lists.rows(desk, wanted)]


def _row(row: QueueRow) -> Row:
    slack = "" if row.slack is None else f"−{-row.slack}" if row.slack < 0 else str(row.slack)
    return {
        "number": row.number,
        "applicant": row.applicant,
        "unit": row.unit,
        "stage": row.stage,
        "due": Cell(str(row.due) if row.due else "—", mark="班" if row.makeup else ""),
        "urgency": Cell(row.words.partition(" ")[0], row.urgency),
        "slack": Cell(slack, tone=_TONES.get(row.urgency, "")),
    }


def open_cases(desk: Desk) -> int:
    """Return how many cases are open, for the number in the rail."""
    return objection_lists.counts(desk)["open"]
