"""A deed: something an officer does, done in a process that is killed, and the verdict on what it left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from creditdesk.services.desk import Desk

BEGUN = "begun"
"""What a deed tells before it first writes, when a rehearsal has loaded what only a first act waits for."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Deed:
    """A deed on one of the ground's desks.

    `do(desk, place, tell)` tells `BEGUN`, then one line after each act the desk has confirmed. `verdict(desk, place,
    confirmed)` is given the desk, opened again, and those lines; it says what is missing or half, and goes on with the
    work, which must succeed.
    """

    name: str
    label: str
    stage: str
    do: Callable[[Desk, Path, Tell], None]
    verdict: Callable[[Desk, Path, Sequence[str]], Iterator[str]]
