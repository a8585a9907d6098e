"""The attacks in shares, struck by several processes at once, each in a folder of its own."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from creditdesk.selftest import below, cuts, flips, kills, soak, wrong_keys
from creditdesk.selftest.children import Children
from creditdesk.selftest.cuts import Tape
from creditdesk.selftest.deeds import DEEDS
from creditdesk.selftest.ground import Ground
from creditdesk.selftest.outcome import Outcome, Part, Turns

_KILL, _CUT, _FLIP, _KEY, _SOAK = "kill", "cut", "flip", "key", "soak"
_DEEDS = {deed.name: deed for deed in DEEDS}
_TARGETS = {target.label: target for target in flips.TARGETS}
_SORTS = {sort.name: sort for sort in wrong_keys.SORTS}


@dataclass(frozen=True)
class Wanted:
    """How often each deed is killed and cut, each file changed and each sort of key tried, and how many acts follow."""

    kills: int
    cuts: int
    flips: int
    acts: int


@dataclass(frozen=True)
class Attack:
    """One attack: what kind it is, on what, and how often it strikes."""

    kind: str
    on: str
    count: int

    def shares(self) -> Iterator[Turns]:
        """Give the attack in shares; a long day is one process's."""
        whole = Turns.all(self.count)
        return iter((whole,)) if self.kind == _SOAK else whole.shares()

    def outcome(self, part: Part) -> Outcome:
        """Say what the attack came to."""
        match self.kind:
            case "kill":
                return kills.outcome(_DEEDS[self.on], part)
            case "cut":
                return cuts.outcome(_DEEDS[self.on], part)
            case "flip":
                return flips.outcome(_TARGETS[self.on], part)
            case "key":
                return wrong_keys.outcome(_SORTS[self.on], part)
            case _:
                return soak.outcome(part)


def attacks(wanted: Wanted) -> list[Attack]:
    """Return every attack that is wanted and that this system allows, in the report's order."""
    found = [Attack(_KILL, name, wanted.kills) for name in _DEEDS]
    found += [Attack(_CUT, name, wanted.cuts) for name in _DEEDS if below.available()]
    found += [Attack(_FLIP, label, wanted.flips) for label in _TARGETS]
    found += [Attack(_KEY, name, wanted.flips) for name in _SORTS]
    found += [Attack(_SOAK, "", wanted.acts)] if soak.available() else []
    return [attack for attack in found if attack.count]


class Worker:
    """Strikes shares of attacks, one after the other, in its own folder."""

    def __init__(self, ground: Ground, ours: Children, seed: int) -> None:
        self._ground, self._ours, self._seed = ground, ours, seed
        self._tape = cache(self._recorded)

    def strike(self, attack: Attack, turns: Turns) -> Part:
        """Strike one share."""
        match attack.kind:
            case "kill":
                return kills.strike(self._ground, self._ours, _DEEDS[attack.on], turns, self._seed)
            case "cut":
                return cuts.strike(self._ground, self._tape(attack.on), _DEEDS[attack.on], turns, self._seed)
            case "flip":
                return flips.strike(self._ground, _TARGETS[attack.on], turns, self._seed)
            case "key":
                return wrong_keys.strike(self._ground, _SORTS[attack.on], turns, self._seed)
            case _:
                return soak.strike(self._ground, turns.of)

    def _recorded(self, name: str) -> Tape:
        return cuts.record(self._ground, _DEEDS[name])


def strike(
    folder: Path, listed: list[Attack], seed: int, workers: int
) -> Generator[tuple[Attack, Turns, Part], None, None]:
    """Prepare the ground below a folder and give each share as soon as it is struck, with what it came to."""
    ground = Ground.prepare(folder)
    # The long day first, since nobody can help with it.
    ordered = [(one, turns) for one in sorted(listed, key=lambda one: one.kind != _SOAK) for turns in one.shares()]
    if workers == 1:
        with closing(Children(ground)) as ours:
            worker = Worker(ground, ours, seed)
            yield from ((attack, turns, worker.strike(attack, turns)) for attack, turns in ordered)
        return
    with _pool(folder, seed, workers) as pool:
        orders = {pool.submit(_strike, *order): order for order in ordered}
        for done in as_completed(orders):
            yield (*orders[done], done.result())


@contextmanager
def _pool(folder: Path, seed: int, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes that strike; they end at once when whoever waits for them is interrupted."""
    # Started anew, not split off: the same on every system, and nothing of this process's is shared.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (folder, seed)) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            raise


_workers: list[Worker] = []
"""The worker of this process, in a process that strikes."""


def _begin(folder: Path, seed: int) -> None:
    """Become a worker: Ctrl+C is for the process that began this one, and without that one there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    scratch = folder / f"worker {os.getpid()}"
    scratch.mkdir()
    ground = Ground(folder, scratch)
    _workers.append(Worker(ground, Children(ground), seed))


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)


def _strike(attack: Attack, turns: Turns) -> Part:
    return _workers[0].strike(attack, turns)
