"""Hears from the system that the workstation locks or goes to sleep, where the system tells it.

Linux desktops tell it on D-Bus: logind (`Lock`, `PrepareForSleep`) and the screen saver (`ActiveChanged`). Windows
tells it to the window. Elsewhere, macOS included, nothing is heard, and the desk locks by its idle time alone.
"""

from collections.abc import Sequence

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

# Any session's lock is heard, another user's on the same machine too: to lock too often does no harm.
_SYSTEM = (("org.freedesktop.login1.Session", "Lock", "_told()"),)
_SLEEP = ("org.freedesktop.login1.Manager", "PrepareForSleep", "_told_state(bool)")
_SCREENS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")


class SessionLock(QObject):
    """Sends `locked` when the workstation locks; `heard` tells whether the system says so at all."""

    locked = Signal()

    def __init__(self, parent: QObject, system: QDBusConnection | None = None, session: QDBusConnection | None = None):
        super().__init__(parent)
        screens = [(interface, "ActiveChanged", "_told_state(bool)") for interface in _SCREENS]
        heard = self._listen(system or QDBusConnection.systemBus(), (*_SYSTEM, _SLEEP))
        self.heard = self._listen(session or QDBusConnection.sessionBus(), screens) or heard

    def _listen(self, bus: QDBusConnection, signals: Sequence[tuple[str, str, str]]) -> bool:
        if not bus.isConnected():
            return False
        heard = [
            # The stub asks for bytes, the binding takes what SLOT returns.
            bus.connect("", "", interface, name, self, SLOT(slot))  # type: ignore[call-overload]
            for interface, name, slot in signals
        ]
        return any(heard)

    @Slot()
    def _told(self) -> None:
        self.locked.emit()

    @Slot(bool)
    def _told_state(self, begins: bool) -> None:
        if begins:
            self.locked.emit()
