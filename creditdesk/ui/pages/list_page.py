"""The skeleton of a page with a list at the left and, beside it, what is chosen or a form that is being filled.

A page of this kind declares its list (`listed`), its view, its forms and its further acts; the skeleton has the keys
that are the same everywhere: F8 the one primary act, Ctrl+N a new one, Esc back to the list, Ctrl+F find.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.services.desk import Desk
from creditdesk.ui.page import Page
from creditdesk.ui.pages.side_form import SideForm
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.narrowed_list import Listed, NarrowedList
from creditdesk.ui.widgets.split import Split

_LEAST = 460


@dataclass(frozen=True, slots=True)
class Offer:
    """A further act: offered while `when` holds for what is shown or None; `beside` gives it a button of its own."""

    action: QAction
    when: Callable[[Any], bool]
    beside: bool = False


class ListPage(Page):
    """A list, the thing chosen in it, and forms. Other pages may open it at a thing (`id`) or begin one (`about=…`)."""

    begin_words: ClassVar[str] = ""
    submit_words: ClassVar[str] = "登记"
    nothing_words: ClassVar[tuple[str, str]] = ("", "")
    none_words: ClassVar[tuple[str, str]] = ("", "")
    no_match_words: ClassVar[tuple[str, str]] = ("", "换一个范围，或清除查找")
    share: ClassVar[float] = 0.54
    listed: ClassVar[Listed]
    about: ClassVar[str] = "subject"
    made: ClassVar[str] = ""  # the name, in the result of the opening form's act, of what it made
    shown: Any  # what is chosen in the list, None for nothing; a page says of which type it is

    def build(self) -> None:
        """Make the list, the view, the forms and the acts."""
        self.shown = None
        self.primary = self.add_act(self.begin_words, "F8", self._press)
        self.back = self.add_act("返回", "Esc", self.stop)
        self.begin = self.add_act(self.begin_words, "Ctrl+N", self.begin_new)
        none = EmptyState(self.icon, *self.none_words, self.begin)
        self.list = NarrowedList(self.worker, self.listed, none, EmptyState("filter", *self.no_match_words))
        self.add_act("在列表中查找", "Ctrl+F", self.list.go_to_search)
        self.view, self.opening, *others = self.make()
        self._offers = (Offer(self.begin, lambda _shown: True), *self.offers())
        self.forms: tuple[SideForm, ...] = (self.opening, *others)
        self.opening.performed.connect(self.show_made)
        for form in others:
            form.performed.connect(lambda _result: self.stop())
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _id: self.open_shown())
        right = QFrame()
        self.body.addWidget(Split(self.list, right, self.share))
        self._fill(right)

    def make(self) -> tuple[Any, ...]:
        """Return the view, the form of a new thing, and further forms; `view.show_one` is told what is chosen."""
        raise NotImplementedError

    def offers(self) -> Sequence[Offer]:
        """Return the further acts."""
        return ()

    def read(self, desk: Desk, one: str) -> Any:
        """Return what is shown for an id, on the reading thread."""
        raise NotImplementedError

    def place(self, shown: Any) -> tuple[str, str]:
        """Return the id of what is shown and the chip under which the list shows it."""
        raise NotImplementedError

    def next_act(self, shown: Any) -> tuple[str, Callable[[], object]] | None:
        """Return the words and the call of what this thing waits for; None when it waits for nothing."""
        del shown
        return None

    def open_shown(self) -> None:
        """Do what Enter in the list does."""

    def reload(self) -> None:
        """Ask again for the list and for what is shown."""
        self.list.reload()
        if self.shown is not None:
            self._choose(self.place(self.shown)[0])

    def arrive(self, **where: Any) -> None:
        """Go to a thing, or begin one."""
        if "id" in where:
            self.stop()
            self.worker.ask(self.read, str(where["id"]), owner=(self, "arrival"), on_done=self._go_to)
        elif self.about in where:
            self.begin_new(str(where[self.about]))

    def panes(self) -> Sequence[QWidget]:
        """Return the list, the detail and the act."""
        return (self.list.table, self.inside.currentWidget() or self.view, self.bar.primary)

    def begin_new(self, about: str = "") -> None:
        """Begin a new thing, about something already chosen or to be looked up."""
        self.show_inside(self.opening)
        self.opening.begin(about)

    def stop(self) -> None:
        """Leave the form and go back to the list."""
        self.show_inside(self.nothing if self.shown is None else self.view)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_made(self, result: Mapping[str, Any]) -> None:
        """Leave the form and show what its act made."""
        self.stop()
        self.arrive(id=result[self.made])

    def show_inside(self, widget: QWidget) -> None:
        """Show the view, a form or the empty state at the right, with the acts that fit it."""
        self.inside.setCurrentWidget(widget)
        filling = widget in self.forms
        here = self.shown if widget is self.view else None
        waiting = self.next_act(here) if here is not None else None
        self.primary.setText(self.submit_words if filling else waiting[0] if waiting else self.begin_words)
        for action, offered in ((self.back, filling), *((each.action, self._offered(each)) for each in self._offers)):
            action.setVisible(offered)
            action.setEnabled(offered)

    def _offered(self, offer: Offer) -> bool:
        inside = self.inside.currentWidget()
        return inside not in self.forms and offer.when(self.shown if inside is self.view else None)

    def _fill(self, right: QFrame) -> None:
        """Put what is shown at the right into its place, which the page has already: so Qt styles it only once."""
        beside = [each.action for each in self._offers if each.beside]
        self.inside = QStackedWidget()
        self.nothing = EmptyState(self.icon, *self.nothing_words)
        self.bar = ActionBar(self.primary, (self.back, *beside), [e.action for e in self._offers if not e.beside])
        right.setProperty("role", "surface")
        right.setMinimumWidth(_LEAST)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.inside, 1)
        column.addWidget(self.bar)
        pages: tuple[QWidget, ...] = (self.nothing, self.view, *self.forms)
        for widget in pages:
            self.inside.addWidget(widget)
        self.show_inside(self.nothing)

    def _press(self) -> None:
        """Do the page's one primary act: finish what is begun, do what the thing waits for, or begin one."""
        inside = self.inside.currentWidget()
        waiting = self.next_act(self.shown) if self.shown is not None and inside is self.view else None
        if isinstance(inside, SideForm):
            inside.submit()
        elif waiting is not None:
            waiting[1]()
        else:
            self.begin_new()

    def _choose(self, one: object) -> None:
        if one is None:
            self._take(None)
        else:
            self.worker.ask(self.read, str(one), owner=(self, "shown"), on_done=self._take)

    def _take(self, shown: Any) -> None:
        self.shown = shown
        if shown is not None:
            self.view.show_one(shown)
        if self.inside.currentWidget() not in self.forms:
            self.show_inside(self.nothing if shown is None else self.view)

    def _go_to(self, shown: Any) -> None:
        self._take(shown)
        if shown is not None:
            self.list.show_row(*self.place(shown))
