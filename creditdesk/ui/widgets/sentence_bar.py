"""A bar over the page that says one sentence which needs attention, until it is read."""

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label

_READ = 12000  # milliseconds a notice stays; a fault stays until it is closed


class SentenceBar(QWidget):
    """Shows problems in the colour of faults and notices in soft blue; Esc or its button closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fault = True
        self._label = Label("", wrap=True)
        self._close = Button("知道了", "quiet", key="Esc")
        self._close.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 4, 8, 4)
        row.addWidget(self._label, 1)
        row.addWidget(self._close)
        self.setMinimumHeight(40)
        self.hide()

    def warn(self, sentence: str) -> None:
        """Show a fault; it stays until the officer closes it."""
        self._show(sentence, True)
        self._timer.stop()

    def tell(self, sentence: str) -> None:
        """Show a notice for some seconds."""
        self._show(sentence, False)
        self._timer.start(_READ)

    def text(self) -> str:
        """Return the sentence shown last."""
        return self._label.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the icon."""
        painter = painting.smooth(self)
        ground, tone, icon = ("todaybg", "today", "fault") if self._fault else ("soft", "accent", "info")
        painting.box(painter, QRectF(self.rect()), 0, ground)
        icons.paint(painter, icon, theme.MARGIN, (self.height() - theme.ICON) / 2, theme.ICON, tone)
        painter.end()

    def _show(self, sentence: str, fault: bool) -> None:
        self._fault = fault
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()
        self.update()
