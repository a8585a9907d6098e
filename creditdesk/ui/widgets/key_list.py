"""The sheet of F1: every key that works now, read from the acts themselves."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from creditdesk.ui.widgets import keys
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.keys import KeyCap
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.overlay import sheet


def key_sheet(groups: Sequence[tuple[str, Sequence[QAction]]], close: Button) -> QFrame:
    """Return a sheet that lists each group's acts beside their keys; acts without a key are left out."""
    frame = sheet(720)
    column = QVBoxLayout(frame)
    column.setContentsMargins(20, 14, 20, 20)
    column.setSpacing(12)
    head = QHBoxLayout()
    head.addWidget(Label("按键", "title"))
    head.addStretch(1)
    head.addWidget(close)
    column.addLayout(head)
    column.addWidget(line())
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for at, (title, actions) in enumerate(groups):
        grid.addWidget(Label(title, "strong"), 0, at * 2, 1, 2)
        for row, action in enumerate((each for each in actions if keys.of(each)), start=1):
            grid.addWidget(KeyCap(action), row, at * 2)
            grid.addWidget(Label(action.text(), "second"), row, at * 2 + 1)
        grid.setColumnStretch(at * 2 + 1, 1)
    column.addLayout(grid)
    column.addStretch(1)
    return frame
