"""The page 查询: the log of enquiries at the left, one of them or a new one beside it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.services import enquiries
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import EnquiryRow
from creditdesk.ui.page import Page
from creditdesk.ui.pages.enquiries.log import EnquiryLog
from creditdesk.ui.pages.enquiries.opening import Opening
from creditdesk.ui.pages.enquiries.view import EnquiryView
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.split import Split

_LEAST, _SHARE = 460, 0.56
_BEGIN, _ISSUE = "出具信用报告", "取号并出具"


class EnquiriesPage(Page):
    """查询. Other pages may open it at an enquiry (`id`) or to ask about a `subject`."""

    name, title, icon = "enquiries", "查询", "search"
    nouns = frozenset({"enquiry", "letter_void", "subject_merge"})

    def build(self) -> None:
        """Make the log, the enquiry and the form of a new one."""
        self.row: EnquiryRow | None = None
        self.primary = self.add_act(_BEGIN, "F8", self._press)
        self.back = self.add_act("返回", "Esc", self._stop)
        self.open_letter = self.add_act("打开报告", "Ctrl+Return", self._open_letter)
        self.open_subject = self.add_act("打开主体", "Ctrl+Shift+Return", self._open_subject)
        self.add_act("在列表中查找", "Ctrl+F", self._find)
        self.log = EnquiryLog(self.worker, self.primary)
        self.view = EnquiryView()
        self.opening = Opening(self.worker, enquiries.rule_of(catalogue_of(self.worker)), self.frame.today)
        self.log.chosen.connect(self._choose)
        self.log.opened.connect(lambda _id: self._open_letter())
        self.opening.issued.connect(self._issued)
        self.body.addWidget(Split(self.log, self._right(), _SHARE))

    def reload(self) -> None:
        """Ask again for the log."""
        self.log.reload()

    def arrive(self, **where: Any) -> None:
        """Go to an enquiry, or begin one about a subject."""
        if "id" in where:
            self._stop()
            self.log.show_enquiry(str(where["id"]))
        elif "subject" in where:
            self._begin(str(where["subject"]))

    def panes(self) -> Sequence[QWidget]:
        """Return the log, the detail and the act."""
        asking = self.inside.currentWidget() is self.opening
        return (self.log.table, self.opening if asking else self.view, self.bar.primary)

    def _right(self) -> QFrame:
        self.inside = QStackedWidget()
        self.nothing = EmptyState("search", "没有选中的查询", "在左侧选一次，查询事项和结果显示在这里")
        for widget in (self.nothing, self.view, self.opening):
            self.inside.addWidget(widget)
        self.bar = ActionBar(self.primary, (self.back, self.open_letter, self.open_subject))
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
        asking = widget is self.opening
        self.inside.setCurrentWidget(widget)
        self.primary.setText(_ISSUE if asking else _BEGIN)
        shown = self.row if not asking else None
        for action, offered in (
            (self.back, asking),
            (self.open_letter, bool(shown and shown.letter_id)),
            (self.open_subject, bool(shown and shown.subject_id)),
        ):
            action.setVisible(offered)
            action.setEnabled(offered)

    def _press(self) -> None:
        if self.inside.currentWidget() is self.opening:
            self.opening.submit()
        else:
            self._begin()

    def _begin(self, subject_id: str = "") -> None:
        self._show(self.opening)
        self.opening.begin(subject_id)

    def _stop(self) -> None:
        self._show(self.nothing if self.row is None else self.view)
        self.log.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, enquiry_id: object) -> None:
        if enquiry_id is None:
            self._take(None)
        else:
            self.worker.ask(_enquiry, str(enquiry_id), owner=(self, "enquiry"), on_done=self._take)

    def _take(self, row: EnquiryRow | None) -> None:
        self.row = row
        if row is not None:
            self.view.tell(row)
        if self.inside.currentWidget() is not self.opening:
            self._show(self.nothing if row is None else self.view)

    def _issued(self, letter_id: str) -> None:
        """Show the report, where it is printed and saved like every letter."""
        self._stop()
        self.frame.open_page("letters", id=letter_id)

    def _open_letter(self) -> None:
        if self.row is not None and self.row.letter_id:
            self.frame.open_page("letters", id=self.row.letter_id)

    def _open_subject(self) -> None:
        if self.row is not None and self.row.subject_id:
            self.frame.open_page("subjects", id=self.row.subject_id)

    def _find(self) -> None:
        self.log.search.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _enquiry(desk: Desk, enquiry_id: str) -> EnquiryRow | None:
    return next(iter(enquiries.rows(desk, [enquiry_id])), None)
