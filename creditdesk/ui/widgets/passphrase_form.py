"""Three hidden lines: the present passphrase, and the new one twice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creditdesk.errors import InputProblem
from creditdesk.ui import theme
from creditdesk.ui.widgets.entry import Entry
from creditdesk.ui.widgets.passphrase import PassphraseLine
from creditdesk.vault import passphrase


class PassphraseForm(QWidget):
    """Sends `given` with the present and the new passphrase once both new lines agree."""

    given = Signal(str, str)

    def __init__(self, present: str = "现在的口令", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        about = f"至少 {passphrase.MINIMUM_LENGTH} 个字符，建议用一句自己记得住的话"
        self.present = Entry(present, "", PassphraseLine(present))
        self.new = Entry("新口令", about, PassphraseLine("新口令"))
        self.again = Entry("再输一遍", "", PassphraseLine("再输一遍新口令"))
        self.entries = (self.present, self.new, self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_SMALL)
        for entry, after in zip(self.entries, (*self.entries[1:], None), strict=True):
            column.addWidget(entry)
            entry.line.returnPressed.connect(self.give if after is None else after.line.setFocus)

    def give(self) -> None:
        """Send what was typed, or say what is wrong."""
        differs = self.again.line.text() != self.new.line.text()
        faults = (
            (self.present, "" if self.present.line.text() else "请输入现在的口令。"),
            (self.new, self._fault()),
            (self.again, "两次输入的口令不一致，请重新输入。" if differs else ""),
        )
        for entry, fault in faults:
            entry.tell(fault)
        wrong = next((entry for entry, fault in faults if fault), None)
        if wrong is not None:
            wrong.line.setFocus()
        else:
            self.given.emit(self.present.line.text(), self.new.line.text())

    def refuse(self, sentence: str) -> None:
        """Say why the present passphrase was not taken."""
        self.present.tell(sentence)
        self.present.line.setFocus()

    def clear(self) -> None:
        """Forget everything typed."""
        for entry in self.entries:
            entry.line.clear()

    def _fault(self) -> str:
        try:
            passphrase.check(self.new.line.text())
        except InputProblem as problem:
            return problem.sentence
        return ""
