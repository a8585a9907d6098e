"""What an attack came to: how often it struck, what it was held against, and what it broke."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from random import Random
from typing import NamedTuple

SHARE = 25
"""How many blows a share has: some seconds of work, so that all processes end at about the same time."""


class Turns(NamedTuple):
    """Some of an attack's blows: their numbers from `first` to before `end`, of so many in all."""

    first: int
    end: int
    of: int

    @classmethod
    def all(cls, count: int) -> "Turns":
        """Return all blows of an attack that strikes so often."""
        return cls(0, count, count)

    def shares(self) -> Iterator["Turns"]:
        """Give them in shares."""
        for first in range(self.first, self.end, SHARE):
            yield Turns(first, min(first + SHARE, self.end), self.of)

    def chances(self, seed: str) -> Iterator[tuple[int, Random]]:
        """Give each blow's number and a chance of its own: what it hits is the same in whichever share it is."""
        for turn in range(self.first, self.end):
            yield turn, Random(f"{seed} {turn}")  # noqa: S311 - no secret


@dataclass(frozen=True)
class Part:
    """What some blows came to; parts add up to the whole attack.

    `lost` says in Chinese what each blow broke that may not break. `spread` counts the blows that fell into each tenth
    of what was attacked, where they were to spread over it.
    """

    count: int = 0
    figures: Mapping[str, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    spread: tuple[int, ...] = ()

    def __add__(self, other: "Part") -> "Part":
        """Return what both came to."""
        names = {**self.figures, **other.figures}
        return Part(
            self.count + other.count,
            {name: self.figures.get(name, 0) + other.figures.get(name, 0) for name in names},
            self.lost + other.lost,
            tuple(a + b for a, b in zip_longest(self.spread, other.spread, fillvalue=0)),
        )


@dataclass(frozen=True)
class Outcome:
    """One attack in figures: `attack` and the figures' names are English for the report, `sentence` is an officer's."""

    attack: str
    sentence: str
    part: Part

    @property
    def lost(self) -> tuple[str, ...]:
        """Return what the attack broke."""
        return self.part.lost

    @property
    def line(self) -> str:
        """Return the attack as one line for the officer."""
        end = f"；例如：{self.lost[0]}" if self.lost else ""
        return f"{'守住' if not self.lost else '失守'}  {self.sentence}，失守{len(self.lost)}次{end}"

    def as_json(self) -> dict[str, object]:
        """Return the figures as plain values."""
        part = self.part
        told = {"attack": self.attack, "count": part.count, "figures": dict(part.figures), "lost": list(part.lost)}
        return told | ({"spread": list(part.spread)} if part.spread else {})


def tenths(places: Iterable[float]) -> tuple[int, ...]:
    """Count how many places between 0 and 1 lie in each tenth."""
    counted = Counter(int(place * 10) for place in places)
    return tuple(counted[tenth] for tenth in range(10))
