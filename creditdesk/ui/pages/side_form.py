"""The right side of a page with a list while something is entered about it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.services.acts import Changes
from creditdesk.ui import theme
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.worker import Worker

_SIDE = theme.MARGIN + 4


class SideForm(QScrollArea):
    """A title, and what `fill` puts below it; `performed` carries the result of the act that it led to."""

    performed = Signal(object)

    def __init__(self, title: str, worker: Worker) -> None:
        super().__init__()
        self.worker, self.message = worker, Message()
        self._busy = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(title)
        self.title = Label(title, "title", wrap=True)

    def submit(self) -> None:
        """Perform the act with what was entered, or go to what is missing."""
        raise NotImplementedError

    def perform(self, act: Any, *args: Any, **named: Any) -> None:
        """Perform the act once, however often the key is pressed meanwhile; the message says what is wrong with it."""
        if self._busy:
            return
        self._busy = True
        self.message.tell("")
        self.worker.act(act, *args, on_done=self._done, on_problem=self.message.tell, on_end=self._end, **named)

    def fill(self, *parts: QWidget | QLayout) -> None:
        """Lay the parts below the title, what is wrong last."""
        # What is put into a widget that has its place already is styled once, not again with each parent.
        holder = QFrame()
        holder.setProperty("role", "surface")
        self.setWidget(holder)
        column = QVBoxLayout(holder)
        column.setContentsMargins(_SIDE, theme.PAD, _SIDE, theme.MARGIN)
        column.setSpacing(theme.PAD_SMALL)
        for part in (self.title, line(), *parts, self.message):
            if isinstance(part, QLayout):
                column.addLayout(part)
            else:
                column.addWidget(part)
        column.addStretch(1)

    def _done(self, changes: Changes) -> None:
        self.performed.emit(changes.result)

    def _end(self) -> None:
        self._busy = False
