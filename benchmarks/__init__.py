"""Our figure, the floor below it and a peer beside it, measured in one run."""

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Literal, TypedDict


class Row(TypedDict):
    """One line of the answer; seconds are medians, `ratio` is ours over the floor or the peer as `work` says."""

    work: str
    ours_s: float
    floor_s: float | None
    peer: str | None
    peer_s: float | None
    ratio: float
    goal: float
    met: bool


def medians(*works: Callable[[], object], rounds: int = 5) -> tuple[float, ...]:
    """Return the median seconds of each piece of work over rounds in which every piece has its turn."""
    times: list[list[float]] = [[] for _ in works]
    # What was there before is looked through once, not before each of many short calls.
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            taken.append(_seconds(work))
    gc.unfreeze()
    return tuple(map(median, times))


def _seconds(work: Callable[[], object]) -> float:
    """Return the wall-clock seconds of one call, with the garbage of earlier calls already gone."""
    gc.collect()
    start = perf_counter()
    work()
    return perf_counter() - start


def row(
    work: str,
    ours_s: float,
    *,
    goal: float,
    against: Literal["floor", "peer"] = "floor",
    floor_s: float | None = None,
    peer: str | None = None,
    peer_s: float | None = None,
) -> Row:
    """Return a line of the answer; the goal is met when ours takes at most `goal` times the floor or the peer."""
    base = floor_s if against == "floor" else peer_s
    if base is None:
        raise ValueError(f"{work}: no figure of the {against} to compare with")
    ratio = ours_s / base
    return Row(
        work=work,
        ours_s=ours_s,
        floor_s=floor_s,
        peer=peer,
        peer_s=peer_s,
        ratio=round(ratio, 3),
        goal=goal,
        met=ratio <= goal,
    )
