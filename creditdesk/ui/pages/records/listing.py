"""The list of records: drafts first, then what the filters leave, the latest changed at the top."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.identities import Identities
from creditdesk.services.record_lists import Filter
from creditdesk.ui import theme
from creditdesk.ui.pages.list_tools import Export, ListTools
from creditdesk.ui.pages.records.paper import STATES, kinds_of
from creditdesk.ui.pages.records.rows import COLUMNS, LIST, USUALLY_HIDDEN, begin, cells, export, find
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.chips import FilterButton
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import TOO_MANY, Row
from creditdesk.ui.worker import Worker

_PAUSE = 150  # milliseconds of rest before the list follows what is typed


class RecordList(QFrame):
    """The left side of the page. Sends `chosen` with a record's id, a DraftId or None, and `opened` on Enter.

    `exported` tells in one sentence that the list was written to a workbook.
    """

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(int)

    def __init__(self, worker: Worker, new: QAction, clear: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(300)
        self.worker = worker
        self.wanted = Filter()
        self._cut = False
        self._kinds = {kind.label: kind.name for kind in kinds_of(worker)}
        self._wished: Hashable | None = None
        self._asked = False
        self.search = SearchEdit("名称、代码、文号", "Ctrl+F")
        self.kind = FilterButton("信息类别", tuple(self._kinds))
        self.grade = FilterButton("等级", _grades(worker))
        self.state = FilterButton("状态", tuple(STATES.values()))
        self.count = Label("", "hint13")
        self.table = Table(COLUMNS, worker, "信用记录", sort="changed_at", descending=True)
        self._nothing = EmptyState("record", "这里还没有信用记录", "按目录逐条录入，或导入来源单位报送的表格", new)
        self._no_match = EmptyState("filter", "没有符合条件的记录", "换一个条件，或显示全部", clear)
        self.table.set_empty(self._no_match)
        self.table.set_empty(self._nothing)
        self.tools = ListTools(self, self.table, worker, LIST, "信用记录", USUALLY_HIDDEN)
        self.tools.export = self._export
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._lay_out(new)
        self._connect()

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again; `choose` becomes the current row once it has arrived."""
        self._wished = choose if choose is not None else self._wished
        self._kinds = {kind.label: kind.name for kind in kinds_of(self.worker)}
        self.kind.set_options(tuple(self._kinds))
        if not self._asked:
            self._asked = True
            self.tools.remember()
            self.table.ask(self._find, cells, self._begin)
        else:
            self.table.reload(choose=self._wished)

    def show_all(self, choose: Hashable, kind: str = "") -> None:
        """Drop the filters, keep at most a kind, and choose a row."""
        self.search.clear()
        for button in (self.grade, self.state):
            button.choose("", tell=False)
        self.kind.choose(next((label for label, name in self._kinds.items() if name == kind), ""), tell=False)
        self._narrow(choose)

    def narrow_to(self, kind: str = "", state: str = "") -> None:
        """Show only a kind or a state, as another page asks."""
        self.search.clear()
        self.grade.choose("", tell=False)
        self.kind.choose(next((label for label, name in self._kinds.items() if name == kind), ""), tell=False)
        self.state.choose(STATES.get(state, ""), tell=False)
        self._narrow()

    def clear(self) -> None:
        """Show everything again and go to the list."""
        self.narrow_to()
        self.table.setFocus()

    def _export(self) -> Export:
        sort, falling = self.table.order
        return partial(_write, replace(self.wanted, sort=sort, descending=falling))

    def unchoose(self) -> None:
        """Let no row be current, because the form beside shows none of them."""
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(QModelIndex(), flags.Clear)

    def _begin(self, desk: Desk, sort: str, descending: bool) -> tuple[Sequence[Hashable], Sequence[Row]]:
        return begin(desk, replace(self.wanted, sort=sort, descending=descending))

    def _find(self, desk: Desk, sort: str, descending: bool) -> Sequence[Hashable]:
        found = find(desk, replace(self.wanted, sort=sort, descending=descending))
        self._cut = isinstance(found, Identities) and found.cut
        return found

    def _narrow(self, choose: Hashable | None = None) -> None:
        states = {label: name for name, label in STATES.items()}
        self.wanted = Filter(
            kind=self._kinds.get(self.kind.current, ""),
            text=self.search.text(),
            grade=self.grade.current,
            state=states.get(self.state.current, ""),
        )
        self._no_match.hide()
        self._nothing.hide()
        self.table.set_empty(self._nothing if self.wanted == Filter() else self._no_match)
        self.reload(choose)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._narrow)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self.table.setFocus)
        for button in (self.kind, self.grade, self.state):
            button.chosen.connect(lambda _option: self._narrow())
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.counted.connect(self._count)

    def _count(self, count: int) -> None:
        if self._wished is not None and self._wished == self.table.current_id():
            self._wished = None
        self.count.setText(f"{count:,} 条{TOO_MANY if self._cut else ''}")
        self.counted.emit(count)

    def _lay_out(self, new: QAction) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setContentsMargins(theme.MARGIN, 0, theme.PAD, 0)
            row.setSpacing(theme.PAD_SMALL)
        first.addWidget(self.search, 1)
        first.addWidget(Button.of(new, "plain", "plus"))
        for button in (self.kind, self.grade, self.state):
            second.addWidget(button)
        second.addStretch(1)
        second.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.table, 1)


def _write(wanted: Filter, desk: Desk, hidden: Iterable[str], path: Path) -> Changes:
    return export(desk, wanted, hidden, path)


def _grades(worker: Worker) -> tuple[str, ...]:
    """Return the grades of the first adverse kind: they are the same for all of them."""
    return next((kind.field("grade").choices for kind in kinds_of(worker) if kind.has("grade")), ())
