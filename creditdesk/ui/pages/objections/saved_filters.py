"""我的筛选: an officer's own filters of the queue, kept under names, the first nine with a key."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from creditdesk.services import queue_filters
from creditdesk.services.acts import Changes
from creditdesk.services.queue_filters import KEYED, SavedFilter
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.objections.queue import Queue
from creditdesk.ui.widgets.small_form import small_field


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
        sheet = ask_sheet(
            self._page, "保存当前筛选", "视图、查找的文字和各项筛选一并保存；同名的会被替换。", "保存筛选",
            [small_field("name", "筛选名称")],
            lambda values: (queue_filters.save, (values["name"], self._queue.filter)), self._kept,
        )  # fmt: skip
        self._page.frame.show_sheet(*sheet)
