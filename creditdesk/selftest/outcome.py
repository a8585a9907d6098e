"""What an attack came to: how often it struck, what it was held against, and what it broke."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outcome:
    """One attack in figures; `lost` says in Chinese what each blow broke that may not break.

    `attack` and the names of `figures` are English words for the report, `sentence` is for the officer. `spread` counts
    the blows that fell into each tenth of what was attacked, where they were to spread over it.
    """

    attack: str
    sentence: str
    count: int
    figures: Mapping[str, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    spread: tuple[int, ...] = ()

    @property
    def line(self) -> str:
        """Return the attack as one line for the officer."""
        end = f"；例如：{self.lost[0]}" if self.lost else ""
        return f"{'守住' if not self.lost else '失守'}  {self.sentence}，失守{len(self.lost)}次{end}"

    def as_json(self) -> dict[str, object]:
        """Return the figures as plain values."""
        told = {"attack": self.attack, "count": self.count, "figures": dict(self.figures), "lost": list(self.lost)}
        return told | ({"spread": list(self.spread)} if self.spread else {})


def tenths(places: Iterable[float]) -> tuple[int, ...]:
    """Count how many places between 0 and 1 lie in each tenth."""
    counted = Counter(int(place * 10) for place in places)
    return tuple(counted[tenth] for tenth in range(10))
