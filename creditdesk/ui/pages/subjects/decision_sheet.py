"""A sheet with a short list and what an officer may decide on its current row; it closes when nothing is left."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services.desk import Desk
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.acts import act_of
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.field import FormField, Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row

_WIDTH, _ROWS = 760, 4
_SIDE = 24


@dataclass(frozen=True)
class Choice:
    """One thing to decide: its words and key, the fields it needs, and the act with its arguments for a row."""

    text: str
    key: str
    needs: tuple[str, ...]
    act: Callable[[str, Mapping[str, str]], tuple[Any, tuple[Any, ...]]]


class DecisionSheet(QFrame):
    """The current row is decided by one of the choices; the first is the primary one."""

    def __init__(
        self, page: Page, title: str, told: str, columns: Sequence[Column], fields: Sequence[FormField],
        choices: Sequence[Choice],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("role", "sheet")
        self.setMinimumWidth(min(_WIDTH, theme.NARROW))
        self.setAccessibleName(title)
        self._page, self._decided = page, False
        self.table = Table(columns, page.worker, title)
        self.table.set_empty(EmptyState("passed", "没有待处理的事项", "按 Esc 返回"))
        self.table.setFixedHeight(theme.ROW_HEAD + _ROWS * theme.ROW + 2)
        self.form = SmallForm(fields, page.frame.today)
        self.message = Message()
        self.choices = [act_of(self, each.text, partial(self._decide, each), each.key) for each in choices]
        self._lay_out(title, told)
        self.table.opened.connect(lambda _row: self.form.go_to_first())
        self.table.counted.connect(self._counted)
        self.setFocusProxy(self.table)

    def ask(self, found: Callable[[Desk], Mapping[str, Row]]) -> None:
        """Show the rows that `found(desk)` returns by their keys; it runs on a reading thread."""
        self.table.ask(
            lambda desk, _sort, _falling: list(found(desk)), lambda desk, wanted: _picked(found(desk), wanted)
        )

    def _decide(self, choice: Choice) -> None:
        row, values = self.table.current_id(), self.form.values()
        if row is None:
            return
        for name in choice.needs:
            if not values[name].strip():
                self.form.tell(name, "必填")
                return
        self.message.tell("")
        act, arguments = choice.act(str(row), values)
        self._page.worker.act(act, *arguments, on_done=self._done, on_problem=self.message.tell)

    def _done(self, _changes: object) -> None:
        self._decided = True
        self.form.set_values(dict.fromkeys(self.form.fields, ""))
        self.table.reload()

    def _counted(self, count: int) -> None:
        if self._decided and not count:
            self._page.frame.close_sheet()

    def _lay_out(self, title: str, told: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 20, _SIDE, 20)
        column.setSpacing(10)
        column.addWidget(Label(title, "title"))
        column.addWidget(Label(told, "second", wrap=True))
        column.addWidget(self.table)
        column.addWidget(self.form)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_SMALL)
        for place, action in enumerate(self.choices):
            row.addWidget(Button.of(action, "large" if place else "primary"))
        row.addStretch(1)
        leave = Button("返回", "large", key="Esc")
        leave.clicked.connect(self._page.frame.close_sheet)
        row.addWidget(leave)
        column.addLayout(row)


def _picked(rows: Mapping[str, Row], wanted: Sequence[str]) -> list[Row]:
    return [rows.get(one, {}) for one in wanted]
