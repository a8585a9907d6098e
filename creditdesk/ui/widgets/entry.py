"""A labelled line outside the catalogue's forms: label above or beside, the line, and what is wrong below."""

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from creditdesk.ui import theme
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label, repolish

_LABEL = 88


class Entry(QWidget):
    """A line with its label at the left, a hint below, and a fault in place of the hint."""

    def __init__(self, label: str, hint: str = "", line: QLineEdit | None = None, label_width: int = _LABEL) -> None:
        super().__init__()
        self.line = line or QLineEdit()
        self.line.setFixedHeight(theme.PRIMARY)
        self.line.setAccessibleName(label)
        self._hint = hint
        self.message = Message()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.PAD_SMALL)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, label_width)
        grid.setColumnStretch(1, 1)
        self._label = Label(label, "label")
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(self.message, 1, 1)
        self.tell("")

    def set_label(self, label: str) -> None:
        """Ask for something else."""
        self._label.setText(label)
        self.line.setAccessibleName(label)

    def text(self) -> str:
        """Return what stands in the line, without blanks around it."""
        return self.line.text().strip()

    def tell(self, fault: str) -> None:
        """Show a fault, or the hint when there is none."""
        self.line.setProperty("fault", bool(fault))
        self.line.setAccessibleDescription(fault or self._hint)
        repolish(self.line)
        if fault:
            self.message.tell(fault)
        else:
            self.message.tell(self._hint, "info", "text3", "hint")

    def praise(self, words: str) -> None:
        """Say that what was typed is right."""
        self.tell("")
        self.message.tell(words, "check", "ample", "good")
