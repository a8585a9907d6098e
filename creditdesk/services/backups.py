"""Backups of the desk, and when the last one was made."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from creditdesk.rules.china_time import CHINA
from creditdesk.services.desk import Desk
from creditdesk.vault import backup


@dataclass(frozen=True)
class BackupState:
    """How the backups stand: the newest one, and what to tell the officer."""

    newest: datetime | None

    @property
    def words(self) -> str:
        """Say when the newest backup was made, at the office's time."""
        return f"{self.newest.astimezone(CHINA):%Y-%m-%d %H:%M}，已核对" if self.newest else "还没有备份"


def make(desk: Desk, label: str) -> Path:
    """Make a backup that was opened and compared before it counts; runs beside the officer's work."""
    return desk.vault.backup(label, desk.clock())


def state(desk: Desk) -> BackupState:
    """Return how the backups of an open desk stand."""
    return state_of(desk.folder)


def state_of(folder: Path) -> BackupState:
    """Return how the backups in a desk's folder stand; needs no key."""
    return BackupState(backup.newest(folder))
