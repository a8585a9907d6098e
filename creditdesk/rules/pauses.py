"""Pauses of a clock: intervals that a rule does not count, laid over the calendar. No date is ever moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from creditdesk.rules.workdays import Calendar, Day


@dataclass(frozen=True, slots=True)
class PauseRule:
    """One kind of pause that a rule set knows, and the clocks it stops; empty `clocks` means every clock.

    With `choice` the text gives no such pause: the office must have decided to grant it, and says so.
    """

    kind: str
    label: str
    basis: str
    clocks: tuple[str, ...] = ()
    choice: bool = False

    def stops(self, clock: str) -> bool:
        """Tell whether this kind stops the clock of this name."""
        return not self.clocks or clock in self.clocks


@dataclass(frozen=True, slots=True)
class Interval:
    """One line of the ledger; first and last day both belong to it, and without a last day it still runs."""

    kind: str
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are not counted, with the words that say why and the text that allows it."""

    first: date
    last: date | None
    reason: str
    basis: str


def spans_for(rules: Sequence[PauseRule], intervals: Iterable[Interval], clock: str) -> tuple[Span, ...]:
    """Return the intervals that stop this clock under these rules; a kind the rules do not know stops nothing."""
    known = {rule.kind: rule for rule in rules if rule.stops(clock)}
    return tuple(
        Span(one.first, one.last, known[one.kind].label, known[one.kind].basis)
        for one in sorted(intervals, key=lambda one: one.first)
        if one.kind in known
    )


class PausedCalendar(Calendar):
    """A calendar some of whose days are not counted for one clock.

    A day in two spans is skipped once. A span without an end skips every day asked about; no due date falls into it.
    """

    def __init__(self, base: Calendar, spans: Iterable[Span]) -> None:
        self._base = base
        self.version = base.version
        self._spans = tuple(sorted(spans, key=lambda span: (span.first, span.last or date.max)))
        self._closed = tuple(_joined(span for span in self._spans if span.last is not None))
        self._open = min((span.first.toordinal() for span in self._spans if span.last is None), default=None)

    @property
    def last_known(self) -> date:
        """The last day of the last announced year."""
        return self._base.last_known

    def known(self, day: date) -> bool:
        """Tell whether the day's year has an announced schedule."""
        return self._base.known(day)

    def all_known(self, start: date, end: date) -> bool:
        """Tell whether every year from `start` to `end` has an announced schedule."""
        return self._base.all_known(start, end)

    def is_working(self, day: date) -> bool:
        """Tell whether the day is a working day and counts."""
        return self._base.is_working(day) and self._span_of(day) is None

    def day(self, day: date) -> Day:
        """Return the day with its reason; a working day in a pause says which pause, and by which text."""
        plain, span = self._base.day(day), self._span_of(day)
        if span is None or not plain.working:
            return plain
        return Day(day, False, span.reason, span.basis, plain.known)

    def due(self, start: date, days: int) -> date | None:
        """Return the day on which `days` counted days end; None when that day is not before a pause still running."""
        due = self.add(start, days)
        return None if self._open is not None and due.toordinal() >= self._open else due

    def _span_of(self, day: date) -> Span | None:
        return next((span for span in self._spans if span.first <= day <= (span.last or date.max)), None)

    def count_to(self, ordinal: int) -> int:
        """Return how many days are counted from the year 1 to this day, this day included."""
        # Counting stands still inside a running pause, so a day in it counts as far as the day before the pause.
        upto = ordinal if self._open is None else min(ordinal, self._open - 1)
        skipped = sum(self._worked_in(first, min(last, upto)) for first, last in self._closed if first <= upto)
        return self._base.count_to(upto) - skipped

    def nth(self, count: int) -> date:
        """Return the day up to and including which `count` days are counted, a running pause left aside."""
        found = self._base.nth(count)
        for first, last in self._closed:
            if found.toordinal() < first:
                break
            count += self._worked_in(first, last)
            found = self._base.nth(count)
        return found

    def _worked_in(self, first: int, last: int) -> int:
        return self._base.count_to(last) - self._base.count_to(first - 1)


def ended_by(intervals: Iterable[Interval], day: date) -> tuple[Interval, ...]:
    """Return the intervals as a case that ended on this day leaves them: what still ran ends with the case."""
    return tuple(
        one if one.last is not None else Interval(one.kind, one.first, max(one.first, day)) for one in intervals
    )


def _joined(spans: Iterable[Span]) -> Iterable[tuple[int, int]]:
    """Join spans that touch or overlap into disjoint runs of ordinals, in order."""
    run: tuple[int, int] | None = None
    for span in spans:
        first, last = span.first.toordinal(), (span.last or span.first).toordinal()
        if run is not None and first <= run[1] + 1:
            run = (run[0], max(run[1], last))
            continue
        if run is not None:
            yield run
        run = (first, last)
    if run is not None:
        yield run
