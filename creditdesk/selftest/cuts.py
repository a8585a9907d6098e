"""The power cut at random moments: only what was synced is sure to survive, and that must be enough."""

from dataclasses import dataclass, field
from pathlib import Path

from creditdesk.selftest import below, kills
from creditdesk.selftest.below import Change
from creditdesk.selftest.children import Blow
from creditdesk.selftest.deed import BEGUN, Deed
from creditdesk.selftest.disk import Disk
from creditdesk.selftest.ground import Ground
from creditdesk.selftest.outcome import Outcome, Part, Turns, tenths


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


def record(ground: Ground, deed: Deed) -> Tape:
    """Do a deed to its end and the desk's closing, with everything it writes recorded."""
    tape = Tape()
    with ground.copy(deed.stage) as place, below.watching(place, tape.record):
        deed.do(place, tape.tell)
    return tape


def strike(ground: Ground, tape: Tape, deed: Deed, turns: Turns, seed: int) -> Part:
    """Cut a recorded deed at moments spread over its changes."""
    lost: list[str] = []
    places = []
    confirmed = torn = done = 0
    with ground.copy(deed.stage) as place:
        disk = Disk(place)
    for turn, chance in turns.chances(f"{seed} {deed.name}"):
        # One cut in each slice of the deed's changes, anywhere within the slice.
        places.append((turn + chance.random()) / turns.of)
        moment = tape.begun + round(places[-1] * (len(tape.changes) - tape.begun))
        for change in tape.changes[done:moment]:
            disk.take(change)
        done = moment
        blow = Blow(0, tape.confirmed(moment), finished=False)
        with ground.bare() as place:
            disk.cut(chance)
            faults, told = _verdict(deed, place, blow)
        lost += [f"{deed.label}第{moment}次写入后：{fault}" for fault in faults]
        torn += told
        confirmed += len(blow.confirmed)
    figures = {"acts confirmed before": confirmed, "torn log told": torn}
    return Part(turns.end - turns.first, figures, tuple(lost), tenths(places))


def outcome(deed: Deed, part: Part) -> Outcome:
    """Say what the power cuts during a deed came to."""
    confirmed = part.figures["acts confirmed before"]
    sentence = f"在“{deed.label}”的各次写入之间断电{part.count}次，已确认{confirmed}步"
    return Outcome(f"power cut during {deed.name}", sentence, part)


def _verdict(deed: Deed, place: Path, blow: Blow) -> tuple[list[str], bool]:
    """Judge a desk that may tell once that its log was torn: what was lost of it nobody was told was done."""
    faults = kills.verdict(deed, place, blow)
    torn = len(faults) == 1 and "写入日志" in faults[0]
    return (kills.verdict(deed, place, blow) if torn else faults), torn
