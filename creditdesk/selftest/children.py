"""Processes that do a deed and are killed: this program itself, started again.

Starting the program takes longer than most deeds. So the child waits for orders, one on each line of its input, and
where the system can, it splits off a process of its own for each; elsewhere it does the deed itself and is started
again after each kill.
"""

import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from creditdesk.selftest.deed import BEGUN, Deed, Tell
from creditdesk.selftest.deeds import DEEDS
from creditdesk.selftest.desks import catalogue
from creditdesk.selftest.ground import Ground

CHILD = "--child"
"""The option of `creditdesk selftest` that makes a child of it."""

_WARM, _STRIKE = "warm", "strike"
_DONE, _ENDED = "done", "ended"
_PATIENCE = 60
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


@dataclass(frozen=True)
class Blow:
    """A deed and its kill: the seconds between, what was confirmed, and whether the deed had come to its end."""

    seconds: float
    confirmed: tuple[str, ...]
    finished: bool


class Children:
    """The side that orders deeds and kills them; temporary files lie in a folder of ours."""

    def __init__(self, ground: Ground) -> None:
        self._ground = Ground(ground.folder, ground.scratch / "warming")
        self._environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(ground.scratch))
        self._process: subprocess.Popen[str] | None = None
        self._warm: set[Deed] = set()

    def do(self, deed: Deed, place: Path, after: float | None = None) -> Blow:
        """Have a deed done and killed `after` seconds from where it begins, without it as soon as it is done."""
        self._warm_up(deed)
        told = self._told(f"{_STRIKE}\t{deed.name}\t{place}")
        begun, _, process = next(told, "").partition("\t")
        if begun != BEGUN:
            raise RuntimeError(f"the deed did not begin: {deed.name}")
        start = time.monotonic()
        before = []
        if after is None:
            before = list(iter(partial(next, told, _DONE), _DONE))
        else:
            time.sleep(after)
        seconds = time.monotonic() - start
        os.kill(int(process), _KILL)
        lines = [*before, *told]
        return Blow(seconds, tuple(line for line in lines if line != _DONE), after is None or _DONE in lines)

    def close(self) -> None:
        """End the child that waits for orders."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
            self._warm.clear()

    def _warm_up(self, deed: Deed) -> None:
        """Have a deed done once by the child itself: what a first time loads, all split off from it then have."""
        if deed not in self._warm:
            with self._ground.copy(deed.stage) as place:
                list(self._told(f"{_WARM}\t{deed.name}\t{place}"))
            self._warm.add(deed)

    def _told(self, order: str) -> Iterator[str]:
        """Give an order and return what is told until the deed has ended, by itself or with its process."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(order + "\n")
        process.stdin.flush()
        for line in process.stdout:
            if line == f"{_ENDED}\n":
                return
            yield line.rstrip("\n")
        self.close()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            pipe = subprocess.PIPE
            command = [*_program(), "selftest", CHILD]
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                command, stdin=pipe, stdout=pipe, encoding="utf-8", env=self._environment
            )
        return self._process


def serve(orders: TextIO, tell: Tell) -> None:
    """Do the deeds that are ordered, line by line, each to be killed: what a child does."""
    catalogue()
    for line in orders:
        order, name, place = line.rstrip("\n").split("\t")
        deed = next(each for each in DEEDS if each.name == name)
        if order == _WARM:
            deed.do(Path(place), lambda _: None)
            # What is split off then touches fewer pages of memory, each of which would be copied.
            gc.freeze()
        elif hasattr(os, "fork") and (child := os.fork()):
            os.waitpid(child, 0)
        else:
            _do(deed, Path(place), tell)
        tell(_ENDED)


def _do(deed: Deed, place: Path, tell: Tell) -> None:
    """Do a deed and wait to be killed, so that no other process can have this one's number by then."""
    try:
        deed.do(place, lambda line: tell(f"{BEGUN}\t{os.getpid()}" if line == BEGUN else line))
        tell(_DONE)
        time.sleep(_PATIENCE)
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        # What was split off must not go on as a second child.
        os._exit(1)


def _program() -> list[str]:
    """Return how this program is started: packed it is its own interpreter."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "creditdesk"]
