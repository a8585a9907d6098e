"""The desk locks itself: when nobody touches it, and when the workstation locks."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from creditdesk.services import auto_lock
from creditdesk.services.acts import Changes
from creditdesk.ui.clipboard import ClipboardWatch
from creditdesk.ui.idle import IdleWatch
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.session_lock import SessionLock
from creditdesk.ui.windows_session import WindowsSession

_MINUTE = 60
UNCHOSEN = auto_lock.USUAL * _MINUTE
"""Seconds until a desk locks whose setting is not known yet."""


class Locker(QObject):
    """Asks the window to lock, and clears away what a locked desk must not show; ends with its window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._asked = False
        self.idle = IdleWatch(UNCHOSEN, self)
        self.session = SessionLock(self)
        self.clipboard = ClipboardWatch(self)
        self.idle.idle.connect(self._lock)
        # Later, not at once: the window must not go while the system still waits for its answer to the message.
        self.session.locked.connect(self._lock, Qt.ConnectionType.QueuedConnection)
        self.windows = WindowsSession(self.session.locked.emit)
        self.windows.begin(window.winId())
        window.closing.connect(self._clear_away)
        window.worker.changed.connect(self._changed)
        self._ask()

    def _lock(self) -> None:
        # A workstation that locks may say so twice, in two ways.
        if not self._asked:
            self._asked = True
            self._window.lock_asked.emit()

    def _changed(self, changes: Changes) -> None:
        if "setting" in changes.nouns:
            self._ask()

    def _ask(self) -> None:
        self._window.worker.ask(auto_lock.minutes, owner=(self, "minutes"), on_done=self._wait)

    def _wait(self, minutes: int) -> None:
        self.idle.wait(minutes * _MINUTE)

    def _clear_away(self) -> None:
        self.windows.end(self._window.winId())
        self.clipboard.wipe()
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and (widget.isModal() or widget.windowType() == Qt.WindowType.Popup):
                widget.close()
