"""A large number that opens its rows: one urgency, how many, and of what."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting

_HEIGHT = 76
_SIZES = (32, 26, 21)
"""Heights of the figure: the largest that leaves room for the remark."""


class Tile(QAbstractButton):
    """A figure in the colour of its urgency, with silhouette, words and a remark; a click opens the rows."""

    def __init__(self, urgency: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.urgency = urgency
        self.number = 0
        self.hint = ""
        self.setText(words)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.tell(0, "")

    def tell(self, number: int, hint: str) -> None:
        """Show `number` and a remark such as 异议 2 · 报送 2."""
        self.number, self.hint = number, hint
        self.setAccessibleName(f"{self.text()} {number} 件，{hint}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a tile."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = painting.smooth(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            painting.box(painter, rect.adjusted(2, 2, -2, -2), theme.RADIUS_BUTTON, "hover")
        if self.hasFocus():
            painting.box(painter, rect.adjusted(2, 2, -2, -2), theme.RADIUS_BUTTON, "", "accent", 2)
        tone = theme.shade(self.urgency).text if self.number else "text3"
        figure = f"{self.number:,}"
        rest = rect.width() - painting.width_of(self.hint, theme.HEAD) - 6
        size = next((each for each in _SIZES if _beside(figure, each) <= rest), _SIZES[-1])
        painting.words(painter, rect.adjusted(16, 0, 0, 0), figure, theme.font(size), tone)
        left = _beside(figure, size)
        icons.paint(painter, icons.silhouette(self.urgency), left, 20, theme.ICON_INLINE, tone)
        painting.words(painter, QRectF(left + 22, 16, rect.width(), 24), self.text(), theme.font(medium=True), tone)
        room = QRectF(left, 38, rect.width() - left - 6, 20)
        painting.words(painter, room, self.hint, theme.font(theme.HEAD), "text3")
        painter.end()


def _beside(figure: str, size: int) -> float:
    """Return where the words beside a figure begin."""
    return 16 + max(painting.width_of(figure, size) + 10, 46)
