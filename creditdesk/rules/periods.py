"""Periods of months and years (民法典第201、202条): the first day is not counted, the last has the same number."""

import calendar
from datetime import date

MONTHS_A_YEAR = 12


def last_day(start: date, months: int) -> date:
    """Return the last day of a period that began on a day; the month's last one where it has no such day."""
    years, month = divmod(start.month - 1 + months, MONTHS_A_YEAR)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
