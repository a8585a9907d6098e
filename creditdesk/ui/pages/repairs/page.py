"""The page 信用修复: the list at the left, one repair, a new application or a decision beside it."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from creditdesk.services import repair_lists, repairs
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.repair_lists import RepairSheet
from creditdesk.ui.pages.list_page import ListPage, Offer
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.pages.repairs.deciding import Deciding
from creditdesk.ui.pages.repairs.listing import ENDED, LISTED, RUNNING, RepairView
from creditdesk.ui.pages.repairs.opening import Opening
from creditdesk.ui.pages.repairs.sheets import act_sheet


def running(desk: Desk) -> int:
    """Return how many repairs are under way, for the number in the rail."""
    return len(repair_lists.ids(desk))


class RepairsPage(ListPage):
    """信用修复. Other pages may open it at a case (`id`) or to apply for a `record`."""

    name, title, icon = "repairs", "信用修复", "refresh"
    made = "case"
    nouns = frozenset({"case", "repair", "case_step"})
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(running)
    begin_words, about = "登记修复申请", "record"
    nothing_words = ("没有选中的修复", "在左侧选一件，适用规则和期限显示在这里")
    none_words = ("没有在办的修复申请", "失信信息纠正后，按 F8 登记申请，适用规则和日期自动给出")
    no_match_words = ("没有符合条件的修复", "换一个范围，或清除查找")
    listed = LISTED
    shown: RepairSheet | None

    def make(self) -> tuple[Any, ...]:
        """Return the repair, the form of an application, and that of the decision."""
        materials = catalogue_of(self.worker).procedure(repairs.PROCEDURE).materials
        opening = Opening(self.worker, self.frame.today, materials)
        self.deciding = Deciding(self.worker, self.frame.today)
        return RepairView(), opening, self.deciding

    def offers(self) -> Sequence[Offer]:
        """Return what may be done with a repair beside its next step."""
        return (
            Offer(
                self.add_act("生成信用修复承诺书", "Ctrl+P", self._commit),
                lambda sheet: bool(sheet and sheet.row.open),
            ),
            Offer(
                self.add_act("不予受理", "Ctrl+R", lambda: self._act("refuse")),
                lambda sheet: bool(sheet and "refuse" in dict(sheet.acts)),
            ),
            Offer(
                self.add_act("申请人撤回", "Ctrl+Del", lambda: self._act("withdraw")),
                lambda sheet: bool(sheet and "withdraw" in dict(sheet.acts)),
            ),
            Offer(
                self.add_act("查看最近文书", "Ctrl+Shift+P", self._open_letter),
                lambda sheet: bool(sheet and _last_letter(sheet)),
            ),
            Offer(self.add_act("打开记录", "Ctrl+Return", self._open_record), bool),
        )

    def read(self, desk: Desk, one: str) -> RepairSheet:
        """Return a repair whole."""
        return repair_lists.sheet(desk, one)

    def place(self, shown: RepairSheet) -> tuple[str, str]:
        """Return the case, and whether it is listed as under way."""
        return shown.row.id, RUNNING if shown.row.open else ENDED

    def next_act(self, shown: RepairSheet) -> tuple[str, Callable[[], object]] | None:
        """Return the next step of the procedure."""
        if not shown.acts:
            return None
        name, label = shown.acts[0]
        return label, lambda: self._act(name)

    def _act(self, name: str) -> None:
        if self.shown is None:
            return
        if name == "decide":
            self.deciding.begin(self.shown)
            self.show_inside(self.deciding)
            return
        sheet = act_sheet(self, self.shown, name, dict(self.shown.acts)[name])
        sheet.then = lambda _changes: self.reload()
        self.frame.show_sheet(sheet, sheet.sure)
        sheet.form.go_to_first()

    def _commit(self) -> None:
        if self.shown is not None:
            self.worker.act(repairs.commitment, self.shown.row.id, on_done=self._show_letter)

    def _show_letter(self, changes: Changes) -> None:
        self.frame.open_page("letters", id=changes.result["letter"])

    def _open_letter(self) -> None:
        if self.shown is not None and (letter_id := _last_letter(self.shown)):
            self.frame.open_page("letters", id=letter_id)

    def _open_record(self) -> None:
        if self.shown is not None:
            self.frame.open_page("records", id=self.shown.record_id)


def _last_letter(sheet: RepairSheet) -> str:
    return next((step.letter_id for step in sheet.steps if step.letter_id), "")
