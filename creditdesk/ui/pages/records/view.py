"""One record whole: what it says, where it stands, its history, and the ways to correct or revoke it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from creditdesk.catalog import editions
from creditdesk.catalog.kinds import Field, RecordKind
from creditdesk.errors import Problem
from creditdesk.services import (
    commitments,
    mirrors,
    person_point_lists,
    person_points,
    record_lists,
    record_papers,
    reveals,
)
from creditdesk.services.acts import Changes
from creditdesk.services.commitments import CheckRow
from creditdesk.services.desk import Desk
from creditdesk.services.listing_records import COLOUR_OF
from creditdesk.services.record_lists import Sheet
from creditdesk.ui import printing, saving, theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.records.adopting import adopt_sheet
from creditdesk.ui.pages.records.checking import check_sheet, told
from creditdesk.ui.pages.records.form_pane import HEAD
from creditdesk.ui.pages.records.history import HistoryView
from creditdesk.ui.pages.records.paper import STATES, catalogue_of
from creditdesk.ui.pages.records.reading import Reading, section_head
from creditdesk.ui.pages.records.revoke import revoke_sheet
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Elided, Glyph, Label


class RecordView(QFrame):
    """Shows a record read-only. Sends `correct_asked` with its Sheet."""

    correct_asked = Signal(object)

    def __init__(self, page: Page, primary: QAction, objecting: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.page, self.worker = page, page.worker
        self.sheet: Sheet | None = None
        self.wanted = ""
        self._parent = ""
        self._checks: tuple[CheckRow, ...] = ()
        self._revealed: set[str] = set()
        self.revoke = page.add_act("撤销记录", "Ctrl+Delete", self._revoke)
        self.subject = page.add_act("打开主体", "Ctrl+O", self._open_subject)
        self.print = page.add_act("打印记录单", "Ctrl+P", self._print)
        self.save = page.add_act("另存记录单", "Ctrl+Shift+S", self._save)
        self.repair = page.add_act("申请信用修复", "Alt+X", self._apply)
        self.list = page.add_act("登记为名单", "Alt+M", self._list)
        self.check = page.add_act("核查履约", "Alt+C", self._check)
        self.count = page.add_act("计个人积分", "Alt+J", self._count)
        self._offer_count(False)
        more = [self.check, self.count, self.repair, self.list, self.subject, self.print, self.save]
        self.acts = [primary, self.revoke, *more]
        self.title, self.kind, self.state = Elided("", "title"), Elided("", "second"), Label("", "mark")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("记录内容")
        self.setFocusProxy(self._area)
        self._lay_out(ActionBar(primary, [objecting], more))

    def show_record(self, record_id: str) -> None:
        """Ask for a record and show it when it comes."""
        self.wanted = record_id
        self.worker.ask(_look, record_id, owner=(self, "sheet"), on_done=self._look_at)

    def again(self) -> None:
        """Ask for the same record again, because something changed."""
        if self.wanted:
            self.show_record(self.wanted)

    def correct(self) -> None:
        """Open the record for correction, unless it was revoked."""
        if self.sheet is None:
            return
        if self.sheet.state == STATES["revoked"]:
            self.page.frame.say("这条记录已经撤销，不能再更正")
            return
        self.correct_asked.emit(self.sheet)

    def _look_at(self, looked: tuple[Sheet, str, tuple[CheckRow, ...], bool]) -> None:
        sheet, self._parent, self._checks, countable = looked
        self._offer_count(countable)
        self._show(sheet)

    def _offer_count(self, countable: bool) -> None:
        self.count.setVisible(countable)
        self.count.setEnabled(countable)

    def _show(self, sheet: Sheet) -> None:
        same = self.sheet is not None and self.sheet.id == sheet.id
        at = self._area.verticalScrollBar().value() if same else 0
        self._revealed = self._revealed if same else set()
        self.sheet = sheet
        kind = catalogue_of(self.worker).kind(sheet.kind, sheet.edition)
        self.title.setText(sheet.content.get("decision_number") or kind.title(sheet.content))
        self.kind.setText(f"{kind.label} · {sheet.content.get('subject_name', '')}")
        self.state.setText(sheet.state)
        self.state.setToolTip(f"按{kind.edition}录入")
        self.revoke.setEnabled(sheet.state != STATES["revoked"])
        for offered in (self.list.setVisible, self.list.setEnabled):
            offered(sheet.kind in COLOUR_OF and sheet.state != STATES["revoked"])
        running = commitments.runs(sheet.kind, sheet.content) and sheet.state != STATES["revoked"]
        self.check.setVisible(running)
        self.check.setEnabled(running)
        self._area.setWidget(self._body(sheet))
        self._area.verticalScrollBar().setValue(at)

    def _body(self, sheet: Sheet) -> QWidget:
        kind = catalogue_of(self.worker).kind(sheet.kind, sheet.edition)
        holder = QWidget()
        holder.setProperty("role", "clear")
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 8, 20, 16)
        column.setSpacing(4)
        if sheet.withheld:
            column.addWidget(_notice("hide", f"不对外公示：{sheet.withheld}"))
        for case_id, number in sheet.cases:
            column.addWidget(self._case(case_id, number))
        if self._parent:
            column.addWidget(self._made_after(self._parent))
        if newer := self._newer(kind):
            column.addWidget(_notice("rules", newer))
        column.addWidget(Reading(kind, sheet.content, self._revealed, partial(self._reveal, sheet.id)))
        if self._checks:
            column.addWidget(section_head("履约核查"))
        for check in self._checks:
            column.addWidget(_notice("passed" if check.finding == commitments.PERFORMED else "review", told(check)))
        column.addWidget(section_head("历史"))
        column.addWidget(HistoryView(sheet.history))
        column.addStretch(1)
        return holder

    def _made_after(self, parent: str) -> QWidget:
        link = Button("打开单位的记录", "link")
        link.clicked.connect(lambda _checked=False: self.page.frame.open_page("records", id=parent))
        return _notice("link", "这是责任人的记录，依单位的记录记入；单位的记录更正时随之更正", link)

    def _newer(self, kind: RecordKind) -> str:
        """Tell by which edition an old record is shown, and what a newer one changed."""
        newest = catalogue_of(self.worker).kind(kind.name)
        if newest.edition == kind.edition:
            return ""
        told = "；".join(editions.changes(kind, newest)) or "填写内容没有变化"
        return f"按{kind.edition}显示；现行{newest.edition}的变化：{told}"

    def _reveal(self, record_id: str, field: Field, holder: QWidget, show: Callable[[], None]) -> None:
        """Show a personal number once the journal has the asking, unless another record is shown by then."""

        def shown(_changes: Changes) -> None:
            if self.sheet is None or self.sheet.id != record_id:
                return
            self._revealed.add(field.name)
            # The record may have been shown anew meanwhile, in other widgets.
            show() if isValid(holder) else self._show(self.sheet)

        self.worker.act(reveals.reveal, "record", record_id, field.name, on_done=shown)

    def _print(self) -> None:
        self._draw(self._print_pdf)

    def _save(self) -> None:
        path = saving.ask_path(self, f"记录单 {self.title.whole}") if self.sheet else None
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the record's sheet into a file."""
        self._draw(lambda pdf: saving.save(self.worker, path, pdf, self.page.frame.say))

    def _draw(self, take: Callable[[bytes], object]) -> None:
        """Draw the sheet as the record is shown: what was revealed on screen stands on paper too."""
        if self.sheet is not None:
            bare = self._revealed & self.sheet.content.keys()
            self.worker.run(record_papers.pdf, self.sheet.id, bare, on_done=take)

    def _print_pdf(self, pdf: bytes) -> None:
        try:
            printing.print_pdf(pdf, f"记录单 {self.title.whole}", self)
        except Problem as problem:
            self.page.frame.warn(problem.sentence)

    def _case(self, case_id: str, number: str) -> QWidget:
        link = Button("打开异议", "link")
        link.clicked.connect(lambda _checked=False: self.page.frame.open_page("objections", id=case_id))
        return _notice("objection", f"异议 {number}", link)

    def _revoke(self) -> None:
        if self.sheet is not None:
            sheet, focus = revoke_sheet(self.page, self.sheet, catalogue_of(self.worker))
            self.page.frame.show_sheet(sheet, focus)

    def _check(self) -> None:
        if self.sheet is not None:
            sheet, focus = check_sheet(self.page, self.sheet, catalogue_of(self.worker))
            self.page.frame.show_sheet(sheet, focus)

    def _count(self) -> None:
        if self.sheet is not None:
            self.worker.act(person_points.count, self.sheet.id)

    def _apply(self) -> None:
        if self.sheet is not None:
            self.page.frame.open_page("repairs", record=self.sheet.id)

    def _list(self) -> None:
        if self.sheet is not None:
            sheet, focus = adopt_sheet(self.page, self.sheet)
            self.page.frame.show_sheet(sheet, focus)

    def _open_subject(self) -> None:
        if self.sheet is not None:
            self.page.frame.open_page("subjects", id=self.sheet.subject_id)

    def _lay_out(self, bar: ActionBar) -> None:
        head = QFrame()
        head.setProperty("role", "head")
        head.setFixedHeight(HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN + 8, 0, theme.MARGIN + 4, 0)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(self.title)
        row.addWidget(self.kind, 1)
        row.addWidget(self.state)
        bar.add(Button.of(self.revoke, "quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._area, 1)
        column.addWidget(bar)


def _look(desk: Desk, record_id: str) -> tuple[Sheet, str, tuple[CheckRow, ...], bool]:
    """Return a record, the organisation's record it was made after, a commitment's checks, and whether it may score."""
    checks, countable = commitments.checks(desk, record_id), person_point_lists.countable(desk, record_id)
    return record_lists.sheet(desk, record_id), mirrors.parent_of(desk, record_id), checks, countable


def _notice(icon: str, words: str, link: Button | None = None) -> QWidget:
    holder = QFrame()
    holder.setProperty("role", "soft")
    row = QHBoxLayout(holder)
    row.setContentsMargins(12, 4, 8, 4)
    row.setSpacing(8)
    row.addWidget(Glyph(icon, "accent"))
    row.addWidget(Label(words, "", wrap=True), 1)
    if link is not None:
        row.addWidget(link)
    return holder
