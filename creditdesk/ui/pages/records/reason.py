"""A strip between form and action bar that asks for a reason: why a doubtful value stays, why a record is corrected."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Glyph, Label, repolish


class ReasonStrip(QFrame):
    """One line to write a reason in, with the sentences it answers above it. Sends `typed` at each stroke."""

    typed = Signal()
    entered = Signal()

    def __init__(self, label: str, hint: str, icon: str = "info", tone: str = "accent") -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._glyph = Glyph(icon, tone)
        self._about = Label("", "fault13" if tone == "today" else "second", wrap=True)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(label)
        self.edit.setFixedHeight(theme.FIELD)
        self.edit.textEdited.connect(self._typed)
        self.edit.returnPressed.connect(self.entered)
        self._fault = Label("", "fault")
        self._fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 8, 8, theme.MARGIN + 4, 8)
        column.setSpacing(6)
        self._head = QFrame()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._about, 1)
        column.addWidget(self._head)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label(label, "label"))
        row.addWidget(self.edit, 1)
        column.addLayout(row)
        column.addWidget(self._fault)
        self.setFocusProxy(self.edit)
        self.tell(())

    @property
    def reason(self) -> str:
        """Return what was written."""
        return self.edit.text().strip()

    def tell(self, sentences: Sequence[str]) -> None:
        """Show what the reason is for, each on a line of its own."""
        self._about.setText("\n".join(sentences))
        self._head.setVisible(bool(sentences))

    def clear(self) -> None:
        """Forget the reason."""
        self.edit.clear()
        self._show_fault("")

    def ask(self, sentence: str) -> None:
        """Say that the reason is missing and go there."""
        self._show_fault(sentence)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        self._show_fault("")
        self.typed.emit()

    def _show_fault(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        if bool(self.edit.property("fault")) != bool(sentence):
            self.edit.setProperty("fault", bool(sentence))
            repolish(self.edit)
