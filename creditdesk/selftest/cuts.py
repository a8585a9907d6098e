"""The power cut at random moments: only what was synced is sure to survive, and that must be enough."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from creditdesk.errors import Problem
from creditdesk.selftest import below, kills
from creditdesk.selftest.below import Change
from creditdesk.selftest.children import Blow
from creditdesk.selftest.deed import BEGUN, Deed
from creditdesk.selftest.deeds import DEEDS
from creditdesk.selftest.disk import Disk
from creditdesk.selftest.ground import Ground, open_desk
from creditdesk.selftest.outcome import Outcome, tenths


@dataclass
class Tape:
    """All changes of a deed in order, and after how many of them it told what."""

    changes: list[Change] = field(default_factory=list)
    told: list[tuple[int, str]] = field(default_factory=list)

    def record(self, change: Change) -> int:
        """Keep a change and let it happen."""
        self.changes.append(change)
        return 0

    def tell(self, line: str) -> None:
        """Keep what the deed tells."""
        self.told.append((len(self.changes), line))

    @property
    def begun(self) -> int:
        """Return how many changes came before the deed's first."""
        return next(count for count, line in self.told if line == BEGUN)

    def confirmed(self, cut: int) -> tuple[str, ...]:
        """Return what the deed had told when so many changes had happened."""
        return tuple(line for count, line in self.told if count <= cut and line != BEGUN)


def attack(ground: Ground, times: int, seed: int) -> Iterator[Outcome]:
    """Cut the power during each deed some times; nothing where this system does not let us look below SQLite."""
    if below.available():
        for deed in DEEDS:
            yield attack_one(ground, deed, times, Random(f"{seed} {deed.name}"))  # noqa: S311 - no secret


def attack_one(ground: Ground, deed: Deed, times: int, chance: Random) -> Outcome:
    """Record a deed once, then cut it some times at moments spread over its changes."""
    tape = record(ground, deed)
    lost: list[str] = []
    confirmed = torn = 0
    # One cut in each slice of the deed's changes, anywhere within the slice.
    places = [(turn + chance.random()) / times for turn in range(times)]
    for place_in_deed in places:
        moment = tape.begun + round(place_in_deed * (len(tape.changes) - tape.begun))
        with ground.copy(deed.stage) as place:
            _lay(place, tape, moment, chance)
            torn += _tells_of_a_torn_log(place / "desk")
            blow = Blow(0, tape.confirmed(moment), finished=False)
            lost += [f"{deed.label}第{moment}次写入后：{fault}" for fault in kills.verdict(deed, place, blow)]
        confirmed += len(blow.confirmed)
    figures = {"changes recorded": len(tape.changes), "acts confirmed before": confirmed, "torn log told": torn}
    sentence = f"在“{deed.label}”的{len(tape.changes)}次写入之间断电{times}次，已确认{confirmed}步"
    return Outcome(f"power cut during {deed.name}", sentence, times, figures, tuple(lost), tenths(places))


def record(ground: Ground, deed: Deed) -> Tape:
    """Do a deed to its end and the desk's closing, with everything it writes recorded."""
    tape = Tape()
    with (
        ground.copy(deed.stage) as place,
        below.watching(place, tape.record),
        open_desk(place / "desk") as desk,
    ):
        deed.do(desk, place, tape.tell)
    return tape


def _lay(place: Path, tape: Tape, moment: int, chance: Random) -> None:
    disk = Disk(place)
    for change in tape.changes[:moment]:
        disk.take(change)
    disk.cut(chance)


def _tells_of_a_torn_log(folder: Path) -> bool:
    """Open a desk that may tell once that its log was torn: what was lost of it nobody was told was done."""
    try:
        open_desk(folder).close()
    except Problem as problem:
        return "写入日志" in problem.sentence
    return False
