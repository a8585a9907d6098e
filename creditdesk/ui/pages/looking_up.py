"""The head of a form about something the desk holds: it is looked up by words, chosen, and can be changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import subjects
from creditdesk.services.desk import Desk
from creditdesk.ui import theme
from creditdesk.ui.pages.side_form import SideForm
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Elided
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row
from creditdesk.ui.worker import Worker

_ROWS, _MOST = 5, 200


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked up: `ids(desk, text)` and `rows`, the words of the search line, an empty answer and 换一个."""

    name: str
    columns: Sequence[Column]
    ids: Callable[[Desk, str], Sequence[str]]
    rows: Callable[[Desk, Sequence[str]], list[Row]]
    search: str
    none: tuple[str, str, str]
    other: str


class LookingUp(QFrame):
    """Sends `taken` with the id of what was chosen by Enter or double click, `dropped` when another one is wanted."""

    taken = Signal(str)
    dropped = Signal()

    def __init__(self, worker: Worker, looked: Looked) -> None:
        super().__init__()
        self._looked = looked
        self.search = SearchEdit(looked.search)
        self.found = Table(looked.columns, worker, looked.name, sort="")
        self.found.set_empty(EmptyState(*looked.none))
        self.found.setFixedHeight(theme.ROW_HEAD + _ROWS * theme.ROW + 2)
        self.named, self.coded = Elided("", "strong"), Elided("", "second")
        self.other = Button(looked.other, "link")
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self._look_up())
        self.search.returnPressed.connect(self._take_current)
        self.found.opened.connect(lambda one: self.taken.emit(str(one)))
        self.other.clicked.connect(self.dropped)

    def begin(self, *, at_once: bool = True) -> None:
        """Start looking, with the focus in the search line unless the choice is already known (`at_once` False)."""
        self.search.clear()
        self.show_chosen("")
        if at_once:
            self._look_up()
            self.go()

    def go(self) -> None:
        """Go to the search line."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_chosen(self, name: str, code: str = "") -> None:
        """Show what was chosen instead of the search, "" to look again."""
        for widget, shown in (
            (self.search, not name),
            (self.found, not name),
            (self.named, bool(name)),
            (self.other, bool(name)),
            (self.coded, bool(code)),
        ):
            widget.setVisible(shown)
        self.named.setText(name)
        self.coded.setText(code)

    def _look_up(self) -> None:
        text, ids = self.search.text(), self._looked.ids
        self.found.ask(lambda desk, _sort, _falling: ids(desk, text), self._looked.rows)

    def _take_current(self) -> None:
        one = self.found.current_id()
        if one is not None:
            self.taken.emit(str(one))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_SMALL)
        chosen = QHBoxLayout()
        chosen.addWidget(self.named, 1)
        chosen.addWidget(self.other)
        column.addWidget(self.search)
        column.addWidget(self.found)
        column.addLayout(chosen)
        column.addWidget(self.coded)


class AboutForm(SideForm):
    """A form about one thing, which is looked up first or was chosen before."""

    def __init__(self, title: str, worker: Worker, looked: Looked) -> None:
        super().__init__(title, worker)
        self.looking = LookingUp(worker, looked)
        self.looking.taken.connect(self.take)
        self.looking.dropped.connect(self.begin)

    def begin(self, about: str = "") -> None:
        """Start with an empty form, or with what it is about already chosen."""
        self.message.tell("")
        self.empty()
        self.looking.begin(at_once=not about)
        if about:
            self.take(about)

    def empty(self) -> None:
        """Let nothing be chosen or filled in but what is usual."""
        raise NotImplementedError

    def take(self, one: str) -> None:
        """Let the form be about this one."""
        raise NotImplementedError


def subject_looked(hint: str = "请换名称或代码再查") -> Looked:
    """Return how a subject is looked up; `hint` is told when none is found."""
    return Looked(
        "查到的主体",
        (
            Column("name", "名称", stretch=3),
            Column("code", "代码", 174, "second"),
            Column("category", "类别", 150, "second", hide_below=480),
        ),
        lambda desk, text: subjects.ids(desk, text, first=_MOST),
        _subject_rows,
        "查找主体名称、代码或证件号码，Enter 选用",
        ("subject", "没有找到主体", hint),
        "换一个",
    )


def _subject_rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    told = {row.id: row for row in subjects.rows(desk, wanted)}
    return [{"name": told[one].name, "code": told[one].code, "category": told[one].category} for one in wanted]
