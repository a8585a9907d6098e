"""The second place: a stick or a share that gets a copy of the newest point, read back before it counts.

How the last try went is remembered in a small file beside the backups, so that a stick that was missing is told of
after a restart too, and gets its copy when it is back.
"""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from creditdesk.errors import Problem
from creditdesk.rules.thinning import Keep
from creditdesk.vault import keys, points
from creditdesk.vault.durable import PRIVATE_FOLDER, replace_file, sync_file, unwritable
from creditdesk.vault.founding import BACKUPS
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.points import NOTE, Point

STATE = "second.json"
_FILES = (DATABASE, keys.NAME, NOTE)


@dataclass(frozen=True)
class Second:
    """How the copies at the second place stand: the newest that arrived, and what stopped the last try."""

    place: str
    name: str = ""
    made: str = ""
    fault: str = ""

    @property
    def newest(self) -> datetime | None:
        """Return when the newest point that arrived was made."""
        return datetime.fromisoformat(self.made) if self.made else None


def home(place: Path, desk_id: str) -> Path:
    """Return the folder of one desk's copies at a place that several desks may share."""
    return place / f"creditdesk-{desk_id[:8]}"


def state(folder: Path, place: str) -> Second:
    """Return how the copies at this place stand; another place begins anew."""
    try:
        found = Second(**json.loads((folder / BACKUPS / STATE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return Second(place)
    return found if found.place == place else Second(place)


def known_place(folder: Path) -> str:
    """Return where a desk's copies last went, without opening the desk; empty where nothing tells."""
    try:
        return str(json.loads((folder / BACKUPS / STATE).read_bytes())["place"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def everywhere(folder: Path, desk_id: str, others: Iterable[Path] = ()) -> tuple[Point, ...]:
    """Return the whole backups of a desk that need not open, newest first: beside it, at its second place, elsewhere.

    One that lies at several places is told once, the copy beside the desk first.
    """
    known = known_place(folder)
    places = [*([Path(known)] if known else []), *others]
    shelves = [folder / BACKUPS, *(home(place, desk_id) for place in places), *places]
    found = {point.name: point for shelf in reversed(shelves) for point in points.listing(shelf) if point.whole}
    return tuple(sorted(found.values(), key=lambda point: point.made, reverse=True))


def behind(folder: Path, place: str) -> bool:
    """Tell whether the newest point has not arrived at the place yet."""
    newest = points.newest(folder / BACKUPS)
    return newest is not None and state(folder, place).name != newest.name


def follow(folder: Path, place: str, desk_id: str, keep: Keep) -> Second:
    """Bring the newest point to the place and thin what lies there; a missing or full stick is told, not raised."""
    before = state(folder, place)
    newest = points.newest(folder / BACKUPS)
    if newest is None:
        return before
    try:
        bring(newest, Path(place), desk_id)
        points.thin(home(Path(place), desk_id), keep)
        after = Second(place, newest.name, newest.made.isoformat())
    except Problem as problem:
        after = replace(before, fault=problem.sentence)
    except OSError as error:
        after = replace(before, fault=unwritable(Path(place) / newest.name, error).sentence)
    replace_file(folder / BACKUPS / STATE, json.dumps(asdict(after), ensure_ascii=False, indent=1).encode())
    return after


def bring(point: Point, place: Path, desk_id: str) -> Path:
    """Copy a sound point to a place, read the copy back and compare it; returns the copy's folder."""
    if not place.is_dir():
        raise Problem(f"第二备份位置{place}现在找不到，请插好U盘或接通共享文件夹，接通后会自动补上。")
    points.require_sound(point)
    shelf = home(place, desk_id)
    try:
        shelf.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        points.sweep(shelf)
        target = shelf / point.name
        if not target.exists():
            with points.named_when_done(target) as unfinished:
                copy_files(point.folder, unfinished)
    except OSError as error:
        raise unwritable(shelf / point.name, error) from error
    return target


def copy_files(source: Path, target: Path) -> None:
    """Copy a point's files down to the medium and read them back; bytes that differ are a Problem."""
    for name in _FILES:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)
            sync_file(target / name)
            _forget_cached(target / name)
            if points.digest(target / name) != points.digest(source / name):
                raise Problem(f"复制到{target.parent}的备份读回后不一致，已作废，请更换U盘或检查共享文件夹。")


def _forget_cached(path: Path) -> None:
    """Let the system forget what it just wrote, where it can, so that reading back asks the medium."""
    if hasattr(os, "posix_fadvise"):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
