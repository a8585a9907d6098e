"""Hears from Windows that the workstation locks, goes to another user, loses its remote screen or goes to sleep.

Windows tells a window that asked for it (`WTSRegisterSessionNotification`); Qt shows each message before it is handled.
"""

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication

SESSION, POWER = 0x02B1, 0x0218  # WM_WTSSESSION_CHANGE, WM_POWERBROADCAST
CONSOLE_LEFT, REMOTE_LEFT, LOCKED = 0x2, 0x4, 0x7  # WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK
ASLEEP = 0x4  # PBT_APMSUSPEND
_LEAVING = frozenset({(SESSION, CONSOLE_LEFT), (SESSION, REMOTE_LEFT), (SESSION, LOCKED), (POWER, ASLEEP)})
_MESSAGES = (b"windows_generic_MSG", b"windows_dispatcher_MSG")  # the same one may come in both ways
_THIS_SESSION = 0


class WindowsSession(QAbstractNativeEventFilter):
    """Calls `told` when Windows says that nobody sits before this session any more."""

    def __init__(self, told: Callable[[], None]) -> None:
        super().__init__()
        self._told = told

    def begin(self, handle: int) -> bool:
        """Ask Windows to tell the window `handle`; False where there is no Windows, or it refuses."""
        application, asked = QCoreApplication.instance(), False
        if sys.platform == "win32" and application is not None:
            application.installNativeEventFilter(self)
            sessions = ctypes.WinDLL("wtsapi32")
            asked = bool(sessions.WTSRegisterSessionNotification(wintypes.HWND(handle), _THIS_SESSION))
        return asked

    def end(self, handle: int) -> None:
        """Ask no more; Windows wants to hear it before the window goes."""
        application = QCoreApplication.instance()
        if sys.platform == "win32" and application is not None:
            application.removeNativeEventFilter(self)
            ctypes.WinDLL("wtsapi32").WTSUnRegisterSessionNotification(wintypes.HWND(handle))

    def nativeEventFilter(self, kind: Any, message: Any) -> object:  # noqa: N802 - Qt's name
        """Look at one message of the system; every message goes on."""
        if bytes(kind) in _MESSAGES:
            # The binding hands over a pointer of its own, not the whole number that its stub promises.
            seen = wintypes.MSG.from_address(int(message))
            if (seen.message, seen.wParam) in _LEAVING:
                self._told()
        return False
