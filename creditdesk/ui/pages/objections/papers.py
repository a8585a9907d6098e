"""The papers and notes of a case: added, opened from memory, saved as a copy, withdrawn with a reason."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from creditdesk.files import size_words
from creditdesk.rules.china_time import CHINA
from creditdesk.services import attachments, case_notes
from creditdesk.services.attachments import AttachmentRow
from creditdesk.services.case_notes import NoteRow
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Elided, Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.pdf_view import PdfView
from creditdesk.ui.widgets.small_form import small_field

TOUCHED = frozenset({"attachment"})
_PICTURES = ("png", "jpeg", "tiff")
_WIDTH, _HEIGHT = 900, 600
_FILTER = "材料 (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.docx *.xlsx *.ofd)"


class CasePapers(QWidget):
    """附件 and 备注 below a case."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.acts = (
            page.add_act("添加附件", "Ctrl+Shift+A", self.ask_files),
            page.add_act("写备注", "Ctrl+Shift+N", self._go_to_note),
        )
        self._page, self.worker, self.case_id = page, page.worker, ""
        self.papers: tuple[AttachmentRow, ...] = ()
        self.notes: tuple[NoteRow, ...] = ()
        self._files, self._written = QVBoxLayout(), QVBoxLayout()
        self.note = QLineEdit()
        self.note.setPlaceholderText("写一条备注，按 Enter 保存；保存后不能改动")
        self.note.setAccessibleName("备注")
        self.note.setFixedHeight(theme.FIELD)
        self.note.returnPressed.connect(self._write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Label("附件", "second"))
        head.addStretch(1)
        head.addWidget(Button.of(self.acts[0], "link"))
        column.addLayout(head)
        column.addLayout(self._files)
        column.addWidget(Label("备注", "second"))
        column.addWidget(self.note)
        column.addLayout(self._written)
        for each in (self._files, self._written):
            each.setSpacing(4)

    def tell(self, case_id: str, papers: Sequence[AttachmentRow], notes: Sequence[NoteRow]) -> None:
        """Show a case's papers and notes; what is being written stays with its own case."""
        if case_id != self.case_id:
            self.note.clear()
        self.case_id, self.papers, self.notes = case_id, tuple(papers), tuple(notes)
        _fill(self._files, [self._file(paper) for paper in papers] or [Label("还没有附件，可把文件拖到这里", "hint")])
        _fill(self._written, [_note(note) for note in notes])

    def ask_files(self) -> None:
        """Let the officer choose files and add them."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加附件", "", _FILTER)
        self.add([Path(each) for each in chosen])

    def add(self, paths: Sequence[Path]) -> None:
        """Keep files with the case, one after the other; each that cannot be kept is told."""
        for path in paths:
            self.worker.run(
                attachments.add_file, self.case_id, path, touched=TOUCHED, on_problem=self._page.frame.warn,
                on_done=lambda changes: self._page.frame.say(changes.sentence),
            )  # fmt: skip

    def open(self, paper: AttachmentRow) -> None:
        """Show a paper from memory; kinds that nothing here can draw are saved instead."""
        if paper.kind == "pdf" or paper.kind in _PICTURES:
            show = partial(self._show, paper)
            self.worker.ask(attachments.content, paper.id, owner=(self, "open"), on_done=show)
        else:
            self.save(paper)

    def save(self, paper: AttachmentRow) -> None:
        """Ask where a copy goes, and write it."""
        chosen, _ = QFileDialog.getSaveFileName(self, "另存附件", paper.name)
        if chosen:
            self.worker.run(
                attachments.save_copy, paper.id, Path(chosen), on_problem=self._page.frame.warn,
                on_done=lambda changes: self._page.frame.say(changes.sentence),
            )  # fmt: skip

    def withdraw(self, paper: AttachmentRow) -> None:
        """Ask for the reason and take a paper out of use."""
        self._page.frame.show_sheet(*_withdraw_sheet(self._page, paper))

    def _go_to_note(self) -> None:
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _write(self) -> None:
        text, case_id = self.note.text(), self.case_id
        if text.strip():
            self.note.clear()
            self.worker.act(case_notes.add, case_id, text, on_problem=partial(self._give_back, case_id, text))

    def _give_back(self, case_id: str, text: str, sentence: str) -> None:
        """Let the officer have what could not be kept."""
        self._page.frame.warn(sentence)
        if case_id == self.case_id and not self.note.text():
            self.note.setText(text)

    def _show(self, paper: AttachmentRow, content: bytes) -> None:
        frame = empty_sheet(_WIDTH, _HEIGHT)
        frame.setAccessibleName(paper.name)
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 16)
        head = QHBoxLayout()
        head.addWidget(Elided(paper.name, "title"), 1)
        leave = Button("关闭", "quiet", key="Esc")
        leave.clicked.connect(self._page.frame.close_sheet)
        head.addWidget(leave)
        column.addLayout(head)
        column.addWidget(_pdf(content, frame) if paper.kind == "pdf" else _picture(content), 1)
        self._page.frame.show_sheet(frame, leave)

    def _file(self, paper: AttachmentRow) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = Button(paper.name, "link")
        name.clicked.connect(partial(self.open, paper))
        about = Elided(_about(paper), "hint")
        row.addWidget(name)
        row.addWidget(about, 1)
        if not paper.withdrawn_by:
            for words, call in (("另存", self.save), ("撤下", self.withdraw)):
                row.addWidget(_link(words, partial(call, paper)))
        return holder


def dropped_files(mime: QMimeData) -> list[Path]:
    """Return the files that are dragged, folders and web addresses left out."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _about(paper: AttachmentRow) -> str:
    if paper.withdrawn_by:
        return f"已由 {paper.withdrawn_by} 撤下：{paper.withdrawn_because}"
    return f"{paper.label}，{size_words(paper.size)}，{paper.officer} {paper.at.astimezone(CHINA):%m-%d %H:%M}"


def _note(note: NoteRow) -> QWidget:
    told = Label(f"{note.at.astimezone(CHINA):%m-%d %H:%M}　{note.officer}　{note.text}", "", wrap=True)
    told.setTextFormat(Qt.TextFormat.PlainText)
    return told


def _link(words: str, call: Callable[[], object]) -> Button:
    button = Button(words, "link")
    button.clicked.connect(lambda _checked=False: call())
    return button


def _pdf(content: bytes, parent: QWidget) -> PdfView:
    view = PdfView("附件", parent)
    view.show_pdf(content)
    view.fit_width()
    return view


def _picture(content: bytes) -> QScrollArea:
    pixmap, shown, area = QPixmap(), QLabel(), QScrollArea()
    pixmap.loadFromData(content)
    wide = Qt.TransformationMode.SmoothTransformation
    shown.setPixmap(pixmap.scaledToWidth(min(pixmap.width(), _WIDTH - 60), wide) if not pixmap.isNull() else pixmap)
    area.setWidget(shown)
    area.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return area


def _withdraw_sheet(page: Page, paper: AttachmentRow) -> tuple[QWidget, QWidget]:
    return ask_sheet(
        page, f"撤下附件 {paper.name}", "撤下后仍留在案卷里，连同理由可以查阅。", "撤下附件",
        [small_field("reason", "撤下理由")], lambda values: (attachments.withdraw, (paper.id, values["reason"])),
    )  # fmt: skip


def _fill(column: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    for widget in widgets:
        column.addWidget(widget)
