"""The model of a list: its beginning, then all ids; rows in chunks when they come into sight, through the worker."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from creditdesk.ui.worker import Worker

CHUNK = 100  # rows asked at once
TOO_MANY = "，匹配过多，请再输入几个字"
"""What stands behind the number of rows when a text finds more than a list is narrowed to."""
_KEPT = 60  # chunks kept; the least lately asked ones go first
CELL = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell: words, and how they look.

    `urgency` makes a pill; `tone` is a colour token; `mark` a framed word after the text, such as 班.
    """

    text: str
    urgency: str = ""
    tone: str = ""
    mark: str = ""
    medium: bool = False


Row = Mapping[str, Cell | str | int | None]
Ids = Callable[..., Sequence[Hashable]]
Rows = Callable[..., Sequence[Row]]
Beginning = Callable[..., tuple[Sequence[Hashable], Sequence[Row]]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the name of its cells, its head, and how it is shown.

    `width` in pixels, or 0 to share what is left by `stretch`; `hide_below` is the table width under which it goes.
    `kind`: text, second (greyer), strong, figure (right-aligned), pill (Cell.urgency), code (cut in its middle, because
    the end of a number is what tells it from the next).
    """

    name: str
    label: str
    width: int = 0
    kind: str = "text"
    sort: str = ""
    stretch: int = 1
    hide_below: int = 0


class TableModel(QAbstractTableModel):
    """Ids of everything, rows of what is seen.

    `arrived` is sent when the ids are there, `began` before it when the beginning of a long list is shown already.
    """

    began = Signal()
    arrived = Signal()

    def __init__(self, columns: Sequence[Column], worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._worker = worker
        self._ids: Sequence[Hashable] = ()
        self._chunks: dict[int, Sequence[Row]] = {}
        self._wanted: list[int] = []
        self._asking = False
        self._ask_rows: Rows | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fetch)
        self.loaded = False

    def ask(self, ids: Ids, rows: Rows, beginning: Beginning | None = None) -> None:
        """Show what `ids(desk)` returns, each row as `rows(desk, ids)` tells it; all run on reading threads.

        `beginning(desk)` returns the first CHUNK of the same ids with their rows; these are shown while the rest is
        still looked for.
        """
        self._ask_rows = rows
        if beginning is None:
            self._worker.ask(ids, owner=self, on_done=self._take_ids, counting=True)
        else:
            self._worker.ask(beginning, owner=self, on_done=partial(self._begin, ids))

    def id_at(self, row: int) -> Hashable | None:
        """Return the id shown in `row`, None outside."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, wanted: Hashable) -> int:
        """Return the row that shows the id `wanted`, or -1."""
        try:
            return self._ids.index(wanted)
        except ValueError:
            return -1

    def row_at(self, row: int) -> Row | None:
        """Return the cells of `row` if they have arrived, else ask for them and return None."""
        chunk = self._chunks.get(row // CHUNK)
        if chunk is None:
            self._want(row // CHUNK)
            return None
        return chunk[row % CHUNK] if row % CHUNK < len(chunk) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Return how many things there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Return the head of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].label
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the Cell for painting (CELL), or its words; None while it is on its way."""
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.row_at(index.row())
        if row is None:
            return None
        cell = as_cell(row.get(self.columns[index.column()].name))
        return cell if role == CELL else f"{cell.text} {cell.mark}".strip()

    def _begin(self, ids: Ids, page: tuple[Sequence[Hashable], Sequence[Row]]) -> None:
        first, rows = page
        self._show(first, {0: rows})
        if len(first) < CHUNK:
            self.arrived.emit()
        else:
            self._worker.ask(ids, owner=self, on_done=partial(self._go_on, first), counting=True)
            self.began.emit()

    def _go_on(self, first: Sequence[Hashable], ids: Sequence[Hashable]) -> None:
        """Put the rest below what is shown; the officer may have walked in it meanwhile."""
        if first is not self._ids or list(ids[: len(first)]) != list(first):
            self._show(ids, {})
        elif len(ids) > len(first):
            self.beginInsertRows(QModelIndex(), len(first), len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        self.arrived.emit()

    def _take_ids(self, ids: Sequence[Hashable]) -> None:
        self._show(ids, {})
        self.arrived.emit()

    def _show(self, ids: Sequence[Hashable], chunks: dict[int, Sequence[Row]]) -> None:
        self.beginResetModel()
        self._ids = ids
        self._chunks = chunks
        self._wanted = []
        self._asking = False
        self.loaded = True
        self.endResetModel()

    def _want(self, chunk: int) -> None:
        # What was seen last is asked first; chunks scrolled past long ago are forgotten.
        if self._wanted and self._wanted[-1] == chunk:
            return
        if chunk in self._wanted:
            self._wanted.remove(chunk)
        self._wanted = [*self._wanted[-2:], chunk]
        if not self._asking and not self._timer.isActive():
            self._timer.start(0)

    def _fetch(self) -> None:
        if not self._wanted or self._ask_rows is None:
            return
        chunk = self._wanted.pop()
        self._asking = True
        ids = self._ids[chunk * CHUNK : (chunk + 1) * CHUNK]
        whole = self._ids
        self._worker.ask(
            self._ask_rows, ids, owner=(self, "rows"),
            on_done=lambda rows: self._take_rows(whole, chunk, rows),
            on_end=lambda: self._rest(whole, chunk),
        )  # fmt: skip

    def _take_rows(self, whole: Sequence[Hashable], chunk: int, rows: Sequence[Row]) -> None:
        if whole is not self._ids:
            return
        self._chunks[chunk] = rows
        while len(self._chunks) > _KEPT:
            del self._chunks[next(iter(self._chunks))]
        first, last = chunk * CHUNK, min((chunk + 1) * CHUNK, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _rest(self, whole: Sequence[Hashable], chunk: int) -> None:
        if whole is not self._ids:
            return
        self._asking = False
        # Rows that could not be read stay grey until the list is asked again: no endless repetition of one fault.
        self._chunks.setdefault(chunk, ())
        if self._wanted:
            self._timer.start(0)


def as_cell(value: Cell | str | int | None) -> Cell:
    """Return `value` as a Cell; nothing becomes an empty one."""
    if isinstance(value, Cell):
        return value
    return Cell("" if value is None else str(value))
