"""Who holds a desk: the note desk.lock.json, and whether the one it names still does.

The system's lock alone does not settle it: some network file systems do not share locks between computers, and
whoever deletes desk.lock makes room for a second one. So the holder says in its note which process on which computer
it is, and rewrites it again and again as long as it lives. What the note's clock says counts for nothing: another
computer's may be wrong.
"""

import json
import os
import platform
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from creditdesk.rules.china_time import CHINA
from creditdesk.vault import processes


def _nobody_looks(_done: int, _total: int) -> None:
    """Take the seconds waited where nobody is told."""


@dataclass(frozen=True)
class Pace:
    """How often a holder says that it goes on, and how long somebody else waits to hear it, in seconds.

    The wait is several beats and the 20 seconds for which sshfs believes what it knew of a file. `tell` gets the
    seconds waited and how many there will be at most; what it raises stops the opening.
    """

    beat: float = 5
    wait: float = 30
    tell: Callable[[int, int], object] = _nobody_looks


PACE = Pace()

HOLDS: set[str] = set()
"""What this very process holds: it need not ask the system about itself."""


@dataclass(frozen=True)
class Holder:
    """The process that wrote a note; `hold` is another one each time a desk is opened, `started` see processes.py."""

    pid: int
    host: str
    officer: str
    since: str
    computer: str
    started: str | None
    folder: str
    hold: str

    @classmethod
    def here(cls, folder: Path) -> "Holder":
        """Return this process, as it begins to hold a folder."""
        pid, since = os.getpid(), f"{datetime.now(CHINA):%Y-%m-%d %H:%M}"
        computer, started = processes.computer(), processes.started(pid)
        return cls(pid, platform.node(), "", since, computer, started, _place(folder), uuid.uuid4().hex)

    def note(self, beat: int) -> bytes:
        """Return the note as it stands at a beat: always of the same length, and different in digits only."""
        return json.dumps(asdict(self) | {"beat": f"{beat:012d}"}, ensure_ascii=False).encode()

    def wrote(self, note: bytes) -> bool:
        """Tell whether a note is this holder's."""
        return self.hold.encode() in note


def read(note: bytes) -> Holder | None:
    """Return who wrote a note, or None where nobody can tell."""
    try:
        told = json.loads(note)
        holder = Holder(**{name: told[name] for name in Holder.__annotations__})
    except (ValueError, KeyError, TypeError):
        return None
    return holder if isinstance(holder.pid, int) and isinstance(holder.folder, str) else None


def of(note: Path) -> Holder | None:
    """Return who wrote the note in a file, or None where there is none or nobody can tell."""
    try:
        return read(note.read_bytes())
    except OSError:
        return None


def words(holder: Holder | None) -> str:
    """Name a holder for an officer, as far as its note could be read."""
    if holder is None:
        return "另一个程序"
    officer = f"（工作人员：{holder.officer}）" if holder.officer else ""
    return f"计算机 {holder.host} 上的进程 {holder.pid}{officer}，自 {holder.since} 起"


def who_goes_on(note: Path, folder: Path, pace: Pace) -> Holder | None:
    """Return who left a note and still holds the desk, although this process got the lock; usually None.

    Of a process on this computer the system knows: a killed one gives way at once. Of any other the note itself tells
    within the wait, by changing or standing still. A note that nobody can read is no holder's, since a holder replaces
    its note whole; it would stop at its next beat.
    """
    try:
        first = note.read_bytes()
    except FileNotFoundError:
        return None
    holder = read(first)
    if holder is None:
        return None
    here = _known_here(holder, folder)
    if here is None:
        here = _changes(note, first, pace)
        pace.tell(int(pace.wait), int(pace.wait))
    return (of(note) or holder) if here else None


def _known_here(holder: Holder, folder: Path) -> bool | None:
    """Tell whether the holder runs on this computer and means this folder; None where only the note can tell."""
    if holder.computer != processes.computer():
        return None
    running = processes.started(holder.pid)
    if running is None:
        return None
    if running != holder.started:
        return False
    if holder.pid == os.getpid() and holder.hold not in HOLDS:
        return False
    place, there = _place(folder), holder.folder
    if place == there:
        return True
    # Another folder of the same disk is a copy, note and all. On another device it may be the same one once more.
    return False if place.partition(":")[0] == there.partition(":")[0] else None


def _changes(note: Path, first: bytes, pace: Pace) -> bool:
    begun, waited = time.monotonic(), 0.0
    while waited < pace.wait:
        pace.tell(int(waited), int(pace.wait))
        time.sleep(min(1.0, pace.wait / 10))
        waited = time.monotonic() - begun
        try:
            if note.read_bytes() != first:
                return True
        except FileNotFoundError:
            return False  # It was closed in the meantime.
        except OSError:
            continue  # Not to be read at this moment says nothing.
    return False


def _place(folder: Path) -> str:
    found = folder.stat()
    return f"{found.st_dev}:{found.st_ino}"
