"""The bar over the page: its title, what it says about itself, the search box and the day."""

from datetime import date

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from creditdesk.rules.china_time import weekday
from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Elided, Glyph, Label
from creditdesk.ui.widgets.search_box import SearchBox

_SEARCH = 320


class TopBar(QFrame):
    """Shows where the officer is and which day it is."""

    def __init__(self, search: SearchBox | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "top")
        self.setFixedHeight(theme.TOP)
        self._title, self._subtitle, self._day = Label("", "title"), Elided("", "second"), Label("", "second")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(theme.PAD)
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1)
        if search is not None:
            search.setFixedWidth(_SEARCH)
            row.addWidget(search)
        row.addWidget(Glyph("clock"))
        row.addWidget(self._day)

    def tell(self, title: str, subtitle: str) -> None:
        """Show the page's title and what it says about itself."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)

    def tell_day(self, day: date) -> None:
        """Show the day with its weekday."""
        self._day.setText(f"{day.isoformat()} {weekday(day)}")
