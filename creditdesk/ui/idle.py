"""Notices that nobody has touched mouse or keyboard for a while."""

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_MOST, _PARTS = 5_000, 10  # milliseconds between two looks at the clock; parts of a short wait


class IdleWatch(QObject):
    """Sends `idle` once nobody has touched any window of the program for so many seconds."""

    idle = Signal()

    def __init__(self, seconds: float, parent: QObject) -> None:
        super().__init__(parent)
        self._touched = time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self.wait(seconds)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def wait(self, seconds: float) -> None:
        """Wait for another time from now on."""
        self.seconds = seconds
        self._timer.start(min(_MOST, round(seconds * 1000 / _PARTS)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Remember when the officer last did something; every event goes on."""
        if event.type() in _TOUCHES:
            self._touched = time.monotonic()
        return False

    def _look(self) -> None:
        if time.monotonic() - self._touched >= self.seconds:
            self._timer.stop()
            self.idle.emit()
