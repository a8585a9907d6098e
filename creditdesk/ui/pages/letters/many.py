"""Many letters as one job: what waits for a letter, the letter of the current row, progress, and what came of it."""

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.services import letter_batches, letter_previews, unit_reminders
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.letter_batches import REMIND, Candidate, Job, Offer
from creditdesk.ui import theme
from creditdesk.ui.lane import Task
from creditdesk.ui.page import Page
from creditdesk.ui.pages.letters.pdf_pane import PdfPane
from creditdesk.ui.pages.letters.prints import print_labels, print_letters
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.chips import Chip, Chips
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.progress_row import ProgressRow
from creditdesk.ui.widgets.split import Split
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

_COLUMNS = (
    Column("wanted", "签发", 56),
    Column("number", "案号", 132),
    Column("applicant", "申请人", stretch=3),
    Column("unit", "来源单位", 0, "second", stretch=2, hide_below=560),
    Column("due", "最晚办理", 108),
    Column("urgency", "紧急程度", 100, "pill"),
)
_SHARE, _LEAST, _LEAST_LETTER = 0.58, 480, 400
_TOUCHED = frozenset({"letter", "case", "case_step", "record"})


class ManyLetters(QWidget):
    """What an act can be done with, ticked; F8 issues the letters, Esc stops between two of them."""

    def __init__(self, page: Page, back: QAction) -> None:
        super().__init__()
        self.frame = page.frame
        self._issue = page.add_act("签发", "F8", self.issue)
        self._print = page.add_act("打印这一批", "Ctrl+P", self.print_all)
        self._label = page.add_act("打印信封标签", "Ctrl+E", self.print_labels)
        self.acts = (self._issue, self._print, self._label, back)
        self.offers: dict[str, Offer] = {}
        self.found: dict[Hashable, Candidate] = {}
        self.unwanted: set[Hashable] = set()
        self.job: Job | None = None
        self._batch = ""
        self._busy = False
        self._task: Task | None = None
        self.chips, self.told = Chips("文书"), Label("", "second")
        self.table = Table(_COLUMNS, page.worker, "待签发的文书")
        self.table.set_empty(EmptyState("passed", "没有等这种文书的异议", "换一种文书，或按 Esc 回到登记簿"))
        self.table.installEventFilter(self)
        self.pane, self.message = PdfPane(), Message()
        self.progress = ProgressRow("件")
        self.bar = ActionBar(self._issue, (self._print, back), (self._label,))
        self._give_up = Button("不再签发其余的", "link")
        self._give_up.clicked.connect(self._end)
        self.bar.add(self._give_up)
        self._foot = QStackedWidget()
        self._lay_out()
        self.chips.chosen.connect(self._turn_to)
        self.table.chosen.connect(self._preview)
        self.table.clicked.connect(lambda index: self._turn() if index.column() == 0 else None)
        self.table.counted.connect(lambda _count: self._tell())
        self.progress.cancelled.connect(self._cancel)
        self.setFocusProxy(self.table)

    def start(self) -> None:
        """Show what waits for a letter now, or the job that was stopped before its end."""
        self.job = None
        self.unwanted.clear()
        self.frame.worker.ask(_standing, owner=(self, "standing"), on_done=self._take)

    def issue(self) -> None:
        """Issue what is ticked, or go on with the job that was stopped."""
        if self._busy:
            return
        self._busy = True
        if self.job is not None and not self.job.ended:
            self._run(self.job.id)
            return
        groups = [self.found[one].case_ids for one in self._wanted()]
        self.frame.worker.act(
            letter_batches.begin, self.chips.current(), groups, on_done=self._begun, on_problem=self._not_begun
        )

    def print_all(self) -> None:
        """Print the letters of the last job as one, each counted."""
        if self.job is not None and self.job.letters:
            print_letters(self.frame, self, self.job.letters, self.job.label)

    def print_labels(self) -> None:
        """Print a label for the envelope of each letter of the last job."""
        if self.job is not None and self.job.letters:
            print_labels(self.frame, self, self.job.letters)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Space ticks the current row, Ctrl+A all or none."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Space:
                self._turn()
                return True
            if event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self.unwanted = set() if self.unwanted else set(self.found)
                self._redraw()
                return True
        return super().eventFilter(watched, event)

    def _take(self, told: tuple[tuple[Offer, ...], Job | None]) -> None:
        offers, job = told
        self.offers = {offer.act: offer for offer in offers}
        self.chips.show_chips([Chip(offer.act, offer.letter, offer.letters) for offer in offers])
        self.job = job
        self._ask()

    def _turn_to(self, _act: str) -> None:
        self.unwanted.clear()
        self._ask()

    def _ask(self) -> None:
        self.frame.worker.ask(
            letter_batches.candidates, self.chips.current(), owner=(self, "found"), on_done=self._show
        )

    def _show(self, found: Sequence[Candidate]) -> None:
        self.found = {one.case_ids: one for one in found}
        self._redraw()
        self._tell()

    def _redraw(self) -> None:
        self.table.ask(lambda _desk, _sort, _falling: list(self.found), lambda _desk, wanted: self._rows(wanted))
        self._tell()

    def _rows(self, wanted: Sequence[Hashable]) -> list[Row]:
        return [_row(self.found[one], one not in self.unwanted) for one in wanted]

    def _wanted(self) -> list[Hashable]:
        return [one for one in self.found if one not in self.unwanted]

    def _turn(self) -> None:
        one = self.table.current_id()
        if one is not None and not self._busy:
            self.unwanted ^= {one}
            self._redraw()

    def _preview(self, one: Hashable | None) -> None:
        candidate = self.found.get(one) if one is not None else None
        if candidate is None:
            self.pane.show_pdf(b"")
            return
        self.frame.worker.ask(
            _draw, self.chips.current(), candidate, owner=(self, "draw"), on_done=self.pane.show_pdf,
            on_problem=self._refuse,
        )  # fmt: skip

    def _refuse(self, sentence: str) -> None:
        self.pane.show_pdf(b"")
        self.message.tell(sentence)

    def _not_begun(self, sentence: str) -> None:
        self._busy = False
        self.message.tell(sentence)

    def _begun(self, changes: Changes) -> None:
        self._run(str(changes.result["batch"]))

    def _run(self, batch_id: str) -> None:
        offer = self.offers[self.chips.current()]
        self.message.tell("")
        self.progress.start(f"正在签发{offer.letter}")
        self._foot.setCurrentIndex(1)
        self._task = self.frame.worker.run(
            letter_batches.run, batch_id, touched=_TOUCHED, on_progress=self.progress.tell, on_done=self._done,
            on_problem=self._stopped, on_end=self._ended,
        )  # fmt: skip
        self._batch = batch_id

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _done(self, job: Job) -> None:
        self.job = job
        self.frame.say(_words(job))

    def _stopped(self, sentence: str) -> None:
        cancelled = self._task is not None and self._task.cancelled
        if not cancelled:
            self.message.tell(sentence)

    def _ended(self) -> None:
        """Tell what was issued and what was not, and show what waits now."""
        self._task, self._busy = None, False
        self.progress.hide()
        self._foot.setCurrentIndex(0)
        self.frame.worker.ask(partial(_after, self._batch), owner=(self, "standing"), on_done=self._take_after)

    def _take_after(self, told: tuple[tuple[Offer, ...], Job]) -> None:
        offers, job = told
        self._take((offers, job))
        self.message.tell("；".join(f"{number}：{fault}" for number, fault in job.faults))
        self.table.setFocus()

    def _end(self) -> None:
        if self.job is not None and not self.job.ended:
            self.frame.worker.act(letter_batches.end, self.job.id, on_done=lambda _changes: self.start())

    def _tell(self) -> None:
        """Say what F8 does now."""
        job, wanted = self.job, len(self._wanted())
        waiting = job is not None and not job.ended
        self.told.setText(_words(job) if job is not None else f"将签发 {wanted:,} 件，空格键改选，Ctrl+A 全选或全不选")
        self._issue.setText(f"继续签发其余 {job.waiting} 件" if job and waiting else f"签发 {wanted:,} 件")
        self._issue.setEnabled(waiting or wanted > 0)
        for action in (self._print, self._label):
            action.setVisible(bool(job and job.letters))
            action.setEnabled(bool(job and job.letters))
        self._give_up.setVisible(bool(waiting))

    def _lay_out(self) -> None:
        left, right = QFrame(), QFrame()
        for frame, least in ((left, _LEAST), (right, _LEAST_LETTER)):
            frame.setProperty("role", "surface")
            frame.setMinimumWidth(least)
        head = QVBoxLayout()
        head.setContentsMargins(theme.MARGIN, theme.PAD_SMALL + 2, theme.MARGIN, theme.PAD_SMALL + 2)
        head.setSpacing(theme.PAD_SMALL)
        head.addWidget(self.chips)
        head.addWidget(self.told)
        head.addWidget(self.message)
        running = QFrame()
        running.setProperty("role", "bar")
        inside = QHBoxLayout(running)
        inside.setContentsMargins(theme.MARGIN + 4, 0, theme.MARGIN + 4, 0)
        inside.addWidget(self.progress)
        self._foot.setFixedHeight(self.bar.height())
        self._foot.addWidget(self.bar)
        self._foot.addWidget(running)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.table, 1)
        column.addWidget(self._foot)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.pane)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Split(left, right, _SHARE))


