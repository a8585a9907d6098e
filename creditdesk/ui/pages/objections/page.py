"""The page 异议处理: queue at the left, the case beside it, and its acts in the bar below."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.catalog.fields.base import Field
from creditdesk.services import case_bundles, case_register, letter_previews, objection_lists, unit_reminders
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import Choice
from creditdesk.ui import saving
from creditdesk.ui.page import Page, QuickAct
from creditdesk.ui.pages.deadline import show_deadline
from creditdesk.ui.pages.letters.proposal import Proposal
from creditdesk.ui.pages.objections.act_form import (
    FORMS,
    FUNCTIONS,
    HINTS,
    OTHER_KEYS,
    ActForm,
    Filled,
    FormContext,
    notify_form,
    offers,
    told_form,
)
from creditdesk.ui.pages.objections.act_panel import ActPanel
from creditdesk.ui.pages.objections.case import CaseHead, CaseView, WholeCase, whole
from creditdesk.ui.pages.objections.decisions import DecisionsForm, fields_of
from creditdesk.ui.pages.objections.joining import join_sheet, part_sheet
from creditdesk.ui.pages.objections.opening import Opening
from creditdesk.ui.pages.objections.papers import CasePapers
from creditdesk.ui.pages.objections.queue import Queue, open_cases
from creditdesk.ui.pages.objections.saved_filters import SavedFilters
from creditdesk.ui.pages.register_sheet import Register, register_sheet
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.split import Split

_LEAST_CASE, _SHARE = 480, 0.58
_TOLD = "按收到日期列出，逐件载明各阶段期限、完成日期和用时；导出记入操作日志。"
_CASES = Register(case_register.NAME, "收到日期自", _TOLD, case_register.save, case_register.pdf)


class ObjectionsPage(Page):
    """The objections of the desk."""

    name, title, icon, number = "objections", "异议处理", "objection", 4
    nouns = frozenset({"case", "case_item", "case_step", "record", "source_unit", "calendar_year", "recall"}) | {
        "attachment",
        "case_note",
        "case_join",
    }
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(open_cases)
    quick = (QuickAct("登记异议申请", "F3", "objection", {"new": True}),)

    def build(self) -> None:
        """Make the queue, the case and the acts."""
        self.told: WholeCase | None = None
        self._case_id = ""
        self._units: Mapping[str, str] = {}
        self._materials: Sequence[str] = ()
        self._declare()
        self.queue = Queue(self.worker, self.register, self.frame.today)
        self.saved = SavedFilters(self, self.queue, self.queue.saved)
        self.queue.chosen.connect(self._choose)
        self.queue.opened.connect(lambda _id: self.view.setFocus())
        self.queue.counted.connect(self._count)
        self.body.addWidget(Split(self.queue, self._right(), _SHARE))

    def reload(self) -> None:
        """Ask again for the queue and the case."""
        self.queue.reload()
        self.saved.reload()
        self.worker.ask(offers, owner=(self, "offers"), on_done=self._take_offers)

    def arrive(self, **where: Any) -> None:
        """Go to a case (`id`, with `deadline=True` to its 期限计算单), a `view`, or begin one on a `record`."""
        if "id" in where:
            self._stop()
            deadline = bool(where.get("deadline"))
            done = partial(self._go_to, deadline=deadline)
            self.worker.ask(whole, str(where["id"]), owner=(self, "arrival"), on_done=done)
        elif "record" in where or where.get("new"):
            self._begin_opening(str(where.get("record", "")))
        elif "view" in where:
            self.queue.show_view(str(where["view"]))

    def panes(self) -> Sequence[QWidget]:
        """Return the list, the detail, the acts."""
        return (self.queue.table, self.view, self.bar.primary)

    def _declare(self) -> None:
        self.primary = self.add_act("办理", "F8", self._press)
        self.back = self.add_act("返回", "Esc", self._stop)
        self.register = self.add_act("登记异议申请", "F3", self._begin_opening)
        self.deadline = self.add_act("期限计算单", "F9", self._show_deadline)
        self.others = {
            name: self.add_act(label, OTHER_KEYS[name], partial(self._begin, name))
            for name, label in (("ask_more", "告知补正"), ("refuse", "不予受理"), ("withdraw", "申请人撤回"))
        }
        self.notify = self.add_act("生成告知文书", "Ctrl+N", self._begin_notify)
        self.told_act = self.add_act("登记已告知", "Ctrl+T", self._begin_told)
        self.urge = self.add_act("催办", "Ctrl+U", self._urge)
        self.join = self.add_act("并案", "Ctrl+J", self._join)
        self.part = self.add_act("分案", "Ctrl+Shift+J", self._part)
        self.bundle = self.add_act("导出案卷", "Ctrl+S", self._ask_bundle)
        self.ledger = self.add_act(
            "异议台账", "Ctrl+Shift+T", lambda: self.frame.show_sheet(*register_sheet(self, _CASES))
        )
        self.open_record = self.add_act("打开记录", "Ctrl+Return", self._open_record)
        self.open_letter = self.add_act("查看最近文书", "Ctrl+P", self._open_letter)
        self.add_act("在列表中查找", "Ctrl+F", self._find)
        for at in range(len(objection_lists.VIEWS)):
            label = list(objection_lists.VIEWS.values())[at]
            self.add_act(f"只看{label}", f"Alt+{at + 1}", partial(self._view_at, at))

    def _find(self) -> None:
        self.queue.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _urge(self) -> None:
        """Show the letter that urges the unit, for all its cases that are due or late."""
        late = self.told.late if self.told else ()
        if late:
            ids = [one.id for one in late]
            draw = partial(letter_previews.reminder, case_ids=ids)
            proposal = Proposal(self._case_id, "remind", "催办", unit_reminders.remind, (ids,), draw=draw)
            self.frame.open_page("letters", proposal=proposal)

    def _join(self) -> None:
        if self.told is not None and self.told.joinable:
            row = self.told.sheet.row
            self.frame.show_sheet(*join_sheet(self, row.id, row.number, self.told.joinable))

    def _part(self) -> None:
        if self.told is not None and any(one.leads for one in self.told.joined):
            row = self.told.sheet.row
            self.frame.show_sheet(*part_sheet(self, row.id, row.number, self.told.joined))

    def bundle_to(self, path: Path) -> None:
        """Write the whole case into one file."""
        self.worker.run(
            case_bundles.save, self._case_id, path, on_done=lambda changes: self.frame.say(changes.sentence),
            on_problem=self.frame.warn,
        )  # fmt: skip

    def _ask_bundle(self) -> None:
        path = saving.ask_path(self, f"案卷 {self.told.sheet.row.number}") if self.told else None
        if path is not None:
            self.bundle_to(path)

    def _view_at(self, place: int) -> None:
        self.queue.chips.choose_at(place)

    def _right(self) -> QFrame:
        self.head = CaseHead(self.deadline)
        self.papers = CasePapers(self)
        self.view = CaseView(self.open_record, self.papers)
        self.view.letter_wanted.connect(lambda letter_id: self.frame.open_page("letters", id=letter_id))
        self.view.record_wanted.connect(lambda record_id: self.frame.open_page("records", id=record_id))
        self.panel = ActPanel()
        self.empty = EmptyState("objection", "没有选中的异议", "在左侧选一件，案情和期限显示在这里")
        self.inside = QStackedWidget()
        pages: tuple[QWidget, ...] = (self.empty, self.view, self.panel)
        for page in pages:
            self.inside.addWidget(page)
        self.bar = ActionBar(self.primary, (self.back,), self._side_acts())
        self.deadline_link = Button.of(self.deadline, "link")
        self.bar.add(self.deadline_link)
        right = QFrame()
        right.setProperty("role", "surface")
        right.setMinimumWidth(_LEAST_CASE)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.inside, 1)
        column.addWidget(self.bar)
        self._show(self.empty)
        return right

    def _side_acts(self) -> tuple[QAction, ...]:
        return (
            *self.others.values(),
            self.urge,
            self.join,
            self.part,
            *self.papers.acts,
            self.notify,
            self.told_act,
            self.open_letter,
            self.bundle,
            self.ledger,
            self.register,
        )

    def _show(self, widget: QWidget) -> None:
        """Show the case, an act's form, the new objection, or nothing; the acts follow."""
        self.inside.setCurrentWidget(widget)
        case = self.told is not None and widget in (self.view, self.panel)
        self.head.setVisible(case)
        busy = isinstance(widget, ActPanel | Opening)
        self.back.setVisible(busy)
        self.back.setEnabled(busy)
        self.register.setEnabled(not isinstance(widget, Opening))
        self.deadline.setVisible(case)
        for action in (self.deadline, self.open_record, self.open_letter, self.bundle, *self.papers.acts):
            action.setEnabled(case)
        self.deadline_link.setVisible(case and (self.told is None or self.told.standing.band is None))
        self._offer(widget)

    def _offer(self, widget: QWidget) -> None:
        choices = {choice.name: choice for choice in self._choices()}
        main = next(iter(choices.values()), None)
        for name, action in self.others.items():
            action.setVisible(name in choices and widget is self.view and (main is None or name != main.name))
            action.setEnabled(action.isVisible())
        here = self.told if widget is self.view else None
        opened = here is not None and here.sheet.row.urgency != "done"
        member = bool(here and any(one.leads for one in here.joined))
        lines = self.told.recalls if self.told and widget is self.view else ()
        for action, wanted in (
            (self.urge, bool(here and here.late)),
            (self.join, opened and not member and bool(here and here.joinable)),
            (self.part, opened and member),
            (self.notify, any(not (line.notice_id and line.restoration_id) for line in lines)),
            (self.told_act, any(line.notice_id and not line.told_on for line in lines)),
        ):
            action.setVisible(wanted)
            action.setEnabled(wanted)
        words = main.label if main and widget is self.view else "登记异议申请"
        if widget is self.panel:
            letter = self.panel.act_name in choices and choices[self.panel.act_name].letter
            words = "预览文书" if letter else "保存"
        self.primary.setText(words)

    def _choices(self) -> tuple[Choice, ...]:
        return self.told.sheet.choices if self.told else ()

    def _choose(self, case_id: object) -> None:
        if case_id is None:
            self.told, self._case_id = None, ""
            if not isinstance(self.inside.currentWidget(), Opening):
                self._show(self.empty)
            return
        if str(case_id) != self._case_id and isinstance(self.inside.currentWidget(), ActPanel | Opening):
            self._stop()
        self._case_id = str(case_id)
        self.worker.ask(whole, self._case_id, owner=(self, "case"), on_done=self._take)

    def _take(self, told: WholeCase) -> None:
        self.told = told
        self._case_id = told.sheet.row.id
        self.head.tell(told)
        self.view.tell(told)
        here = self.inside.currentWidget()
        self._show(here if isinstance(here, ActPanel | Opening) else self.view)

    def _go_to(self, told: WholeCase, *, deadline: bool) -> None:
        self._take(told)
        self.queue.show_case(told.sheet.row.id, "done" if told.sheet.row.urgency == "done" else "open")
        if deadline:
            self._show_deadline()

    def _take_offers(self, offered: tuple[Mapping[str, str], Sequence[str]]) -> None:
        self._units, self._materials = offered

    def _count(self, counts: Mapping[str, int]) -> None:
        self.set_subtitle(f"在办 {counts['open']} 件，{counts['due']} 件今日须办")

    def _press(self) -> None:
        """Do the page's one primary act: begin it, or finish what is begun."""
        here = self.inside.currentWidget()
        if isinstance(here, Opening):
            here.submit()
        elif here is self.panel:
            self._finish()
        elif self._choices():
            self._begin(self._choices()[0].name)
        else:
            self._begin_opening()

    def _begin(self, act_name: str) -> None:
        if self.told is None or act_name not in {choice.name for choice in self._choices()}:
            return
        if act_name == "reply":
            self.worker.ask(fields_of, self.told.sheet.items, owner=(self, "fields"), on_done=self._begin_reply)
        elif act_name == "forward" and len(self.told.sheet.parts) > 1:
            # Each unit gets its own letter; the first of them is shown before they take their numbers.
            self._propose(act_name, Filled((), {"referral_id": self.told.sheet.parts[0].id}))
        elif act_name in FORMS:
            sheet = self.told.sheet
            self._hold(act_name, FORMS[act_name](FormContext(sheet, self.frame.today, self._units, self._materials)))
        else:
            self._propose(act_name, Filled())

    def _begin_reply(self, fields: Mapping[str, Field]) -> None:
        if self.told is not None:
            opinion = next((step.note for step in reversed(self.told.sheet.steps) if step.act == "opinion"), "")
            self._hold("reply", DecisionsForm(self.told.sheet.items, fields, opinion, self.frame.today))

    def _begin_notify(self) -> None:
        self._hold("notify", notify_form(self.frame.today))

    def _begin_told(self) -> None:
        lines = self.told.recalls if self.told else ()
        waiting = [line.receiver for line in lines if line.notice_id and not line.told_on]
        self._hold("told", told_form(self.frame.today, waiting))

    def _hold(self, act_name: str, form: ActForm) -> None:
        form.done.connect(self.bar.primary.setFocus)
        self.panel.hold(act_name, self._label(act_name), HINTS.get(act_name, ""), form)
        self._show(self.panel)
        form.go_to_first()

    def _finish(self) -> None:
        form, act_name = self.panel.form, self.panel.act_name
        filled = form.filled() if form is not None else None
        if filled is None:
            return
        if filled.data is not None:
            self._propose(act_name, filled)
            return
        self.worker.act(
            FUNCTIONS[act_name], self._case_id, *filled.arguments,
            on_done=self._acted, on_problem=self.panel.refuse,
        )  # fmt: skip

    def _propose(self, act_name: str, filled: Filled) -> None:
        """Show the letter before it takes its number."""
        function = FUNCTIONS[act_name]
        label = self._label(act_name)
        arguments = (self._case_id, *filled.arguments)
        proposal = Proposal(self._case_id, act_name, label, function, arguments, filled.data or {})
        self.frame.open_page("letters", proposal=proposal)

    def _acted(self, changes: Changes) -> None:
        self._stop()

    def _label(self, act_name: str) -> str:
        own = {"notify": self.notify.text(), "told": self.told_act.text()}
        return own.get(act_name) or next((one.label for one in self._choices() if one.name == act_name), "")

    def _begin_opening(self, record_id: str = "") -> None:
        self._show(self.opening)
        self.opening.begin(record_id)

    @cached_property
    def opening(self) -> Opening:
        """The form of a new objection, made when it is first wanted."""
        made = Opening(self.worker, self.frame.today)
        made.registered.connect(self._registered)
        self.inside.addWidget(made)
        return made

    def _registered(self, case_id: str) -> None:
        self._stop()
        self.arrive(id=case_id)

    def _stop(self) -> None:
        """Leave a form without doing anything."""
        self.panel.drop()
        self._show(self.view if self.told else self.empty)
        self.queue.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_deadline(self) -> None:
        if self.told is not None:
            show_deadline(self.frame, self._case_id)

    def _open_record(self) -> None:
        if self.told is not None and self.told.sheet.items:
            self.frame.open_page("records", id=self.told.sheet.items[0].record_id)

    def _open_letter(self) -> None:
        letter_id = self.view.last_letter()
        if letter_id:
            self.frame.open_page("letters", id=letter_id)
