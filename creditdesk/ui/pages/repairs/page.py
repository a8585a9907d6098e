"""The page 信用修复: the list at the left, one repair, a new application or a decision beside it."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.services import repair_lists, repairs
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.repair_lists import RepairSheet
from creditdesk.ui.page import Page
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.pages.repairs.deciding import Deciding
from creditdesk.ui.pages.repairs.listing import RepairList
from creditdesk.ui.pages.repairs.opening import Opening
from creditdesk.ui.pages.repairs.sheets import act_sheet
from creditdesk.ui.pages.repairs.view import RepairView
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.split import Split

_LEAST, _SHARE = 460, 0.54
_BEGIN = "登记修复申请"


def running(desk: Desk) -> int:
    """Return how many repairs are under way, for the number in the rail."""
    return len(repair_lists.ids(desk))


class RepairsPage(Page):
    """信用修复. Other pages may open it at a case (`id`) or to apply for a `record`."""

    name, title, icon = "repairs", "信用修复", "refresh"
    nouns = frozenset({"case", "repair", "case_step"})
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(running)

    def build(self) -> None:
        """Make the list, the repair, and the forms."""
        self.sheet: RepairSheet | None = None
        self.primary = self.add_act(_BEGIN, "F8", self._press)
        self.back = self.add_act("返回", "Esc", self._stop)
        self.begin = self.add_act(_BEGIN, "Ctrl+N", self._begin)
        self.promise = self.add_act("生成信用修复承诺书", "Ctrl+P", self._commit)
        self.refuse = self.add_act("不予受理", "Ctrl+R", lambda: self._act("refuse"))
        self.withdraw = self.add_act("申请人撤回", "Ctrl+Del", lambda: self._act("withdraw"))
        self.open_letter = self.add_act("查看最近文书", "Ctrl+Shift+P", self._open_letter)
        self.open_record = self.add_act("打开记录", "Ctrl+Return", self._open_record)
        self.add_act("在列表中查找", "Ctrl+F", lambda: self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.list = RepairList(self.worker, self.begin)
        self.view, self.deciding = RepairView(), Deciding(self.frame.today)
        materials = catalogue_of(self.worker).procedure(repairs.PROCEDURE).materials
        self.opening = Opening(self.worker, self.frame.today, materials)
        self.list.chosen.connect(self._choose)
        self.opening.registered.connect(self._registered)
        self.deciding.done.connect(self._press)
        self.body.addWidget(Split(self.list, self._right(), _SHARE))

    def reload(self) -> None:
        """Ask again for the list and the repair that is shown."""
        self.list.reload()
        if self.sheet is not None:
            self._choose(self.sheet.row.id)

    def arrive(self, **where: Any) -> None:
        """Go to a repair, or begin one about a record."""
        if "id" in where:
            self._stop()
            self.worker.ask(repair_lists.sheet, str(where["id"]), owner=(self, "arrival"), on_done=self._go_to)
        elif "record" in where:
            self._begin(str(where["record"]))

    def panes(self) -> Sequence[QWidget]:
        """Return the list, the detail and the act."""
        return (self.list.table, self.inside.currentWidget() or self.view, self.bar.primary)

    def _right(self) -> QFrame:
        self.inside = QStackedWidget()
        self.nothing = EmptyState("refresh", "没有选中的修复", "在左侧选一件，适用规则和期限显示在这里")
        pages: tuple[QWidget, ...] = (self.nothing, self.view, self.opening, self.deciding)
        for widget in pages:
            self.inside.addWidget(widget)
        more = (self.begin, self.promise, self.refuse, self.withdraw, self.open_letter, self.open_record)
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
        here = self.sheet if widget is self.view else None
        acts = dict(here.acts) if here else {}
        busy = widget in (self.opening, self.deciding)
        self.primary.setText("登记" if busy else next(iter(acts.values()), _BEGIN))
        for action, offered in (
            (self.back, busy),
            (self.begin, not busy),
            (self.promise, bool(here and here.row.open)),
            (self.refuse, "refuse" in acts),
            (self.withdraw, "withdraw" in acts),
            (self.open_letter, bool(here and any(step.letter_id for step in here.steps))),
            (self.open_record, here is not None),
        ):
            action.setVisible(offered)
            action.setEnabled(offered)

    def _press(self) -> None:
        """Do the page's one primary act: begin it, or finish what is begun."""
        here = self.inside.currentWidget()
        if here is self.opening:
            self.opening.submit()
        elif here is self.deciding:
            self._decide()
        elif self.sheet is not None and self.sheet.acts:
            self._act(self.sheet.acts[0][0])
        else:
            self._begin()

    def _begin(self, record_id: str = "") -> None:
        self._show(self.opening)
        self.opening.begin(record_id)

    def _act(self, name: str) -> None:
        if self.sheet is None:
            return
        if name == "decide":
            self.deciding.begin(self.sheet)
            self._show(self.deciding)
            return
        sheet = act_sheet(self, self.sheet, name, dict(self.sheet.acts)[name])
        sheet.then = lambda _changes: self.reload()
        self.frame.show_sheet(sheet, sheet.sure)
        sheet.form.go_to_first()

    def _decide(self) -> None:
        filled = self.deciding.filled()
        if self.sheet is not None and filled is not None:
            self.worker.act(
                repairs.decide, self.sheet.row.id, **filled,
                on_done=lambda _changes: self._stop(), on_problem=self.deciding.message.tell,
            )  # fmt: skip

    def _commit(self) -> None:
        if self.sheet is not None:
            self.worker.act(repairs.commitment, self.sheet.row.id, on_done=self._show_letter)

    def _show_letter(self, changes: Changes) -> None:
        self.frame.open_page("letters", id=changes.result["letter"])

    def _stop(self) -> None:
        self._show(self.nothing if self.sheet is None else self.view)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, case_id: object) -> None:
        if case_id is None:
            self._take(None)
        else:
            self.worker.ask(repair_lists.sheet, str(case_id), owner=(self, "case"), on_done=self._take)

    def _take(self, sheet: RepairSheet | None) -> None:
        self.sheet = sheet
        if sheet is not None:
            self.view.tell(sheet)
        if self.inside.currentWidget() not in (self.opening, self.deciding):
            self._show(self.nothing if sheet is None else self.view)

    def _go_to(self, sheet: RepairSheet) -> None:
        self._take(sheet)
        self.list.show_case(sheet.row.id, running=sheet.row.open)

    def _registered(self, case_id: str) -> None:
        self._stop()
        self.arrive(id=case_id)

    def _open_letter(self) -> None:
        steps = self.sheet.steps if self.sheet else ()
        letter_id = next((step.letter_id for step in steps if step.letter_id), "")
        if letter_id:
            self.frame.open_page("letters", id=letter_id)

    def _open_record(self) -> None:
        if self.sheet is not None:
            self.frame.open_page("records", id=self.sheet.record_id)
