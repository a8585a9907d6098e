"""What an empty list says: what belongs here, and the first act."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Glyph, Label


class EmptyState(QWidget):
    """An icon, what belongs here, how it comes here, and a button for the first act."""

    def __init__(
        self, icon: str, title: str, hint: str, action: QAction | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setContentsMargins(24, 16, 20, 16)
        row.setSpacing(20)
        row.addWidget(Glyph(icon, "edge", 40))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Label(title, "strong"))
        words.addWidget(Label(hint, "second", wrap=True))
        row.addLayout(words, 1)
        if action is not None:
            row.addWidget(Button.of(action, "primary"))
        column.addLayout(row)
        column.addStretch(1)
