"""What every page is, and what it may ask of the window around it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from creditdesk.services.desk import Desk
from creditdesk.services.powers import POWER_LABELS, Power
from creditdesk.ui import theme
from creditdesk.ui.widgets.acts import act_of
from creditdesk.ui.worker import Worker


@dataclass(frozen=True, slots=True)
class QuickAct:
    """An act that can be begun from anywhere: its words, key and icon, and where its page goes (`arrive(**where)`)."""

    text: str
    key: str
    icon: str
    where: Mapping[str, Any]


class Frame(Protocol):
    """The window as its pages see it."""

    worker: Worker

    def today(self) -> date:
        """Return the day the desk counts from."""

    def open_page(self, name: str, **where: Any) -> None:
        """Show the page `name` and let it go to the place `where`."""

    def say(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """Tell the last act in the status line, with a link that takes it back."""

    def warn(self, sentence: str) -> None:
        """Show a sentence that needs attention in a bar over the page."""

    def quick_acts(self) -> Sequence[tuple[QAction, str]]:
        """Return the acts that can be begun from anywhere, each with its icon."""

    def refresh(self, nouns: frozenset[str]) -> None:
        """Let every page that shows one of these nouns ask again."""

    def lock(self) -> None:
        """Close the desk and ask for the passphrase again."""

    def show_sheet(self, sheet: QWidget, focus: QWidget | None = None) -> None:
        """Lay `sheet` over the window; Esc closes it."""

    def close_sheet(self) -> None:
        """Take the sheet away and return to where the officer was."""


class Page(QWidget):
    """One room of the window; made when it is first shown, reloaded when acts touch its `nouns`."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = "table"
    number: ClassVar[int] = 0  # Ctrl+number opens it; 0 for none
    foot: ClassVar[bool] = False  # stands at the lower end of the rail
    nouns: ClassVar[frozenset[str]] = frozenset()
    quick: ClassVar[tuple[QuickAct, ...]] = ()  # keys that work on every page and bring the officer here
    reads: ClassVar[tuple[Power, ...]] = (Power.READ,)  # one of them is needed for the page to be offered
    count: ClassVar[Callable[[Desk], int] | None] = None  # staticmethod asked for the number in the rail

    subtitle_changed = Signal(str)

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame = frame
        self.worker = frame.worker
        self.subtitle = ""
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.build()

    def build(self) -> None:
        """Make the widgets and the acts; nothing that waits."""
        raise NotImplementedError

    def reload(self) -> None:
        """Ask the desk again; called on first show and when the page's nouns changed."""

    def arrive(self, **where: Any) -> None:
        """Go to the place another page or the search box asked for; called after the page is shown."""

    def leave(self) -> None:
        """Put away what is half done, such as saving a draft; called before another page is shown."""

    def panes(self) -> Sequence[QWidget]:
        """Return the widgets F6 walks through, first the one that gets the focus on arrival."""
        return ()

    def offer(self, action: QAction, *needs: Power, ready: bool = True, why: str = "") -> None:
        """Let an act be done while it is ready; a button that cannot be pressed tells whose power it takes, or why."""
        may = not needs or self.worker.desk.may(*needs)
        action.setEnabled(may and ready)
        powers = "”或“".join(POWER_LABELS[need] for need in needs)
        action.setToolTip(why if may else f"须由有“{powers}”权限的工作人员办理")

    def working_acts(self) -> Sequence[QAction]:
        """Return the acts whose keys work on this page now."""
        return self.actions()

    def lay_out(self, main: QLayout, side: QWidget) -> None:
        """Fill the page with panels: a wide column, and a side column that keeps its width."""
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        row.setSpacing(theme.GAP)
        row.addLayout(main, 1)
        row.addWidget(side)
        self.body.addLayout(row, 1)

    def set_subtitle(self, text: str) -> None:
        """Show `text` beside the page's title."""
        self.subtitle = text
        self.subtitle_changed.emit(text)

    def add_act(self, text: str, key: str, call: Callable[[], object], also: Sequence[str] = ()) -> QAction:
        """Declare an act of this page with its key; it works wherever the focus is and is listed under F1.

        `also` are further keys. Buttons made by `Button.of(action)` show the same words and the same key.
        """
        return act_of(self, text, call, key, *also)
