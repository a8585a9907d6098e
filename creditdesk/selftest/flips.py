"""Single bits of a desk's files changed at random places: each is noticed, or nothing that counts was there."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from creditdesk.errors import Problem
from creditdesk.selftest.ground import Ground, count, open_desk, open_vault, receive, unsound
from creditdesk.selftest.outcome import Outcome
from creditdesk.services import backups, record_lists
from creditdesk.services.record_lists import Filter
from creditdesk.vault import points

_LOGGED = 3


@dataclass(frozen=True)
class Target:
    """A file of a desk, the stage it lies in, and the look that raises a Problem where a change is noticed."""

    label: str
    stage: str
    file: str
    look: Callable[[Path], None]


def attack(ground: Ground, times: int, seed: int) -> Iterator[Outcome]:
    """Change one bit at a time in each kind of file, each time in a fresh copy."""
    for target in _targets(ground):
        yield attack_one(ground, target, times, Random(f"{seed} {target.file}"))  # noqa: S311 - no secret


def attack_one(ground: Ground, target: Target, times: int, chance: Random) -> Outcome:
    """Change one bit of one file some times, and look at the desk each time."""
    noticed, lost = 0, []
    for _ in range(times):
        with ground.copy(target.stage) as place:
            bit = flip(place / "desk" / target.file, chance)
            try:
                target.look(place / "desk")
            except Problem:
                noticed += 1
            except _UnnoticedError as unnoticed:
                lost.append(f"{target.label}第{bit}位：{unnoticed}")
    harmless = times - noticed - len(lost)
    figures = {"noticed": noticed, "nothing lost": harmless}
    sentence = f"改动{target.label}{times}处：察觉{noticed}处，落在无用处而一切仍在{harmless}处"
    return Outcome(f"bit flip in {target.label}", sentence, times, figures, tuple(lost))


def flip(path: Path, chance: Random) -> int:
    """Change one random bit of a file and return its place."""
    data = bytearray(path.read_bytes())
    bit = chance.randrange(len(data) * 8)
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)
    return bit


class _UnnoticedError(Exception):
    """A change that nobody noticed."""


def _targets(ground: Ground) -> Iterator[Target]:
    """Return the files that are attacked; prepares the desks that some of them need."""
    yield Target("desk.db", "worked", "desk.db", open_and_check)
    yield Target("keys.json", "worked", "keys.json", open_and_check)
    entries = _leave_log(ground)
    yield Target("desk.db-wal", "logged", "desk.db-wal", lambda folder: _open_and_count(folder, entries))
    backup = _back_up(ground)
    yield Target("backup/desk.db", "backed up", f"{backup}/desk.db", lambda folder: _use_backup(folder / backup))
    yield Target("backup/keys.json", "backed up", f"{backup}/keys.json", lambda folder: _use_backup(folder / backup))


def _leave_log(ground: Ground) -> int:
    """Copy a desk in the middle of its work, as a kill would leave it; returns how many acts its journal tells of."""
    with ground.copy("worked") as place, open_desk(place / "desk") as desk:
        for record_id in record_lists.ids(desk, Filter(kind="penalty"))[-_LOGGED:]:
            receive(desk, record_id)
        entries = count(desk, "journal")
        shutil.copytree(place / "desk", ground.folder / "logged")
    (ground.folder / "logged" / "desk.db-shm").unlink()
    return entries


def _back_up(ground: Ground) -> Path:
    """Make a stage with a backup in it; returns the backup's folder within the desk's."""
    shutil.copytree(ground.folder / "worked", ground.folder / "backed up")
    with open_desk(ground.folder / "backed up") as desk:
        return backups.make(desk, "自检").relative_to(desk.folder)


def open_and_check(folder: Path) -> None:
    """Open a desk and check it; always raises, a Problem where something is wrong with it."""
    with open_desk(folder) as desk:
        found = unsound(desk)
    if found:
        raise Problem(found[0])
    raise _UnnoticedError("没有察觉")


def _open_and_count(folder: Path, entries: int) -> None:
    with open_desk(folder) as desk:
        found, there = unsound(desk), count(desk, "journal")
    if found:
        raise Problem(found[0])
    if there != entries:
        raise _UnnoticedError(f"操作日志少了{entries - there}条而没有察觉")


def _use_backup(folder: Path) -> None:
    """Do what going back to a backup does, and opening it by itself."""
    point = points.find(folder.parent, folder.name)
    if point is None:
        raise Problem("找不到备份")
    points.require_sound(point)
    open_vault(folder).close()
    raise _UnnoticedError("没有察觉")
