"""The first run: office, officer, passphrase, recovery card; at its end stands an open desk."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.services import offices
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from creditdesk.ui import printing
from creditdesk.ui.lane import Lane
from creditdesk.ui.pages.wizard_card import CardStep, Print
from creditdesk.ui.pages.wizard_steps import OfficerStep, OfficeStep, PassphraseStep, Step
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.rail import Seal
from creditdesk.ui.widgets.sentence_bar import SentenceBar
from creditdesk.ui.widgets.step_list import StepList
from creditdesk.vault import RecoveryCard

_SIDE, _BAR = 260, 64
_STEPS = (
    ("单位", "名称和存放位置"),
    ("工作人员", "第一位工作人员"),
    ("口令", "用来打开桌面"),
    ("恢复卡", "打印并核对"),
)
_CARD = 3

Create = Callable[..., tuple[Desk, RecoveryCard]]


class WizardPage(QWidget):
    """Sends `finished` with the open desk, the card's keeper and its place; `left` when the officer gives up."""

    finished = Signal(object, str, str)
    left = Signal()

    def __init__(
        self,
        folder: Path,
        create: Create = offices.create_desk,
        print_card: Print = printing.print_pdf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._create = create
        self.desk: Desk | None = None
        self.lane = Lane("creditdesk-founds", self)
        self.lane.failed.connect(self._refuse)
        self.office, self.officer, self.passphrase = OfficeStep(folder), OfficerStep(), PassphraseStep()
        self.card = CardStep(print_card)
        self.card.changed.connect(self._refresh)
        self.steps: tuple[Step, ...] = (self.office, self.officer, self.passphrase, self.card)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("信用工作台 · 新建桌面")
        self.resize(1366, 768)
        self._declare()
        self._build()
        self._show(0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the thread that founds the desk."""
        self.lane.close()
        super().closeEvent(event)

    def step(self) -> int:
        """Return the place of the step shown, from 0."""
        return self._stack.currentIndex()

    def go_on(self) -> None:
        """Go to the next step, or to the first thing that must be mended."""
        if not self.next.isEnabled():
            return
        wrong = self.steps[self.step()].check()
        if wrong is not None:
            wrong.setFocus()
        elif self.step() == _CARD:
            self._finish()
        elif self.step() == _CARD - 1:
            self._found()
        else:
            self._settle()
            self._show(self.step() + 1)

    def go_back(self) -> None:
        """Go to the step before; from the first one leave; the card, once there, must be confirmed."""
        if self.step() == 0:
            self.left.emit()
        elif self.step() < _CARD:
            self._show(self.step() - 1)

    def _declare(self) -> None:
        self.next, self.back = QAction("下一步", self), QAction("上一步", self)
        self.next.setShortcuts([QKeySequence("F8")])
        self.back.setShortcut(QKeySequence("Alt+Left"))
        self.next.triggered.connect(lambda _checked=False: self.go_on())
        self.back.triggered.connect(lambda _checked=False: self.go_back())
        self.addActions([self.next, self.back])

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        column = QVBoxLayout()
        column.setSpacing(0)
        self.bar = SentenceBar()
        column.addWidget(self.bar)
        self._stack = QStackedWidget()
        self._stack.setContentsMargins(48, 32, 48, 16)
        for step in self.steps:
            self._stack.addWidget(step)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot())
        row.addLayout(column, 1)

    def _side(self) -> QFrame:
        side = QFrame()
        side.setProperty("role", "rail")
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(20, 32, 20, 24)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Seal(28))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label("信用工作台", "strong"))
        words.addWidget(Label("新建桌面", "hint"))
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addSpacing(28)
        self._list = StepList(_STEPS)
        column.addWidget(self._list)
        column.addStretch(1)
        column.addWidget(Label("前三步可返回修改；设好口令后才写入数据。", "hint", wrap=True))
        return side

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "bar")
        foot.setFixedHeight(_BAR)
        row = QHBoxLayout(foot)
        row.setContentsMargins(48, 0, 48, 0)
        row.setSpacing(12)
        row.addWidget(Button.of(self.back, "large", "left"))
        row.addStretch(1)
        self._missing = Label("", "second")
        row.addWidget(self._missing)
        row.addWidget(Button.of(self.next, "primary"))
        return foot

    def _show(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self._list.show_step(step)
        self.back.setVisible(step < _CARD)
        self.back.setText("上一步" if step else "返回")
        self.next.setText("完成" if step == _CARD else "建立桌面" if step == _CARD - 1 else "下一步")
        self._refresh()
        first = (self.office.office, self.officer.officer, self.passphrase.new, self.card.entries[0])[step]
        first.line.setFocus()

    def _settle(self) -> None:
        self._list.settle(0, self.office.office.text())
        if self.officer.officer.text():
            self._list.settle(1, f"{self.officer.officer.text()}，负责人")
        if self.passphrase.strength():
            self._list.settle(2, f"强度：{self.passphrase.strength()}")

    def _refresh(self) -> None:
        self._missing.setText(self.card.missing() if self.step() == _CARD else "")

    def _found(self) -> None:
        self._settle()
        self.next.setEnabled(False)
        self.back.setEnabled(False)
        self._missing.setText("正在建立加密桌面…")
        office = Office(self.office.office.text(), self.office.prefix.text(), self.office.uscc.text())
        self.lane.run(
            self._create_and_draw, Path(self.office.folder.text()), office, self.officer.officer.text(),
            self.passphrase.new.line.text(),
            on_done=self._founded, on_problem=self._refuse,
        )  # fmt: skip

    def _create_and_draw(self, *args: object, **kw: object) -> tuple[Desk, RecoveryCard, bytes]:
        desk, card = self._create(*args, **kw)
        return desk, card, offices.card_pdf(desk, card)

    def _founded(self, made: tuple[Desk, RecoveryCard, bytes]) -> None:
        self.desk, card, pdf = made
        for entry in (self.passphrase.new, self.passphrase.again):
            entry.line.clear()
        self.next.setEnabled(True)
        self.card.begin(card, pdf)
        self._show(_CARD)

    def _refuse(self, sentence: str) -> None:
        self.next.setEnabled(True)
        self.back.setEnabled(True)
        self._missing.setText("")
        self.bar.warn(sentence)

    def _finish(self) -> None:
        self.card.forget()
        self.finished.emit(self.desk, self.card.keeper.text(), self.card.place.text())
