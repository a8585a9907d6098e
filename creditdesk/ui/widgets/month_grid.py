"""One month in small: working days plain, days off hatched, make-up working days framed."""

import calendar
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.rules.china_time import WEEKDAYS
from creditdesk.rules.workdays import Day
from creditdesk.ui import theme
from creditdesk.ui.widgets import painting

_TITLE, _HEAD, _ROW = 26, 20, 26
_WEEKS = 6


class MonthGrid(painting.Painted):
    """Twelve of these make the year; sends `chosen` with the day clicked or reached by the arrow keys."""

    chosen = Signal(object)

    def __init__(self, year: int, month: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.year, self.month = year, month
        self.days: dict[date, Day] = {}
        self.today: date | None = None
        self.here: date | None = None
        self.setAccessibleName(f"{year}年{month}月")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def tell(self, year: int, month: int, days: Sequence[Day], today: date) -> None:
        """Show a month; `days` may hold more than it."""
        self.year, self.month, self.today = year, month, today
        self.days = {day.date: day for day in days if (day.date.year, day.date.month) == (year, month)}
        self.setAccessibleName(f"{year}年{month}月")
        self.update()

    def mark(self, day: date | None) -> None:
        """Frame `day`, and take the frame away when it lies in another month."""
        self.here = day if day in self.days else None
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of six weeks."""
        return QSize(210, _TITLE + _HEAD + _WEEKS * _ROW + 2)

    def rect_of(self, day: date) -> QRectF:
        """Return where `day` is drawn."""
        at = day.day - 1 + date(self.year, self.month, 1).weekday()
        width = self.width() / 7
        return QRectF((at % 7) * width, _TITLE + _HEAD + (at // 7) * _ROW, width, _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys walk the days of the month."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        last = calendar.monthrange(self.year, self.month)[1]
        there = self.here.day + step if self.here else 1
        if 1 <= there <= last:
            self._go(date(self.year, self.month, there))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the pointer."""
        for day in self.days:
            if self.rect_of(day).contains(event.position()):
                self._go(day)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw title, weekdays and days."""
        painter = painting.smooth(self)
        width = self.width() / 7
        title = QRectF(6, 0, self.width(), _TITLE)
        painting.words(painter, title, f"{self.month}月", theme.font(theme.BODY, True), "text")
        for at in range(7):
            head = QRectF(at * width, _TITLE, width, _HEAD)
            painting.words(painter, head, WEEKDAYS[at][1], theme.font(theme.HEAD), "text3", painting.CENTRE)
        for day in self.days.values():
            self._day(painter, day)
        painter.end()

    def _go(self, day: date) -> None:
        self.here = day
        shown = self.days.get(day)
        self.setAccessibleDescription(f"{day.isoformat()} {shown.reason}" if shown else day.isoformat())
        self.update()
        self.chosen.emit(day)

    def _day(self, painter: QPainter, day: Day) -> None:
        rect = self.rect_of(day.date).adjusted(1, 1, -1, -1)
        if not day.working:
            painting.hatch(painter, rect)
        made_up = day.working and day.date.weekday() >= 5
        if day.date == self.today:
            painting.box(painter, rect, 4, "fill")
        elif made_up:
            painting.box(painter, rect, 4, "soft", "accent")
        elif not day.known:
            painting.box(painter, rect, 4, "", "prov", 1, dashed=True)
        if day.date == self.here:
            painting.box(painter, rect, 4, "", "accent", 2)
        tone = "onfill" if day.date == self.today else "accent" if made_up else "text" if day.working else "text3"
        font = theme.font(theme.SMALL, made_up or day.date == self.today)
        painting.words(painter, rect, str(day.date.day), font, tone, painting.CENTRE)
