"""After a one-time passphrase: the officer chooses a passphrase of his own before anything else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services import officers
from creditdesk.services.desk import Desk
from creditdesk.ui import theme
from creditdesk.ui.lane import Lane
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.passphrase_form import PassphraseForm

_WIDTH, _EDGE = 560, 40


class FirstPassphrasePage(QWidget):
    """Sends `changed` with the desk when the passphrase is the officer's own, `left` when the officer goes back."""

    changed = Signal(object)
    left = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.lane = Lane("creditdesk-passphrase", self)
        self.lane.failed.connect(self._refuse)
        self.form = PassphraseForm("一次性口令")
        self.form.given.connect(self._change)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("信用工作台")
        self.resize(1366, 768)
        card = QFrame()
        card.setProperty("role", "panel")
        card.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._fill(card)
        self.form.present.line.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the thread that changes the passphrase."""
        self.lane.close()
        super().closeEvent(event)

    def _fill(self, card: QFrame) -> None:
        column = QVBoxLayout(card)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(theme.PAD_SMALL)
        column.addWidget(Label(f"{self.desk.officer.name}，请先换成自己的口令", "title"))
        column.addWidget(
            Label("发给您的口令只能用这一次。换成自己的口令以后，别人不能再用原口令打开。", "second", wrap=True)
        )
        column.addWidget(self.form)
        self.button = Button("更换并进入", "primary", "key", key="F8")
        self.button.setShortcut("F8")
        self.button.clicked.connect(self.form.give)
        back = Button("返回", "large", "left")
        back.clicked.connect(lambda: self.left.emit(self.desk))
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(back)
        row.addStretch(1)
        column.addLayout(row)

    def _change(self, old: str, new: str) -> None:
        self.button.setEnabled(False)
        self.lane.run(officers.change_passphrase, self.desk, old, new, on_done=self._changed, on_problem=self._refuse)

    def _changed(self, _changes: object) -> None:
        self.form.clear()
        self.changed.emit(self.desk)

    def _refuse(self, sentence: str) -> None:
        self.button.setEnabled(True)
        self.form.refuse(sentence)
