"""The form that opens a desk with its recovery card, tells why and who is there, and sets a new passphrase."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from creditdesk.errors import InputProblem
from creditdesk.services.recoveries import CardUse
from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label, repolish
from creditdesk.ui.widgets.passphrase import PassphraseLine
from creditdesk.vault import passphrase, recovery

_COLUMNS = 4
_ONE_CARD = "照卡上逐组输入，共管恢复卡要输入两张。请另一位工作人员在场；没有时为一人应急，公告 30 天。"


class RecoveryForm(QWidget):
    """Twelve groups, who comes in and why, and who else is there; `given` carries them, `left` goes back.

    Of the three shared cards two are needed: after the first one the form asks for another.
    """

    given = Signal(object, object)  # the groups, CardUse
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 28, 48, 8)
        column.setSpacing(8)
        column.addWidget(Label("用恢复卡打开", "number"))
        self._first: list[str] = []
        self.told = Label(_ONE_CARD, "second", wrap=True)
        column.addWidget(self.told)
        self.groups = [self._group(place) for place in range(recovery.GROUPS)]
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, group in enumerate(self.groups):
            grid.addWidget(group, place // _COLUMNS, place % _COLUMNS)
        column.addLayout(grid)
        column.addLayout(self._entries())
        self.message = Message()
        column.addWidget(self.message)
        acts = QHBoxLayout()
        self.button = Button("打开并换口令", "primary", "key", key="F8")
        self.button.setShortcut("F8")
        self.button.clicked.connect(self.give)
        back = Button("返回", "quiet", "left", key="Esc")
        back.clicked.connect(self._leave)
        acts.addWidget(self.button)
        acts.addWidget(back)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addStretch(1)

    def _entries(self) -> QGridLayout:
        self.officer, self.reason, self.witness = QLineEdit(), QLineEdit(), QLineEdit()
        self.new, self.again = PassphraseLine("新口令"), PassphraseLine("再输一遍新口令")
        self.witness_phrase = PassphraseLine("在场人的口令")
        self.witness.setPlaceholderText("没有时留空")
        entries = QGridLayout()
        entries.setVerticalSpacing(6)
        entries.setHorizontalSpacing(theme.PAD_SMALL)
        pairs = (
            ("姓名", self.officer), ("理由", self.reason), ("新口令", self.new), ("再输一遍", self.again),
            ("在场人", self.witness), ("其口令", self.witness_phrase),
        )  # fmt: skip
        for place, (label, entry) in enumerate(pairs):
            entry.setAccessibleName(label)
            entry.setFixedHeight(theme.FIELD)
            row, beside = divmod(place, 2)
            entries.addWidget(Label(label, "label"), row, 2 * beside)
            entries.addWidget(entry, row, 2 * beside + 1)
        return entries

    def begin(self, officer: str) -> None:
        """Start anew with the name of the officer who most likely holds the card."""
        self.clear()
        self.officer.setText(officer)
        self.groups[0].setFocus()

    def clear(self) -> None:
        """Forget everything typed."""
        lines = (self.officer, self.reason, self.new, self.again, self.witness, self.witness_phrase)
        for entry in (*self.groups, *lines):
            entry.clear()
        self._first.clear()
        self.told.setText(_ONE_CARD)
        self.set_busy(False)
        self.message.tell("")

    def set_busy(self, busy: bool) -> None:
        """Hold the button while the desk is being opened."""
        self.button.setEnabled(not busy)
        if busy:
            self.message.tell("正在打开…", "clock", "text3", "hint")

    def refuse(self, sentence: str) -> None:
        """Say what is wrong."""
        self.set_busy(False)
        self.message.tell(sentence)

    def give(self) -> None:
        """Send what was typed when the groups are right and the passphrases agree; else say what is wrong."""
        wrong = next((place for place, group in enumerate(self.groups) if self._fault(place)), None)
        if wrong is not None:
            self.groups[wrong].setFocus()
            self.refuse(self._fault(wrong) or "")
        elif not self._first and (place := self._share()):
            self._ask_another(place)
        elif fault := self._phrase_fault():
            self.new.setFocus()
            self.refuse(fault)
        else:
            self._give_use()

    def _give_use(self) -> None:
        try:
            use = CardUse(
                self.officer.text(), self.new.text(), self.reason.text(), self.witness.text(),
                self.witness_phrase.text(),
            )  # fmt: skip
        except InputProblem as problem:
            (self.reason if self.officer.text().strip() else self.officer).setFocus()
            self.refuse(problem.sentence)
        else:
            self.given.emit([*self._first, *self._typed_groups()], use)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _typed_groups(self) -> list[str]:
        return [group.text() for group in self.groups]

    def _share(self) -> int:
        """Return which of the shared cards was typed; 0 for another card, or one whose fault opening will tell."""
        try:
            return recovery.share_of(self._typed_groups())
        except InputProblem:
            return 0

    def _ask_another(self, place: int) -> None:
        self._first = self._typed_groups()
        for group in self.groups:
            group.clear()
        self.refuse("")
        self.told.setText(f"第 {place} 张共管恢复卡已输入，请再输入另外两张中的一张。")
        self.groups[0].setFocus()

    def _group(self, place: int) -> QLineEdit:
        group = QLineEdit()
        group.setFixedHeight(theme.FIELD)
        group.setPlaceholderText(f"第 {place + 1} 组")
        group.setAccessibleName(f"第 {place + 1} 组")
        group.textEdited.connect(lambda text: self._typed(place, text))
        return group

    def _typed(self, place: int, text: str) -> None:
        # A pasted or scanned card fills all groups at once.
        parts = text.upper().replace("-", " ").split()
        if len(parts) > 1:
            self._spread(place, parts)
            return
        group = self.groups[place]
        at = group.cursorPosition()
        group.setText(text.upper().strip())
        group.setCursorPosition(at)
        full = len(group.text()) >= recovery.GROUP_CHARACTERS
        fault = self._fault(place) if full else None
        group.setProperty("fault", bool(fault))
        repolish(group)
        self.message.tell(fault or "")
        if full and not fault:
            following = (*self.groups[place + 1 :], self.officer)[0]
            following.setFocus()

    def _spread(self, place: int, parts: Sequence[str]) -> None:
        for group, part in zip(self.groups[place:], parts, strict=False):
            group.setText(part)
        self.officer.setFocus()

    def _fault(self, place: int) -> str | None:
        return recovery.fault_of(place, self.groups[place].text())

    def _phrase_fault(self) -> str:
        if self.new.text() != self.again.text():
            return "两次输入的新口令不一致，请重新输入。"
        try:
            passphrase.check(self.new.text())
        except InputProblem as problem:
            return problem.sentence
        return ""

    def _leave(self) -> None:
        self.clear()
        self.left.emit()
