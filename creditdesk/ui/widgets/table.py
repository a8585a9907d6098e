"""The list: a view over any number of rows that asks only for those in sight."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from creditdesk.ui import theme
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.table_cells import CellPainter, Head
from creditdesk.ui.widgets.table_model import CHUNK, Beginning, Column, Index, Row, Rows, TableModel
from creditdesk.ui.worker import Worker

SortedIds = Callable[..., Sequence[Hashable]]
T = TypeVar("T")


class Table(QTableView):
    """A list with fixed rows.

    Sends `chosen` when the current row changes, `opened` on Enter or a double click, `sorted` with a column's sort word
    and whether it falls, and `counted` when the number of rows is known.
    """

    chosen = Signal(object)
    opened = Signal(object)
    sorted = Signal(str, bool)
    counted = Signal(int)

    def __init__(self, columns: Sequence[Column], worker: Worker, name: str, sort: str = "", descending: bool = False,
                 row_height: int = theme.ROW, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.columns = tuple(columns)
        self.table = TableModel(columns, worker, self)
        self._cells = CellPainter(self.columns, self)
        self._head = Head(self.columns, self)
        self._ids: SortedIds | None = None
        self._rows: Rows | None = None
        self._beginning: Beginning | None = None
        self._keep: Hashable | None = None
        self._keep_row = 0
        self._empty: EmptyState | None = None
        self._head.sorted_by, self._head.descending = sort, descending
        self._set_up(name, row_height)

    def ask(self, ids: SortedIds, rows: Rows, beginning: Beginning | None = None) -> None:
        """Show what `ids(desk, sort, descending)` finds; `rows(desk, ids)` tells each id's cells by column name.

        All run on reading threads. Filters are bound into `ids`. The chosen row is kept when it is still there.
        `beginning`, asked like `ids`, returns the first CHUNK of them with their rows: a long list is there at once.
        """
        self._ids, self._rows, self._beginning = ids, rows, beginning
        self.reload()

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again; afterwards `choose`, or else what was chosen before, is the current row."""
        if self._ids is None or self._rows is None:
            return
        self._keep = choose if choose is not None else self.current_id()
        self._keep_row = max(self.currentIndex().row(), 0)
        order = self.order
        # A row further down is found again in the whole list, without a jump to the top before it.
        beginning = _ordered(self._beginning, order) if self._beginning and self._keep_row < CHUNK else None
        self.table.ask(_ordered(self._ids, order), self._rows, beginning)

    @property
    def order(self) -> tuple[str, bool]:
        """The sort word of the column the list is sorted by, and whether it falls."""
        return self._head.sorted_by, self._head.descending

    def current_id(self) -> Hashable | None:
        """Return the id of the current row, None when there is none."""
        return self.table.id_at(self.currentIndex().row())

    def current_row(self) -> Row | None:
        """Return the cells of the current row if they have arrived."""
        return self.table.row_at(self.currentIndex().row()) if self.current_id() is not None else None

    def choose(self, wanted: Hashable) -> bool:
        """Make the row of `wanted` current and bring it into sight; False when it is not in the list."""
        row = self.table.row_of(wanted)
        if row >= 0:
            self._go(row)
        return row >= 0

    def let_choose(self, hidden: Iterable[str]) -> Head:
        """Let the officer put columns away, these to begin with; returns the head, which tells of each choice."""
        self._head.choosable = True
        self._head.put_away.connect(lambda _hidden: self._share())
        self.put_away(hidden)
        return self._head

    def put_away(self, hidden: Iterable[str]) -> None:
        """Show every column but these, as the officer left the list."""
        self._head.hidden = frozenset(hidden)
        self._share()

    def set_empty(self, state: EmptyState) -> None:
        """Show `state` over the list when nothing is in it."""
        self._empty = state
        state.setParent(self.viewport())
        state.hide()
        self._place_empty()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row; Home and End go to the first and last one."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.table.rowCount():
            self._go(0 if key == Qt.Key.Key_Home else self.table.rowCount() - 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lighten the whole row under the pointer."""
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Lighten no row when the pointer leaves."""
        self._hover(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._share()
        self._place_empty()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Tell which row is current now."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(self.table.id_at(current.row()))

    def _set_up(self, name: str, row_height: int) -> None:
        self.setAccessibleName(name)
        self.setModel(self.table)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(self._head)
        self._head.sectionClicked.connect(self._sort)
        self._head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setMinimumSectionSize(row_height)
        upright.setDefaultSectionSize(row_height)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.began.connect(self._began)
        self.table.arrived.connect(self._arrived)
        self.doubleClicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        wanted = self.table.id_at(index.row())
        if wanted is not None:
            self.opened.emit(wanted)

    def _sort(self, section: int) -> None:
        word = self.columns[section].sort
        if word:
            self._head.descending = word == self._head.sorted_by and not self._head.descending
            self._head.sorted_by = word
            self._head.viewport().update()
            self.sorted.emit(word, self._head.descending)
            self.reload()

    def _began(self) -> None:
        """Choose in the beginning of the list, unless what to choose may stand further down."""
        row = self.table.row_of(self._keep) if self._keep is not None else self._keep_row
        if 0 <= row < self.table.rowCount():
            self._go(row)

    def _arrived(self) -> None:
        count = self.table.rowCount()
        row = self.table.row_of(self._keep) if self._keep is not None else -1
        if self.currentIndex().isValid():
            # It was chosen in the beginning of the list, by us or by the officer, who may be reading it.
            pass
        elif count:
            self._go(row if row >= 0 else min(self._keep_row, count - 1))
        else:
            self.chosen.emit(None)
        self._place_empty()
        self.counted.emit(count)

    def _go(self, row: int) -> None:
        index = self.table.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _hover(self, row: int) -> None:
        before, self._cells.hovered = self._cells.hovered, row
        for each in {before, row} - {-1}:
            top = self.rowViewportPosition(each)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(each))

    def _share(self) -> None:
        width = self.viewport().width()
        wanted = [at for at, column in enumerate(self.columns) if column.name not in self._head.hidden]
        shown = [at for at in wanted if width >= self.columns[at].hide_below]
        rest = max(width - sum(self.columns[at].width for at in shown), 0)
        parts = sum(self.columns[at].stretch for at in shown if not self.columns[at].width) or 1
        for at, column in enumerate(self.columns):
            self.setColumnHidden(at, at not in shown)
            if at in shown:
                self.setColumnWidth(at, column.width or max(rest * column.stretch // parts, 24))
        for part in (self._cells, self._head):
            part.first, part.last = (shown[0], shown[-1]) if shown else (0, 0)

    def _place_empty(self) -> None:
        if self._empty is not None:
            self._empty.setVisible(self.table.loaded and not self.table.rowCount())
            self._empty.setGeometry(self.viewport().rect())


def _ordered(ask: Callable[..., T], order: tuple[str, bool]) -> Callable[[Any], T]:
    return lambda desk: ask(desk, *order)
