"""Moments and days in the one time zone of the country, as they stand in certificates, archives and sentences."""

from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def in_china(moment: datetime) -> datetime:
    """Return the moment in China's time, to the second; a naive moment is taken to be China's already."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).astimezone(CHINA).replace(microsecond=0)


def start_of(day: date) -> datetime:
    """Return the first moment of a day in China."""
    return datetime.combine(day, time.min, CHINA)


def words(moment: datetime) -> str:
    """Return the moment as sentences write it: 2026-02-12 09:30."""
    return f"{in_china(moment):%Y-%m-%d %H:%M}"


def weekday(day: date) -> str:
    """Return what the day of the week is called: 周三."""
    return WEEKDAYS[day.weekday()]
