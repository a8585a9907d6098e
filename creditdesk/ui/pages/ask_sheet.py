"""A sheet that asks for a few fields and performs one act with them: it closes when the act is done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services.acts import Changes
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.field import FormField, Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.small_form import SmallForm

WIDTH = 580
Call = Callable[[Mapping[str, str]], tuple[Any, tuple[Any, ...]]]
"""Returns the act and its arguments for the values of the fields."""


def ask_sheet(
    page: Page, title: str, told: str | QWidget, words: str, fields: Sequence[FormField], call: Call,
    done: Callable[[Changes], object] = lambda _changes: None, *, at_once: bool = True,
) -> tuple[QWidget, QWidget]:  # fmt: skip
    """Return the sheet and the widget that gets the focus; `done` hears the act's Changes.

    `told` is what stands above the fields, a sentence or a widget of its own.

    Enter in the last field performs the act, or only Ctrl+Enter where there is much to read (`at_once` False). However
    often it is pressed, the act is done once.
    """
    frame, message, once = empty_sheet(WIDTH), Message(), str(uuid4())
    form = SmallForm(fields, page.frame.today)
    sure = Button(words, "primary", key="Enter" if at_once else "Ctrl+Enter")
    leave = Button("返回", "large", key="Esc")

    def finish(changes: Changes) -> None:
        page.frame.close_sheet()
        done(changes)

    def decide() -> None:
        if form.check():
            act, arguments = call(form.values())
            page.worker.act(act, *arguments, once=once, on_done=finish, on_problem=message.tell)

    sure.clicked.connect(decide)
    form.walked_out.connect(decide if at_once else sure.setFocus)
    QShortcut(QKeySequence("Ctrl+Return"), frame, decide, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
    leave.clicked.connect(page.frame.close_sheet)
    column = QVBoxLayout(frame)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(10)
    column.addWidget(Label(title, "title", wrap=True))
    column.addWidget(told if isinstance(told, QWidget) else Label(told, "second", wrap=True))
    column.addWidget(form)
    column.addWidget(message)
    row = QHBoxLayout()
    row.setSpacing(theme.PAD_SMALL)
    row.addStretch(1)
    row.addWidget(leave)
    row.addWidget(sure)
    column.addLayout(row)
    return frame, fields[0].editor
