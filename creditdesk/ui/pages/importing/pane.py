"""The import flow, step by step: choose a file, look at it, import it, give the faulty rows back."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.services import import_previews, imports
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.import_previews import Examined
from creditdesk.services.imports import ImportPlan
from creditdesk.ui import theme
from creditdesk.ui.lane import Task
from creditdesk.ui.page import Page
from creditdesk.ui.pages.importing.choosing import SUFFIXES, ChooseFile
from creditdesk.ui.pages.importing.preview import PreviewFace
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.label import Glyph, Label
from creditdesk.ui.widgets.progress_row import ProgressRow
from creditdesk.ui.widgets.stepper import Stepper

STEPS = ("选择文件", "核对", "入库", "退回")
CHOOSE, LOOK, WRITE, RETURN = range(4)
_FILTER = f"表格 ({' '.join('*' + suffix for suffix in SUFFIXES)})"


class ImportPane(QFrame):
    """Sends `done` when the officer goes back to the list."""

    done = Signal()

    def __init__(self, page: Page, primary: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.page, self.worker = page, page.worker
        self.step = CHOOSE
        self.examined: Examined | None = None
        self._path = Path()
        self._task: Task | None = None
        self._primary = primary
        self._browse = page.add_act("选择文件", "Ctrl+O", self.browse)
        self._leave = page.add_act("回到列表", "Esc", self.leave)
        self.acts = [primary, self._browse, self._leave]
        self.stepper = Stepper(STEPS, "导入")
        self.choose = ChooseFile(self._browse)
        self.choose.picked.connect(self.open_file)
        self.preview = PreviewFace(self.worker, self.worker.desk.catalogue.current_kinds(), self._browse)
        self.preview.kind_asked.connect(lambda kind: self.open_file(self._path, kind))
        self.preview.choice_changed.connect(self.tell_primary)
        self.preview.questions.answered.connect(self.go_on)
        self.progress = ProgressRow("步")
        self.progress.cancelled.connect(self._cancel)
        self.giving_back = _GivingBack()
        self.giving_back.entered.connect(self.go_on)
        self._faces = QStackedWidget()
        self._bar = ActionBar(primary, [self._leave])
        self._lay_out()

    def begin(self, _kind: str = "") -> None:
        """Show the flow where it stands; a finished one begins anew."""
        if self.examined is None or self.step == len(STEPS):
            self._go_to(CHOOSE)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def browse(self) -> None:
        """Ask for a file in a dialog."""
        path, _ = QFileDialog.getOpenFileName(self, "选择来源单位报送的表格", str(self._path.parent), _FILTER)
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path, kind: str = "", given: Mapping[str, str] | None = None) -> None:
        """Read and check a file on a reading thread; nothing is written."""
        self._cancel()
        self._path = path
        self.choose.path.setText(str(path))
        self.choose.show_busy(f"正在读取 {path.name} …")
        self.progress.start(f"正在读取 {path.name}")
        self._task = self.worker.ask(
            import_previews.examine, path, kind, given, owner=(self, "examine"), on_progress=self.progress.tell,
            on_done=self._show, on_problem=self._refuse, on_end=self._ended, counting=True,
        )  # fmt: skip

    def go_on(self) -> None:
        """Do what the present step asks for."""
        if self.step == CHOOSE:
            self.open_file(Path(self.choose.path.text())) if self.choose.path.text().strip() else self.browse()
        elif self.step == LOOK:
            self._import()
        elif self.step == RETURN:
            self._give_back()
        elif self.step == len(STEPS):
            self.leave()

    def leave(self) -> None:
        """Go back to the list; a running import goes on unless it is cancelled first."""
        if self.step != WRITE:
            self._go_to(CHOOSE)
            self.examined = None
        self.done.emit()

    def tell_primary(self) -> None:
        """Let F8 say what it does at this step."""
        count = self._to_write()
        asked = self.examined is not None and bool(self.examined.planned.asked)
        look = f"导入 {count:,} 条" if count else "按所填内容核对" if asked else "下一步"
        words = {LOOK: look, WRITE: "正在导入", RETURN: "保存退回行", len(STEPS): "完成"}
        self._primary.setText(words.get(self.step, "读取文件"))
        self._primary.setEnabled(self.step != WRITE)

    def _show(self, examined: Examined) -> None:
        self.examined = examined
        self.preview.show_examined(examined)
        self._go_to(LOOK)

    def _refuse(self, sentence: str) -> None:
        self.page.frame.warn(sentence)
        self.choose.show_busy("")
        if self.examined is not None:
            self.preview.show_examined(self.examined)
        self.choose.path.setFocus()

    def _import(self) -> None:
        if self.examined is None or self._task is not None:
            return
        planned = self.examined.planned
        if planned.asked:
            answers = self.preview.questions.answers()
            if answers is not None:
                self.open_file(self._path, planned.kind, answers)
            return
        if not self._to_write():
            self._go_to(RETURN if planned.bad else len(STEPS))
            return
        self._go_to(WRITE)
        self.progress.start(f"正在导入 {planned.file_name}")
        self._task = self.worker.act(
            imports.run, planned, whole=self.preview.whole, late_because=self.preview.late.text(),
            on_progress=self.progress.tell, on_done=self._imported, on_problem=self._stopped,
            on_end=self._ended, once=f"import:{planned.sha256}:{planned.kind}:{id(planned)}",
        )  # fmt: skip

    def _to_write(self) -> int:
        """Return how many records the file would add or change, as the officer chose."""
        if self.examined is None or (self.preview.whole and self.examined.planned.bad):
            return 0
        return self.examined.planned.new + self.examined.planned.changed

    def _imported(self, changes: Changes) -> None:
        bad = int(changes.result["rejected"])
        self._go_to(RETURN if bad else len(STEPS))

    def _stopped(self, sentence: str) -> None:
        self.page.frame.warn(sentence)
        self._go_to(LOOK)

    def _ended(self) -> None:
        self._task = None
        self.progress.hide()
        self.choose.show_busy("")

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _give_back(self) -> None:
        if self.examined is None:
            return
        path = self.giving_back.path()
        self.worker.ask(
            _write, self.examined.planned, path, owner=(self, "write"), on_done=self._given_back, counting=True
        )

    def _given_back(self, path: Path) -> None:
        self.page.frame.say(f"退回行已保存到 {path}")
        self._go_to(len(STEPS))

    def _go_to(self, step: int) -> None:
        self.step = step
        self.stepper.show_step(step)
        self._faces.setCurrentIndex(0 if step == CHOOSE else 1)
        self.preview.set_changeable(step == LOOK)
        self._browse.setEnabled(step in (CHOOSE, LOOK))
        self.giving_back.setVisible(step == RETURN)
        if step == RETURN:
            self.giving_back.suggest(self._path)
        self.setFocusProxy({CHOOSE: self.choose.path, RETURN: self.giving_back.edit}.get(step, self.preview.table))
        self.tell_primary()
        if self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.PAD_SMALL, 6, theme.PAD_SMALL, 7)
        row.addWidget(self.stepper)
        first = QWidget()
        middle = QVBoxLayout(first)
        middle.addStretch(2)
        middle.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        self._faces.addWidget(first)
        self._faces.addWidget(self.preview)
        running = QWidget()
        inside = QVBoxLayout(running)
        inside.setContentsMargins(theme.MARGIN + 4, 0, theme.MARGIN + 4, 0)
        inside.addWidget(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._faces, 1)
        column.addWidget(running)
        column.addWidget(self.giving_back)
        column.addWidget(self._bar)
        self.giving_back.hide()


class _GivingBack(QFrame):
    """Where the faulty rows are saved for the unit that sent them."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.edit = QLineEdit()
        self.edit.setAccessibleName("退回行保存为")
        self.edit.setFixedHeight(theme.FIELD)
        self.edit.returnPressed.connect(self.entered)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN + 4, 8, theme.MARGIN + 4, 8)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(Glyph("export", "accent"))
        row.addWidget(Label("退回行保存为", "label"))
        row.addWidget(self.edit, 1)
        row.addWidget(Label("原列不动，错处写明原因，来源单位改好可直接重报", "hint"))

    def suggest(self, source: Path) -> None:
        """Offer a file beside the one that was imported."""
        self.edit.setText(str(source.with_name(f"{source.stem}-退回.xlsx")))

    def path(self) -> Path:
        """Return the file to write; always a workbook."""
        path = Path(self.edit.text().strip()).expanduser()
        return path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")


def _write(_desk: Desk, planned: ImportPlan, path: Path) -> Path:
    """Write the faulty rows back and return where they are."""
    imports.write_back(planned, path)
    return path
