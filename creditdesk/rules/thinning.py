"""Which backups are kept, the newest of each of the last days, weeks and months, and which desks set aside."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from creditdesk.rules.china_time import in_china


@dataclass(frozen=True, slots=True)
class Keep:
    """How many periods keep their newest backup; of the last `whole_days` days with backups every one is kept."""

    whole_days: int
    days: int
    weeks: int
    months: int


@dataclass(frozen=True, slots=True)
class KeepAside:
    """How long a desk that was set aside is kept; the `newest` of them stay however old they are."""

    age: timedelta
    newest: int


def outdated(moments: Iterable[datetime], keep: KeepAside, now: datetime) -> frozenset[datetime]:
    """Return the moments whose desks set aside need not be kept any longer."""
    newest_first = sorted(set(moments), reverse=True)
    return frozenset(moment for moment in newest_first[keep.newest :] if now - moment >= keep.age)


def kept(moments: Iterable[datetime], keep: Keep) -> frozenset[datetime]:
    """Return the moments whose backups are kept.

    Only periods that have a backup count, so that neither a long holiday nor a clock that jumped ahead costs an old
    backup its place. The newest of all is always kept.
    """
    newest_first = sorted(set(moments), reverse=True)
    chosen = set(newest_first[:1])
    for period_of, count in ((_day, keep.days), (_week, keep.weeks), (_month, keep.months)):
        chosen.update(_newest_of_each(newest_first, period_of)[:count])
    whole = {_day(moment) for moment in _newest_of_each(newest_first, _day)[: keep.whole_days]}
    chosen.update(moment for moment in newest_first if _day(moment) in whole)
    return frozenset(chosen)


def _newest_of_each(newest_first: Iterable[datetime], period_of: Callable[[datetime], Any]) -> list[datetime]:
    found: dict[Any, datetime] = {}
    for moment in newest_first:
        found.setdefault(period_of(moment), moment)
    return list(found.values())


def _day(moment: datetime) -> tuple[int, ...]:
    return (*_month(moment), in_china(moment).day)


def _week(moment: datetime) -> tuple[int, ...]:
    year, week, _ = in_china(moment).isocalendar()
    return (year, week)


def _month(moment: datetime) -> tuple[int, ...]:
    local = in_china(moment)
    return (local.year, local.month)
