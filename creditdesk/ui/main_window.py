"""The window: rail, top bar, the pages and the status line, and the keys that work everywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QKeyCombination, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.services import date_guard, date_questions, undo
from creditdesk.services.acts import Changes
from creditdesk.services.date_guard import Doubt
from creditdesk.ui import icons, theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets import panes
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.date_bar import DateBar
from creditdesk.ui.widgets.key_list import key_sheet
from creditdesk.ui.widgets.overlay import Overlay
from creditdesk.ui.widgets.rail import Rail
from creditdesk.ui.widgets.search_box import Search, SearchBox
from creditdesk.ui.widgets.sentence_bar import SentenceBar
from creditdesk.ui.widgets.status_line import StatusLine
from creditdesk.ui.widgets.top_bar import TopBar
from creditdesk.ui.worker import Worker

_MINUTE = 60_000
_Layout = TypeVar("_Layout", QHBoxLayout, QVBoxLayout)


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits at this desk: the office, the officer and the role, and how to learn the day."""

    office: str
    officer: str
    role: str
    today: Callable[[], date]


class MainWindow(QMainWindow):
    """Holds the pages and makes each when it is first shown."""

    lock_asked = Signal()
    closing = Signal()

    def __init__(self, worker: Worker, sitting: Sitting, pages: Sequence[type[Page]], search: Search | None) -> None:
        """Make the window; without `search` there is no search box, for who may not read what it finds."""
        super().__init__()
        self.worker = worker
        self.sitting = sitting
        self._classes = {page.name: page for page in pages}
        self._made: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._here = ""
        self._doubted: Doubt | None = None
        self._quick: list[tuple[QAction, str]] = []
        self.setWindowTitle(f"信用工作台 · {sitting.office}")
        self.setWindowIcon(icons.program())
        self.setMinimumSize(1100, 640)
        self.resize(1366, 768)
        self.search = SearchBox(worker, search) if search else None
        self._declare_keys()
        self._build()
        worker.acted.connect(self._acted)
        worker.changed.connect(lambda changes: self.refresh(changes.nouns))
        worker.problem.connect(self.warn)
        worker.problem.connect(lambda _sentence: self.ask_date())
        worker.failed.connect(self.warn)
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self._show_day)
        self._clock.timeout.connect(self.ask_date)
        self._clock.start()
        self._show_day()

    def today(self) -> date:
        """Return the day the desk counts from."""
        return self.sitting.today()

    def offers(self, name: str) -> bool:
        """Tell whether the officer at the desk has this page."""
        return name in self._classes

    def page(self, name: str) -> Page:
        """Return the page `name`, made now if this is the first time."""
        if name not in self._made:
            page = self._classes[name](self, self.stack)
            self._made[name] = page
            self._stale.add(name)
            self.stack.addWidget(page)
            page.subtitle_changed.connect(lambda _text: self._show_titles())
        return self._made[name]

    def open_page(self, name: str, **where: Any) -> None:
        """Show the page `name` and let it go to the place `where`."""
        self.overlay.close_sheet()
        if self._here and self._here != name:
            self._made[self._here].leave()
        page = self.page(name)
        self._here = name
        self.stack.setCurrentWidget(page)
        self.rail.show_chosen(name)
        self._show_titles()
        self._yield_keys(page)
        if name in self._stale:
            self._stale.discard(name)
            page.reload()
        page.arrive(**where)
        for pane in page.panes()[:1]:
            pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def quick_acts(self) -> Sequence[tuple[QAction, str]]:
        """Return the acts that can be begun from anywhere, each with its icon."""
        return tuple(self._quick)

    def say(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """Tell the last act in the status line, with a link that takes it back."""
        self.status.tell(sentence, undo)

    def warn(self, sentence: str) -> None:
        """Show a sentence that needs attention in a bar over the page."""
        self.bar.warn(sentence)

    def show_sheet(self, sheet: QWidget, focus: QWidget | None = None) -> None:
        """Lay `sheet` over the window; Esc closes it."""
        self.overlay.open(sheet, focus)

    def close_sheet(self) -> None:
        """Take the sheet away and return to where the officer was."""
        self.overlay.close_sheet()

    def ask_date(self) -> None:
        """Ask whether the workstation's date can be believed; a bar says so when it cannot."""
        self.worker.ask(date_questions.doubted, owner="date", on_done=self._doubt_date)

    def count_pages(self) -> None:
        """Ask for the numbers in the rail."""
        for name, kind in self._classes.items():
            if kind.count is not None:
                done = self.rail.items[name].set_number
                self.worker.ask(kind.count, owner=("count", name), on_done=done, counting=True)

    def lock(self) -> None:
        """Close the desk and ask for the passphrase again."""
        self.lock_asked.emit()

    def refresh(self, nouns: frozenset[str]) -> None:
        """Let every page that shows one of these nouns ask again, at once or when it is shown next."""
        for name, page in self._made.items():
            if page.nouns & nouns:
                if name == self._here:
                    page.reload()
                else:
                    self._stale.add(name)
        if any(kind.count is not None and kind.nouns & nouns for kind in self._classes.values()):
            self.count_pages()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give keys pressed beside the page to the page's acts; Esc closes the sentence bar."""
        if event.key() == Qt.Key.Key_Escape and self.bar.isVisible():
            self.bar.hide()
            return
        pressed = QKeySequence(QKeyCombination(event.modifiers(), Qt.Key(event.key())))
        for action in self._made[self._here].working_acts() if self._here else []:
            if action.isEnabled() and pressed in action.shortcuts():
                action.trigger()
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the rail as icons only when the window is narrow."""
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < theme.NARROW)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page put away what is half done, then end the threads."""
        if self._here:
            self._made[self._here].leave()
        self.worker.close()
        self.closing.emit()
        super().closeEvent(event)

    def _declare_keys(self) -> None:
        self._undo = self._act("撤销刚才的操作", "Ctrl+Z", None)
        self._keys = self._act("按键", "F1", self._show_keys)
        self._confirm_date = self._act("日期正确，确认", "F12", self._believe_date)
        self._confirm_date.setEnabled(False)
        if self.search is not None:
            self._act("查找", "Ctrl+K", partial(self.search.setFocus, Qt.FocusReason.ShortcutFocusReason))
            self.search.chosen.connect(lambda found: self.open_page(found.page, id=found.id))
        self._act("下一栏", "F6", lambda: self._walk(1))
        self._act("上一栏", "Shift+F6", lambda: self._walk(-1))
        self._act("锁定", "Ctrl+L", self.lock_asked.emit)
        for name, kind in self._classes.items():
            if kind.number:
                self._act(kind.title, f"Ctrl+{kind.number}", partial(self.open_page, name))
            for each in kind.quick:
                action = self._act(each.text, each.key, partial(self.open_page, name, **each.where))
                self._quick.append((action, each.icon))

    def _act(self, text: str, key: str, call: Callable[[], object] | None) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        if call is not None:
            action.triggered.connect(lambda _checked=False: call())
        self.addAction(action)
        return action

    def _build(self) -> None:
        whole = QWidget()
        self.rail = Rail(self.sitting.office, self.sitting.officer, self.sitting.role)
        self.rail.chosen.connect(self.open_page)
        self.rail.lock_asked.connect(self.lock_asked)
        for name, kind in self._classes.items():
            key = f"Ctrl+{kind.number}" if kind.number else ""
            self.rail.add_page(name, kind.title, kind.icon, key, kind.foot)
        self._top = TopBar(self.search)
        self.stack = QStackedWidget()
        self.bar = SentenceBar()
        self.date_bar = DateBar(self._confirm_date)
        self.status = StatusLine(self._undo, self._keys)
        self.status.set_notes(["桌面已加密"])
        right = _plain(QVBoxLayout())
        for widget in (self._top, self.date_bar, self.bar, self.stack):
            right.addWidget(widget, int(widget is self.stack))
        middle = _plain(QHBoxLayout())
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        column = _plain(QVBoxLayout(whole))
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.overlay = Overlay(whole)

    def _show_day(self) -> None:
        self._top.tell_day(self.today())

    def _yield_keys(self, page: Page) -> None:
        # A key that the page itself uses means the page's act; two owners of one key would block each other.
        taken = {key for action in page.actions() for key in action.shortcuts()}
        context = Qt.ShortcutContext
        for action, _ in self._quick:
            own = action.shortcut() in taken
            action.setShortcutContext(context.WidgetShortcut if own else context.WindowShortcut)

    def _doubt_date(self, doubt: Doubt | None) -> None:
        self._doubted = doubt
        if doubt is None:
            self.date_bar.take_away()
        else:
            self.date_bar.tell(date_questions.bar_words(doubt), confirmable=not doubt.impossible)

    def _believe_date(self) -> None:
        if self._doubted is not None:
            words = date_questions.usual_words(self._doubted)
            self.worker.act(date_guard.confirm, self._doubted.today, words, on_done=self._believed)

    def _believed(self, _changes: Changes) -> None:
        self.bar.hide()
        self.ask_date()

    def _show_titles(self) -> None:
        page = self._made[self._here]
        self._top.tell(page.title, page.subtitle)

    def _acted(self, changes: Changes, undo_it: Callable[[], object] | None) -> None:
        if not changes.sentence:
            return
        self.say(changes.sentence, undo_it)
        if undo_it is None:
            self.worker.ask(undo.offered, owner="undo", on_done=self._offer)

    def _offer(self, sentence: str) -> None:
        self.status.offer(partial(self.worker.act, undo.last) if sentence else None)

    def _show_keys(self) -> None:
        close = Button("关闭", "quiet", key="Esc")
        close.clicked.connect(self.close_sheet)
        here = self._made[self._here].working_acts() if self._here else []
        self.show_sheet(key_sheet([("本页", here), ("到处可用", self.actions())], close), close)

    def _walk(self, step: int) -> None:
        if self._here:
            panes.walk(self._made[self._here].panes(), step)


def _plain(layout: _Layout) -> _Layout:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
