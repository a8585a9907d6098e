"""Backups of the desk: by hand, by the clock, and a copy of the newest at a second place."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from creditdesk.errors import InputProblem, why
from creditdesk.models import JournalEntry
from creditdesk.rules import china_time
from creditdesk.services import settings
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault import backup, copies
from creditdesk.vault.backup import Progress
from creditdesk.vault.copies import Second
from creditdesk.vault.lock import KEYS
from creditdesk.vault.points import Point

PLACE = "backup_place"
SCHEDULED = "定时"
KEY_CHANGED = "rekey.done"
"""The act after which every backup so far is under a key that the desk no longer has."""

NOUNS = frozenset({"backup"})
"""What pages that show backups listen to; a backup is a folder and no row."""


@dataclass(frozen=True)
class BackupState:
    """How the backups stand: the newest one, and what to tell the officer."""

    newest: datetime | None

    @property
    def words(self) -> str:
        """Say when the newest backup was made, at the office's time."""
        return f"{china_time.words(self.newest)}，已核对" if self.newest else "还没有备份"


@dataclass(frozen=True)
class KeptUp:
    """What keeping up did: the backup it made, if one was due, and what an officer has not been told yet."""

    made: Path | None
    told: str = ""


def make(desk: Desk, label: str, progress: Progress | None = None) -> Path:
    """Make a backup that was opened and compared before it counts; runs beside the officer's work.

    Then backups that need not be kept are removed and the second place gets its copy. What stops the copy is no
    Problem: it is remembered, shown, and tried again.
    """
    made = desk.vault.backup(label, desk.clock(), progress)
    desk.vault.thin(desk.catalogue.backup_rule().keep)
    _follow(desk)
    return made


def keep_up(desk: Desk, progress: Progress | None = None) -> KeptUp:
    """Make the backup that is due by the clock, and bring to the second place what has not arrived there.

    Called every minute while the desk is open. A stick that is missing is told once, until it was there again.
    """
    place, before = place_of(desk), ""
    if place:
        before = copies.state(desk.folder, place).fault
    if due(desk):
        made: Path | None = make(desk, SCHEDULED, progress)
    else:
        made = None
        if place and copies.behind(desk.folder, place):
            _follow(desk)
    fault = copies.state(desk.folder, place).fault if place else ""
    return KeptUp(made, fault if fault != before else "")


def due(desk: Desk) -> bool:
    """Tell whether the newest backup is older than the office wants, or than the desk's key.

    One from the future counts as none.
    """
    newest, now = backup.newest(desk.folder), desk.clock()
    if newest is None or not newest <= now < newest + desk.catalogue.backup_rule().every:
        return True
    query = select(JournalEntry.at).where(JournalEntry.act == KEY_CHANGED).order_by(JournalEntry.seq.desc()).limit(1)
    with desk.read(Power.OWN) as session:
        changed = session.scalar(query)
    return changed is not None and newest <= changed


def state(desk: Desk) -> BackupState:
    """Return how the backups of an open desk stand."""
    return state_of(desk.folder)


def state_of(folder: Path) -> BackupState:
    """Return how the backups in a desk's folder stand; needs no key."""
    return BackupState(backup.newest(folder))


def points(desk: Desk) -> tuple[Point, ...]:
    """Return the backups kept beside the desk, newest first."""
    return desk.vault.points()


def everywhere(desk: Desk) -> tuple[Point, ...]:
    """Return the backups kept beside the desk, then those that only the second place still has."""
    here, place = points(desk), place_of(desk)
    known = {point.name for point in here if point.whole}
    there = desk.vault.points_at(place) if place else ()
    return (*here, *(point for point in there if point.name not in known))


def place_of(desk: Desk) -> str:
    """Return the folder chosen as the second place, or an empty text."""
    with desk.read(Power.OWN) as session:
        return str(settings.value_of(session, PLACE).get("path", ""))


def second(desk: Desk) -> Second | None:
    """Return how the copies at the second place stand, or None where none was chosen."""
    place = place_of(desk)
    return copies.state(desk.folder, place) if place else None


@act("backup.place", Power.DESK, "选择第二备份位置")
def choose_place(a: Act, path: str) -> Result:
    """Choose a folder on a stick or a share for the copies of the backups; an empty text gives the place up."""
    if not path.strip():
        settings.keep(a, PLACE, {})
        a.say("已取消第二备份位置")
        return {"path": ""}
    place = _folder(path.strip())
    settings.keep(a, PLACE, {"path": str(place)})
    a.say(f"第二备份位置改为{place}")
    return {"path": str(place)}


def _folder(path: str) -> Path:
    """Return a folder that copies can be put into; InputProblem when there is none or it is lost with the desk."""
    place = Path(path).absolute()
    try:
        there, within_a_desk = place.is_dir(), any((each / KEYS).is_file() for each in (place, *place.parents))
    except OSError as error:
        raise InputProblem(f"打不开文件夹{path[:100]}（{why(error)}），请另选一个。") from error
    if not there:
        raise InputProblem(f"{place}不是文件夹，请选择U盘或共享文件夹中的一个文件夹。")
    if within_a_desk:
        raise InputProblem(f"{place}在桌面文件夹里，会与桌面一起丢失：请选择U盘或共享文件夹中的一个文件夹。")
    return place


def _follow(desk: Desk) -> None:
    place = place_of(desk)
    if place:
        desk.vault.follow(place, desk.catalogue.backup_rule().keep)
