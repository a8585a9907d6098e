"""The twelve months of a year in as many columns as there is room for."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout

from creditdesk.rules.workdays import Day
from creditdesk.ui import theme
from creditdesk.ui.widgets.month_grid import MonthGrid

_MONTH, _BETWEEN, _EDGE = 190, 16, 4


class YearGrid(QScrollArea):
    """Sends `chosen` with the day clicked or reached by the arrow keys."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.months = [MonthGrid(date.min.year, month) for month in range(1, 13)]
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_BETWEEN)
        self._grid.setVerticalSpacing(_EDGE)
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.MARGIN, _EDGE, theme.MARGIN, _EDGE)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("全年日历")
        self.setWidget(holder)
        for month in self.months:
            month.chosen.connect(self.chosen)
        self._arrange(3)

    def tell(self, year: int, days: Sequence[Day], today: date) -> None:
        """Show a year."""
        for month in self.months:
            month.tell(year, month.month, days, today)

    def mark(self, day: date) -> None:
        """Frame one day."""
        for month in self.months:
            month.mark(day)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in four columns where there is room, else in three."""
        super().resizeEvent(event)
        room = self.viewport().width() - 2 * theme.MARGIN
        self._arrange(4 if room >= 4 * _MONTH + 3 * _BETWEEN else 3)

    def _arrange(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            for at, month in enumerate(self.months):
                self._grid.addWidget(month, at // columns, at % columns)
