"""What time it is at the office: always China Standard Time, whatever the workstation's zone says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from creditdesk.rules.china_time import CHINA

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the workstation's present moment in China Standard Time."""
    return datetime.now(UTC).astimezone(CHINA)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still by intention; it says so, and nobody asks whether it is right."""

    moment: datetime

    def __call__(self) -> datetime:
        """Return its moment."""
        return self.moment


def fixed_clock(day: date, hour: int = 10, minute: int = 40) -> FixedClock:
    """Return a clock that stands still at one moment of a day, for sample desks and pictures."""
    return FixedClock(datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA))


def office_date(moment: datetime) -> date:
    """Return the date a moment has at the office."""
    return moment.astimezone(CHINA).date()
