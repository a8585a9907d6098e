"""A chart in the window: the same marks as on paper in the colours shown now; every number in it can be opened."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.documents.chart_layout import lay_out, least_height
from creditdesk.documents.charts import ALL, Area, Cell, Chart, Mark, Shape, Stroke, Tone, Word
from creditdesk.ui import theme
from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting

_SIZE = theme.HEAD
_EDGE = 5  # pixels around the chart, for the frame of the focus
_REACH = 4.0  # pixels beside a mark that still mean it
TOKENS = {
    Tone.STRONG: "accent",
    Tone.PALE: "barmute",
    Tone.BAD: "oversolid",
    Tone.BAD_PALE: "overbg",
    Tone.GROUND: "surface",
    Tone.LINE: "line",
    Tone.EDGE: "edge",
    Tone.TEXT: "text",
    Tone.HINT: "text2",
}
"""The colour of the window for every tone of a chart."""


class ChartView(painting.Painted):
    """Paints a chart; ←/→ walks its columns and ↑/↓ its series, Enter or a click sends `opened` with a Cell."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self.chosen: Cell | None = None
        self._hovered: Cell | None = None
        self._marks: tuple[Mark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def tell(self, chart: Chart) -> None:
        """Show another chart; what was chosen in it stays where it is still there."""
        self.chart, self._hovered = chart, None
        if self.chosen is not None and not self._has(self.chosen):
            self.chosen = None
        self.setMinimumHeight(round(least_height(chart, _SIZE)) + 2 * _EDGE)
        self._lay_out()
        self._describe()
        self.update()

    def choose(self, cell: Cell | None) -> None:
        """Mark a number as the chosen one, without telling."""
        self.chosen = cell
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size in which twelve months can be read."""
        return QSize(360, 200)

    def rect_of(self, cell: Cell) -> QRectF:
        """Return where a number stands; an empty rectangle when it is not drawn."""
        found = next((_bounds(mark) for mark in self._told() if mark.cell == cell), QRectF())
        return found if found.isEmpty() else found.translated(_EDGE, _EDGE)

    def resizeEvent(self, event: QEvent) -> None:
        """Lay the chart out anew."""
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the numbers, or open the one that is chosen."""
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0)}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self.chart is not None and not self.chart.empty:
            lying = self.chart.shape is Shape.LYING
            self._walk(*((-step[1], -step[0]) if lying else step))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self.opened.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Outline the number under the pointer and tell it in words."""
        cell = self._under(event.position())
        if cell != self._hovered:
            self._hovered = cell
            self.setToolTip(self.chart.words(cell) if self.chart and cell else "")
            self.setCursor(Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Outline nothing."""
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the number under the pointer."""
        cell = self._under(event.position())
        if cell is not None:
            self.choose(cell)
            self.opened.emit(cell)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks, and an outline around what is chosen or under the pointer."""
        painter = painting.smooth(self)
        if self.hasFocus() and self.chosen is None:
            painting.box(painter, QRectF(self.rect()), 4, "", "accent", 2)
        painter.translate(_EDGE, _EDGE)
        for mark in self._marks:
            _draw(painter, mark)
        for cell, width in ((self._hovered, 1.0), (self.chosen, 2.0)):
            if cell is not None:
                self._outline(painter, cell, width)
        painter.end()

    def _walk(self, series: int, column: int) -> None:
        if self.chart is None:
            return
        at = self.chosen or (ALL, -1 if column > 0 else 0)
        across = max(0, min(at[1] + column, len(self.chart.columns) - 1))
        self.choose((max(ALL, min(at[0] + series, len(self.chart.series) - 1)), across))

    def _has(self, cell: Cell) -> bool:
        return self.chart is not None and cell[0] < len(self.chart.series) and cell[1] < len(self.chart.columns)

    def _lay_out(self) -> None:
        if self.chart is not None:
            wide, high = float(self.width() - 2 * _EDGE), float(self.height() - 2 * _EDGE)
            self._marks = lay_out(self.chart, wide, high, _SIZE, lambda text: painting.width_of(text, _SIZE))

    def _told(self) -> Sequence[Area | Word]:
        return [mark for mark in self._marks if not isinstance(mark, Stroke) and mark.cell is not None]

    def _under(self, place: QPointF) -> Cell | None:
        inside = place - QPointF(_EDGE, _EDGE)
        return next((mark.cell for mark in reversed(self._told()) if _bounds(mark).contains(inside)), None)

    def _outline(self, painter: QPainter, cell: Cell, width: float) -> None:
        for mark in self._told():
            if mark.cell == cell:
                painting.box(painter, _bounds(mark).adjusted(-2, -2, 2, 2), 2, "", "text", width)

    def _describe(self) -> None:
        if self.chart is not None:
            self.setAccessibleName(self.chart.title)
            self.setAccessibleDescription(self.chart.words(self.chosen) if self.chosen else self.chart.note)


def _bounds(mark: Area | Word) -> QRectF:
    """Return where a mark can be clicked: a little more than what is drawn when that is small."""
    if isinstance(mark, Area):
        xs, ys = zip(*mark.points, strict=True)
        rect = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
        thin = max(0.0, _REACH - rect.height() / 2), max(0.0, _REACH - rect.width() / 2)
        return rect.adjusted(-thin[1], -thin[0], thin[1], thin[0])
    wide = painting.width_of(mark.text, _SIZE)
    return QRectF(mark.x - mark.align * wide - 2, mark.y - _SIZE, wide + 4, _SIZE * 1.3)


def _draw(painter: QPainter, mark: Mark) -> None:
    if isinstance(mark, Word):
        painter.setFont(theme.font(_SIZE))
        painter.setPen(colour(TOKENS[mark.tone]))
        painter.drawText(QPointF(mark.x - mark.align * painting.width_of(mark.text, _SIZE), mark.y), mark.text)
    elif isinstance(mark, Area):
        painter.setBrush(colour(TOKENS[mark.fill]))
        painter.setPen(QPen(colour(TOKENS[mark.edge]), 1))
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in mark.points]))
    else:
        pen = QPen(colour(TOKENS[mark.tone]), max(mark.width, 1.0))
        if mark.dashed:
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        for start, end in pairwise(mark.points):
            painter.drawLine(QPointF(*start), QPointF(*end))
