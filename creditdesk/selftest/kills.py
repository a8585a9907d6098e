"""Killed at random moments: what was confirmed is there, nothing is half, no number is missing, and work goes on."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from creditdesk.errors import Problem
from creditdesk.selftest.children import Blow, Children, children
from creditdesk.selftest.deed import Deed
from creditdesk.selftest.deeds import DEEDS
from creditdesk.selftest.ground import Ground, open_desk, unsound
from creditdesk.selftest.outcome import Outcome, tenths

_BEYOND = 1.1
"""The last kills come after the measured end: a deed may take a little longer another time."""


def attack(ground: Ground, times: int, seed: int) -> Iterator[Outcome]:
    """Kill each deed some times; each outcome is given as soon as it is known."""
    with children(ground.folder) as ours:
        for deed in DEEDS:
            yield attack_one(ground, ours, deed, times, Random(f"{seed} {deed.name}"))  # noqa: S311 - no secret


def attack_one(ground: Ground, ours: Children, deed: Deed, times: int, chance: Random) -> Outcome:
    """Let a deed be done once to its end, then kill it some times at moments spread over that duration."""
    with ground.copy(deed.stage) as place:
        whole = ours.do(deed.name, place)
    lost: list[str] = []
    struck: list[float] = []
    confirmed = 0
    for turn in range(times):
        # One kill in each slice of the deed's duration, anywhere within the slice.
        moment = whole.seconds * _BEYOND * (turn + chance.random()) / times
        with ground.copy(deed.stage) as place:
            blow = ours.do(deed.name, place, moment)
            lost += [f"{deed.label}第{turn + 1}次：{fault}" for fault in verdict(deed, place, blow)]
        struck += [] if blow.finished else [blow.seconds / whole.seconds]
        confirmed += len(blow.confirmed)
    figures = {"struck before the end": len(struck), "acts confirmed before": confirmed}
    sentence = f"强行结束“{deed.label}”{times}次（其中{len(struck)}次在办完之前），已确认{confirmed}步"
    return Outcome(f"kill -9 during {deed.name}", sentence, times, figures, tuple(lost), tenths(struck))


def verdict(deed: Deed, place: Path, blow: Blow) -> list[str]:
    """Open the desk after a kill and return everything that is not as it must be, before and after going on."""
    try:
        with open_desk(place / "desk") as desk:
            return [*unsound(desk), *deed.verdict(desk, place, blow.confirmed), *unsound(desk)]
    except Problem as problem:
        return [problem.sentence]
