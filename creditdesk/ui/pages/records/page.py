"""The page 信用记录: the list at the left, a record or its form at the right, and the import flow in their place."""

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from creditdesk.services import record_lists, subjects
from creditdesk.services.record_lists import Sheet
from creditdesk.ui.page import Page, QuickAct
from creditdesk.ui.pages.importing import ImportPane
from creditdesk.ui.pages.records.correct import CorrectPane
from creditdesk.ui.pages.records.entry import EntryPane
from creditdesk.ui.pages.records.listing import RecordList
from creditdesk.ui.pages.records.paper import DraftId, catalogue_of, kinds_of
from creditdesk.ui.pages.records.view import RecordView
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.split import Split

_LIST = 0.38  # the list's part of the width


class RecordsPage(Page):
    """Credit records.

    Other pages may open it at `id=` (with `correct=` a field and `because=`: in correction there), with `new=True` (and
    `kind=`, `subject=`), with `importing=True`, or narrowed to `kind=` and `state=`.
    """

    name, title, icon, number = "records", "信用记录", "record", 3
    nouns = frozenset({"record", "record_version", "package_row", "commitment_check", "point_entry", "point_consent"})
    quick = (
        QuickAct("录入信用记录", "F2", "record", {"new": True}),
        QuickAct("导入表格", "F4", "import", {"importing": True}),
    )

    def build(self) -> None:
        """Make the list, the three panes beside it, and the import flow."""
        self._primary = self.add_act("保存", "F8", self._act_primary)
        self._new = self.add_act("新建", "F2", self.enter)
        self._import = self.add_act("导入表格", "F4", self.start_import)
        self._objecting = self.add_act("登记异议", "F3", self._object)
        self._find = self.add_act("在列表中查找", "Ctrl+F", self._go_to_search)
        self._back = self.add_act("回到列表", "Esc", self._go_back)
        self._clear = self.add_act("显示全部", "Ctrl+0", self._show_everything)
        self.list = RecordList(self.worker, self._new, self._clear)
        self._columns = self.add_act("选择列", "Ctrl+Shift+L", self.list.tools.choose_columns)
        self._export = self.add_act("导出列表", "Ctrl+Shift+E", self.list.tools.ask_where)
        self.entry = EntryPane(self, self._primary)
        self.correct = CorrectPane(self, self._primary)
        self.view = RecordView(self, self._primary, self._objecting)
        self._blank = EmptyState("record", "没有选中的记录", "在左边选一条，或新建", None)
        self._detail = QStackedWidget()
        for pane in (self._blank, self.entry, self.correct, self.view):
            self._detail.addWidget(pane)
        self._acts: dict[QWidget, list[QAction]] = {pane: pane.acts for pane in (self.entry, self.correct, self.view)}
        self._acts[self._blank] = [self._primary]
        self._words: dict[QWidget, str] = {self.entry: "保存", self.correct: "保存更正", self.view: "更正"}
        self._stack = QStackedWidget()
        self._stack.addWidget(Split(self.list, self._detail, _LIST))
        self.body.addWidget(self._stack)
        self._connect()
        self.show_pane(self._blank)

    def reload(self) -> None:
        """Ask for the list and the record that is shown."""
        self.list.reload()
        if self._detail.currentWidget() is self.view:
            self.view.again()

    def arrive(self, **where: Any) -> None:
        """Go to a record, begin a new one, import, or narrow the list."""
        if where.get("id"):
            self.open_record(str(where["id"]))
            if "correct" in where:
                self._correct_at(str(where["id"]), str(where["correct"]), str(where.get("because", "")))
        elif where.get("importing"):
            self.start_import()
        elif where.get("new"):
            kind, subject = str(where.get("kind", "")), str(where.get("subject", ""))
            QTimer.singleShot(0, lambda: self._enter_for(kind, subject))
        elif where:
            self.list.narrow_to(str(where.get("kind", "")), str(where.get("state", "")))

    def leave(self) -> None:
        """Keep the draft."""
        if self._detail.currentWidget() is self.entry:
            self.entry.keep_now()

    def panes(self) -> Sequence[QWidget]:
        """Return list and detail, or the import flow alone."""
        pane = self._pane()
        return (pane,) if isinstance(pane, ImportPane) else (self.list.table, pane)

    def show_pane(self, pane: QWidget) -> None:
        """Show a pane and let only its acts work."""
        for action in [each for acts in self._acts.values() for each in acts]:
            self.removeAction(action)
        for action in (*self._acts[pane], self._new, self._objecting, self._import):
            self.addAction(action)
        for action in (self._find, self._clear, self._back, self._columns, self._export):
            (self.removeAction if isinstance(pane, ImportPane | CorrectPane) else self.addAction)(action)
        self._primary.setEnabled(True)
        if isinstance(pane, ImportPane):
            self._stack.setCurrentWidget(pane)
            pane.tell_primary()
        else:
            self._stack.setCurrentIndex(0)
            self._detail.setCurrentWidget(pane)
            self._primary.setText(self._words.get(pane, "新建"))
        self._tell_place()

    def enter(self, kind_name: str = "", content: dict[str, str] | None = None) -> None:
        """Begin a record of a kind, or of the kind last entered or filtered for."""
        wanted = kind_name or self.list.wanted.kind or (self.entry.kind.name if self.entry.kind else "")
        self.entry.start(catalogue_of(self.worker).kind(wanted or kinds_of(self.worker)[0].name), content)
        self.show_pane(self.entry)
        self.list.unchoose()
        self.entry.form.go_to_first()

    def open_record(self, record_id: str) -> None:
        """Show a record, and its row in the list, whatever was filtered."""
        self.leave()
        self.view.show_record(record_id)
        self.show_pane(self.view)
        self.list.show_all(record_id)

    def start_import(self) -> None:
        """Show the import flow, and at once ask for a file when none is being looked at."""
        self.leave()
        self.show_pane(self.importing)
        self.importing.begin(self.list.wanted.kind)

    @cached_property
    def importing(self) -> ImportPane:
        """The import flow, made when it is first asked for: most officers open this page to enter or look up."""
        pane = ImportPane(self, self._primary)
        self._acts[pane] = pane.acts
        self._stack.addWidget(pane)
        pane.done.connect(self._leave_import)
        return pane

    def _enter_for(self, kind_name: str, subject_id: str) -> None:
        if not subject_id:
            self.enter(kind_name)
            return
        self.worker.ask(
            subjects.content_of, subject_id, owner=(self, "new"), on_done=lambda content: self.enter(kind_name, content)
        )

    def _pane(self) -> QWidget:
        """Return the pane that is shown: whose acts work now."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, ImportPane) else self._detail.currentWidget() or self._blank

    def _act_primary(self) -> None:
        pane = self._pane()
        if pane is self.view:
            self.view.correct()
        elif isinstance(pane, ImportPane):
            pane.go_on()
        elif isinstance(pane, EntryPane | CorrectPane):
            pane.save()
        else:
            self.enter()

    def _object(self) -> None:
        shown = self.view.sheet if self._pane() is self.view else None
        self.frame.open_page("objections", new=True, **({"record": shown.id} if shown else {}))

    def _chosen(self, what: Hashable | None) -> None:
        shown = self._pane()
        if isinstance(shown, ImportPane) or (shown in (self.entry, self.correct) and not self.list.table.hasFocus()):
            return
        if isinstance(what, DraftId):
            self.entry.start(catalogue_of(self.worker).kind(what.kind))
            self.show_pane(self.entry)
        elif what is not None:
            self.leave()
            self.view.show_record(str(what))
            self.show_pane(self.view)
        else:
            self.show_pane(self._blank)

    def _opened(self, what: Hashable) -> None:
        self._chosen(what)
        self._pane().setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, record_id: str, and_next: bool) -> None:
        if and_next:
            self.list.reload()
            self.enter(self.entry.form.kind.name)
        else:
            self._show_saved(record_id)

    def _show_saved(self, record_id: str) -> None:
        self.view.show_record(record_id)
        self.show_pane(self.view)
        self.list.reload(choose=record_id)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_import(self) -> None:
        self.show_pane(self._blank)
        self._chosen(self.list.table.current_id())
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drafted(self, kind: str) -> None:
        entering = self._detail.currentWidget() is self.entry and self.entry.form.kind.name == kind
        self.list.reload(choose=DraftId(kind) if entering else None)

    def _go_to_search(self) -> None:
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()

    def _show_everything(self) -> None:
        self.list.clear()

    def _go_back(self) -> None:
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.list.tools.exported.connect(self.frame.say)
        self.entry.saved.connect(self._saved)
        self.entry.drafted.connect(self._drafted)
        self.entry.dropped.connect(self.list.reload)
        self.entry.kind_asked.connect(self.enter)
        self.correct.saved.connect(self._show_saved)
        self.correct.left.connect(self._show_saved)
        self.view.correct_asked.connect(self._correct)

    def _correct(self, sheet: Sheet) -> None:
        self.correct.start(sheet)
        self.show_pane(self.correct)
        self.correct.form.go_to_first()

    def _correct_at(self, record_id: str, field: str, because: str) -> None:
        """Open a record for correction at one field, beside which stands why."""

        def start(sheet: Sheet) -> None:
            self._correct(sheet)
            if field in self.correct.form.fields:
                self.correct.form.note(field, because, good=False)
                # After the form has laid itself out around the sentence.
                QTimer.singleShot(0, lambda: self.correct.form.go_to(field))
            elif because:
                self.frame.warn(because)

        self.worker.ask(record_lists.sheet, record_id, owner=(self, "correct"), on_done=start)

    def _tell_place(self) -> None:
        if isinstance(self._stack.currentWidget(), ImportPane):
            self.set_subtitle("导入表格")
        elif self._detail.currentWidget() is self.entry:
            self.set_subtitle(f"{self.entry.form.kind.label} · 录入")
        elif self._detail.currentWidget() is self.correct:
            self.set_subtitle(f"{self.correct.form.kind.label} · 更正")
        else:
            self.set_subtitle("")
