"""The page 红黑名单: the list at the left, one listing or a new one beside it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from creditdesk.services import listing_lists
from creditdesk.services.desk import Desk
from creditdesk.services.listing_lists import ListingSheet
from creditdesk.ui.pages.list_page import ListPage, Offer
from creditdesk.ui.pages.listings.listing import LISTED, ListingView
from creditdesk.ui.pages.listings.opening import Opening
from creditdesk.ui.pages.listings.sheets import act_sheet

# What may be done beside the next step of the procedure.
_BESIDE = (
    ("object", "登记异议", "Ctrl+J"),
    ("renotice", "重新告知", "Ctrl+R"),
    ("drop", "不列入", "Ctrl+Del"),
    ("repair", "修复移出", "Ctrl+M"),
    ("revoke", "撤销移出", "Ctrl+Shift+Del"),
    ("rescind", "公示前撤销决定", "Ctrl+Shift+R"),
)


class ListingsPage(ListPage):
    """红黑名单. Other pages may open it at a listing (`id`) or to list a `subject`."""

    name, title, icon = "listings", "红黑名单", "table"
    made = "listing"
    nouns = frozenset({"listing", "case", "case_step", "subject_merge"})
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(listing_lists.waiting)
    begin_words = "提出列入"
    nothing_words = ("没有选中的名单", "在左侧选一件，依据、期限和办理经过显示在这里")
    none_words = ("没有办理中的红黑名单", "认定单位提出列入的，按 F8 登记，告知、决定、公示和退出在这里办理")
    no_match_words = ("没有符合条件的名单", "换一个范围，或清除查找")
    listed = LISTED
    shown: ListingSheet | None

    def make(self) -> tuple[Any, ...]:
        """Return the listing and the form of a new one."""
        opening = Opening(self.worker, self.frame.today)
        return ListingView(), opening

    def offers(self) -> Sequence[Offer]:
        """Return what may be done with a listing beside its next step."""
        acts = [
            Offer(self.add_act(words, key, partial(self._act, name)), partial(_admits, name))
            for name, words, key in _BESIDE
        ]
        return (
            *acts,
            Offer(
                self.add_act("查看最近文书", "Ctrl+Shift+P", self._open_letter),
                lambda sheet: bool(sheet and _last_letter(sheet)),
            ),
            Offer(self.add_act("打开主体", "Ctrl+Return", self._open_subject), bool),
            Offer(
                self.add_act("打开记录", "Ctrl+Shift+Return", self._open_record),
                lambda sheet: bool(sheet and sheet.listing.record_id),
            ),
        )

    def read(self, desk: Desk, one: str) -> ListingSheet:
        """Return a listing whole."""
        return listing_lists.sheet(desk, one)

    def place(self, shown: ListingSheet) -> tuple[str, str]:
        """Return the listing and the chip under which it is listed."""
        return shown.row.id, shown.row.chip

    def next_act(self, shown: ListingSheet) -> tuple[str, Callable[[], object]] | None:
        """Return the next step of the procedure; one in force waits for nothing."""
        if not shown.next:
            return None
        return dict(shown.acts)[shown.next], partial(self._act, shown.next)

    def _act(self, name: str) -> None:
        if self.shown is not None:
            sheet = act_sheet(self, self.shown, name, dict(self.shown.acts)[name])
            sheet.then = lambda changes: self.arrive(id=changes.result["listing"])
            self.frame.show_sheet(sheet, sheet.sure)
            sheet.form.go_to_first()

    def _open_letter(self) -> None:
        if self.shown is not None and (letter_id := _last_letter(self.shown)):
            self.frame.open_page("letters", id=letter_id)

    def _open_subject(self) -> None:
        if self.shown is not None:
            self.frame.open_page("subjects", id=self.shown.row.subject_id)

    def _open_record(self) -> None:
        if self.shown is not None and self.shown.listing.record_id:
            self.frame.open_page("records", id=self.shown.listing.record_id)


def _admits(name: str, sheet: ListingSheet | None) -> bool:
    return sheet is not None and name in dict(sheet.acts)


def _last_letter(sheet: ListingSheet) -> str:
    return next((step.letter_id for step in sheet.steps if step.letter_id), "")
