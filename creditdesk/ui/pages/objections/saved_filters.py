"""我的筛选: an officer's own filters of the queue, kept under names, the first nine with a key."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from creditdesk.services import queue_filters
from creditdesk.services.acts import Changes
from creditdesk.services.queue_filters import KEYED, SavedFilter
from creditdesk.ui.page import Page
from creditdesk.ui.pages.objections.queue import Queue
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.small_form import SmallForm, small_field

_WIDTH = 480


class SavedFilters(QObject):
    """Fills the menu of the queue's button, and answers Alt+Shift+1 to 9."""

    def __init__(self, page: Page, queue: Queue, menu: QMenu) -> None:
        super().__init__(page)
        self._page, self._queue, self._menu = page, queue, menu
        self.kept: tuple[SavedFilter, ...] = ()
        self.save_act = page.add_act("保存当前筛选", "Ctrl+Shift+S", self._ask_name)
        for key in range(1, KEYED + 1):
            page.add_act(f"我的筛选 {key}", f"Alt+Shift+{key}", partial(self._use_at, key - 1))
        self._show(())

    def reload(self) -> None:
        """Ask again for the officer's filters."""
        self._page.worker.ask(queue_filters.saved, owner=self, on_done=self._show)

    def _show(self, kept: tuple[SavedFilter, ...]) -> None:
        self.kept = kept
        self._menu.clear()
        for place, one in enumerate(kept):
            key = f"\tAlt+Shift+{one.key}" if one.key else ""
            self._menu.addAction(f"{one.name}{key}").triggered.connect(partial(self._use_at, place))
        if kept:
            self._menu.addSeparator()
        self._menu.addAction(self.save_act)
        if kept:
            drop = self._menu.addMenu("删除")
            for one in kept:
                drop.addAction(one.name).triggered.connect(partial(self._drop, one.id))

    def _use_at(self, place: int, _checked: bool = False) -> None:
        if place < len(self.kept):
            self._queue.use(self.kept[place].wanted)
            self._page.frame.say(f"筛选：{self.kept[place].name}")

    def _drop(self, filter_id: str, _checked: bool = False) -> None:
        self._page.worker.act(queue_filters.drop, filter_id, on_done=self._kept)

    def _kept(self, _changes: Changes) -> None:
        self.reload()

    def _ask_name(self) -> None:
        self._page.frame.show_sheet(*self._sheet())

    def _sheet(self) -> tuple[QWidget, QWidget]:
        frame, message = empty_sheet(_WIDTH), Message()
        form = SmallForm([small_field("name", "筛选名称")], self._page.frame.today)
        sure, leave = Button("保存筛选", "primary", key="Enter"), Button("不保存", "large", key="Esc")

        def finish(changes: Changes) -> None:
            self._page.frame.close_sheet()
            self._kept(changes)

        def save() -> None:
            if form.check():
                name, wanted = form.values()["name"], self._queue.filter
                act = queue_filters.save
                self._page.worker.act(act, name, wanted, on_done=finish, on_problem=message.tell)

        sure.clicked.connect(save)
        form.walked_out.connect(save)
        leave.clicked.connect(self._page.frame.close_sheet)
        column = QVBoxLayout(frame)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(Label("保存当前筛选", "title"))
        column.addWidget(Label("视图、查找的文字和各项筛选一并保存；同名的会被替换。", "second", wrap=True))
        column.addWidget(form)
        column.addWidget(message)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(sure)
        column.addLayout(row)
        return frame, form.fields["name"].editor
