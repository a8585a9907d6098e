"""A bar over the page that asks whether today's date is right; it stays until an officer confirms it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label


class DateBar(QWidget):
    """Shows why the date is doubted, with one button that confirms it."""

    def __init__(self, confirm: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label("", wrap=True)
        self.confirm = confirm
        self.button = Button.of(confirm, "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 6, 12, 6)
        row.setSpacing(theme.GAP)
        row.addWidget(self._label, 1)
        row.addWidget(self.button)
        self.setMinimumHeight(48)
        self.hide()

    def tell(self, sentence: str, *, confirmable: bool) -> None:
        """Show why the date is doubted; one that no confirmation helps has no button."""
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self.button.setVisible(confirmable)
        self.confirm.setEnabled(confirmable)
        self.show()

    def take_away(self) -> None:
        """Hide the bar; its key does nothing then."""
        self.confirm.setEnabled(False)
        self.hide()

    def text(self) -> str:
        """Return the sentence shown."""
        return self._label.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the icon."""
        painter = painting.smooth(self)
        painting.box(painter, QRectF(self.rect()), 0, "todaybg")
        icons.paint(painter, "fault", theme.MARGIN, (self.height() - theme.ICON) / 2, theme.ICON, "today")
        painter.end()
