"""Long work that tells how far it is and can be stopped: whatever a pulse raises ends the work at that place."""

import time
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, Queue
from threading import Thread
from typing import TypeVar

Pulse = Callable[[float], object]
"""Told the part that is done, from 0 to 1; it may raise to stop the work."""

BEAT = 0.1
"""Seconds between two pulses while a call cannot tell how far it is."""

_EVERY = 1000
T = TypeVar("T")


def still(_part: float) -> None:
    """Hear nothing and stop nothing."""


def part_of(pulse: Pulse, first: float, last: float) -> Pulse:
    """Return a pulse for work that is only a part of the whole, such as 0.1 to 0.5 of it."""
    return still if pulse is still else lambda part: pulse(first + (last - first) * part)


def counted(items: Iterable[T], total: int, pulse: Pulse) -> Iterator[T]:
    """Pass items on, telling now and then how many of them went by."""
    for number, item in enumerate(items):
        if not number % _EVERY:
            pulse(min(number / total, 1.0) if total else 0.0)
        yield item


def patiently(call: Callable[[], T], pulse: Pulse, usual: float = 2.0) -> T:
    """Return what a call that cannot be stopped answers, with a pulse every tenth of a second while it works.

    It works on a thread of its own. When the pulse raises, that is raised at once; the call ends unheard some time
    later. `usual` is how many seconds such a call takes, for telling how far it may be.
    """
    if pulse is still:
        return call()
    answers: Queue[tuple[T | None, BaseException | None]] = Queue()
    Thread(target=_answer, args=(call, answers), daemon=True).start()
    begun = time.monotonic()
    while True:
        try:
            answer, fault = answers.get(timeout=BEAT)
        except Empty:
            taken = time.monotonic() - begun
            pulse(taken / (taken + usual))
            continue
        if fault is not None:
            raise fault
        return answer  # type: ignore[return-value]  # without a fault it is the call's answer


def _answer(call: Callable[[], T], answers: Queue[tuple[T | None, BaseException | None]]) -> None:
    try:
        answers.put((call(), None))
    except BaseException as fault:  # noqa: BLE001 - raised again by the thread that waits
        answers.put((None, fault))
