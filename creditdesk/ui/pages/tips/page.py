"""The page 举报线索: the list at the left, one tip or a new one beside it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from creditdesk.services import reader_losses, tip_lists, tips, units
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.tip_lists import TipRow
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.list_page import ListPage, Offer
from creditdesk.ui.pages.tips import figures, looking, readers
from creditdesk.ui.pages.tips.listing import LISTED, TipView
from creditdesk.ui.pages.tips.opening import Opening
from creditdesk.ui.widgets.choice_editor import ChoiceEditor
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.small_form import small_choice, small_field

_REFER, _ANSWER, _CLOSE = "转办", "登记答复", "办结"


class TipsPage(ListPage):
    """举报线索. Other pages may open it at a tip (`id`)."""

    name, title, icon = "tips", "举报线索", "flag"
    made = "tip"
    nouns = frozenset({"tip", "tip_referral", "informant_reader", "informant_share"})
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(tip_lists.waiting)
    begin_words = "登记线索"
    nothing_words = ("没有选中的线索", "在左侧选一条，反映的问题、转办和答复显示在这里")
    none_words = ("没有待转办的线索", "收到举报的按 F8 登记，举报人封存，只有指定的人员可以查看")
    no_match_words = ("没有符合条件的线索", "换一个范围，或清除查找")
    listed = LISTED
    shown: TipRow | None

    def make(self) -> tuple[Any, ...]:
        """Return the tip and the form of a new one."""
        opening = Opening(self.worker, self.frame.today)
        return TipView(), opening

    def offers(self) -> Sequence[Offer]:
        """Return what may be done with a tip beside what it waits for, and the sheet about who may look."""
        return (
            Offer(self.add_act("查看举报人", "Ctrl+I", self._ask_look), lambda row: bool(row and row.named)),
            Offer(
                self.add_act("另行转办", "Ctrl+T", self._ask_refer), lambda row: bool(row and row.state == "answered")
            ),
            Offer(
                self.add_act("不转办", "Ctrl+Del", self._ask_drop), lambda row: bool(row and row.state == "received")
            ),
            Offer(
                self.add_act("打开转办函", "Ctrl+Return", self._open_letter), lambda row: bool(row and row.referrals)
            ),
            Offer(self.add_act("今年的统计", "Ctrl+Shift+T", self._ask_figures), lambda _row: True),
            Offer(self.add_act("可查阅举报人的人员", "Ctrl+G", self._ask_readers), lambda _row: True),
        )

    def read(self, desk: Desk, one: str) -> TipRow | None:
        """Return a tip."""
        return next(iter(tip_lists.rows(desk, [one])), None)

    def place(self, shown: TipRow) -> tuple[str, str]:
        """Return the tip and the state under which it is listed."""
        return shown.id, shown.state

    def next_act(self, shown: TipRow) -> tuple[str, Callable[[], object]] | None:
        """Return the referral, the answer or the end that a tip waits for."""
        waits = {
            "received": (_REFER, self._ask_refer),
            "referred": (_ANSWER, self._ask_answer),
            "answered": (_CLOSE, self._ask_close),
        }
        return waits.get(shown.state)

    def stop(self) -> None:
        """Leave the form, and nothing of an informant in it."""
        self.opening.forget()
        super().stop()

    def leave(self) -> None:
        """Take what was typed of an informant out of the form when another page is opened."""
        super().leave()
        self.opening.forget()

    def _ask_look(self) -> None:
        if self.shown is not None:
            self.frame.show_sheet(*looking.asking(self, self.shown.id, self.shown.number))

    def _ask_readers(self) -> None:
        self.worker.ask(
            reader_losses.standing,
            owner=(self, "readers"),
            on_done=lambda standing: self.frame.show_sheet(*readers.overview(self, standing)),
        )

    def _ask_figures(self) -> None:
        today = self.frame.today()
        period = Period(today.replace(month=1, day=1), today)
        self.worker.ask(
            tip_lists.figures, period, owner=(self, "figures"),
            on_done=lambda found: self.frame.show_sheet(*figures.told(self, period, found)),
        )  # fmt: skip

    def _ask_refer(self) -> None:
        self.worker.ask(units.listing, owner=(self, "units"), on_done=self._refer)

    def _refer(self, known: Sequence[units.UnitRow]) -> None:
        unit = small_field("unit", "承办单位")
        # The unit that may act need not be one that reports to this office.
        unit.editor = ChoiceEditor("承办单位", [row.name for row in known], True)
        unit.label.setBuddy(unit.editor)
        fields = [unit, small_field("answer_by", "请答复日期", "date", required=False)]
        told = "生成举报转办函，函中没有举报人的任何信息。来源没有规定答复期限，日期由经办人与单位约定，不限的不填。"
        self._ask(
            _REFER, told, fields, tips.refer,
            lambda v: (v["unit"], date.fromisoformat(v["answer_by"]) if v["answer_by"] else None),
        )  # fmt: skip

    def _ask_answer(self) -> None:
        on = small_field("on", "答复日期", "date", past=True)
        on.show_value(self.frame.today().isoformat())
        finding = small_choice("finding", "核查结论", tip_lists.words(self.worker.desk)["finding"])
        fields = [finding, on, small_field("text", "答复内容", "paragraphs")]
        told = "照单位的书面答复登记核查结论、认定的事实和处理情况。"
        self._ask(_ANSWER, told, fields, tips.answer, lambda v: (date.fromisoformat(v["on"]), v["finding"], v["text"]))

    def _ask_close(self) -> None:
        last = self.shown.referrals[-1].finding if self.shown is not None else ""
        words = [word for word in tip_lists.words(self.worker.desk)["finding"] if word != tips.NOT_OURS]
        finding = small_choice("finding", "核查结论", words)
        finding.show_value(last if last in words else "")
        told = "查实的失信行为凭单位的决定另行录入，线索本身不作为失信信息。"
        fields = [finding, small_field("reason", "办结情况", "paragraphs")]
        self._ask(_CLOSE, told, fields, tips.close, lambda v: (v["finding"], v["reason"]))

    def _ask_drop(self) -> None:
        told = "重复的、没有可核查内容的线索不转办，写明理由后办结。"
        self._ask("不转办", told, [small_field("reason", "理由")], tips.drop, lambda v: (v["reason"],))

    def _ask(
        self, words: str, told: str, fields: Sequence[FormField], act: Any,
        arguments: Callable[[Mapping[str, str]], tuple[Any, ...]],
    ) -> None:  # fmt: skip
        if self.shown is not None:
            tip_id, title = self.shown.id, f"{words}：{self.shown.number}"
            sheet = ask_sheet(
                self, title, told, words, fields, lambda values: (act, (tip_id, *arguments(values))),
                lambda _changes: self.arrive(id=tip_id),
            )  # fmt: skip
            self.frame.show_sheet(*sheet)

    def _open_letter(self) -> None:
        if self.shown is not None and self.shown.referrals:
            self.frame.open_page("letters", id=self.shown.referrals[-1].letter_id)
