"""One pane of the exchange page: its acts work while it is shown."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Row


def fill(table: Table, rows: list[Row]) -> None:
    """Show rows that are already here; their places are their identities."""
    table.ask(lambda _desk, _sort, _falling: range(len(rows)), lambda _desk, wanted: [rows[place] for place in wanted])


class ExchangePane(QWidget):
    """A pane chosen by its word above it; `nouns` are those whose change makes it ask again."""

    label: ClassVar[str] = ""
    nouns: ClassVar[frozenset[str]] = frozenset()

    told = Signal(str)  # what the page says beside its title

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.frame, self.worker = page, page.frame, page.worker
        self.subtitle = ""
        self.acts: list[QAction] = []
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.build()

    def build(self) -> None:
        """Make the widgets and the acts; nothing that waits."""
        raise NotImplementedError

    def reload(self) -> None:
        """Ask the desk again; called when the pane is shown and when its nouns changed."""

    def offer(self) -> None:
        """Let the acts be as far open as things stand; called when the pane is shown, with all of them open."""

    def arrive(self, **where: Any) -> None:
        """Go to the place another page asked for."""

    def panes(self) -> Sequence[QWidget]:
        """Return the widgets F6 walks through, first the one that gets the focus."""
        return ()

    def add_act(self, text: str, key: str, call: Any) -> QAction:
        """Declare an act of this pane with its key."""
        action = self.page.add_act(text, key, call)
        self.acts.append(action)
        return action

    def tell(self, subtitle: str) -> None:
        """Say something beside the page's title."""
        self.subtitle = subtitle
        self.told.emit(subtitle)

    def lay_out(self, main: QLayout, side: QWidget) -> None:
        """Fill the pane with a wide column and a side column that keeps its width."""
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        row.setSpacing(theme.GAP)
        row.addLayout(main, 1)
        row.addWidget(side)
        self.body.addLayout(row, 1)
