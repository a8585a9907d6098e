"""A list with chips, a search line and the number of its rows over it: the left side of most pages."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services.desk import Desk
from creditdesk.ui import theme
from creditdesk.ui.widgets.chips import Chip, Chips
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row
from creditdesk.ui.worker import Worker

_LEAST, _SEARCH = 400, 240


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list shows: `ids(desk, text, chip)` in order, and `rows` for some of them.

    `search` stands in the empty search line, `counter` after the number of rows, such as 件;
    `counters` are those of chips that show other things.
    """

    name: str
    columns: Sequence[Column]
    chips: Sequence[Chip]
    ids: Callable[[Desk, str, str], Sequence[str]]
    rows: Callable[[Desk, Sequence[str]], list[Row]]
    search: str
    counter: str = "件"
    counters: Mapping[str, str] = field(default_factory=dict)


class NarrowedList(QFrame):
    """Sends `chosen` with the current row's id or None, and `opened` on Enter.

    `none` is shown when the first chip holds nothing at all, `no_match` when chip and words hide everything.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, worker: Worker, listed: Listed, none: EmptyState, no_match: EmptyState) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(_LEAST)
        self._listed, self.none, self.no_match = listed, none, no_match
        self.chips = Chips("范围", listed.chips)
        self.search, self.total = SearchEdit(listed.search, "Ctrl+F"), Label("", "second")
        self.table = Table(listed.columns, worker, listed.name)
        self.table.set_empty(none)
        self._lay_out()
        self.chips.chosen.connect(lambda _name: self.reload())
        self.search.textChanged.connect(lambda _text: self.reload())
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.counted.connect(self._count)

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again; `choose` becomes the current row."""
        text, chip, ids = self.search.text(), self.chips.current(), self._listed.ids
        for each in (self.none, self.no_match):
            each.hide()
        narrowed = bool(text.strip()) or chip != self._listed.chips[0].name
        self.table.set_empty(self.no_match if narrowed else self.none)
        self.table.ask(lambda desk, _sort, _falling: ids(desk, text, chip), self._listed.rows)
        if choose is not None:
            self.table.reload(choose)

    def show_row(self, row_id: str, chip: str) -> None:
        """Make a row current that the list shows under `chip`; what hides it is lifted."""
        # After an act the list may still show the row under the chip it had before.
        if self.chips.current() != chip or not self.table.choose(row_id):
            self.search.clear()
            self.chips.choose(chip)
            self.reload(row_id)

    def go_to_search(self) -> None:
        """Go to the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _count(self, count: int) -> None:
        counter = self._listed.counters.get(self.chips.current(), self._listed.counter)
        self.total.setText(f"{count:,} {counter}")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.PAD_SMALL + 2, theme.MARGIN, theme.PAD_SMALL + 2)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(self.chips)
        self.search.setMaximumWidth(_SEARCH)
        row.addWidget(self.search, 8)
        row.addStretch(1)
        row.addWidget(self.total)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(line())
        column.addWidget(self.table, 1)
