"""The page 信用主体: the list at the left, the subject beside it."""

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from creditdesk.services import merges
from creditdesk.ui.page import Page
from creditdesk.ui.pages.subjects.listing import SubjectList
from creditdesk.ui.pages.subjects.view import SubjectView
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.split import Split

_LIST = 0.44  # the list's part of the width


class SubjectsPage(Page):
    """Credit subjects. Other pages may open it at `id=`."""

    name, title, icon, number = "subjects", "信用主体", "subject", 2
    nouns = frozenset({"subject", "subject_name", "subject_merge", "subject_apart", "role_link", "mirror", "record",
                       "case", "letter", "package", "receipt", "enquiry", "setting", "point_consent",
                       "point_entry"})  # fmt: skip

    def build(self) -> None:
        """Make the list and the subject beside it."""
        self._primary = self.add_act("录入记录", "F8", self._enter, ("F2",))
        self.add_act("在列表中查找", "Ctrl+F", self._go_to_search)
        self.add_act("回到列表", "Esc", lambda: self.list.table.setFocus(Qt.FocusReason.OtherFocusReason))
        hint = "录入或导入信用记录时，主体由代码自动建立"
        clear = self.add_act("显示全部", "Ctrl+0", self._show_everything)
        self.list = SubjectList(self.worker, EmptyState("subject", "没有信用主体", hint, self._primary), clear)
        self.add_act("选择列", "Ctrl+Shift+L", self.list.tools.choose_columns)
        self.add_act("导出列表", "Ctrl+Shift+E", self.list.tools.ask_where)
        self.view = SubjectView(self, self._primary)
        self._detail = QStackedWidget()
        self._detail.addWidget(EmptyState("subject", "没有选中的主体", "在左边选一个"))
        self._detail.addWidget(self.view)
        self.body.addWidget(Split(self.list, self._detail, _LIST))
        self.list.chosen.connect(self._show)
        self.list.opened.connect(self._open)
        self.list.tools.exported.connect(self.frame.say)

    def reload(self) -> None:
        """Ask for the list and the subject that is shown."""
        self.list.reload()
        self.view.again()

    def arrive(self, **where: Any) -> None:
        """Go to a subject, or to the one that stands for it."""
        if where.get("id"):
            self.worker.ask(merges.kept, str(where["id"]), owner=(self, "kept"), on_done=self._go_to)

    def panes(self) -> Sequence[QWidget]:
        """Return the list, and the timeline or the links."""
        return (self.list.table, self.view)

    def _show(self, subject_id: Hashable | None) -> None:
        self._detail.setCurrentIndex(0 if subject_id is None else 1)
        if subject_id is not None and subject_id != self.view.subject_id:
            self.view.show_subject(str(subject_id))

    def _go_to(self, subject_id: str) -> None:
        self._show(subject_id)
        self.list.show_all(subject_id)

    def _open(self, subject_id: Hashable) -> None:
        self._show(subject_id)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        subject_id = self.list.table.current_id()
        about = {"subject": str(subject_id)} if subject_id is not None else {}
        self.frame.open_page("records", new=True, **about)

    def _show_everything(self) -> None:
        self.list.show_all()

    def _go_to_search(self) -> None:
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()
