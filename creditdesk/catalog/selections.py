"""Selections for honours (评选): who may stand, what keeps a candidate out, and which records are honours."""

from collections.abc import Iterable
from dataclasses import dataclass

from creditdesk.rules.heads import Head


@dataclass(frozen=True, slots=True)
class Selection:
    """One title that is given by selection, and the categories of subjects that may stand for it."""

    name: str
    label: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelectionRule(Head):
    """The selections in their order; a record of an excluded grade keeps a candidate out, others are only told."""

    excluded_grades: frozenset[str]
    honours: tuple[str, ...]
    selections: tuple[Selection, ...]

    def selection(self, name: str) -> Selection | None:
        """Return the selection of this name or label, or None."""
        return next((each for each in self.selections if name in (each.name, each.label)), None)

    def excludes(self, grades: Iterable[str]) -> bool:
        """Tell whether one of these grades keeps a candidate out."""
        return not self.excluded_grades.isdisjoint(grades)
