"""Strokes shared by the widgets that paint themselves: rounded boxes, key caps, hatching, elided text."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from creditdesk.ui import theme
from creditdesk.ui.theme import colour

Align = Qt.AlignmentFlag
LEFT = Align.AlignLeft | Align.AlignVCenter
RIGHT = Align.AlignRight | Align.AlignVCenter
CENTRE = Align.AlignCenter
CAP_HEIGHT = 20.0


class Painted(QWidget):
    """A widget that paints itself and keeps the clicks that fall on it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the release of a click that began here."""
        event.accept()


def smooth(widget: QWidget) -> QPainter:
    """Return an antialiased painter on `widget`; the caller ends it."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def box(painter: QPainter, rect: QRectF, radius: float, fill: str = "", edge: str = "", width: float = 1.0,
        dashed: bool = False) -> None:  # fmt: skip
    """Draw a rounded box; the edge lies wholly inside `rect`. Colours are tokens or #RRGGBB, empty for none."""
    painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
    if edge:
        pen = QPen(colour(edge), width)
        if dashed:
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        inset = width / 2
        rect = rect.adjusted(inset, inset, -inset, -inset)
        radius = max(radius - inset, 0)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(rect, radius, radius)


def hatch(painter: QPainter, rect: QRectF, ground: str = "surface") -> None:
    """Fill `rect` with the slanted lines that mean a day off."""
    painter.fillRect(rect, colour(ground))
    painter.fillRect(rect, QBrush(colour("hatch"), Qt.BrushStyle.BDiagPattern))


def words(painter: QPainter, rect: QRectF, text: str, font: QFont, tone: str = "text",
          align: Qt.AlignmentFlag = LEFT) -> None:  # fmt: skip
    """Draw one line of `text` in `rect`, ending in … when it is too long."""
    painter.setFont(font)
    painter.setPen(colour(tone))
    painter.drawText(rect, align, elided(font, text, rect.width()))


def elided(font: QFont, text: str, width: float, cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
    """Return `text`, cut with … when it is wider than `width` pixels."""
    metrics = QFontMetricsF(font)
    if len(text) * font.pixelSize() <= width or metrics.horizontalAdvance(text) <= width + 0.5:
        return text
    return metrics.elidedText(text, cut, width)


def width_of(text: str, size: int = theme.BODY, medium: bool = False) -> float:
    """Return the width of one line of `text` in pixels."""
    return QFontMetricsF(theme.font(size, medium)).horizontalAdvance(text)


def cap_width(keys: str) -> float:
    """Return the width of the key cap that shows `keys`."""
    return width_of(keys, theme.HEAD) + 12


def cap(painter: QPainter, left: float, middle: float, keys: str, tone: str = "text3", edge: str = "line",
        fill: str = "sunken") -> None:  # fmt: skip
    """Draw a key cap whose left edge is `left`, centred on the height `middle`."""
    rect = QRectF(left, middle - CAP_HEIGHT / 2, cap_width(keys), CAP_HEIGHT)
    box(painter, rect, 4, fill, edge)
    words(painter, rect, keys, theme.font(theme.HEAD), tone, CENTRE)


def mark_width(text: str) -> float:
    """Return the width of the framed mark `text`, such as 班."""
    return width_of(text, theme.HEAD) + 6


def mark(painter: QPainter, left: float, middle: float, text: str, tone: str = "accent") -> None:
    """Draw a framed mark such as 班 or 异议中, its left edge at `left`, centred on the height `middle`."""
    rect = QRectF(left, middle - 8, mark_width(text), 16)
    box(painter, rect, 3, "", tone)
    words(painter, rect, text, theme.font(theme.HEAD), tone, CENTRE)
