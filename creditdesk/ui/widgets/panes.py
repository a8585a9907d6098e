"""Walking from pane to pane with F6."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def walk(panes: Sequence[QWidget], step: int) -> None:
    """Move the focus `step` panes on from the one that has it, round and round, past hidden ones."""
    shown = [pane for pane in panes if pane.isVisible()]
    focus = QApplication.focusWidget()
    if shown:
        inside = (at for at, pane in enumerate(shown) if focus and (pane is focus or pane.isAncestorOf(focus)))
        at = next(inside, -1 if step > 0 else 0)
        shown[(at + step) % len(shown)].setFocus(Qt.FocusReason.ShortcutFocusReason)
