"""The queue: chips, filters, and the list of cases with the most pressing first."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from creditdesk.rules.urgency import Urgency, words
from creditdesk.services import home, objection_lists, officers, units
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import VIEWS, Filter, QueueRow
from creditdesk.ui import theme
from creditdesk.ui.pages.due_strip import strip_day
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.chips import Chip, Chips, FilterButton
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.strip import Strip
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
_FILTERS = {"stage": "阶段", "unit_id": "来源单位", "officer_id": "经办人", "urgency": "紧急程度"}
_URGENCIES = (Urgency.OVERDUE, Urgency.TODAY, Urgency.SOON, Urgency.AMPLE, Urgency.PROVISIONAL)
_TONES = {"overdue": "over", "today": "today"}


class Queue(QFrame):
    """Sends `chosen` with a case's identity (None when the list is empty) and `counted` with the chips' numbers."""

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(object)

    def __init__(self, worker: Worker, register: QAction, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.setProperty("role", "surface")
        self.worker = worker
        self.filter = Filter()
        self._offers: dict[str, dict[str, str]] = {name: {} for name in _FILTERS}
        self.chips = Chips("视图", [Chip(name, label) for name, label in VIEWS.items()])
        self.search = SearchEdit("查找", "Ctrl+F")
        self.filters = {name: FilterButton(label) for name, label in _FILTERS.items()}
        self.saved, self.strip = QMenu(self), Strip()
        self.total = Label("", "second")
        self.table = Table(_COLUMNS, worker, "异议", sort="due")
        self._none = EmptyState("objection", "没有在办的异议", "收到书面或网上申请后在此登记，期限自动计算", register)
        self._no_match = EmptyState("search", "没有符合条件的异议", "可换一个视图，或清除查找和筛选")
        self.table.set_empty(self._none)
        self._lay_out()
        self.chips.chosen.connect(lambda view: self._narrow(view=view))
        self.search.textChanged.connect(lambda text: self._narrow(text=text))
        for name, button in self.filters.items():
            button.chosen.connect(partial(self._choose, name))
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.counted.connect(self._tell_total)
        self.strip.opened.connect(self._turn_to_day)

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again for rows, chips and what the filters offer."""
        self.table.ask(self._ids, _rows, self._begin)
        if choose is not None:
            self.table.reload(choose)
        self.worker.ask(objection_lists.counts, owner=(self, "counts"), on_done=self._show_counts, counting=True)
        self.worker.ask(home.objection_strip, owner=(self, "strip"), on_done=self._show_strip, counting=True)
        self.worker.ask(_offers, owner=(self, "offers"), on_done=self._show_offers)

    def show_case(self, case_id: str, view: str) -> None:
        """Make a case current, in the chips' `view`, with every filter lifted when it is not in the list."""
        if self.filter.view == view and self.table.choose(case_id):
            return
        self.use(Filter(view))
        self.table.reload(case_id)

    def use(self, wanted: Filter) -> None:
        """Narrow the queue to a filter as a whole; every control shows its part of it."""
        self.filter = wanted
        controls = (self.chips, self.search, *self.filters.values())
        for each in controls:
            each.blockSignals(True)
        self.chips.choose(wanted.view)
        self.search.setText(wanted.text)
        for name, button in self.filters.items():
            held = getattr(wanted, name)
            button.choose(next((label for label, value in self._offers[name].items() if value == held), ""))
        for each in controls:
            each.blockSignals(False)
        self._show_empty()
        self.table.ask(self._ids, _rows, self._begin)

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
        top = QHBoxLayout()
        top.addWidget(self.chips, 1)
        top.addWidget(Button("我的筛选", "quiet", menu=self.saved))
        head.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_SMALL)
        self.search.setMaximumWidth(220)
        row.addWidget(self.search, 1)
        for button in self.filters.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.total)
        head.addLayout(row)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.table, 1)
        column.addWidget(line())
        ahead = QVBoxLayout()
        ahead.setContentsMargins(theme.MARGIN, 4, theme.MARGIN, 4)
        ahead.addWidget(self.strip)
        column.addLayout(ahead)

    def _turn_to_day(self, day: date) -> None:
        """Show only what falls due on a day; the same day again shows everything."""
        told = day.isoformat()
        self._narrow(due="" if self.filter.due == told else told)

    def _show_strip(self, days: Sequence[home.StripDay]) -> None:
        self.strip.tell([strip_day(day) for day in days], self._today())

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

    def _tell_total(self, count: int) -> None:
        day = f"{self.filter.due} 到期 · " if self.filter.due else ""
        self.total.setText(f"{day}{count:,} 件")

    def _show_empty(self) -> None:
        """Say what belongs here, or that nothing matches."""
        for state in (self._none, self._no_match):
            state.hide()
        self.table.set_empty(self._none if self.filter == Filter() else self._no_match)

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        numbers = {name: None if name == "done" else counts[name] for name in VIEWS}
        self.chips.show_chips([Chip(name, label, numbers[name]) for name, label in VIEWS.items()])
        self.counted.emit(counts)

    def _choose(self, name: str, label: str) -> None:
        self._narrow(**{name: self._offers[name].get(label, "")})

    def _show_offers(self, offers: dict[str, dict[str, str]]) -> None:
        self._offers = offers
        for name, button in self.filters.items():
            button.set_options(list(offers[name]))


def _offers(desk: Desk) -> dict[str, dict[str, str]]:
    """Return what a queue can be narrowed to: for each part of a filter its values by label."""
    rules = desk.catalogue.procedure("objection").rule_sets
    return {
        "stage": {stage.label: stage.name for rule in rules for stage in rule.stages},
        "unit_id": {unit.name: unit.id for unit in units.listing(desk)},
        "officer_id": {officer.name: officer.id for officer in officers.listing(desk)},
        "urgency": {words(urgency, None): urgency.value for urgency in _URGENCIES},
    }


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
