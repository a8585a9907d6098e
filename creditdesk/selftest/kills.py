"""Killed at random moments: what was confirmed is there, nothing is half, no number is missing, and work goes on."""

import time
from pathlib import Path

from creditdesk.errors import Problem
from creditdesk.selftest.children import Blow, Children
from creditdesk.selftest.deed import Deed
from creditdesk.selftest.desks import open_desk, unsound
from creditdesk.selftest.ground import Ground
from creditdesk.selftest.outcome import Outcome, Part, Turns, tenths
from creditdesk.vault import tries

_BEYOND = 1.1
"""The last kills come after the measured end: a deed may take a little longer another time."""


def strike(ground: Ground, ours: Children, deed: Deed, turns: Turns, seed: int) -> Part:
    """Let a deed be done once to its end, then kill it at moments spread over that duration."""
    with ground.copy(deed.stage) as place:
        whole = ours.do(deed, place).seconds
    lost: list[str] = []
    struck: list[float] = []
    confirmed = 0
    for turn, chance in turns.chances(f"{seed} {deed.name}"):
        # One kill in each slice of the deed's duration, anywhere within the slice.
        moment = whole * _BEYOND * (turn + chance.random()) / turns.of
        with ground.copy(deed.stage) as place:
            blow = ours.do(deed, place, moment)
            lost += [f"{deed.label}第{turn + 1}次：{fault}" for fault in verdict(deed, place, blow)]
        struck += [] if blow.finished else [min(blow.seconds / whole, _BEYOND)]
        confirmed += len(blow.confirmed)
    figures = {"struck before the end": len(struck), "acts confirmed before": confirmed}
    return Part(turns.end - turns.first, figures, tuple(lost), tenths(struck))


def outcome(deed: Deed, part: Part) -> Outcome:
    """Say what the kills of a deed came to."""
    struck, confirmed = part.figures["struck before the end"], part.figures["acts confirmed before"]
    sentence = f"强行结束“{deed.label}”{part.count}次（其中{struck}次在办完之前），已确认{confirmed}步"
    return Outcome(f"kill -9 during {deed.name}", sentence, part)


def verdict(deed: Deed, place: Path, blow: Blow) -> list[str]:
    """Open the desk after a kill and return everything that is not as it must be, before and after going on.

    The health check comes after going on: what it finds, no work mends. Where the work ended with another database,
    which takes its place when the desk is closed, both are checked, each once. Who was killed while a passphrase was
    tried waits a second, as after a wrong one.
    """
    time.sleep(tries.wait(place / "desk", time.time()))
    try:
        with open_desk(place / "desk") as desk:
            found = list(deed.verdict(desk, place, blow.confirmed))
            replaced = bool(desk.vault.read_only)
            found += [] if replaced and deed.after_sees_former else unsound(desk)
            if not replaced:
                return [*found, *deed.after(desk)]
        with open_desk(place / "desk") as desk:
            return [*found, *unsound(desk), *deed.after(desk)]
    except Problem as problem:
        return [problem.sentence]
