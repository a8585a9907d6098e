"""The pill that tells an urgency by shape, colour and words."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting

HEIGHT = 22
_ICON = 14


def width(text: str) -> float:
    """Return the width of the pill that says `text`."""
    return painting.width_of(text, theme.HEAD, True) + _ICON + 4 + 14


def draw(painter: QPainter, left: float, middle: float, urgency: str, text: str, room: float = 1e6) -> None:
    """Draw the pill of `urgency`, its left edge at `left`, centred on the height `middle`, at most `room` wide."""
    look = theme.shade(urgency)
    rect = QRectF(left, middle - HEIGHT / 2, min(width(text), room), HEIGHT)
    if look.grounded:
        painting.box(painter, rect, HEIGHT / 2, look.ground, look.text if look.dashed else "", 1, look.dashed)
    icons.paint(painter, icons.silhouette(urgency), left + 6, middle - _ICON / 2, _ICON, look.text)
    inside = rect.adjusted(6 + _ICON + 4, 0, -4, 0)
    painting.words(painter, inside, text, theme.font(theme.HEAD, True), look.text)


class Pill(QWidget):
    """An urgency with its words, such as 临近 · 余 2 个工作日."""

    def __init__(self, urgency: str = "ample", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.tell(urgency, text)

    def tell(self, urgency: str, text: str) -> None:
        """Show another urgency and other words."""
        self._urgency, self._text = urgency, text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the pill."""
        return QSize(round(width(self._text)) + 1, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = painting.smooth(self)
        draw(painter, 0, self.height() / 2, self._urgency, self._text, self.width())
        painter.end()
