"""The list of subjects with its search by name, code and pinyin initials."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import double_scan, list_exports, merges, subject_overview, subjects
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.list_exports import ListExport
from creditdesk.services.subjects import CATEGORIES, SubjectRow
from creditdesk.ui import theme
from creditdesk.ui.pages.list_tools import Export, ListTools
from creditdesk.ui.widgets.chips import FilterButton
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import CHUNK, TOO_MANY, Cell, Column, Row, as_cell
from creditdesk.ui.worker import Worker

_PAUSE = 150  # milliseconds of rest before the list follows what is typed
# What waits for an officer's decision: its words, and the question that finds the subjects.
_WAITING: dict[str, Callable[[Desk], list[str]]] = {
    "责任人": subject_overview.waiting_subjects,
    "疑似同一主体": double_scan.suspected,
}
_COLUMNS = (
    Column("name", "名称", sort="name"),
    Column("code", "代码", 182, "second", hide_below=420),
    Column("category", "类别", 118, "second", "category"),
    Column("records", "记录", 54, "figure"),
    Column("adverse", "失信", 54, "figure"),
    Column("objections", "异议", 62, "figure"),
)
USUALLY_HIDDEN = ("category", "adverse")


def cells(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    """Return the cells of subjects, in the same order."""
    rows = {row.id: _cells(row) for row in subjects.rows(desk, wanted)}
    return [rows.get(one, {}) for one in wanted]


def _write(
    words: tuple[str, ...], find: Callable[[Desk], Sequence[Hashable]], desk: Desk, hidden: Iterable[str], path: Path
) -> Changes:
    """Write the subjects of the list with the columns in sight, and tell the journal."""
    columns = [column for column in _COLUMNS if column.name not in hidden]

    def texts(desk: Desk, some: Sequence[Hashable]) -> list[list[str]]:
        return [[as_cell(row.get(each.name)).text for each in columns] for row in cells(desk, list(map(str, some)))]

    header = tuple(column.label for column in columns)
    return list_exports.save(desk, ListExport("信用主体", words, header, find(desk), texts), path)


def _cells(row: SubjectRow) -> Row:
    return {
        "name": row.name,
        "code": row.code,
        "category": row.category,
        "records": _count(row.records, "text2"),
        "adverse": _count(row.adverse, "today"),
        "objections": _count(row.objections, "accent"),
    }


def _count(number: int, tone: str) -> Cell:
    return Cell(str(number), tone=tone) if number else Cell("—", tone="text3")


class SubjectList(QFrame):
    """The left side of the page. Sends `chosen` with a subject's id or None, and `opened` on Enter."""

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(int)

    def __init__(self, worker: Worker, nothing: EmptyState, clear: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(320)
        self._text = self._category = self._waiting = ""
        self._wished: Hashable | None = None
        self._asked = self._cut = False
        self.search = SearchEdit("名称、代码、拼音首字母", "Ctrl+F")
        self.category = FilterButton("类别", tuple(CATEGORIES))
        self.waiting = FilterButton("待处理", tuple(_WAITING))
        self.count = Label("", "hint13")
        self.table = Table(_COLUMNS, worker, "信用主体", sort="changed_at", descending=True)
        self.tools = ListTools(self, self.table, worker, "subjects", "信用主体", USUALLY_HIDDEN)
        self.tools.export = self._export
        self._nothing = nothing
        self._no_match = EmptyState("filter", "没有符合条件的主体", "换一个条件，或显示全部", clear)
        self.table.set_empty(self._no_match)
        self.table.set_empty(self._nothing)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._lay_out()
        self._timer.timeout.connect(self._narrow)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self.table.setFocus)
        self.category.chosen.connect(lambda _option: self._narrow())
        self.waiting.chosen.connect(lambda _option: self._narrow())
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.counted.connect(self._count)

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again; `choose` becomes the current row once it has arrived."""
        self._wished = choose if choose is not None else self._wished
        if not self._asked:
            self._asked = True
            self.tools.remember()
            self.table.ask(self._find, cells, self._begin)
        else:
            self.table.reload(choose=self._wished)

    def show_all(self, choose: Hashable | None = None) -> None:
        """Drop the filters and choose a row."""
        self.search.clear()
        self.category.choose("", tell=False)
        self.waiting.choose("", tell=False)
        self._narrow(choose)

    def _export(self) -> Export:
        text, category, waiting = self._text.strip(), self.category.current, self._waiting
        words = tuple(word for word in (waiting, f"关键词“{text}”" if text else "", category) if word)
        sort, falling = self.table.order
        return partial(_write, words, partial(self._find, sort=sort, descending=falling))

    def _begin(self, desk: Desk, sort: str, descending: bool) -> tuple[Sequence[Hashable], Sequence[Row]]:
        first = [str(each) for each in self._find(desk, sort, descending, CHUNK)]
        return first, cells(desk, first)

    def _find(self, desk: Desk, sort: str, descending: bool, first: int = -1) -> Sequence[Hashable]:
        self._cut = False
        if self._waiting:
            return _WAITING[self._waiting](desk)[: first if first >= 0 else None]
        found = subjects.ids(desk, self._text, self._category, sort, descending=descending, first=first)
        self._cut = found.cut
        return merges.followed(desk, found) if self._text.strip() else found

    def _narrow(self, choose: Hashable | None = None) -> None:
        self._text, self._category = self.search.text(), CATEGORIES.get(self.category.current, "")
        self._waiting = self.waiting.current
        self._no_match.hide()
        self._nothing.hide()
        self.table.set_empty(self._no_match if self._text.strip() or self._category or self._waiting else self._nothing)
        self.reload(choose)

    def _count(self, count: int) -> None:
        if self._wished is not None and self._wished == self.table.current_id():
            self._wished = None
        self.count.setText(f"{count:,} 个{TOO_MANY if self._cut else ''}")
        self.counted.emit(count)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.MARGIN, 0, theme.PAD, 0)
        head.setSpacing(theme.PAD_SMALL)
        head.addWidget(self.search, 1)
        head.addWidget(self.category)
        head.addWidget(self.waiting)
        head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)
