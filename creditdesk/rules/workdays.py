"""Working days: normal weeks, announced days off and make-up working weekends, counted in constant time."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from creditdesk.errors import InputProblem

WEEKDAY = "周一至周五工作日"
WEEKEND = "周末"
UNANNOUNCED = "（暂定）"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One day that a State Council notice names: a day off, or a weekend day that is worked instead."""

    date: date
    name: str
    off: bool


@dataclass(frozen=True, slots=True)
class YearSchedule:
    """One year's notice as data; its days may lie in the December before, and no days means not announced yet."""

    year: int
    days: Mapping[date, SpecialDay]
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day with the reason why it counts or not; `source` is the notice's URL, several by a space."""

    date: date
    working: bool
    reason: str
    source: str
    known: bool


class Calendar:
    """The working days of all years, known or not, under one version name.

    A later schedule of the same year replaces an earlier one, and where two years' notices name the same day the
    later year's notice prevails. Years without a schedule count Monday to Friday and are not `known`.
    """

    def __init__(self, schedules: Iterable[YearSchedule], version: str) -> None:
        self.version = version
        by_year = {schedule.year: schedule for schedule in schedules}
        self._years = frozenset(year for year, schedule in by_year.items() if schedule.days)
        self._special: dict[int, tuple[SpecialDay, str]] = {}
        for _, schedule in sorted(by_year.items()):
            source = " ".join(schedule.papers)
            self._special |= {special.date.toordinal(): (special, source) for special in schedule.days.values()}
        self._lay_out()

    def _lay_out(self) -> None:
        """Lay out the counts between the first and the last named day; outside of them every week is a normal one."""
        self._first = min(self._special, default=1)
        self._last = max(self._special, default=0)
        span = range(self._first, self._last + 1)
        self._before = _weekdays_to(self._first - 1)
        self._worked = array("l", (ordinal for ordinal in span if self._works(ordinal)))
        works = (int(self._works(ordinal)) for ordinal in span)
        self._counts = array("l", accumulate(works, initial=self._before))
        self._total = self._counts[-1]
        self._shift = self._total - _weekdays_to(self._last)

    def _works(self, ordinal: int) -> bool:
        special = self._special.get(ordinal)
        return _is_weekday(ordinal) if special is None else not special[0].off

    def count_to(self, ordinal: int) -> int:
        """Return how many working days there are from the year 1 to this day, this day included."""
        if ordinal < self._first:
            return _weekdays_to(ordinal)
        if ordinal > self._last:
            return _weekdays_to(ordinal) + self._shift
        return self._counts[ordinal - self._first + 1]

    def nth(self, count: int) -> date:
        """Return the working day up to and including which `count` working days have passed."""
        if count <= self._before:
            return _date_of(_nth_weekday(count))
        if count > self._total:
            return _date_of(_nth_weekday(count - self._shift))
        return date.fromordinal(self._worked[count - self._before - 1])

    @property
    def last_known(self) -> date:
        """The last day of the last announced year; the first day of all when nothing has been announced."""
        return date(max(self._years), 12, 31) if self._years else date.min

    def known(self, day: date) -> bool:
        """Tell whether the day's year has an announced schedule."""
        return day.year in self._years

    def all_known(self, start: date, end: date) -> bool:
        """Tell whether every year from `start` to `end` has an announced schedule."""
        return self._years.issuperset(range(start.year, end.year + 1))

    def is_working(self, day: date) -> bool:
        """Tell whether the day is a working day."""
        return self._works(day.toordinal())

    def day(self, day: date) -> Day:
        """Return the day with its reason and the notice that changed it, if one did."""
        ordinal, known = day.toordinal(), self.known(day)
        if ordinal in self._special:
            special, source = self._special[ordinal]
            reason = special.name if special.off else f"{special.name}调休上班"
            return Day(day, not special.off, reason, source, known)
        working = _is_weekday(ordinal)
        reason = WEEKDAY if working else WEEKEND
        return Day(day, working, reason if known else reason + UNANNOUNCED, "", known)

    def year(self, year: int) -> tuple[Day, ...]:
        """Return every day of the year in order."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return tuple(self.day(first + timedelta(days)) for days in range((last - first).days + 1))

    def add(self, start: date, days: int) -> date:
        """Return the `days`-th working day after `start`, which is itself not counted; zero days is `start`."""
        if days < 0:
            raise ValueError("working days are added forward only")
        return self.nth(self.count_to(start.toordinal()) + days) if days else start

    def due(self, start: date, days: int) -> date | None:
        """Return the day on which `days` working days from `start` end, or None while it cannot be known."""
        return self.add(start, days)

    def latest_start(self, due: date, days: int) -> date:
        """Return the latest working day from which `days` working days still end by `due`."""
        if days < 0:
            raise ValueError("working days are owed, never negative")
        return self.nth(self.count_to(due.toordinal()) - days)

    def between(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and including `end`; negative when `end` is earlier."""
        return self.count_to(end.toordinal()) - self.count_to(start.toordinal())


def _is_weekday(ordinal: int) -> bool:
    """Tell Monday to Friday: ordinal 1 is a Monday, so a Saturday leaves 6 and a Sunday 0."""
    return ordinal % 7 not in {6, 0}


def _weekdays_to(ordinal: int) -> int:
    """Return how many days from Monday to Friday lie between ordinal 1 and this one, both included."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def _nth_weekday(count: int) -> int:
    """Return the ordinal of the `count`-th day from Monday to Friday."""
    weeks, rest = divmod(count - 1, 5)
    return weeks * 7 + rest + 1


def _date_of(ordinal: int) -> date:
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise InputProblem("日期超出可计算的范围（公元1年至9999年），请核对所填日期。") from None
