"""Weeks of days for a deadline: each day numbered, or hatched with the reason why it does not count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.rules.china_time import WEEKDAYS
from creditdesk.ui import theme
from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting

_HEAD = 28
_LEAST = 64


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a count.

    `look`: passed, coming, off, today, due, outside (greyed), or the name of an urgency for a marked day. `number` is
    the day's number in the count (None when it does not count), `words` what stands below, `mark` such as 班.
    """

    date: date
    look: str = "coming"
    number: int | None = None
    words: str = ""
    mark: str = ""


class CalendarGrid(painting.Painted):
    """Whole weeks from Monday to Sunday; sends `chosen` with the day clicked or reached by the arrow keys."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells: dict[date, DayCell] = {}
        self._first = date.min
        self._weeks = 0
        self._here: date | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def tell(self, cells: Sequence[DayCell]) -> None:
        """Show `cells`, in whole weeks; days between and beside them are empty."""
        self.cells = {cell.date: cell for cell in cells}
        self._here = None
        if cells:
            first, last = min(self.cells), max(self.cells)
            self._first = first - timedelta(days=first.weekday())
            self._weeks = ((last - self._first).days // 7) + 1
        else:
            self._weeks = 0
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height of comfortable rows."""
        return QSize(646, _HEAD + max(self._weeks, 1) * 106)

    def minimumSizeHint(self) -> QSize:
        """Return the least height in which number and words fit."""
        return QSize(420, _HEAD + max(self._weeks, 1) * _LEAST)

    def rect_of(self, day: date) -> QRectF:
        """Return where `day` is drawn."""
        week, weekday = divmod((day - self._first).days, 7)
        width = self.width() / 7
        height = (self.height() - _HEAD) / max(self._weeks, 1)
        left, top = round(weekday * width), round(_HEAD + week * height)
        return QRectF(left, top, round((weekday + 1) * width) - left, round(_HEAD + (week + 1) * height) - top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys walk the days."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.cells:
            super().keyPressEvent(event)
            return
        there = self._here + timedelta(days=step) if self._here else min(self.cells)
        if there in self.cells:
            self._go(there)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the pointer."""
        for day in self.cells:
            if self.rect_of(day).contains(event.position()):
                self._go(day)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw heads, days and the lines between them."""
        painter = painting.smooth(self)
        width = self.width() / 7
        painter.fillRect(QRectF(0, 0, self.width(), _HEAD), colour("sunken"))
        for at in range(7):
            head = QRectF(at * width, 0, width, _HEAD)
            font = theme.font(theme.HEAD)
            painting.words(painter, head, WEEKDAYS[at], font, "text2", painting.CENTRE)
        for offset in range(self._weeks * 7):
            day = self._first + timedelta(days=offset)
            self._day(painter, day, self.cells.get(day, DayCell(day, "outside")))
        self._lines(painter)
        for cell in self.cells.values():
            if cell.look == "today" or (cell.date == self._here and self.hasFocus()):
                painting.box(painter, self.rect_of(cell.date).adjusted(0, 0, 1, 1), 0, "", "accent", 2)
        painter.end()

    def _go(self, day: date) -> None:
        self._here = day
        cell = self.cells[day]
        number = "不计" if cell.number is None else f"第 {cell.number} 日"
        self.setAccessibleDescription(f"{day.isoformat()} {number} {cell.words}")
        self.update()
        self.chosen.emit(day)

    def _day(self, painter: QPainter, day: date, cell: DayCell) -> None:
        rect = self.rect_of(day)
        tone, number = self._ground(painter, rect, cell.look)
        head = QRectF(rect.left() + 8, rect.top() + 4, rect.width() - 16, 24)
        date_tone = tone if cell.look == "due" else "text3" if cell.look == "outside" else "text2"
        painting.words(painter, head, f"{day:%m-%d}", theme.font(theme.SMALL), date_tone)
        if cell.mark:
            painting.mark(painter, rect.right() - painting.mark_width(cell.mark) - 8, head.center().y(), cell.mark)
        if cell.number is not None:
            middle = QRectF(rect.left(), rect.top(), rect.width(), rect.height() - 14)
            size = theme.FIGURE - 2 if rect.height() >= 90 else theme.NUMBER
            middle.translate(0, 0 if rect.height() >= 90 else 6)
            painting.words(painter, middle, str(cell.number), theme.font(size, True), number, painting.CENTRE)
            below = QRectF(rect.left() + 4, rect.bottom() - 24, rect.width() - 8, 20)
            strong = cell.look not in ("passed", "coming", "today")
            painting.words(painter, below, cell.words, theme.font(theme.HEAD, strong), tone, painting.CENTRE)
        elif cell.look == "off":
            self._reason(painter, rect, cell.words)

    def _reason(self, painter: QPainter, rect: QRectF, words: str) -> None:
        lines = [words, "不计"] if words else ["不计"]
        top = rect.center().y() - 8 * len(lines) + 4
        for at, text in enumerate(lines):
            line = QRectF(rect.left() + 2, top + at * 16, rect.width() - 4, 16)
            painting.words(painter, line, text, theme.font(theme.HEAD), "text2", painting.CENTRE)

    def _ground(self, painter: QPainter, rect: QRectF, look: str) -> tuple[str, str]:
        """Fill the cell and return the tones of its words and of its number."""
        if look == "off":
            painting.hatch(painter, rect)
            return "text2", "text2"
        if look in ("passed", "today"):
            painter.fillRect(rect, colour("soft"))
            return "text2", "accent"
        if look == "due":
            painter.fillRect(rect, colour("fill"))
            return "onfill", "onfill"
        if look in ("coming", "outside"):
            painter.fillRect(rect, colour("surface" if look == "coming" else "sunken"))
            return "text2", "text2"
        shade = theme.shade(look)
        painter.fillRect(rect, colour(shade.ground))
        return shade.tone, shade.tone

    def _lines(self, painter: QPainter) -> None:
        tone = colour("line")
        height = (self.height() - _HEAD) / max(self._weeks, 1)
        for at in range(8):
            left = min(round(at * self.width() / 7), self.width() - 1)
            painter.fillRect(QRectF(left, 0, 1, self.height()), tone)
        painter.fillRect(QRectF(0, 0, self.width(), 1), tone)
        for week in range(self._weeks + 1):
            top = min(round(_HEAD + week * height), self.height() - 1)
            painter.fillRect(QRectF(0, top, self.width(), 1), tone)
