"""The page 容缺受理: the list at the left, one promise or a new one beside it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.services import promise_lists, promises
from creditdesk.services.desk import Desk
from creditdesk.services.promise_lists import OPEN, PROPOSED, PromiseRow
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.promises.listing import PromiseList
from creditdesk.ui.pages.promises.opening import Opening
from creditdesk.ui.pages.promises.view import PromiseView
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.small_form import small_choice, small_field
from creditdesk.ui.widgets.split import Split

_LEAST, _SHARE = 460, 0.54
_BEGIN, _KEPT, _RECORD = "登记承诺", "材料已补齐", "记入信用记录"


class PromisesPage(Page):
    """容缺受理. Other pages may open it at a promise (`id`) or to make one of a `subject`."""

    name, title, icon = "promises", "容缺受理", "passed"
    nouns = frozenset({"promise", "subject_merge"})
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(promise_lists.waiting)

    def build(self) -> None:
        """Make the list, the promise, and the form of a new one."""
        self.row: PromiseRow | None = None
        self.primary = self.add_act(_BEGIN, "F8", self._press)
        self.back = self.add_act("返回", "Esc", self._stop)
        self.begin = self.add_act(_BEGIN, "Ctrl+N", self._begin)
        self.breach = self.add_act("未履约", "Ctrl+Del", self._ask_breach)
        self.decline = self.add_act("不记入信用记录", "Ctrl+R", self._ask_decline)
        self.open_subject = self.add_act("打开主体", "Ctrl+Return", self._open_subject)
        self.open_record = self.add_act("打开记录", "Ctrl+Shift+Return", self._open_record)
        self.add_act("在列表中查找", "Ctrl+F", lambda: self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.list = PromiseList(self.worker, self.begin)
        self.view, self.opening = PromiseView(), Opening(self.worker, self.frame.today)
        self.list.chosen.connect(self._choose)
        self.opening.made.connect(self._made)
        self.body.addWidget(Split(self.list, self._right(), _SHARE))

    def reload(self) -> None:
        """Ask again for the list and the promise that is shown."""
        self.list.reload()
        if self.row is not None:
            self._choose(self.row.id)

    def arrive(self, **where: Any) -> None:
        """Go to a promise, or begin one of a subject."""
        if "id" in where:
            self._stop()
            self.worker.ask(_promise, str(where["id"]), owner=(self, "arrival"), on_done=self._go_to)
        elif "subject" in where:
            self._begin(str(where["subject"]))

    def panes(self) -> Sequence[QWidget]:
        """Return the list, the detail and the act."""
        return (self.list.table, self.inside.currentWidget() or self.view, self.bar.primary)

    def _right(self) -> QFrame:
        self.inside = QStackedWidget()
        self.nothing = EmptyState("passed", "没有选中的承诺", "在左侧选一件，承诺的材料和期限显示在这里")
        pages: tuple[QWidget, ...] = (self.nothing, self.view, self.opening)
        for widget in pages:
            self.inside.addWidget(widget)
        more = (self.begin, self.breach, self.decline, self.open_subject, self.open_record)
        self.bar = ActionBar(self.primary, (self.back,), more)
        right = QFrame()
        right.setProperty("role", "surface")
        right.setMinimumWidth(_LEAST)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.inside, 1)
        column.addWidget(self.bar)
        self._show(self.nothing)
        return right

    def _show(self, widget: QWidget) -> None:
        self.inside.setCurrentWidget(widget)
        here = self.row if widget is self.view else None
        state = here.state if here else ""
        making = widget is self.opening
        self.primary.setText("登记" if making else {OPEN: _KEPT, PROPOSED: _RECORD}.get(state, _BEGIN))
        for action, offered in (
            (self.back, making),
            (self.begin, not making),
            (self.breach, state == OPEN),
            (self.decline, state == PROPOSED),
            (self.open_subject, here is not None),
            (self.open_record, bool(here and here.record_id)),
        ):
            action.setVisible(offered)
            action.setEnabled(offered)

    def _press(self) -> None:
        """Do the page's one primary act: finish what is begun, or what the promise waits for."""
        state = self.row.state if self.row else ""
        if self.inside.currentWidget() is self.opening:
            self.opening.submit()
        elif state == OPEN:
            self._ask_kept()
        elif state == PROPOSED:
            self._ask_record()
        else:
            self._begin()

    def _begin(self, subject_id: str = "") -> None:
        self._show(self.opening)
        self.opening.begin(subject_id)

    def _ask_kept(self) -> None:
        on = small_field("on", "补齐日期", "date", past=True)
        on.show_value(self.frame.today().isoformat())
        told = "写明材料补齐的日期；晚于期限的登记为未履约。"
        self._ask(_KEPT, told, [on], promises.keep, lambda values: (date.fromisoformat(values["on"]),))

    def _ask_breach(self) -> None:
        told = "期限已过而没有补齐的，写明事实和理由。登记后决定是否记入信用记录。"
        self._ask("登记未履约", told, [small_field("reason", "情况", "paragraphs")], promises.breach, _reason)

    def _ask_decline(self) -> None:
        told = "写明为什么不将未履约的承诺记入信用记录。"
        self._ask("不记入信用记录", told, [small_field("reason", "理由")], promises.decline, _reason)

    def _ask_record(self) -> None:
        grades = catalogue_of(self.worker).kind(promises.KIND).field("grade").choices
        fields = [small_choice("grade", "失信等级", grades), small_field("why", "认定理由", "paragraphs")]
        if self.row is not None and self.row.category == "person":
            fields.append(small_field("ended", "行为终止日", "date", required=False, past=True))
        told = "建立一条信用承诺记录，履约状态为未履约；等级和理由照受理单位的认定填写。"
        self._ask(
            _RECORD, told, fields, promises.record,
            lambda values: (values["grade"], values["why"], values.get("ended", "")),
        )  # fmt: skip

    def _ask(
        self, words: str, told: str, fields: Sequence[FormField], act: Any,
        arguments: Callable[[Mapping[str, str]], tuple[Any, ...]],
    ) -> None:  # fmt: skip
        if self.row is not None:
            promise_id, title = self.row.id, f"{words}：{self.row.subject}"
            sheet = ask_sheet(
                self, title, told, words, fields, lambda values: (act, (promise_id, *arguments(values))),
                lambda _changes: self.arrive(id=promise_id),
            )  # fmt: skip
            self.frame.show_sheet(*sheet)

    def _stop(self) -> None:
        self._show(self.nothing if self.row is None else self.view)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, promise_id: object) -> None:
        if promise_id is None:
            self._take(None)
        else:
            self.worker.ask(_promise, str(promise_id), owner=(self, "promise"), on_done=self._take)

    def _take(self, row: PromiseRow | None) -> None:
        self.row = row
        if row is not None:
            self.view.tell(row)
        if self.inside.currentWidget() is not self.opening:
            self._show(self.nothing if row is None else self.view)

    def _go_to(self, row: PromiseRow | None) -> None:
        self._take(row)
        if row is not None:
            self.list.show_promise(row)

    def _made(self, promise_id: str) -> None:
        self._stop()
        self.arrive(id=promise_id)

    def _open_subject(self) -> None:
        if self.row is not None:
            self.frame.open_page("subjects", id=self.row.subject_id)

    def _open_record(self) -> None:
        if self.row is not None and self.row.record_id:
            self.frame.open_page("records", id=self.row.record_id)


def _reason(values: Mapping[str, str]) -> tuple[str]:
    return (values["reason"],)


def _promise(desk: Desk, promise_id: str) -> PromiseRow | None:
    return next(iter(promise_lists.rows(desk, [promise_id])), None)
