"""The page 信息目录: every kind of record with its form, every letter with its text, criteria and points."""

from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.services import office_forms
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.catalogue.criteria import CriteriaPage
from creditdesk.ui.pages.catalogue.entries import COLUMNS, Entry, entries, rows
from creditdesk.ui.pages.catalogue.points import PointRulesPage
from creditdesk.ui.pages.catalogue.view import FormView
from creditdesk.ui.pages.catalogue.wording import WordingEditor
from creditdesk.ui.pages.list_page import ListPage
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Elided, Label
from creditdesk.ui.widgets.segments import Segments
from creditdesk.ui.widgets.split import Split
from creditdesk.ui.widgets.table import Table

_KINDS, _LETTERS = "信息类别", "文书文本"
_LISTS: tuple[type[ListPage], ...] = (CriteriaPage, PointRulesPage)
_VIEWS = (_KINDS, _LETTERS, *(each.title for each in _LISTS))
_LIST = 0.42  # the list's part of the width


class CataloguePage(Page):
    """信息目录. Other pages may open it at the letters' texts (`wording`) or at a `view` by its word."""

    name, title, icon, number, foot = "catalogue", "信息目录", "rules", 9, True
    nouns = frozenset({"office_form", "letter_wording"}).union(*(each.nouns for each in _LISTS))

    def build(self) -> None:
        """Make the list and the form beside it."""
        self._accept = self.add_act("采用", "F8", self.accept)
        self._folder = self.add_act("打开表单文件夹", "Ctrl+O", self._open_folder)
        self._again = self.add_act("重新查看文件夹", "F5", self.reload)
        self._lines: tuple[Entry, ...] = ()
        self._wanted: str | None = None
        self.table = Table(COLUMNS, self.worker, "信息目录")
        self.table.set_empty(EmptyState("rules", "没有信息类别", "程序文件不完整，请重新安装"))
        self.total, self.place = Label("", "hint13"), Elided("", "hint13")
        self.view = FormView(self._accept, self._folder, self.frame.today)
        self.forms = Split(self._left(), self.view, _LIST)
        self.wording = WordingEditor(self)
        self.lists = {each.title: each(self.frame) for each in _LISTS}
        self.views, self.stack = Segments(_VIEWS, "查看"), QStackedWidget()
        for place, (widget, label) in enumerate(
            zip((self.forms, self.wording, *self.lists.values()), _VIEWS, strict=True)
        ):
            self.stack.addWidget(widget)
            self.add_act(label, f"Alt+{place + 1}", partial(self._turn_to, label))
        self.body.addWidget(self._head())
        self.body.addWidget(self.stack, 1)
        self.views.chosen.connect(self._turn_to)
        for each in self.lists.values():
            each.subtitle_changed.connect(lambda _text: self._tell_subtitle())
        self._turn_to(_KINDS)
        self.table.chosen.connect(self._choose)
        self.view.accept_asked.connect(self.accept)

    def reload(self) -> None:
        """Look into the catalogue and into the folder of proposals."""
        self.worker.ask(_look, owner=(self, "look"), on_done=self._show)
        if self.views.current == _LETTERS:
            self.wording.reload()
        elif self.views.current in self.lists:
            self.lists[self.views.current].reload()

    def arrive(self, **where: Any) -> None:
        """Look into the folder again: a file may have been dropped since."""
        if wanted := _LETTERS if where.get("wording") else str(where.get("view", "")):
            self._turn_to(wanted)
        self.reload()

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the form."""
        if self.views.current in self.lists:
            return self.lists[self.views.current].panes()
        if self.views.current == _LETTERS:
            return (self.wording.table, self.wording.text.parts["body"], self.wording.pane.view)
        return (self.table, self.view)

    def working_acts(self) -> Sequence[QAction]:
        """Return the acts of the view that is shown, beside the page's own."""
        shown = self.lists.get(self.views.current)
        return [*(shown.working_acts() if shown else ()), *self.actions()]

    def accept(self) -> None:
        """Accept the form that is shown, for the reason written below it."""
        entry = self.view.entry
        if entry is None or entry.proposal is None or not entry.waits:
            return
        if not self.view.why.reason:
            self.view.why.ask("请写明采用理由")
            return
        file = office_forms.folder(self.worker.desk) / entry.proposal.file_name
        self.worker.act(
            office_forms.accept, file, entry.proposal.sha256, self.view.why.reason,
            on_done=partial(self._accepted, entry.kind.name if entry.kind else ""), on_problem=self._refused,
        )  # fmt: skip

    def _turn_to(self, label: str) -> None:
        """Show the view of this word; only its own acts work."""
        self.views.show_chosen(label)
        self.stack.setCurrentIndex(_VIEWS.index(label))
        for action in (self._accept, self._folder, self._again):
            action.setVisible(label == _KINDS)
            action.setEnabled(label == _KINDS)
        self.wording.turn(on=label == _LETTERS)
        if label == _KINDS:
            self._choose(self.table.current_id())
        elif label in self.lists:
            self.lists[label].reload()
        self._tell_subtitle()

    def _tell_subtitle(self) -> None:
        shown = self.lists.get(self.views.current)
        self.set_subtitle(shown.subtitle if shown else "")

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 7)
        row.addWidget(self.views)
        row.addStretch(1)
        return head

    def _accepted(self, kind: str, _changes: Changes) -> None:
        self._wanted = kind

    def _refused(self, sentence: str) -> None:
        self.frame.warn(sentence)
        self.reload()

    def _show(self, looked: tuple[tuple[Entry, ...], str]) -> None:
        self._lines, place = looked
        lines = {line.key: row for line, row in zip(self._lines, rows(self._lines), strict=True)}
        waiting = sum(line.proposal is not None for line in self._lines)
        self.total.setText(f"{len(self._lines) - waiting} 类" + (f"，{waiting} 份待采用" if waiting else ""))
        self.place.setText(f"新表单（.toml）放进 {place}")
        self.table.ask(
            lambda _desk, _sort, _falling: list(lines), lambda _desk, wanted: [lines[str(key)] for key in wanted]
        )
        if self._wanted:
            self.table.reload(self._wanted)
        self._wanted = None

    def _choose(self, key: Hashable | None) -> None:
        self.view.show_entry(next((line for line in self._lines if line.key == key), None))

    def _open_folder(self) -> None:
        folder = office_forms.make_folder(self.worker.desk)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _left(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "surface")
        frame.setMinimumWidth(320)
        head = QHBoxLayout()
        head.setContentsMargins(theme.MARGIN, 0, theme.PAD, 0)
        head.setSpacing(theme.PAD_SMALL)
        head.addWidget(self.place, 1)
        head.addWidget(self.total)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        return frame


def _look(desk: Desk) -> tuple[tuple[Entry, ...], str]:
    return entries(desk), str(office_forms.folder(desk))
