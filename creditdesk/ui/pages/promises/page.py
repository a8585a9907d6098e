"""The page 容缺受理: the list at the left, one promise or a new one beside it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from creditdesk.services import promise_lists, promises
from creditdesk.services.desk import Desk
from creditdesk.services.promise_lists import OPEN, PROPOSED, PromiseRow
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.list_page import ListPage, Offer
from creditdesk.ui.pages.promises.listing import LISTED, PromiseView
from creditdesk.ui.pages.promises.opening import Opening
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.small_form import small_choice, small_field

_KEPT, _RECORD = "材料已补齐", "记入信用记录"


class PromisesPage(ListPage):
    """容缺受理. Other pages may open it at a promise (`id`) or to make one of a `subject`."""

    name, title, icon = "promises", "容缺受理", "promise"
    made = "promise"
    nouns = frozenset({"promise", "subject_merge"})
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(promise_lists.waiting)
    begin_words = "登记承诺"
    nothing_words = ("没有选中的承诺", "在左侧选一件，承诺的材料和期限显示在这里")
    none_words = ("没有待补齐的承诺", "申请人承诺补齐材料的，按 F8 登记，到期之前列在工作台上")
    no_match_words = ("没有符合条件的承诺", "换一个范围，或清除查找")
    listed = LISTED
    shown: PromiseRow | None

    def make(self) -> tuple[Any, ...]:
        """Return the promise and the form of a new one."""
        opening = Opening(self.worker, self.frame.today)
        return PromiseView(), opening

    def offers(self) -> Sequence[Offer]:
        """Return what may be done with a promise beside what it waits for."""
        return (
            Offer(self.add_act("未履约", "Ctrl+Del", self._ask_breach), lambda row: bool(row and row.state == OPEN)),
            Offer(
                self.add_act("不记入信用记录", "Ctrl+R", self._ask_decline),
                lambda row: bool(row and row.state == PROPOSED),
            ),
            Offer(self.add_act("打开主体", "Ctrl+Return", self._open_subject), bool),
            Offer(
                self.add_act("打开记录", "Ctrl+Shift+Return", self._open_record),
                lambda row: bool(row and row.record_id),
            ),
        )

    def read(self, desk: Desk, one: str) -> PromiseRow | None:
        """Return a promise."""
        return next(iter(promise_lists.rows(desk, [one])), None)

    def place(self, shown: PromiseRow) -> tuple[str, str]:
        """Return the promise and the state under which it is listed."""
        return shown.id, shown.state

    def next_act(self, shown: PromiseRow) -> tuple[str, Callable[[], object]] | None:
        """Return the papers that are waited for, or the decision on a broken promise."""
        return {OPEN: (_KEPT, self._ask_kept), PROPOSED: (_RECORD, self._ask_record)}.get(shown.state)

    def _open_subject(self) -> None:
        if self.shown is not None:
            self.frame.open_page("subjects", id=self.shown.subject_id)

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
        if self.shown is not None and self.shown.category == "person":
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
        if self.shown is not None:
            promise_id, title = self.shown.id, f"{words}：{self.shown.subject}"
            sheet = ask_sheet(
                self, title, told, words, fields, lambda values: (act, (promise_id, *arguments(values))),
                lambda _changes: self.arrive(id=promise_id),
            )  # fmt: skip
            self.frame.show_sheet(*sheet)

    def _open_record(self) -> None:
        if self.shown is not None and self.shown.record_id:
            self.frame.open_page("records", id=self.shown.record_id)


def _reason(values: Mapping[str, str]) -> tuple[str]:
    return (values["reason"],)
