"""Single bits of a desk's files changed at random places: each is noticed."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from creditdesk.errors import Problem
from creditdesk.selftest.desks import count, open_desk, open_vault, unsound
from creditdesk.selftest.ground import BACKED_UP, CASES, LOGGED, Ground
from creditdesk.selftest.outcome import Outcome, Part, Turns
from creditdesk.services import attachments, letters
from creditdesk.services.desk import Desk
from creditdesk.vault import keys, points
from creditdesk.vault.lock import DATABASE


@dataclass(frozen=True)
class Target:
    """What is attacked: a file of the desk of a stage, and the look that raises a Problem where a change is noticed.

    `file` may have a `*` for the moment in the name of a backup. Where a stage is named in `since`, only the bytes by
    which the file has grown since then are changed.
    """

    label: str
    stage: str
    file: str
    look: Callable[[Path], None]
    since: str = ""
    words: str = ""
    """What an officer calls it, where that is not its name."""


def strike(ground: Ground, target: Target, turns: Turns, seed: int) -> Part:
    """Change one bit at a time, each time in a fresh copy, and look at the desk."""
    noticed, lost = 0, []
    start = (ground.desk(target.since) / target.file).stat().st_size if target.since else 0
    for _, chance in turns.chances(f"{seed} {target.label}"):
        with ground.copy(target.stage) as place:
            bit = flip(next((place / "desk").glob(target.file)), chance, start)
            try:
                target.look(place / "desk")
            except Problem:
                noticed += 1
            except _UnnoticedError as unnoticed:
                lost.append(f"{target.words or target.label}第{bit}位：{unnoticed}")
    return Part(turns.end - turns.first, {"noticed": noticed}, tuple(lost))


def outcome(target: Target, part: Part) -> Outcome:
    """Say what the changes of a file came to."""
    sentence = f"改动{target.words or target.label}{part.count}处：察觉{part.figures['noticed']}处"
    return Outcome(f"bit flip in {target.label}", sentence, part)


def flip(path: Path, chance: Random, start: int = 0) -> int:
    """Change one random bit of a file from a byte on, and return its place."""
    data = bytearray(path.read_bytes())
    bit = chance.randrange(start * 8, len(data) * 8)
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)
    return bit


class _UnnoticedError(Exception):
    """A change that nobody noticed."""


def open_and_check(folder: Path) -> None:
    """Open a desk and check it; always raises, a Problem where something is wrong with it."""
    with open_desk(folder) as desk:
        _check(desk)
    raise _UnnoticedError("没有察觉")


def _check(desk: Desk) -> None:
    if found := unsound(desk):
        raise Problem(found[0])


def _read_and_check(folder: Path, table: str, read: Callable[[Desk, str], bytes]) -> None:
    """Read every paper, which must be refused or what it was; then the check must tell, whatever reading did."""
    with open_desk(folder) as desk:
        for paper, digest in desk.rows(f"SELECT id, sha256 FROM {table}"):  # noqa: S608 - names of our own
            with suppress(Problem):
                if hashlib.sha256(read(desk, paper)).hexdigest() != digest:
                    raise _UnnoticedError("读出来的内容不对")
        _check(desk)
    raise _UnnoticedError("没有察觉")


def _open_and_count(folder: Path) -> None:
    with open_desk(folder) as desk:
        _check(desk)
        there = count(desk, "case")
    if there != CASES + LOGGED:
        raise _UnnoticedError(f"异议少了{CASES + LOGGED - there}件而没有察觉")
    raise _UnnoticedError("没有察觉")


def _use_backup(folder: Path) -> None:
    """Do what going back to a backup does, and opening it by itself."""
    point = next((one for one in points.listing(folder / "backups") if one.label == BACKED_UP), None)
    if point is None:
        raise Problem("找不到备份")
    points.require_sound(point)
    open_vault(point.folder).close()
    raise _UnnoticedError("没有察觉")


TARGETS = (
    Target("desk.db", "worked", DATABASE, open_and_check),
    Target("keys.json", "worked", keys.NAME, open_and_check),
    Target("desk.db-wal", "logged", f"{DATABASE}-wal", _open_and_count),
    Target("backup/desk.db", "backed up", f"backups/*-{BACKED_UP}/{DATABASE}", _use_backup),
    Target("backup/keys.json", "backed up", f"backups/*-{BACKED_UP}/{keys.NAME}", _use_backup),
    Target(
        "the pages of an attachment",
        "with a paper",
        DATABASE,
        partial(_read_and_check, table="attachment", read=attachments.content),
        since="worked",
        words="附件所在的页",
    ),
    Target(
        "the pages of issued letters",
        "with letters",
        DATABASE,
        partial(_read_and_check, table="letter", read=letters.pdf_of),
        since="worked",
        words="文书所在的页",
    ),
)
