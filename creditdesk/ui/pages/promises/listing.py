"""The list of promises: those that run, broken ones that wait for a decision, and those at their end."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import promise_lists
from creditdesk.services.desk import Desk
from creditdesk.services.promise_lists import CLOSED, OPEN, PROPOSED, PromiseRow
from creditdesk.ui import theme
from creditdesk.ui.widgets.chips import Chip, Chips
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row
from creditdesk.ui.worker import Worker

_COLUMNS = (
    Column("due", "补齐期限", 104),
    Column("subject", "信用主体", stretch=3),
    Column("matter", "办理事项", stretch=3),
    Column("unit", "受理单位", kind="second", stretch=3, hide_below=620),
    Column("words", "状态", 124),
)
_TONES = {OPEN: "accent", PROPOSED: "today", CLOSED: "text2"}


class PromiseList(QFrame):
    """The left side of the page. Sends `chosen` with a promise's id or None."""

    chosen = Signal(object)

    def __init__(self, worker: Worker, begin: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(400)
        self.chips = Chips("范围", (Chip(OPEN, "待补齐"), Chip(PROPOSED, "待决定"), Chip(CLOSED, "已结束")))
        self.search, self.total = SearchEdit("查找主体、事项或单位", "Ctrl+F"), Label("", "second")
        self.table = Table(_COLUMNS, worker, "容缺受理承诺")
        hint = "申请人承诺补齐材料的，按 F8 登记，到期之前列在工作台上"
        self._none = EmptyState("record", "没有待补齐的承诺", hint, begin)
        self._no_match = EmptyState("filter", "没有符合条件的承诺", "换一个范围，或清除查找")
        self.table.set_empty(self._none)
        self._lay_out()
        self.chips.chosen.connect(lambda _name: self.reload())
        self.search.textChanged.connect(lambda _text: self.reload())
        self.table.chosen.connect(self.chosen)
        self.table.counted.connect(lambda count: self.total.setText(f"{count:,} 件"))

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again; `choose` becomes the current row."""
        text, state = self.search.text(), self.chips.current()
        for each in (self._none, self._no_match):
            each.hide()
        self.table.set_empty(self._none if state == OPEN and not text.strip() else self._no_match)
        self.table.ask(lambda desk, _sort, _falling: promise_lists.ids(desk, text, state), _rows)
        if choose is not None:
            self.table.reload(choose)

    def show_promise(self, row: PromiseRow) -> None:
        """Make a promise current; what hides it is lifted."""
        # After an act the list may still show the promise under the state it had before.
        if self.chips.current() != row.state or not self.table.choose(row.id):
            self.search.clear()
            self.chips.choose(row.state)
            self.reload(row.id)

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
    return [_row(row) for row in promise_lists.rows(desk, wanted)]


def _row(row: PromiseRow) -> Row:
    return {
        "due": str(row.due),
        "subject": row.subject,
        "matter": row.matter,
        "unit": row.unit,
        "words": Cell(row.words, tone=_TONES[row.state]),
    }
