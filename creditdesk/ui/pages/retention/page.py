"""The page 保存期限: the list at the left, one record or a proposal beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from creditdesk.services import retention_lists
from creditdesk.services.desk import Desk
from creditdesk.services.retention_lists import READY, RetentionSheet
from creditdesk.ui.pages.list_page import ListPage, Offer
from creditdesk.ui.pages.retention.listing import LISTED, RetentionView
from creditdesk.ui.pages.retention.opening import Opening


class RetentionPage(ListPage):
    """保存期限. Other pages may open it at a record (`id`)."""

    name, title, icon = "retention", "保存期限", "archive"
    nouns = frozenset({"record", "subject", "case", "package", "package_proposal", "promise", "erasure"})
    begin_words = "提请全部处理"
    submit_words = "提请"
    nothing_words = ("没有选中的记录", "在左侧选一条，期限、依据和消除的内容显示在这里")
    none_words = ("没有可以处理的到期记录", "自然人记录自失信行为终止之日起满五年、单位记录满五年的列在这里")
    no_match_words = ("没有符合条件的记录", "换一个范围，或清除查找")
    listed = LISTED
    shown: RetentionSheet | None

    def make(self) -> tuple[Any, ...]:
        """Return the record and the form of a proposal."""
        opening = Opening(self.worker)
        return RetentionView(), opening

    def offers(self) -> Sequence[Offer]:
        """Return what may be done with a record."""
        return (
            Offer(
                self.add_act("只提请这一条", "Ctrl+R", self._begin_one),
                lambda sheet: bool(sheet and sheet.row.state == READY),
            ),
            Offer(self.add_act("打开记录", "Ctrl+Return", self.open_shown), bool),
        )

    def read(self, desk: Desk, one: str) -> RetentionSheet | None:
        """Return a record."""
        return retention_lists.sheet(desk, one)

    def place(self, shown: RetentionSheet) -> tuple[str, str]:
        """Return the record and the state under which it is listed."""
        return shown.row.id, shown.row.state

    def open_shown(self) -> None:
        """Open the record on its own page."""
        if self.shown is not None:
            self.frame.open_page("records", id=self.shown.row.id)

    def _begin_one(self) -> None:
        if self.shown is not None:
            self.begin_new(self.shown.row.id)

    def show_made(self, result: Mapping[str, Any]) -> None:
        """Leave the form; what was proposed is told by each record's state."""
        del result
        self.stop()
        self.reload()
