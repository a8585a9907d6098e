"""A personal number that stands masked until the officer asks to see it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label


class Masked(QWidget):
    """A value with an eye beside it; `asked` is sent when it shall be seen, `covered` when it was hidden again."""

    asked = Signal()
    covered = Signal()

    def __init__(self, shown: Label, masked: str) -> None:
        super().__init__()
        self.shown, self._masked = shown, masked
        self.eye = Button("显示", "link", "eye")
        self.eye.clicked.connect(self._turn)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(shown)
        row.addWidget(self.eye)
        row.addStretch(1)

    def show_bare(self, bare: str) -> None:
        """Show the value itself, "" the masked one."""
        self.shown.setText(bare or self._masked)
        self.eye.set_words("遮住" if bare else "显示")
        self.eye.set_icon("hide" if bare else "eye")

    def _turn(self) -> None:
        if self.shown.text() == self._masked:
            self.asked.emit()
        else:
            self.show_bare("")
            self.covered.emit()
