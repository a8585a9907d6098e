"""Entering a record: the form, its draft, and the ways to save it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTime, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from creditdesk.catalog.kinds import RecordKind
from creditdesk.rules.china_time import CHINA
from creditdesk.services import entries, records
from creditdesk.services.acts import Changes
from creditdesk.services.entries import DraftRow, ReportDue
from creditdesk.ui.page import Page
from creditdesk.ui.pages.records.form_pane import FormPane
from creditdesk.ui.pages.records.paper import kinds_of
from creditdesk.ui.pages.records.reason import ReasonStrip
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.form import Form
from creditdesk.ui.widgets.label import Glyph, Label
from creditdesk.ui.widgets.pill import Pill

_REST = 400  # milliseconds after an edit until the draft is kept
_TITLES = ("decision_number", "subject_name", "grade")  # what the list shows of a draft


class EntryPane(FormPane):
    """The form for a new record.

    Sends `saved` with the record's id and whether the next one shall be entered, `drafted` when the draft reads
    differently in the list, `dropped` when it is given up, and `kind_asked` when another kind is wanted.
    """

    saved = Signal(str, bool)
    drafted = Signal(str)
    dropped = Signal()
    kind_asked = Signal(str)

    def __init__(self, page: Page, primary: QAction) -> None:
        super().__init__(page, primary)
        self._saving = False
        self._begun = self._awaited = False
        self._turn = 0
        self._kept: dict[str, str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self.keep)
        self.save_next = page.add_act(
            "保存并录下一条", "Ctrl+Return", lambda: self.save(and_next=True), ("Ctrl+Enter",)
        )
        self.carry = page.add_act("沿用上一条", "Ctrl+D", self._carry)
        self.turn_late = page.add_act("补录", "Ctrl+B", self._turn_late)
        self.drop = page.add_act("放弃草稿", "Ctrl+Shift+D", self._drop)
        self.acts += [self.save_next, self.carry, self.turn_late, self.drop]
        self.late = ReasonStrip("补录理由", "写明为什么现在才录入，如：2025 年 11 月漏报，来源单位来函补报", "history")
        self._pill, self._tick, self._note = Pill(), Glyph("check", "ample"), Label("", "second")
        self._carry_button = Button.of(self.carry, "quiet")
        self._late_button = Button.of(self.turn_late, "quiet")
        self.late.typed.connect(self._timer.start)
        self.late.entered.connect(self.save)
        self._add_to_bars()

    def start(self, kind: RecordKind, content: Mapping[str, str] | None = None) -> None:
        """Begin a record: with `content`, else where this officer's draft stands."""
        if self.kind is not None:
            self.keep_now()
            if self._begun and content is None and self.kind.name == kind.name:
                return
        self.show_kind(kind)
        self._kept, self._saving = None, False
        self._note_draft("")
        self.put(kind.defaults())
        self._show_due(None)
        self._show_late("")
        self._begun = self._awaited = True
        self._turn += 1
        # On the writing thread, so that the answer comes after every draft that is still being kept.
        self.worker.run(entries.drafts, kind.name, on_done=partial(self._restore, self._turn, content or {}))

    def save(self, and_next: bool = False) -> None:
        """Save the record, or go to the first thing that is missing."""
        if self._saving or not self.ready():
            return
        if not self.late.isHidden() and not self.late.reason:
            self.late.ask("补录必须写明理由")
            return
        self._timer.stop()
        self._saving = True
        self.worker.act(
            records.enter, self.form.kind.name, self.form.record(), kept_because=self.doubts.reason,
            late_because=self._late_reason(), on_done=lambda changes: self._saved(changes, and_next),
            on_end=self._ended,
        )  # fmt: skip

    def keep_now(self) -> None:
        """Keep what is typed without waiting, also in the field that still has the focus."""
        focus = self.form.focusWidget()
        if focus is not None and focus.hasFocus():
            focus.clearFocus()
        if self._timer.isActive():
            self.keep()

    def keep(self) -> None:
        """Save the draft; one in which nothing stands any more is given up.

        What is typed before the earlier draft has arrived waits for it, and does not take its place.
        """
        self._timer.stop()
        if self._awaited:
            return
        kind, content = self.form.kind, self.form.unfinished()
        if reason := self._late_reason():
            content |= {entries.LATE_REASON: reason}
        if self._saving or content == self._kept:
            return
        if content.items() <= kind.defaults().items():
            self._forget(kind)
            return
        before, self._kept = self._kept or {}, content
        fresh = not before or any(before.get(name) != content.get(name) for name in _TITLES)
        self.worker.run(entries.keep_draft, kind.name, content, on_done=lambda _kept: self._drafted(kind.name, fresh))

    def changed(self) -> None:
        """Follow an edit: keep the draft soon, and tell by when the decision must be reported."""
        self.refresh()
        self._timer.start()
        decided_on = self.form.content().get("decided_on", "")
        due = (entries.report_due, self.form.kind.name, decided_on)
        self.worker.ask(*due, owner=(self, "due"), on_done=self._show_due)

    def make_form(self, kind: RecordKind) -> Form:
        """Make a kind's form; what is typed in it is kept while it is typed."""
        form = super().make_form(kind)
        form.typed.connect(self._timer.start)
        return form

    def set_roomy(self, roomy: bool) -> None:
        """Hide the ways to take over the last record and to enter late when narrow; their keys work all the same."""
        super().set_roomy(roomy)
        self._carry_button.setVisible(roomy)
        self._late_button.setVisible(roomy)

    def _forget(self, kind: RecordKind) -> None:
        if self._kept is not None:
            self._kept = None
            self._note_draft("")
            self.worker.run(entries.give_up_draft, kind.name, on_done=lambda _gone: self.dropped.emit())

    def _restore(self, turn: int, wanted: Mapping[str, str], drafts: tuple[DraftRow, ...]) -> None:
        if turn != self._turn:
            return
        self._awaited = False
        defaults = self.form.kind.defaults()
        typed = {name: value for name, value in self.form.unfinished().items() if value != defaults.get(name)}
        if not drafts:
            if wanted:
                self.put(self.form.content() | dict(wanted) | typed)
                self.changed()
                self._go_to_gap()
            elif typed:
                self._timer.start()
            return
        if wanted and not wanted.items() <= drafts[0].content.items():
            self.page.frame.say("先保存或放弃这份草稿，再录入新的一条")
        self._kept = drafts[0].content
        self._show_late(drafts[0].content.get(entries.LATE_REASON, ""))
        before = {name: value for name, value in drafts[0].content.items() if name != entries.LATE_REASON}
        self.put(before | typed)
        self._note_draft(f"草稿 {drafts[0].changed_at.astimezone(CHINA):%m-%d %H:%M}")
        self.changed()
        if not typed:
            self._timer.stop()

    def _drafted(self, kind: str, fresh: bool) -> None:
        if kind == self.form.kind.name and self._kept is not None:
            self._note_draft(f"草稿已保存 {QTime.currentTime().toString('HH:mm')}")
        if fresh:
            self.drafted.emit(kind)

    def _saved(self, changes: Changes, and_next: bool) -> None:
        self._kept, self._begun = None, False
        if not and_next:
            self._show_late("")
        self.put(self.form.kind.defaults())
        self._note_draft("")
        self.saved.emit(str(changes.result["record"]), and_next)

    def _ended(self) -> None:
        self._saving = False
        self._timer.start()

    def _turn_late(self) -> None:
        """Make the record a late entry and ask why, or an ordinary one again."""
        if self.late.isHidden():
            self.late.show()
            self.late.edit.setFocus()
        else:
            self._show_late("")
            self._timer.start()

    def _show_late(self, reason: str) -> None:
        self.late.clear()
        self.late.edit.setText(reason)
        self.late.setVisible(bool(reason))

    def _late_reason(self) -> str:
        return "" if self.late.isHidden() else self.late.reason

    def _carry(self) -> None:
        self.worker.ask(entries.carried_over, self.form.kind.name, owner=(self, "carry"), on_done=self._take_over)

    def _take_over(self, content: Mapping[str, str]) -> None:
        own, defaults = self.form.content(), self.form.kind.defaults()
        typed = {name: value for name, value in own.items() if value != defaults.get(name)}
        taken = len(content.keys() - typed.keys())
        if not taken:
            self.page.frame.say("没有可以沿用的上一条记录" if not content else "空着的栏目里没有可以沿用的")
            return
        self.put(own | dict(content) | typed)
        self.changed()
        self.page.frame.say(f"已沿用上一条的 {taken} 个栏目", lambda: self._give_back(own))
        self._go_to_gap()

    def _give_back(self, own: Mapping[str, str]) -> None:
        self.put(own)
        self.changed()

    def _go_to_gap(self) -> None:
        missing = self.form.errors()
        self.form.go_to(missing[0].field if missing else next(iter(self.form.fields)))

    def _drop(self) -> None:
        kind, content = self.form.kind, self.form.content()
        self._timer.stop()
        self._kept = None
        self.put(kind.defaults())
        self._note_draft("")
        self.worker.run(entries.give_up_draft, kind.name, on_done=lambda _gone: self._dropped(kind, content))

    def _dropped(self, kind: RecordKind, content: Mapping[str, str]) -> None:
        self.page.frame.say(f"已放弃{kind.label}草稿", lambda: self.start(kind, content))
        self.dropped.emit()

    def _show_due(self, due: ReportDue | None) -> None:
        if due is not None:
            self._pill.tell(due.urgency, f"{due.words} · 报送限 {due.due.isoformat()}")
        self._pill.setVisible(due is not None)

    def _note_draft(self, text: str) -> None:
        self._note.setText(text)
        self._tick.setVisible(bool(text))

    def _add_to_bars(self) -> None:
        menu = QMenu(self)
        for kind in kinds_of(self.worker):
            menu.addAction(kind.label).triggered.connect(
                lambda _checked=False, name=kind.name: self.kind_asked.emit(name)
            )
        menu.addSeparator()
        menu.addAction(self.drop)
        self.head.insertWidget(1, Button("换类别、放弃草稿", "icon", "down", menu=menu))
        self.head.insertWidget(3, self._pill)
        self.head.addSpacing(8)
        self.head.addWidget(self._tick)
        self.head.addWidget(self._note)
        self.bar.insertWidget(1, Button.of(self.save_next, "large"))
        self.bar.insertWidget(2, self._carry_button)
        self.bar.insertWidget(3, self._late_button)
        column = self.layout()
        assert column is not None
        column.insertWidget(column.count() - 1, self.late)  # type: ignore[attr-defined]
        self.late.hide()
