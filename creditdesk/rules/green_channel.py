"""The green channel (绿色通道), clause 四(三): which records stand in the way of a subject, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from creditdesk.rules.heads import Head
from creditdesk.rules.periods import MONTHS_A_YEAR, last_day


@dataclass(frozen=True, slots=True)
class GreenChannel(Head):
    """The office's reading of "three consecutive years without bad record".

    `starts` is the field from whose date a record counts, `counted` the grades that count by record kind. Where not
    `ended_counts`, a record whose publicity ended stands in nobody's way.
    """

    years: int
    starts: str
    ended_counts: bool
    counted: Mapping[str, frozenset[str]]

    def counts(self, kind: str, grade: str) -> bool:
        """Tell whether records of this kind and grade are bad ones; a record without a grade is none."""
        return grade in self.counted.get(kind, frozenset())

    def until(self, start: date) -> date:
        """Return the last day on which a record counts that began to on a day."""
        return last_day(start, self.years * MONTHS_A_YEAR)
