"""The first step of an import: the file, dropped, typed or picked from a dialog."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from creditdesk.ui import theme
from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Glyph, Label

SUFFIXES = (".xlsx", ".xls", ".ods", ".csv")
_WIDTH = 640
_HINT = "报送模板的列名按原样保留；列的顺序不限，标题行可以不在第一行。先核对，不会直接入库。"


class ChooseFile(QFrame):
    """Sends `picked` with the path of a file the officer dropped or typed."""

    picked = Signal(Path)

    def __init__(self, browse: QAction) -> None:
        super().__init__()
        self._over = False
        self.setAcceptDrops(True)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName("选择文件")
        self.path = QLineEdit()
        self.path.setPlaceholderText("文件路径，按 Enter 读取")
        self.path.setAccessibleName("文件路径")
        self.path.setFixedHeight(theme.FIELD)
        self.path.returnPressed.connect(self._typed)
        self.setFocusProxy(self.path)
        self.busy = Label("", "second")
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 28)
        column.setSpacing(12)
        column.addWidget(Glyph("import", "edge", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (Label("把来源单位报送的表格拖到这里", "title"), Label(_HINT, "second", wrap=True)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(self.path, 1)
        row.addWidget(Button.of(browse, "plain", "folder"))
        column.addLayout(row)
        column.addWidget(self.busy, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_busy(self, text: str) -> None:
        """Say that a file is being read, or nothing."""
        self.busy.setText(text)
        self.path.setEnabled(not text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a single spreadsheet."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].toLocalFile().lower().endswith(SUFFIXES):
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that nothing would be dropped any more."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        self._light(False)
        self.picked.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed edge of a place to drop things."""
        painter = painting.smooth(self)
        ground, edge = ("soft", "accent") if self._over else ("surface", "edge")
        painting.box(painter, self.rect().toRectF(), theme.RADIUS_PANEL, ground, edge, 1, True)
        painter.end()

    def _light(self, over: bool) -> None:
        self._over = over
        self.update()

    def _typed(self) -> None:
        text = self.path.text().strip().strip('"')
        if text:
            self.picked.emit(Path(text).expanduser())
