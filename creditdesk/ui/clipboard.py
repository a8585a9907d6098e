"""What the officer copied out of the window is taken off the clipboard when the desk locks."""

import hashlib

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication


class ClipboardWatch(QObject):
    """Remembers by its digest what was copied while a window of ours had the keyboard."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ours = ""
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def wipe(self) -> None:
        """Empty the clipboard if what it holds was copied here."""
        clipboard = QGuiApplication.clipboard()
        if self._ours and self._ours == _digest(clipboard.text()):
            clipboard.clear()
        self._ours = ""

    def _changed(self) -> None:
        if QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive:
            self._ours = _digest(QGuiApplication.clipboard().text())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
