"""The list of repairs: those under way, or those at their end."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import repair_lists
from creditdesk.services.desk import Desk
from creditdesk.services.repair_lists import RepairRow
from creditdesk.ui import theme
from creditdesk.ui.widgets.chips import Chip, Chips
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row
from creditdesk.ui.worker import Worker

RUNNING, ENDED = "running", "ended"
_COLUMNS = (
    Column("number", "案号", 96, "code"),
    Column("subject", "信用主体", stretch=3),
    Column("record", "申请修复的信息", stretch=4, hide_below=760),
    Column("regime", "适用规则", stretch=3),
    Column("latest", "最长公示至", 104, "second", hide_below=540),
    Column("state", "状态", 110),
)


class RepairList(QFrame):
    """The left side of the page. Sends `chosen` with a case's id or None."""

    chosen = Signal(object)

    def __init__(self, worker: Worker, begin: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(400)
        self.chips = Chips("范围", (Chip(RUNNING, "在办"), Chip(ENDED, "已结束")))
        self.search, self.total = SearchEdit("查找主体或案号", "Ctrl+F"), Label("", "second")
        self.table = Table(_COLUMNS, worker, "信用修复")
        self._none = EmptyState(
            "refresh", "没有在办的修复申请", "失信信息纠正后，按 F8 登记申请，适用规则和日期自动给出", begin
        )
        self._no_match = EmptyState("filter", "没有符合条件的修复", "换一个范围，或清除查找")
        self.table.set_empty(self._none)
        self._lay_out()
        self.chips.chosen.connect(lambda _name: self.reload())
        self.search.textChanged.connect(lambda _text: self.reload())
        self.table.chosen.connect(self.chosen)
        self.table.counted.connect(lambda count: self.total.setText(f"{count:,} 件"))

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again; `choose` becomes the current row."""
        text, running = self.search.text(), self.chips.current() == RUNNING
        for state in (self._none, self._no_match):
            state.hide()
        self.table.set_empty(self._none if running and not text.strip() else self._no_match)
        self.table.ask(lambda desk, _sort, _falling: repair_lists.ids(desk, text, running=running), _rows)
        if choose is not None:
            self.table.reload(choose)

    def show_case(self, case_id: str, *, running: bool) -> None:
        """Make a repair current; what hides it is lifted."""
        if not self.table.choose(case_id):
            self.search.clear()
            self.chips.choose(RUNNING if running else ENDED)
            self.reload(case_id)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.PAD_SMALL + 2, theme.MARGIN, theme.PAD_SMALL + 2)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(self.chips)
        self.search.setMaximumWidth(240)
        row.addWidget(self.search, 1)
        row.addStretch(1)
        row.addWidget(self.total)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(line())
        column.addWidget(self.table, 1)


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(row) for row in repair_lists.rows(desk, wanted)]


def _row(row: RepairRow) -> Row:
    return {
        "number": row.number,
        "subject": row.subject,
        "record": row.record,
        "regime": row.regime,
        "latest": row.latest_on or "没有给出",
        "state": Cell(row.outcome.removesuffix("信用修复") or row.state, tone="accent" if row.open else "text2"),
    }
