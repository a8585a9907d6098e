"""Salvage as an officer sees it: first what it would give and from which backup, then what came out of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.services.salvages import Salvaged
from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.progress_row import ProgressRow

_LOOK = "以上只是预览，还没有改动任何文件。就地修复后损坏的桌面另存在 aside 文件夹，公告 30 天。"
_BESIDE = "原桌面没有改动。请先打开新桌面核对，再决定用哪一个。"


class SalvageView(QWidget):
    """Shows what a salvage would give (`mend_asked`, `new_asked`), then what it gave (`open_asked`); `left`: back."""

    mend_asked = Signal()
    new_asked = Signal()
    open_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.lines = Label("抢救损坏的桌面", "title", wrap=True), Label("", wrap=True)
        self.source, self._told = Label("", "second", wrap=True), Label("", "second", wrap=True)
        self.progress = ProgressRow("张表")
        self.mend_button = Button("就地修复", "primary", "key", key="F8")
        self.open_button = Button("打开桌面", "primary", "key", key="F8")
        self.new_button, self._back = (
            Button("写成新桌面…", "quiet", "table"),
            Button("返回", "quiet", "left", key="Esc"),
        )
        self.mend_button.clicked.connect(self.mend_asked)
        self.open_button.clicked.connect(self.open_asked)
        self.new_button.clicked.connect(self.new_asked)
        self._back.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 28, 48, 8)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.source)
        column.addWidget(self._area(), 1)
        column.addWidget(self._told)
        column.addWidget(self.progress)
        acts = QHBoxLayout()
        for button in (self.mend_button, self.open_button, self.new_button, self._back):
            acts.addWidget(button)
        acts.addStretch(1)
        column.addLayout(acts)
        self.open_button.hide()

    def offer(self, seen: Salvaged) -> None:
        """Show what a salvage would give."""
        self._tell(seen)
        self.title.setText(f"可以{seen.outcome}")
        self._told.setText(_LOOK)
        self._stage(looked=True)

    def tell(self, done: Salvaged, *, beside: bool) -> None:
        """Show what came out of a salvage."""
        self._tell(done)
        self.title.setText(f"已{done.outcome}")
        aside = f"损坏的桌面另存为 aside 文件夹中的“{done.aside}”。" if done.aside else ""
        self._told.setText(_BESIDE if beside else f"桌面已在原处修复。{aside}")
        self._stage(looked=False)

    def busy(self, what: str) -> None:
        """Show that the desk is being mended, in place of what could be pressed."""
        self.progress.start(what)
        self._enable(on=False)

    def idle(self) -> None:
        """Let buttons be pressed again."""
        self.progress.hide()
        self._enable(on=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F8 or Enter does what the page is for, Esc goes back."""
        primary = self.mend_button if self.mend_button.isVisible() else self.open_button
        keys = {
            Qt.Key.Key_F8: primary,
            Qt.Key.Key_Return: primary,
            Qt.Key.Key_Enter: primary,
            Qt.Key.Key_Escape: self._back,
        }
        button = keys.get(Qt.Key(event.key()))
        if button is not None:
            button.click()
        else:
            super().keyPressEvent(event)

    def _tell(self, told: Salvaged) -> None:
        self.source.setText(f"{told.source}。")
        caution = [f"注意：{told.mended.caution}。"] if told.mended.caution else []
        again = ["恢复后待补办：", *told.acts] if told.acts else []
        self.lines.setText("\n".join([*caution, *told.lines, *again]))

    def _stage(self, *, looked: bool) -> None:
        self.idle()
        self.mend_button.setVisible(looked)
        self.new_button.setVisible(looked)
        self.open_button.setVisible(not looked)
        (self.mend_button if looked else self.open_button).setFocus()

    def _enable(self, *, on: bool) -> None:
        for button in (self.mend_button, self.open_button, self.new_button, self._back):
            button.setEnabled(on)

    def _area(self) -> QScrollArea:
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
        return area
