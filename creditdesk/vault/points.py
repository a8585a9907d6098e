"""Kept points: the finished backups in a folder, what each says about itself, and thinning them.

A point is a desk folder of its own: desk.db, the keys.json of that day, and point.json with the size, the SHA-256 and
the rows of every table as they were proved. A point whose file is not as long as its note says is torn and counts for
nothing; its digest is looked at before it is copied, rehearsed or restored.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from creditdesk.errors import Problem
from creditdesk.paths import sync_folder
from creditdesk.rules import thinning
from creditdesk.rules.thinning import Keep
from creditdesk.vault import keys
from creditdesk.vault.durable import PRIVATE_FOLDER, replace_file
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import PAGE_BYTES

NOTE = "point.json"
UNFINISHED = ".unfinished"
_LONGEST_LABEL = 40
# Local time: the officer looks for the backup of this morning.
_STAMP = "%Y%m%d-%H%M%S"
_STAMPED = 15


@dataclass(frozen=True)
class Point:
    """A finished backup; `sha256` and `rows` are missing where an older program made it."""

    folder: Path
    made: datetime
    label: str
    bytes: int
    whole: bool
    sha256: str | None = None
    rows: int | None = None

    @property
    def name(self) -> str:
        """Return the name of its folder, which tells it from all others."""
        return self.folder.name


def listing(backups: Path) -> tuple[Point, ...]:
    """Return the points of a folder, newest first; a folder that is not there has none."""
    found = (_read(path) for path in backups.glob("*-*") if path.suffix != UNFINISHED)
    # Of two in one second the one whose folder was finished later is the newer.
    order = sorted(filter(None, found), key=lambda point: (point.made, point.folder.stat().st_mtime_ns), reverse=True)
    return tuple(order)


def newest(backups: Path) -> Point | None:
    """Return the newest whole point, or None when there is none."""
    return next((point for point in listing(backups) if point.whole), None)


def find(backups: Path, name: str) -> Point | None:
    """Return the point of this name."""
    return next((point for point in listing(backups) if point.name == name), None)


def require_sound(point: Point) -> None:
    """Read the whole point and compare it with its note; one that differs by a bit is a Problem."""
    if not point.whole or (point.sha256 is not None and digest(point.folder / DATABASE) != point.sha256):
        raise Problem(f"备份{point.name}不完整或已损坏，不能使用，请改用另一份备份。")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_backup(folder: Path) -> bool:
    """Tell whether a folder is a kept point and no desk: working in it would change what its note vouches for."""
    return (folder / NOTE).exists()


@contextmanager
def building(backups: Path, label: str, now: datetime) -> Iterator[Path]:
    """Give a folder to build a new point in; it gets its name when all went well, and is gone when not.

    What earlier backups left when they were killed is swept first.
    """
    backups.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    sweep(backups)
    place = _free_name(backups, f"{now.astimezone():{_STAMP}}-{_safe(label)}")
    with named_when_done(place) as unfinished:
        yield unfinished


@contextmanager
def named_when_done(place: Path) -> Iterator[Path]:
    """Give a new folder under an unfinished name; it becomes `place` when all went well, and is gone when not."""
    unfinished = place.with_name(place.name + UNFINISHED)
    try:
        unfinished.mkdir(mode=PRIVATE_FOLDER)
        yield unfinished
        sync_folder(unfinished)
        unfinished.rename(place)
        sync_folder(place.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def sweep(backups: Path) -> None:
    """Remove what killed backups left."""
    for leftover in backups.glob(f"*{UNFINISHED}"):
        shutil.rmtree(leftover, ignore_errors=True)


def note(folder: Path, label: str, now: datetime, rows: dict[str, int]) -> None:
    """Write down beside a proved copy what it is."""
    database = folder / DATABASE
    said = {
        "made": now.astimezone().isoformat(timespec="seconds"),
        "label": label,
        "bytes": database.stat().st_size,
        "sha256": digest(database),
        "rows": sum(rows.values()),
    }
    replace_file(folder / NOTE, json.dumps(said, ensure_ascii=False, indent=1).encode())


def thin(backups: Path, keep: Keep) -> tuple[str, ...]:
    """Remove the whole points that need not be kept and return their names; a torn one takes no other's place."""
    points = [point for point in listing(backups) if point.whole]
    stay = thinning.kept((point.made for point in points), keep)
    gone = [point for point in points if point.made not in stay]
    for point in gone:
        remove(point.folder)
    return tuple(point.name for point in gone)


def remove(folder: Path) -> None:
    """Remove a kept database with everything beside it; a removal that is killed leaves none half with its name."""
    doomed = folder.with_name(folder.name + UNFINISHED)
    folder.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def _read(folder: Path) -> Point | None:
    made = moment_of(folder.name)
    if made is None or not folder.is_dir():
        return None
    database = folder / DATABASE
    size = database.stat().st_size if database.exists() else 0
    whole = size > 0 and size % PAGE_BYTES == 0 and (folder / keys.NAME).exists()
    if not (folder / NOTE).exists():
        return Point(folder, made, folder.name[_STAMPED + 1 :], size, whole)
    try:
        said = json.loads((folder / NOTE).read_bytes())
        made, label, expected = datetime.fromisoformat(said["made"]), str(said["label"]), int(said["bytes"])
        return Point(folder, made, label, size, whole and size == expected, str(said["sha256"]), int(said["rows"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Point(folder, made, folder.name[_STAMPED + 1 :], size, False)


def moment_of(name: str) -> datetime | None:
    """Return when a kept database was made or set aside, as its folder's name says; None for any other name."""
    try:
        return datetime.strptime(name[:_STAMPED], _STAMP).astimezone()
    except ValueError:
        return None


def _free_name(backups: Path, name: str) -> Path:
    place, number = backups / name, 2
    while place.exists():
        place, number = backups / f"{name}-{number}", number + 1
    return place


def _safe(label: str) -> str:
    return "".join(character if character.isalnum() else "-" for character in label)[:_LONGEST_LABEL]
