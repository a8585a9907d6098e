"""Keeping the desk safe while it is open: backups by the clock and rehearsals, on a thread nobody waits for."""

from PySide6.QtCore import QObject, QTimer

from creditdesk.services import backups, rehearsals
from creditdesk.services.backups import KeptUp
from creditdesk.services.desk import Desk
from creditdesk.services.rehearsals import Rehearsed
from creditdesk.ui.main_window import MainWindow
from creditdesk.vault.backup import Progress

_FIRST = 5_000  # milliseconds: the first page comes first
_MINUTE = 60_000


class Keeper(QObject):
    """Looks every minute what is due, and does it; ends with its window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._worker = window, window.worker
        self._under_way = False
        self._timer = QTimer(self, interval=_MINUTE)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_FIRST, self, self.look)

    def look(self) -> None:
        """Do what is due now, unless that is under way already."""
        if not self._under_way:
            self._under_way = True
            self._worker.keep(
                _keep_up, on_done=self._kept, on_problem=self._window.warn, on_progress=_nobody_looks, on_end=self._end
            )

    def _end(self) -> None:
        self._under_way = False

    def _kept(self, done: tuple[KeptUp, Rehearsed | None]) -> None:
        kept, rehearsed = done
        if kept.told:
            self._window.warn(kept.told)
        if rehearsed is not None:
            self._worker.act(rehearsals.record, rehearsed)
        elif kept.made is not None:
            self._window.refresh(backups.NOUNS)


def _keep_up(desk: Desk, progress: Progress) -> tuple[KeptUp, Rehearsed | None]:
    kept = backups.keep_up(desk, progress)
    wanted = not desk.vault.read_only and rehearsals.due(desk)
    return kept, rehearsals.rehearse(desk, progress=progress) if wanted else None


def _nobody_looks(_done: int, _total: int) -> None:
    """Take the progress that only makes the work stop when the window closes."""
