"""Opening the desk: who, the passphrase, the recovery card when both are of no use, and salvage when it is damaged."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from creditdesk import __version__
from creditdesk.errors import Problem
from creditdesk.rules.china_time import weekday
from creditdesk.services import backups, recoveries, salvages
from creditdesk.services.clock import system_clock
from creditdesk.services.desk import Desk
from creditdesk.services.recoveries import CardUse
from creditdesk.services.salvages import Salvaged, Way
from creditdesk.ui import theme
from creditdesk.ui.lane import Lane, Task
from creditdesk.ui.pages.recovery import RecoveryForm
from creditdesk.ui.pages.salvaging import SalvageView
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Elided, Glyph, Label
from creditdesk.ui.widgets.officer_list import OfficerList
from creditdesk.ui.widgets.passphrase import PassphraseLine
from creditdesk.ui.widgets.rail import Seal
from creditdesk.vault import SlotInfo, Vault
from creditdesk.vault.backup import Progress
from creditdesk.vault.faults import Damaged, WrongKey

_WIDTH, _HEIGHT, _BRAND = 918, 502, 344

Open = Callable[..., Desk]
Recover = Callable[[Path, Sequence[str], CardUse], Desk]
Salvage = Callable[..., Salvaged]
_LADDER = "请点下方“抢救损坏的桌面”，先看能救出什么、要用哪份备份，再决定修复。"


class UnlockPage(QWidget):
    """Sends `opened` with the open desk; `other_asked` and `new_asked` when another desk is wanted.

    `salvaged` is sent with the folder of a new desk that was made from a damaged one, when it is to be opened.
    """

    opened = Signal(object)
    salvaged = Signal(object)
    other_asked = Signal()
    new_asked = Signal()

    def __init__(
        self,
        folder: Path,
        open_desk: Open = Desk.open,
        recover: Recover = recoveries.recover,
        salvage: Salvage = salvages.salvage,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.folder = folder
        self._open, self._recover, self._salvage = open_desk, recover, salvage
        self.passphrase = PassphraseLine("口令")
        self._slots: tuple[SlotInfo, ...] = ()
        self._task: Task | None = None
        self._made = folder
        self.lane = Lane("creditdesk-opens", self)
        self.lane.failed.connect(self._refuse)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("信用工作台")
        self.resize(1366, 768)
        self._build()
        self._read_slots()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the thread that opens desks."""
        self.lane.close()
        super().closeEvent(event)

    def try_open(self) -> None:
        """Try the passphrase of the chosen officer; Argon2 takes most of a second, on its own thread."""
        phrase = self.passphrase.text()
        if not self._slots or not self.button.isEnabled():
            return
        if not phrase:
            self._refuse("请输入口令。")
            return
        self._busy("正在打开…")
        slot = self._slots[self.officers.current].id
        self.lane.run(
            self._try, slot, phrase, on_done=self._enter, on_problem=self._refuse, on_progress=self._tell_watching
        )  # fmt: skip

    def look(self) -> None:
        """Show what a salvage of this desk would give; nothing of it stays."""
        if not self._slots or not self.passphrase.text():
            self._refuse("抢救数据要用原来的口令，请先选择工作人员并输入口令，再点“抢救损坏的桌面”。")
            return
        self._run(Way(look=True), "正在看能救出什么…", self.salvage_view.offer)

    def mend(self) -> None:
        """Make the desk whole in its place."""
        self._run(Way(), "正在修复桌面…", partial(self.salvage_view.tell, beside=False))

    def salvage_to(self, place: Path) -> None:
        """Make a new desk in an empty folder; this one stays as it is."""
        self._run(Way(to=place), "正在写成新桌面…", partial(self.salvage_view.tell, beside=True))

    def _run(self, way: Way, what: str, then: Callable[[Salvaged], None]) -> None:
        self._stack.setCurrentWidget(self.salvage_view)
        self.salvage_view.busy(what)
        slot = self._slots[self.officers.current].id
        self._task = self.lane.run(
            self._salvage, self.folder, slot, self.passphrase.text(), way,
            on_done=partial(self._salvaged, then), on_problem=self._refuse, on_progress=self.salvage_view.progress.tell,
        )  # fmt: skip

    def _salvaged(self, then: Callable[[Salvaged], None], done: Salvaged) -> None:
        self._made = done.folder
        then(done)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _open_made(self) -> None:
        """Open what was made: this very desk at once, another one on a page of its own."""
        if self._made != self.folder.absolute():
            self.salvaged.emit(self._made)
            return
        self._stack.setCurrentIndex(0)
        self.try_open()

    def _try(self, slot: str, phrase: str, progress: Progress) -> Desk:
        try:
            return self._open(self.folder, slot, phrase, progress=progress)
        except (Damaged, WrongKey) as fault:
            raise Problem(f"{fault.sentence}{_LADDER}") from fault

    def _ask_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "新桌面放在哪个空文件夹")
        if chosen:
            self.salvage_to(Path(chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._stack.currentIndex() == 0:
            self.try_open()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        card = QFrame()
        card.setProperty("role", "panel")
        card.setFixedSize(_WIDTH, _HEIGHT)
        row = QHBoxLayout(card)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self._brand())
        right = QVBoxLayout()
        right.setSpacing(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form())
        self._recovery = RecoveryForm()
        self._recovery.left.connect(lambda: self._stack.setCurrentIndex(0))
        self._recovery.given.connect(self._try_recover)
        self._stack.addWidget(self._recovery)
        self.salvage_view = SalvageView()
        self.salvage_view.left.connect(lambda: self._stack.setCurrentIndex(0))
        self.salvage_view.mend_asked.connect(self.mend)
        self.salvage_view.new_asked.connect(self._ask_place)
        self.salvage_view.open_asked.connect(self._open_made)
        self.salvage_view.progress.cancelled.connect(self._cancel)
        self._stack.addWidget(self.salvage_view)
        right.addWidget(self._stack, 1)
        right.addWidget(self._foot())
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        words = Label(f"creditdesk {__version__}　木兰宽松许可证第 2 版", "hint")
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(20)

    def _brand(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "brand")
        frame.setFixedWidth(_BRAND)
        column = QVBoxLayout(frame)
        column.setContentsMargins(36, 40, 24, 36)
        column.setSpacing(4)
        column.addWidget(Seal(84, "seal"))
        column.addSpacing(20)
        name = Label("信用工作台", "onfill")
        name.setFont(theme.font(28, title=True))
        column.addWidget(name)
        column.addWidget(Elided(self.folder.name, "onfill16"))
        column.addStretch(1)
        for icon, words in self._facts():
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Glyph(icon, "onfill"))
            row.addWidget(Elided(words, "onfill13"), 1)
            column.addLayout(row)
        return frame

    def _facts(self) -> list[tuple[str, str]]:
        made = backups.state_of(self.folder).words
        return [("lock", "全部数据加密，只存于本机"), ("backup", f"备份：{made}"), ("table", str(self.folder))]

    def _form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(48, 36, 48, 16)
        column.setSpacing(8)
        column.addWidget(Label("打开桌面", "number"))
        column.addSpacing(8)
        column.addWidget(Label("工作人员", "label"))
        self.officers = OfficerList()
        self.officers.chosen.connect(lambda _place: self.passphrase.setFocus())
        column.addWidget(self.officers)
        column.addSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Label("口令", "label"))
        head.addStretch(1)
        self._caps = Label("输入法已停用", "hint")
        head.addWidget(self._caps)
        column.addLayout(head)
        self.passphrase.caps_lock.connect(self._tell_caps)
        self.passphrase.returnPressed.connect(self.try_open)
        column.addWidget(self.passphrase)
        self.message = Message()
        column.addWidget(self.message)
        column.addSpacing(8)
        acts = QHBoxLayout()
        acts.setSpacing(18)
        self.button = Button("打开", "primary", key="Enter")
        self.button.clicked.connect(self.try_open)
        acts.addWidget(self.button)
        self.recover_button = Button("用恢复卡打开", "quiet", "key")
        self.recover_button.clicked.connect(self._show_recovery)
        acts.addWidget(self.recover_button)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addStretch(1)
        return form

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        foot.setFixedHeight(44)
        row = QHBoxLayout(foot)
        row.setContentsMargins(46, 0, 48, 0)
        row.setSpacing(16)
        for words, asked in (("打开其他桌面", self.other_asked), ("新建桌面", self.new_asked)):
            link = Button(words, "link")
            link.clicked.connect(asked)
            row.addWidget(link)
        self.rescue_button = Button("抢救损坏的桌面", "link")
        self.rescue_button.clicked.connect(self.look)
        row.addWidget(self.rescue_button)
        row.addStretch(1)
        self._now = Label("", "second")
        row.addWidget(self._now)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tell_time)
        self._clock.start(15_000)
        self._tell_time()
        return foot

    def _read_slots(self) -> None:
        try:
            self._slots = Vault.slots(self.folder)
        except Problem as problem:
            self._refuse(problem.sentence)
        self.officers.tell([(slot.name, slot.role) for slot in self._slots])
        self.passphrase.setFocus()

    def _show_recovery(self) -> None:
        self._recovery.begin(self._slots[0].name if self._slots else "")
        self._stack.setCurrentIndex(1)

    def _try_recover(self, groups: Sequence[str], use: CardUse) -> None:
        self._recovery.set_busy(True)
        self.lane.run(self._recover, self.folder, groups, use, on_done=self._enter, on_problem=self._refuse_card)

    def _refuse_card(self, sentence: str) -> None:
        """Tell what stops the card; for a damaged desk it wrote keys.json anew all the same."""
        with suppress(Problem):
            self._slots = Vault.slots(self.folder)
            self.officers.tell([(slot.name, slot.role) for slot in self._slots])
        self._refuse(sentence)

    def _enter(self, desk: Desk) -> None:
        self.passphrase.clear()
        self._recovery.clear()
        self.opened.emit(desk)

    def _busy(self, words: str) -> None:
        self.button.setEnabled(False)
        self.message.tell(words, "clock", "text3", "hint")

    def _tell_watching(self, waited: int, most: int) -> None:
        watching = f"上次没有正常关闭，正在看别的电脑是否还开着它：{waited} / {most} 秒"
        self._busy(watching if waited < most else "正在打开…")

    def _refuse(self, sentence: str) -> None:
        self.button.setEnabled(True)
        self.salvage_view.idle()
        if self._stack.currentWidget() is self.salvage_view:
            self._stack.setCurrentIndex(0)
        if self._stack.currentWidget() is self._recovery:
            self._recovery.refuse(sentence)
        else:
            self.message.tell(sentence)
            self.passphrase.setFocus()
            self.passphrase.selectAll()

    def _tell_caps(self, on: bool) -> None:
        self._caps.setText("大写锁定已开，输入法已停用" if on else "大写锁定未开，输入法已停用")
        self._caps.set_role("fault" if on else "hint")

    def _tell_time(self) -> None:
        now: datetime = system_clock()
        day: date = now.date()
        self._now.setText(f"{day.isoformat()} {weekday(day)} {now:%H:%M}")
