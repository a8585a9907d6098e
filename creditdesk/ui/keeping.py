"""Keeping the desk safe while it is open: the check after an unclean end, backups by the clock, rehearsals."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from creditdesk.services import backups, checkups, erasure_traces, health, rehearsals
from creditdesk.services.acts import Changes
from creditdesk.services.backups import KeptUp
from creditdesk.services.desk import Desk
from creditdesk.services.erasure_traces import Spread
from creditdesk.services.rehearsals import Rehearsed
from creditdesk.ui.main_window import MainWindow
from creditdesk.vault.backup import Progress
from creditdesk.vault.checking import Finding

Kept = tuple[KeptUp, Rehearsed | None, Spread | None]

_FIRST = 5_000  # milliseconds: the first page comes first
_MINUTE = 60_000


class Keeper(QObject):
    """Looks every minute what is due, and does it; ends with its window."""

    lost = Signal(str)
    """Somebody else took the desk over; comes from another thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._worker = window, window.worker
        self._under_way = self._checked = False
        self.lost.connect(window.warn)
        self._worker.desk.vault.when_lost(self.lost.emit)
        self._timer = QTimer(self, interval=_MINUTE)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_FIRST, self, self.look)

    def look(self) -> None:
        """Do what is due now, unless that is under way already."""
        if not self._under_way:
            self._under_way = True
            self._check_after_an_unclean_end()
            self._worker.keep(
                _keep_up, on_done=self._kept, on_problem=self._window.warn, on_progress=_nobody_looks, on_end=self._end
            )

    def _check_after_an_unclean_end(self) -> None:
        # Once: a desk that cannot even note the result is not checked every minute.
        if not self._checked and checkups.due(self._worker.desk):
            self._checked = True
            self._worker.keep(health.look, on_done=self._looked, on_progress=_nobody_looks)

    def _looked(self, findings: Sequence[Finding]) -> None:
        self._worker.run(checkups.finish, findings, on_done=self._tell_check, on_problem=self._window.warn)

    def _tell_check(self, changes: Changes) -> None:
        todo = "，请打开“体检”查看" if changes.result["wrong"] else ""
        self._window.warn(f"{changes.sentence}{todo}。")
        self._window.refresh(checkups.NOUNS)

    def _end(self) -> None:
        self._under_way = False

    def _kept(self, done: Kept) -> None:
        kept, rehearsed, spread = done
        if spread is not None:
            # Written anew on the writing thread: what is entered meanwhile waits, and the officer is told why.
            self._worker.run(
                erasure_traces.settle, spread, on_problem=self._window.warn, on_progress=self._tell_scrubbing,
                touched=erasure_traces.NOUNS,
            )  # fmt: skip
        if kept.told:
            self._window.warn(kept.told)
        if rehearsed is not None:
            self._worker.act(rehearsals.record, rehearsed)
        elif kept.made is not None:
            self._window.refresh(backups.NOUNS)

    def _tell_scrubbing(self, done: int, total: int) -> None:
        going = f"正在重写桌面文件，去除已消除内容的痕迹：{done} / {total} 页，请稍候"
        self._window.say(going if done < total else "桌面文件已重写，已消除内容的痕迹已去除")


def _keep_up(desk: Desk, progress: Progress) -> Kept:
    kept = backups.keep_up(desk, progress)
    spread = erasure_traces.keep_up(desk, progress)
    wanted = not desk.vault.read_only and rehearsals.due(desk)
    return kept, rehearsals.rehearse(desk, progress=progress) if wanted else None, spread


def _nobody_looks(_done: int, _total: int) -> None:
    """Take the progress that only makes the work stop when the window closes."""
