"""A field with a list of words that drops down."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting


class Combo(QComboBox):
    """A drop-down list with the window's own arrow; the wheel scrolls the page, not the value."""

    def __init__(self, name: str, options: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setView(QListView(self))
        self.setAccessibleName(name)
        self.setFixedHeight(theme.FIELD)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(12)
        self.addItems(list(options))
        self.setCurrentIndex(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and the arrow."""
        super().paintEvent(event)
        painter = painting.smooth(self)
        top = (self.height() - theme.ICON_INLINE) / 2
        icons.paint(painter, "down", self.width() - theme.ICON_INLINE - 8, top, theme.ICON_INLINE, "text2")
        painter.end()
