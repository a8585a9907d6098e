"""When a part of a form applies: certain fields hold certain words."""

from collections.abc import Mapping
from dataclasses import dataclass

JOINT = ";"
NAMED = "-"


def words_of(value: str) -> tuple[str, ...]:
    """Return the words in a choice: several are joined by ";", and of 其他-某某 only the head counts."""
    return tuple(part.partition(NAMED)[0] for part in value.split(JOINT)) if value else ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Fields each of which must hold one of the words given for it; a condition without fields always holds."""

    wanted: tuple[tuple[str, frozenset[str]], ...] = ()

    def holds(self, content: Mapping[str, str]) -> bool:
        """Return whether every field named holds one of its words."""
        for name, words in self.wanted:
            value = content.get(name, "")
            if value not in words and words.isdisjoint(words_of(value)):
                return False
        return True

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields looked at."""
        return tuple(name for name, _ in self.wanted)


ALWAYS = Condition()
