"""A deed: something an officer does, done in a process that is killed, and the verdict on what it left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from creditdesk.services.desk import Desk

BEGUN = "begun"
"""What a deed tells before it first writes."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Deed:
    """A deed on a desk of one of the ground's stages.

    `do(place, tell)` opens the desk in the place, tells `BEGUN`, then one line after each act the desk has confirmed,
    and closes it. `verdict(desk, place, confirmed)` is given the desk, opened again, and those lines; it says what is
    missing or half, and goes on with the work, which must succeed. `after(desk)` says what is wrong then; where it
    looks through the database that the work replaced too, `after_sees_former`.
    """

    name: str
    label: str
    stage: str
    do: Callable[[Path, Tell], None]
    verdict: Callable[[Desk, Path, Sequence[str]], Iterator[str]]
    after: Callable[[Desk], Iterator[str]] = lambda _: iter(())
    after_sees_former: bool = False
