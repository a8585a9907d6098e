"""The page 批量比对: the list and its enquiry at the left, what came of it at the right."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from creditdesk.catalog.enquiries import Authority
from creditdesk.errors import InputProblem
from creditdesk.services import batch_checks, enquiries, selections
from creditdesk.services.batch_checks import Asked, Checked, Enquiry
from creditdesk.services.desk import Desk
from creditdesk.services.selections import Selected
from creditdesk.ui.page import Page
from creditdesk.ui.pages.batch.answers import AnswerList
from creditdesk.ui.pages.batch.asking import SUFFIXES, Asking
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.printing import print_pdf
from creditdesk.ui.theme import GAP, MARGIN
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.split import Split
from creditdesk.ui.worker import Worker

_ASKING = 0.36  # the left side's part of the width
_FILTER = f"名单 ({' '.join('*' + suffix for suffix in SUFFIXES)})"


class BatchPage(Page):
    """批量比对."""

    name, title, icon = "batch", "批量比对", "review"

    def build(self) -> None:
        """Lay out what is asked and what is answered."""
        self._running = False
        self.check = self.add_act("比对", "F8", self._check)
        self._browse = self.add_act("选择文件", "Ctrl+O", self._choose)
        self._save = self.add_act("保存核查表和报告", "Ctrl+S", self._choose_folder)
        self._print = self.add_act("打印核查报告", "Ctrl+P", self._make_paper)
        self._selected: Selected | None = None
        labels = [each.label for each in selections.rule_of(catalogue_of(self.worker)).selections]
        self.asking = Asking(self._browse, self.frame.today, _authorities(self.worker), labels)
        self.asking.dropped.connect(self.open_file)
        self.asking.entered.connect(self._check)
        self.answers = AnswerList(self.worker)
        self.answers.opened.connect(lambda subject: self.frame.open_page("subjects", id=subject))
        self.bar = ActionBar(self.check, [self._save, self._print], icon="review")
        self.body.addWidget(Split(_padded(self.asking, right=False), _padded(self.answers, right=True), _ASKING), 1)
        self.body.addWidget(self.bar)
        self._tell()

    def panes(self) -> Sequence[QWidget]:
        """Return the list, the answers and the act."""
        return (self.asking.list, self.answers.table, self.bar.primary)

    def open_file(self, path: Path) -> None:
        """Read a list; a file that cannot be read is told in the bar."""
        self.worker.ask(
            _read, path, owner=(self, "file"), on_done=lambda asked: self.asking.show_file(path, asked),
            on_problem=self.frame.warn,
        )  # fmt: skip

    def write_to(self, folder: Path) -> None:
        """Write workbook and report of the last check into a folder; for a selection, its list of candidates."""
        if self._selected is not None:
            self.worker.run(
                selections.write, self._selected, folder, on_done=self._written, on_problem=self.frame.warn,
                touched=frozenset(),
            )  # fmt: skip
        elif self.answers.checked is not None:
            self.worker.ask(
                batch_checks.write, self.answers.checked, folder, owner=(self, "write"), on_done=self._written
            )

    def _check(self) -> None:
        """Check the list, or go to what is missing."""
        if self._running:
            return
        asked = self._asked()
        enquiry = self.asking.enquiry() if asked else None
        if enquiry is None:
            return
        self._running = True
        self.check.setEnabled(False)
        self.frame.say(f"正在比对 {len(asked):,} 行 …")
        self.worker.run(
            _run, self.asking.selection, asked, enquiry,
            on_done=self._done, on_problem=self.frame.warn, on_end=self._ended, touched=frozenset({"enquiry"}),
        )  # fmt: skip

    def _asked(self) -> tuple[Asked, ...]:
        if self.asking.from_file:
            return self.asking.from_file
        try:
            return batch_checks.asked_in(self.asking.list.toPlainText())
        except InputProblem as problem:
            self.frame.warn(problem.sentence)
            self.asking.list.setFocus()
            return ()

    def _done(self, found: Checked | Selected) -> None:
        self._selected = found if isinstance(found, Selected) else None
        checked = found.checked if isinstance(found, Selected) else found
        self.answers.show_checked(checked)
        self.answers.table.setFocus()
        self.frame.say(f"{found.selection.label}：{found.summary}" if isinstance(found, Selected) else found.sentence)
        self._tell()

    def _ended(self) -> None:
        self._running = False
        self.check.setEnabled(True)

    def _tell(self) -> None:
        checked = self.answers.checked
        for action in (self._save, self._print):
            self.offer(action, ready=checked is not None, why="请先比对名单")
        self.set_subtitle(f"日志第 {checked.seq} 号 · {checked.enquiry.applicant}" if checked else "")

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选择名单", "", _FILTER)
        if path:
            self.open_file(Path(path))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "核查表和报告写到哪个文件夹")
        if folder:
            self.write_to(Path(folder))

    def _written(self, paths: tuple[Path, Path]) -> None:
        self.frame.say(f"已保存 {paths[0].name} 和 {paths[1].name} 到 {paths[0].parent}")

    def _make_paper(self) -> None:
        checked, selected = self.answers.checked, self._selected
        if selected is not None:
            self.worker.ask(
                selections.pdf, selected, owner=(self, "paper"),
                on_done=lambda pdf: print_pdf(pdf, selected.name, self),
            )  # fmt: skip
        elif checked is not None:
            self.worker.ask(
                batch_checks.report_pdf, checked, owner=(self, "paper"),
                on_done=lambda pdf: print_pdf(pdf, checked.name, self),
            )  # fmt: skip


def _run(desk: Desk, selection: str, asked: Sequence[Asked], enquiry: Enquiry) -> Checked | Selected:
    return selections.run(desk, selection, asked, enquiry) if selection else batch_checks.run(desk, asked, enquiry)


def _read(_desk: Desk, path: Path) -> tuple[Asked, ...]:
    return batch_checks.read_asked(path)


def _authorities(worker: Worker) -> tuple[Authority, ...]:
    """Return what a list may be asked for on by somebody else than the subject."""
    return tuple(each for each in enquiries.rule_of(catalogue_of(worker)).authorities if not each.own)


def _padded(inside: QWidget, *, right: bool) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(GAP // 2 if right else MARGIN, MARGIN, MARGIN if right else GAP // 2, MARGIN)
    column.addWidget(inside)
    return holder
