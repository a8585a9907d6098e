"""The disk fails at each write, sync, new name and removal of an act in turn: one sentence, nothing lost, work goes on.

The layer below SQLite and Python lets one change fail, or everything from one change on: a full disk, one that became
read-only, one without rights, one with errors.
"""

import errno
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.selftest import below
from creditdesk.selftest.below import Change, Kind
from creditdesk.services import health, letters, objections, releases
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault import tries
from tests.attacked import POINTS
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import objection, penalty
from tests.faults.killed import is_sound
from tests.hostile import everything
from tests.leaving import OPEN, release

pytestmark = pytest.mark.skipif(not below.available(), reason="this system does not let us look below SQLite")

NEEDS_ROOM = (Kind.CREATE, Kind.WRITE, Kind.SYNC)
NEW_PHRASE = "另一个足够长的示例口令"


@dataclass
class Disk:
    """Counts changes, and fails from one on, or at it alone."""

    code: int = 0
    first: int = 0
    lasting: bool = False
    seen: list[Change] = field(default_factory=list)

    def __call__(self, change: Change) -> int:
        self.seen.append(change)
        place = len(self.seen) - 1
        if not self.code or place < self.first or (place > self.first and not self.lasting):
            return 0
        return 0 if self.code == errno.ENOSPC and change.kind not in NEEDS_ROOM else self.code

    def begin(self, code: int, first: int, *, lasting: bool) -> None:
        """Fail from now on as said."""
        self.code, self.first, self.lasting = code, first, lasting
        self.seen.clear()

    def mend(self) -> None:
        """Fail no longer."""
        self.code = 0


FAULTS = ((errno.ENOSPC, True), (errno.EIO, False), (errno.EACCES, True), (errno.EROFS, True), (errno.EIO, True))


@pytest.fixture(scope="module")
def disk() -> Disk:
    return Disk()


@pytest.fixture(scope="module")
def watched(founded: Path, tmp_path_factory: pytest.TempPathFactory, disk: Disk) -> Iterator[Desk]:
    """A desk whose disk fails when it is told to; each test finds what the others left."""
    place = tmp_path_factory.mktemp("watched")
    folder = Path(shutil.copytree(founded, place / "desk"))
    with (
        below.watching(place, disk),
        Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk,
    ):
        penalty(desk)
        yield desk


def fails_in_turn(desk: Desk, disk: Disk, act: Callable[[], object], needed: int, still: Callable[[], object]) -> int:
    """Let an act that needs so many changes fail at many of them, then succeed; returns how often it failed.

    Each failure is one sentence, changes no row and leaves what `still` tells. An act is done although something
    failed where that was only tidying up, such as folding the log into the database.
    """
    before, step = (everything(desk), still()), max(1, needed // POINTS) if POINTS else 1
    places = range(0, needed, step)
    for turn, place in enumerate(places):
        code, lasting = FAULTS[turn % len(FAULTS)]
        disk.begin(code, place, lasting=lasting)
        try:
            act()
        except Problem as problem:
            sentence = problem.sentence
        else:
            return turn
        finally:
            disk.mend()
        assert sentence.count("。") == 1, sentence
        assert (everything(desk), still()) == before, disk.seen[place]
    act()
    return len(places)


def changes_of(disk: Disk, act: Callable[[], object]) -> int:
    """Do an act once and return how many changes it makes on the disk."""
    disk.begin(0, 0, lasting=False)
    act()
    return len(disk.seen)


def test_saving_a_record(watched: Desk, disk: Disk) -> None:
    needed = changes_of(disk, lambda: penalty(watched, decision_number="示市监罚〔2026〕1号"))
    act = partial(penalty, watched, decision_number="示市监罚〔2026〕2号")
    assert fails_in_turn(watched, disk, act, needed, lambda: health.counts(watched)) > 3
    assert is_sound(watched)


def test_issuing_a_letter(watched: Desk, disk: Disk) -> None:
    numbers = [f"示市监罚〔2026〕{number}号" for number in (11, 12)]
    cases = [objection(watched, penalty(watched, decision_number=number), TODAY) for number in numbers]
    needed = changes_of(disk, lambda: watched.perform(objections.accept, cases[0]))
    act = partial(watched.perform, objections.accept, cases[1])
    assert fails_in_turn(watched, disk, act, needed, lambda: health.counts(watched)) > 3
    issued = sorted(row.number for row in letters.rows(watched, letters.ids(watched)))
    assert [number[-2:] for number in issued] == ["1号", "2号"]
    assert is_sound(watched)


def test_a_backup(watched: Desk, disk: Disk) -> None:
    act = partial(watched.vault.backup, "手动")
    # The last change waits for the folder; the backup is whole and has its name by then, which only a power cut would
    # take back.
    assert fails_in_turn(watched, disk, act, changes_of(disk, act) - 1, watched.vault.points) > 3
    assert list(watched.folder.glob("backups/*.unfinished")) == []


def test_a_new_passphrase(watched: Desk, disk: Disk) -> None:

    def keys() -> bytes:
        # A try that failed half-way counts as a wrong one, and would have to wait.
        (watched.folder / tries.NAME).unlink(missing_ok=True)
        return (watched.folder / "keys.json").read_bytes()

    needed = changes_of(disk, lambda: watched.vault.change_passphrase(PASSPHRASE, NEW_PHRASE))
    act = partial(watched.vault.change_passphrase, NEW_PHRASE, PASSPHRASE)
    # The last change waits for the folder; keys.json has its new name by then, which only a power cut would take back.
    assert fails_in_turn(watched, disk, act, needed - 1, keys) > 3
    assert is_sound(watched)


def test_a_package_on_its_way_to_the_stick(watched: Desk, disk: Disk) -> None:
    stick = watched.folder.parent / "stick"
    stick.mkdir()
    made = []
    for number in (21, 22):
        penalty(watched, decision_number=f"示市监罚〔2026〕{number}号")
        made.append([str(one) for one in release(watched).result["packages"]])
    needed = changes_of(disk, lambda: releases.hand_over(watched, made[0], stick, OPEN))
    act = partial(releases.hand_over, watched, made[1], stick, OPEN)
    assert fails_in_turn(watched, disk, act, needed, lambda: releases.not_handed(watched)) > 3
    assert len([path for path in stick.iterdir() if not path.name.startswith(".")]) == 2
    assert is_sound(watched)
