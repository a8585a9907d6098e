"""By when records must leave the office, and by which figures its reporting is judged: 实施方案六（二）, 六（八）."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from creditdesk.rules.heads import Head
from creditdesk.rules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Schedule:
    """By when some rows must leave: so many working days, or by a day of the week, or of the month after.

    Exactly one of `working_days`, `weekday` (1 is Monday) and `month_day` is set. `kinds` names the record kinds, none
    means all that no other schedule names; `fresh` rows never left before, the others have and were changed since.
    """

    name: str
    label: str
    kinds: tuple[str, ...]
    fresh: bool
    working_days: int = 0
    weekday: int = 0
    month_day: int = 0

    def due(self, start: date, calendar: Calendar) -> date:
        """Return the last day for a row that was decided or changed on `start`.

        A day of the week or month that is a day off means the working day before it: early is never late.
        """
        if self.working_days:
            return calendar.add(start, self.working_days)
        earlier = (last_working(day, calendar) for day in self._days_after(start))
        return next(day for day in earlier if day >= start)

    def _days_after(self, start: date) -> Iterator[date]:
        if self.weekday:
            day = start + timedelta((self.weekday - start.isoweekday()) % 7)
            while True:
                yield day
                day += timedelta(7)
        day = start
        while True:
            yield (day := next_month(day, self.month_day))


@dataclass(frozen=True, slots=True)
class MonthlyRule:
    """The monthly return (双公示月报): of which kinds, by which day of the month after, and how they leave."""

    label: str
    kinds: tuple[str, ...]
    month_day: int
    channel: str

    def due(self, month: date, calendar: Calendar) -> date:
        """Return by which working day the return of a month (any day of it) is to be sent."""
        return last_working(next_month(month, self.month_day), calendar)


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure of the assessment: what it divides, the percentage to reach, and its points where the source has any."""

    name: str
    label: str
    told: str
    goal: int
    points: int


@dataclass(frozen=True, slots=True)
class Reporting(Head):
    """One edition of the rules about reporting; a unit told to mend its ways has `rectification_days` working days."""

    schedules: tuple[Schedule, ...]
    monthly: MonthlyRule
    rectification_days: int
    rates: tuple[Rate, ...]

    def schedule(self, kind: str, *, fresh: bool) -> Schedule:
        """Return the schedule of a row: the one that names its kind, else the one for all the others."""
        fitting = [one for one in self.schedules if one.fresh is fresh]
        return next((one for one in fitting if kind in one.kinds), None) or next(
            one for one in fitting if not one.kinds
        )


def last_working(day: date, calendar: Calendar) -> date:
    """Return the day itself when it is a working day, else the working day before it."""
    return calendar.latest_start(day, 0)


def next_month(day: date, number: int) -> date:
    """Return the `number`-th day of the month after the one of `day`; `number` is at most 28."""
    return (day.replace(day=1) + timedelta(32)).replace(day=number)
