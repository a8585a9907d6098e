"""What is asked: the list, pasted or taken from a file, and who asks, on what authority, for what purpose."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from creditdesk.catalog.enquiries import Authority
from creditdesk.services.batch_checks import Asked, Enquiry
from creditdesk.ui import theme
from creditdesk.ui.pages.asking_form import AskingForm
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Elided
from creditdesk.ui.widgets.panel import Panel
from creditdesk.ui.widgets.small_form import small_choice

_MASKED, _BARE = "遮盖", "不遮盖"
_NONE = "不是评选"
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".txt")


class _List(QPlainTextEdit):
    """The pasted list; a dropped file is read instead of its path being pasted."""

    dropped = Signal(Path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a single list."""
        if _path_in(event) is not None:
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        path = _path_in(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)
        else:
            super().dropEvent(event)


def _path_in(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 else None
    return path if path is not None and path.suffix.lower() in SUFFIXES else None


class Asking(QWidget):
    """The left side of the page. Sends `dropped` with a file, `entered` on Enter in the last field."""

    dropped = Signal(Path)
    entered = Signal()

    def __init__(
        self,
        browse: QAction,
        today: Callable[[], date],
        authorities: Sequence[Authority],
        selections: Sequence[str],
    ) -> None:
        super().__init__()
        self.from_file: tuple[Asked, ...] = ()
        self.list = _List()
        self.list.setPlaceholderText("每行一个名称或代码，也可以从表格复制几列粘贴，或把文件拖到这里")
        self.list.setAccessibleName("名单")
        self.list.setTabChangesFocus(True)
        self.list.dropped.connect(self.dropped)
        self.setFocusProxy(self.list)
        self.source = Elided("", "hint13")
        self._file = QWidget()
        self.drop_file = Button("改为粘贴", "link")
        self.drop_file.clicked.connect(self.forget_file)
        numbers = small_choice("numbers", "证件号码", (_MASKED, _BARE))
        choice = small_choice("selection", "评选", (_NONE, *selections))
        self.form = AskingForm("查询单位", authorities, today, [choice, numbers])
        self.form.set_values({"numbers": _MASKED, "selection": _NONE})
        self.form.walked_out.connect(self.entered)
        self._lay_out(browse)
        self.forget_file()

    def show_file(self, path: Path, asked: tuple[Asked, ...]) -> None:
        """Ask for what a file lists; the first lines are shown."""
        self.from_file = asked
        self.source.setText(f"{path.name}，{len(asked):,} 行")
        self.list.setPlainText("\n".join("　".join(filter(None, (each.name, each.code))) for each in asked[:1000]))
        self.list.setReadOnly(True)
        self._file.show()
        self.form.go_to_first()

    def forget_file(self) -> None:
        """Go back to pasting."""
        if self.from_file:
            self.list.clear()
        self.from_file = ()
        self.source.setText("")
        self.list.setReadOnly(False)
        self._file.hide()
        if self.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def enquiry(self) -> Enquiry | None:
        """Return who asks and why; None, with the focus on what is missing, when it is not complete."""
        asking = self.form.asking()
        bare = self.form.values()["numbers"] == _BARE
        return Enquiry(**vars(asking), bare=bare) if asking is not None else None

    @property
    def selection(self) -> str:
        """Return for which selection the list is checked, "" for none."""
        chosen = self.form.values()["selection"]
        return "" if chosen == _NONE else chosen

    def _lay_out(self, browse: QAction) -> None:
        names, why = Panel("名单"), Panel("查询事项", "写入操作日志和核查报告")
        names.add_to_head(Button.of(browse, "plain", "folder"))
        names.body.addWidget(self.list, 1)
        row = QHBoxLayout(self._file)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.source, 1)
        row.addWidget(self.drop_file)
        names.body.addWidget(self._file)
        why.body.addWidget(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(names, 1)
        column.addWidget(why)
