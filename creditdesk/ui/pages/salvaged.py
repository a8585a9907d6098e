"""What became of a salvage: how much was saved, what is missing table by table, and the way into the new desk."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.services import salvages
from creditdesk.services.salvages import Salvaged
from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label

_TOLD = "原桌面没有改动。请先打开新桌面核对，再决定用哪一个；缺失的内容对照文书、材料和备份补录。"


class SalvagedView(QWidget):
    """Sends `wanted` with the new desk's folder, and `left` to go back."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self.title, self.lines = Label("", "title", wrap=True), Label("", wrap=True)
        self.open_button, back = Button("打开新桌面", "primary", "key"), Button("返回", "quiet", "left")
        self.open_button.clicked.connect(lambda: self.wanted.emit(self._folder))
        back.clicked.connect(self.left)
        holder = QFrame()
        holder.setProperty("role", "surface")
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, theme.PAD, 0)
        inside.addWidget(self.lines)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 28, 48, 8)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(Label(_TOLD, "second", wrap=True))
        column.addWidget(area, 1)
        acts = QHBoxLayout()
        acts.addWidget(self.open_button)
        acts.addWidget(back)
        acts.addStretch(1)
        column.addLayout(acts)

    def tell(self, done: Salvaged) -> None:
        """Show what was saved; the tables that lost something come first."""
        self._folder = done.folder
        saved, missing = sum(one.kept for one in done.tables), len(done.missing)
        self.title.setText(f"已救出 {saved:,} 行" + (f"，{missing} 张表有缺失" if missing else "，没有缺失"))
        others = [one for one in done.tables if one not in done.missing and one.kept]
        wrong = [f"体检：{one.name}，{one.sentence}" for one in done.findings if not one.ok]
        self.lines.setText("\n".join([*map(salvages.words, done.missing), *wrong, *map(salvages.words, others)]))
        self.open_button.setFocus()