def _standing(desk: Desk) -> tuple[tuple[Offer, ...], Job | None]:
    return letter_batches.offers(desk), letter_batches.unfinished(desk)


def _after(batch_id: str, desk: Desk) -> tuple[tuple[Offer, ...], Job]:
    return letter_batches.offers(desk), letter_batches.job(desk, batch_id)


def _draw(desk: Desk, name: str, candidate: Candidate) -> bytes:
    if name == REMIND:
        return unit_reminders.preview(desk, candidate.case_ids)[0]
    return letter_previews.preview(desk, candidate.case_ids[0], name, {}).pdf


def _words(job: Job) -> str:
    told = [f"{job.label}：已签发 {len(job.letters)} 件"]
    if job.faults:
        told.append(f"{len(job.faults)} 件未能签发")
    if job.waiting:
        told.append(f"{job.waiting} 件{'不再签发' if job.ended else '未签发'}")
    return "，".join(told)


def _row(candidate: Candidate, wanted: bool) -> Row:
    return {
        "wanted": Cell("✓" if wanted else "—", tone="accent" if wanted else "text3", medium=wanted),
        "number": candidate.number,
        "applicant": candidate.applicant,
        "unit": candidate.unit,
        "due": str(candidate.due or "—"),
        "urgency": Cell(candidate.words.partition(" ")[0], candidate.urgency),
    }
