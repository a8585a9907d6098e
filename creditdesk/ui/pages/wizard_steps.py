"""The steps of a new desk that only ask: the office and its place, the officer, the passphrase."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.errors import InputProblem
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.entry import Entry
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.passphrase import PassphraseLine
from creditdesk.vault import passphrase

_WIDTH = 560
_STRONG = 16  # characters from which a passphrase counts as strong


class Step(QWidget):
    """One step: a title, what it is about, and its entries."""

    def __init__(self, title: str, about: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.column.addWidget(Label(title, "number"))
        self.column.addWidget(Label(about, "second", wrap=True))
        self.column.addSpacing(8)

    def add(self, *entries: QWidget) -> None:
        """Stack `entries` in one column of readable width."""
        for entry in entries:
            entry.setMaximumWidth(_WIDTH)
            self.column.addWidget(entry)

    def check(self) -> QWidget | None:
        """Show what is wrong and return the first widget that must be mended, None when all is right."""
        return None


class OfficeStep(Step):
    """The office, the word its letter numbers begin with, and where the desk lies."""

    def __init__(self, folder: Path) -> None:
        super().__init__("单位", "文书、数据包和恢复卡上都写这个单位；以后可在设置中修改。")
        self.office = Entry("单位名称", "信用中心的全称，如：示例县信用中心")
        self.prefix = Entry("发文代字", "文书编号的开头，如：示信 → 示信异受〔2026〕1号")
        self.uscc = Entry("单位代码", "统一社会信用代码，可以以后再填")
        self.folder = Entry("存放位置", "一个新的或空的文件夹；桌面的全部数据加密存放在这里")
        self.folder.line.setText(str(folder))
        browse = Button("选择文件夹", "plain", "folder")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addSpacing(96)
        row.addWidget(browse)
        row.addStretch(1)
        self.add(self.office, self.prefix, self.uscc, self.folder)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def check(self) -> QWidget | None:
        """Ask for a name, a word for the numbers, and a folder that is new or empty."""
        place = Path(self.folder.text()) if self.folder.text() else None
        used = place is not None and place.exists() and (not place.is_dir() or any(place.iterdir()))
        faults = (
            (self.office, "" if self.office.text() else "请填写单位名称。"),
            (self.prefix, "" if self.prefix.text() else "请填写发文代字。"),
            (
                self.folder,
                "请选择文件夹。" if place is None else "这个位置已有内容，请换一个空文件夹。" if used else "",
            ),
        )
        return _show(faults)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择存放位置", str(Path(self.folder.text()).parent))
        if chosen:
            self.folder.line.setText(str(Path(chosen) / "信用工作台"))


class OfficerStep(Step):
    """The first officer."""

    def __init__(self) -> None:
        super().__init__("工作人员", "第一位工作人员可以添加其他人；数据包须由两人经办、复核。")
        self.officer = Entry("姓名", "文书和日志上显示的姓名")
        self.add(self.officer)
        note = Label("第一位工作人员是负责人；没有指定各类管理员时，由负责人代行其权限。", "hint")
        note.setContentsMargins(96, 0, 0, 0)
        self.column.addWidget(note)
        self.column.addStretch(1)

    def check(self) -> QWidget | None:
        """Ask for a name."""
        return _show(((self.officer, "" if self.officer.text() else "请填写姓名。"),))


class PassphraseStep(Step):
    """The passphrase, twice; tells while typing whether it is long and varied enough."""

    def __init__(self) -> None:
        about = f"至少 {passphrase.MINIMUM_LENGTH} 个字符，建议用一句自己记得住的话。口令不在任何地方保存。"
        super().__init__("口令", about)
        self.new = Entry("口令", "", PassphraseLine("口令"))
        self.again = Entry("再输一遍", "", PassphraseLine("再输一遍口令"))
        self.add(self.new, self.again)
        self.column.addStretch(1)
        self.new.line.textEdited.connect(self._judge)
        self.again.line.textEdited.connect(self._compare)

    def strength(self) -> str:
        """Return 强 or 足够, "" while the passphrase would be refused."""
        text = self.new.line.text()
        try:
            passphrase.check(text)
        except InputProblem:
            return ""
        return "强" if len(text) >= _STRONG else "足够"

    def check(self) -> QWidget | None:
        """Ask for a passphrase that is accepted, and for the same one again."""
        try:
            passphrase.check(self.new.line.text())
            fault = ""
        except InputProblem as problem:
            fault = problem.sentence
        differs = self.new.line.text() != self.again.line.text()
        return _show(((self.new, fault), (self.again, "两次输入的口令不一致，请重新输入。" if differs else "")))

    def _judge(self) -> None:
        strength = self.strength()
        if strength:
            self.new.praise(f"强度：{strength}")
        else:
            self.new.tell("")

    def _compare(self) -> None:
        if self.again.line.text() and self.again.line.text() == self.new.line.text():
            self.again.praise("两次一致")
        else:
            self.again.tell("")


def _show(faults: tuple[tuple[Entry, str], ...]) -> QWidget | None:
    for entry, fault in faults:
        entry.tell(fault)
    return next((entry.line for entry, fault in faults if fault), None)
