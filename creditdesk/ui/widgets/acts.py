"""An act with its key, wherever it is offered: on a page, or on the sheet over it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


def act_of(owner: QWidget, text: str, call: Callable[[], object], *keys: str) -> QAction:
    """Return an act whose keys work wherever the focus is inside its owner."""
    action = QAction(text, owner)
    action.setShortcuts([QKeySequence(each) for each in keys if each])
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _checked=False: call())
    owner.addAction(action)
    return action
