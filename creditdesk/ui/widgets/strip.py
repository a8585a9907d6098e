"""The next working days with what falls due on each: bars over days, days off hatched between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.rules.china_time import weekday
from creditdesk.ui import theme
from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting

_HEIGHT, _FLOOR = 134, 90
_BAR, _UNIT_MOST, _TOP = 16, 10.0, 22
_OFF_WIDTH = (0.75, 1.0, 2.1)  # of a working day: one or two days off, three, more


@dataclass(frozen=True, slots=True)
class StripDay:
    """One working day, or a run of days off (`off` is then its reason, such as 春节, and `until` its last day)."""

    day: date
    objections: int = 0
    others: int = 0
    urgency: str = ""
    mark: str = ""
    off: str = ""
    until: date | None = None


class Strip(painting.Painted):
    """Paints the days ahead; ←/→ walks the working days, Enter or a click sends `opened` with one."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: tuple[StripDay, ...] = ()
        self.today: date | None = None
        self._at = -1
        self._hovered = -1
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("未来工作日到期件数")

    def tell(self, days: Sequence[StripDay], today: date) -> None:
        """Show `days` from left to right."""
        self.days, self.today = tuple(days), today
        self._at = self._hovered = -1
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width in which twenty days can be read."""
        return QSize(760, _HEIGHT)

    def rects(self) -> list[QRectF]:
        """Return where each day stands, over the whole height."""
        parts = [self._part(day) for day in self.days]
        unit = self.width() / sum(parts) if parts else 0
        rects, left = [], 0.0
        for part in parts:
            rects.append(QRectF(left, 0, part * unit, self.height()))
            left += part * unit
        return rects

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → walk the working days, Enter opens one."""
        places = [at for at, day in enumerate(self.days) if not day.off]
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and places:
            at = places.index(self._at) + step if self._at in places else 0
            self._at = places[max(0, min(at, len(places) - 1))]
            self.setAccessibleDescription(self._words(self.days[self._at]))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.opened.emit(self.days[self._at].day)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lighten the day under the pointer and tell it in words."""
        at = self._under(event)
        if at != self._hovered:
            self._hovered = at
            self.setToolTip(self._words(self.days[at]) if at >= 0 else "")
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the day under the pointer."""
        at = self._under(event)
        if at >= 0 and not self.days[at].off:
            self._at = at
            self.opened.emit(self.days[at].day)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw floor, bars, days off and the days' names."""
        painter = painting.smooth(self)
        painter.fillRect(QRectF(0, _FLOOR, self.width(), 1), colour("edge"))
        most = max((day.objections + day.others for day in self.days), default=0)
        unit = min((_FLOOR - _TOP - 20) / most, _UNIT_MOST) if most else 0
        month = 0
        for at, (day, rect) in enumerate(zip(self.days, self.rects(), strict=True)):
            if day.day.month != month and not day.off:
                month = day.day.month
                painter.fillRect(QRectF(rect.left(), 0, 1, _FLOOR), colour("edge"))
                label = QRectF(rect.left() + 5, 0, 40, 16)
                painting.words(painter, label, f"{month}月", theme.font(theme.HEAD), "text2")
            if day.off:
                self._off(painter, rect, day)
            else:
                self._day(painter, rect, day, at, unit)
        painter.end()

    def _day(self, painter: QPainter, rect: QRectF, day: StripDay, at: int, unit: float) -> None:
        if at == self._hovered:
            painting.box(painter, QRectF(rect.left(), _TOP, rect.width(), _HEIGHT - _TOP), 4, "hover")
        middle = rect.center().x()
        bar = theme.shade(day.urgency).bar if day.urgency else "fill"
        pale = theme.shade(day.urgency).ground if day.urgency else "soft"
        low, high = day.objections * unit, (day.objections + day.others) * unit
        if day.others:
            top = QRectF(middle - _BAR / 2, _FLOOR - high, _BAR, high - low - (1 if low else 0))
            painting.box(painter, top, 0, pale, bar)
        if day.objections:
            painter.fillRect(QRectF(middle - _BAR / 2, _FLOOR - low, _BAR, low), colour(bar))
        if high:
            number = QRectF(rect.left(), _FLOOR - high - 18, rect.width(), 16)
            text = str(day.objections + day.others)
            painting.words(painter, number, text, theme.font(theme.HEAD), "text2", painting.CENTRE)
        self._name(painter, rect, day)
        if at == self._at and self.hasFocus():
            painting.box(painter, QRectF(rect.left() + 1, _TOP, rect.width() - 2, _HEIGHT - _TOP), 4, "", "accent", 2)

    def _name(self, painter: QPainter, rect: QRectF, day: StripDay) -> None:
        middle = rect.center().x()
        today = day.day == self.today
        name = QRectF(rect.left(), _FLOOR + 5, rect.width(), 18)
        if today:
            painting.box(painter, QRectF(middle - 14, _FLOOR + 5, 28, 18), 9, "fill")
        font = theme.font(theme.SMALL, today)
        painting.words(painter, name, str(day.day.day), font, "onfill" if today else "text", painting.CENTRE)
        if day.mark:
            painting.mark(painter, middle - painting.mark_width(day.mark) / 2, _FLOOR + 33, day.mark)
        else:
            text = "今日" if today else weekday(day.day)[1]
            below = QRectF(rect.left(), _FLOOR + 24, rect.width(), 18)
            painting.words(painter, below, text, theme.font(theme.HEAD), "text3", painting.CENTRE)

    def _off(self, painter: QPainter, rect: QRectF, day: StripDay) -> None:
        painting.hatch(painter, QRectF(rect.left() + 2, 2, rect.width() - 4, _FLOOR - 2))
        font = theme.font(theme.HEAD)
        long = rect.width() > 44
        name = QRectF(rect.left(), _FLOOR + 5, rect.width(), 18)
        painting.words(painter, name, day.off if long else "休", font, "text3", painting.CENTRE)
        if long and day.until is not None:
            span = f"{day.day.day}–{day.until.day}日"
            below = QRectF(rect.left(), _FLOOR + 24, rect.width(), 18)
            painting.words(painter, below, span, font, "text3", painting.CENTRE)

    def _part(self, day: StripDay) -> float:
        if not day.off:
            return 1.0
        length = (day.until - day.day).days + 1 if day.until else 1
        return _OFF_WIDTH[0 if length <= 2 else 1 if length == 3 else 2]

    def _under(self, event: QMouseEvent) -> int:
        return next((at for at, rect in enumerate(self.rects()) if rect.contains(event.position())), -1)

    def _words(self, day: StripDay) -> str:
        if day.off:
            return f"{day.day.isoformat()} 起 {day.off}"
        return f"{day.day.isoformat()} 到期 {day.objections + day.others} 件，其中异议 {day.objections} 件"
