"""The page 查询: the log of enquiries at the left, one of them or a new one beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from creditdesk.services import enquiries
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import EnquiryRow
from creditdesk.ui.pages.enquiries.log import LISTED, EnquiryView
from creditdesk.ui.pages.enquiries.opening import Opening
from creditdesk.ui.pages.list_page import ListPage, Offer
from creditdesk.ui.pages.records.paper import catalogue_of


class EnquiriesPage(ListPage):
    """查询. Other pages may open it at an enquiry (`id`) or to ask about a `subject`."""

    name, title, icon = "enquiries", "查询", "search"
    nouns = frozenset({"enquiry", "letter_void", "subject_merge"})
    begin_words, submit_words = "出具信用报告", "取号并出具"
    nothing_words = ("没有选中的查询", "在左侧选一次，查询事项和结果显示在这里")
    none_words = ("还没有查询记录", "按 F8 出具信用报告；批量核查和证明也记在这里")
    no_match_words = ("没有符合条件的查询", "换一个条件，或清除查找")
    share, listed = 0.56, LISTED
    shown: EnquiryRow | None

    def make(self) -> tuple[Any, ...]:
        """Return the enquiry and the form of a new one."""
        opening = Opening(self.worker, enquiries.rule_of(catalogue_of(self.worker)), self.frame.today)
        return EnquiryView(), opening

    def offers(self) -> Sequence[Offer]:
        """Return what leads to the report and to the subject."""
        letter = self.add_act("打开报告", "Ctrl+Return", self.open_shown)
        subject = self.add_act("打开主体", "Ctrl+Shift+Return", self._open_subject)
        return (
            Offer(letter, lambda row: bool(row and row.letter_id), beside=True),
            Offer(subject, lambda row: bool(row and row.subject_id), beside=True),
        )

    def read(self, desk: Desk, one: str) -> EnquiryRow | None:
        """Return an enquiry."""
        return next(iter(enquiries.rows(desk, [one])), None)

    def place(self, shown: EnquiryRow) -> tuple[str, str]:
        """Return where the log shows it: under 全部."""
        return shown.id, ""

    def open_shown(self) -> None:
        """Open the report in the register."""
        if self.shown is not None and self.shown.letter_id:
            self.frame.open_page("letters", id=self.shown.letter_id)

    def show_made(self, result: Mapping[str, Any]) -> None:
        """Show the report, where it is printed and saved like every letter."""
        self.stop()
        self.frame.open_page("letters", id=result["letter"])

    def _open_subject(self) -> None:
        if self.shown is not None and self.shown.subject_id:
            self.frame.open_page("subjects", id=self.shown.subject_id)
