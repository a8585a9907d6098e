"""The officers who may open the desk: one holds; Alt+1…9, ↑ and ↓ choose."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.ui import theme
from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting

_ROW, _MOST_KEYS = 44, 9


class OfficerList(painting.Painted):
    """Names with their roles; sends `chosen` with the place of the one that holds."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.officers: tuple[tuple[str, str], ...] = ()
        self.current = 0
        self.setAccessibleName("工作人员")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        for place in range(_MOST_KEYS):
            QShortcut(QKeySequence(f"Alt+{place + 1}"), self, lambda place=place: self.choose(place))

    def tell(self, officers: Sequence[tuple[str, str]]) -> None:
        """Show `officers`, each a name and a role; the first holds."""
        self.officers = tuple(officers)
        self.current = 0
        self._describe()
        self.updateGeometry()
        self.update()

    def choose(self, place: int) -> None:
        """Let the officer at `place` hold and tell it."""
        if 0 <= place < len(self.officers):
            self.current = place
            self._describe()
            self.update()
            self.chosen.emit(place)

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(360, max(len(self.officers), 1) * _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ choose the neighbour."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self.choose(self.current + step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer."""
        self.choose(int(event.position().y() // _ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = painting.smooth(self)
        painting.box(painter, QRectF(self.rect()), theme.RADIUS_FIELD, "surface")
        for at in range(len(self.officers)):
            self._row(painter, at)
        edge, width = ("accent", 2) if self.hasFocus() else ("line", 1)
        painting.box(painter, QRectF(self.rect()), theme.RADIUS_FIELD, "", edge, width)
        painter.end()

    def _row(self, painter: QPainter, at: int) -> None:
        rect = QRectF(0, at * _ROW, self.width(), _ROW)
        name, role = self.officers[at]
        held = at == self.current
        if held:
            painting.box(painter, rect.adjusted(1, 1, -1, -1), theme.RADIUS_FIELD - 1, "soft")
        if at:
            painter.fillRect(QRectF(1, rect.top(), self.width() - 2, 1), colour("line"))
        middle = rect.center().y()
        disc = QRectF(15, middle - 8, 16, 16)
        painting.box(painter, disc, 8, "fill" if held else "surface", "" if held else "edge", 1.2)
        if held:
            painting.box(painter, disc.adjusted(5, 5, -5, -5), 3, "onfill")
        width = painting.width_of(name)
        painting.words(painter, QRectF(47, rect.top(), width + 1, _ROW), name, theme.font())
        room = QRectF(47 + width + 10, rect.top(), 120, _ROW)
        painting.words(painter, room, role, theme.font(theme.SMALL), "text3")
        if at < _MOST_KEYS:
            key = f"Alt+{at + 1}"
            painting.cap(painter, rect.right() - painting.cap_width(key) - 14, middle, key)

    def _describe(self) -> None:
        if self.officers:
            self.setAccessibleDescription("，".join(self.officers[self.current]))
