"""One line of words that ends in … where there is no room; the whole of it shows as a tip."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.label import Label


class Elided(Label):
    """A label that takes the room it is given and never asks for more."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__("", role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show the words."""
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = painting.smooth(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRectF(self.rect()), painting.LEFT, text)
        painter.end()
