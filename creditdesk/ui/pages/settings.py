"""Settings: what the office says about itself, the backup, and the appearance."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.services import auto_lock, backups, health, offices, seals
from creditdesk.services.backups import BackupState
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from creditdesk.services.powers import Power
from creditdesk.ui import printing, theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.editors import LineEditor
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Panel
from creditdesk.ui.widgets.segments import Segments

_FIELDS = {
    "name": "单位全称",
    "prefix": "发文代字",
    "uscc": "统一社会信用代码",
    "address": "地址",
    "phone": "联系电话",
    "contact": "联系人",
    "receiver": "数据包接收单位",
}
_SEAL = frozenset({"seal_picture"})
_LOOKS = {"跟随系统": "system", "浅色": "light", "深色": "dark"}


class SettingsPage(Page):
    """设置."""

    name, title, icon, number, foot = "settings", "设置", "settings", 8, True
    nouns = frozenset({"setting"}) | _SEAL
    reads = (Power.OWN,)

    def build(self) -> None:
        """Lay the panels out in two columns."""
        self._save_act = self.add_act("保存单位信息", "F8", self._save)
        self._seal_act = self.add_act("载入印章图片", "Ctrl+I", self._ask_seal)
        self._backup_act = self.add_act("立即备份", "Ctrl+B", self._back_up)
        self._check_act = self.add_act("打开体检", "Ctrl+J", lambda: self.frame.open_page("health"))
        self._cards_act = self.add_act("打印三张共管恢复卡", "Ctrl+R", self._ask_cards)
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        columns.setSpacing(theme.GAP)
        columns.addLayout(_column(self._office_panel(), self._look_panel()), 1)
        columns.addLayout(_column(self._safety_panel(), self._lock_panel(), self._card_panel()), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.addWidget(area, 1)

    def reload(self) -> None:
        """Ask for everything the page shows, in one question."""
        self.worker.ask(_look, owner=(self, "look"), on_done=self._show)

    def panes(self) -> Sequence[QWidget]:
        """Return the first field of the office."""
        return (self.fields["name"],)

    def _office_panel(self) -> Panel:
        panel = Panel("单位信息", "用于文书和数据包；已签发的文书不变")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.PAD)
        grid.setVerticalSpacing(theme.PAD_SMALL)
        self.fields: dict[str, LineEditor] = {}
        for row, (name, label) in enumerate(_FIELDS.items()):
            self.fields[name] = LineEditor(label)
            grid.addWidget(Label(label, "label"), row, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(self.fields[name], row, 1)
        panel.body.addLayout(grid)
        self.seal = Label("", "second")
        panel.body.addWidget(self.seal)
        panel.body.addLayout(_foot(Button.of(self._save_act, "primary"), Button.of(self._seal_act, "plain")))
        return panel

    def _look_panel(self) -> Panel:
        panel = Panel("外观")
        self.looks = Segments(tuple(_LOOKS), "外观")
        chosen = {choice: label for label, choice in _LOOKS.items()}
        self.looks.show_chosen(chosen[theme.theme().choice])
        self.looks.chosen.connect(lambda label: theme.theme().choose(_LOOKS[label]))
        panel.body.addWidget(self.looks, 0, Qt.AlignmentFlag.AlignLeft)
        return panel

    def _card_panel(self) -> Panel:
        panel = Panel("共管恢复卡", "三张卡由三人分别封存，任意两张合用能打开桌面")
        told = "丢失口令或密钥文件时使用，一张单独无用。每次打印都是新的一套，旧的各套仍然有效；打印会公告 30 天。"
        panel.body.addWidget(Label(told, "hint", wrap=True))
        panel.body.addLayout(_foot(Button.of(self._cards_act, icon="key")))
        return panel

    def _lock_panel(self) -> Panel:
        panel = Panel("自动锁定", "无人操作满这段时间，桌面自动锁定")
        self.lock_after = Segments(tuple(_LOCK_AFTER), "自动锁定")
        self.lock_after.chosen.connect(lambda label: self.worker.act(auto_lock.choose, _LOCK_AFTER[label]))
        panel.body.addWidget(self.lock_after, 0, Qt.AlignmentFlag.AlignLeft)
        told = "Linux 桌面锁屏或休眠时同时锁定；其他系统只按时间锁定。锁定时清除从这里复制到剪贴板的内容。"
        panel.body.addWidget(Label(told, "hint", wrap=True))
        return panel

    def _safety_panel(self) -> Panel:
        panel = Panel("备份与体检")
        self.backup = Label("", "second")
        panel.body.addWidget(self.backup)
        panel.body.addLayout(
            _foot(Button.of(self._backup_act, icon="backup"), Button.of(self._check_act, icon="checkup"))
        )
        return panel

    def _show(self, looked: tuple[Office, BackupState, bool, int]) -> None:
        office, backup, sealed, minutes = looked
        mine = self.worker.desk.may(offices.describe.power)
        for editor in self.fields.values():
            editor.setEnabled(mine)
        for action in (self._save_act, self._seal_act):
            self.offer(action, offices.describe.power)
        self.seal.setText(
            f"印章图片：{'已载入，用印须另一位工作人员同意' if sealed else '没有载入，文书打印后手工盖章'}"
        )
        for name, value in asdict(office).items():
            if name in self.fields:
                self.fields[name].show_value(value)
        self.offer(self._check_act, *health.READERS)
        self.offer(self._cards_act, offices.shared_the_key.power)
        self.lock_after.setEnabled(self.worker.desk.may(auto_lock.choose.power))
        self.lock_after.show_chosen(_lock_words(minutes))
        self.backup.setText(f"本机备份：{backup.words}")

    def _ask_seal(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "载入印章图片", "", "图片 (*.png *.jpg *.jpeg *.tif *.tiff *.bmp)"
        )
        if chosen:
            self.load_seal(Path(chosen))

    def load_seal(self, path: Path) -> None:
        """Keep the scan of the seal inside the desk."""
        self.worker.run(
            seals.load_file, path, touched=_SEAL, on_problem=self.frame.warn,
            on_done=lambda changes: self.frame.say(changes.sentence),
        )  # fmt: skip

    def _save(self) -> None:
        told = {name: editor.value().strip() for name, editor in self.fields.items()}
        self.worker.run(_describe, told, on_done=lambda sentence: self.frame.say(str(sentence)))

    def _ask_cards(self) -> None:
        # The printer first: cards that nobody prints are not made.
        printer = printing.ask_printer("共管恢复卡", self)
        if printer is not None:
            self.worker.run(
                offices.shared_cards,
                touched=frozenset({"notice"}),
                on_done=lambda pdf: printing.send(pdf, printer),
                on_problem=self.frame.warn,
            )

    def _back_up(self) -> None:
        self.worker.keep(backups.make, "手动", owner=(self, "backup"), on_done=lambda _path: self._backed_up())

    def _backed_up(self) -> None:
        self.frame.say("已备份并核对")
        self.reload()


def _look(desk: Desk) -> tuple[Office, BackupState, bool, int]:
    return offices.office(desk), backups.state(desk), seals.loaded(desk), auto_lock.minutes(desk)


def _lock_words(minutes: int) -> str:
    return f"{minutes} 分钟"


_LOCK_AFTER = {_lock_words(minutes): minutes for minutes in auto_lock.CHOICES}


def _describe(desk: Desk, told: dict[str, str]) -> str:
    known = asdict(offices.office(desk))
    return desk.perform(offices.describe, Office(**(known | told))).sentence


def _column(*panels: Panel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.GAP)
    for panel in panels:
        column.addWidget(panel)
    column.addStretch(1)
    return column


def _foot(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, theme.PAD_SMALL, 0, 0)
    row.setSpacing(theme.PAD_SMALL)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
