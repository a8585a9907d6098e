"""Retention (保存期限): how long an adverse record is kept, counted from which day, and what happens to it then."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from creditdesk.rules.heads import Head
from creditdesk.rules.periods import MONTHS_A_YEAR, last_day

ERASE, ARCHIVE = "erase", "archive"


@dataclass(frozen=True, slots=True)
class Retention(Head):
    """One dated rule: whose records it is about, for how many years they are kept, and what follows.

    `starts` are the fields from whose date the years count; the first that is filled decides. A record with none of
    them has no clock, and is neither erased nor archived.
    """

    valid_from: date
    basis: str
    outcome: str
    categories: tuple[str, ...]
    years: int
    starts: tuple[str, ...]

    def until(self, start: date) -> date:
        """Return the last day on which a record is kept whose clock began on a day."""
        return last_day(start, self.years * MONTHS_A_YEAR)

    def latest_start(self, today: date) -> date:
        """Return the latest beginning whose last day lies before today: what began by then is due."""
        before = today - timedelta(days=1)
        year, month = before.year - self.years, before.month
        whole = before.day == calendar.monthrange(before.year, month)[1]
        # What began on 29 February ends on the 28th of a shorter one: the last days of a month end together.
        return date(year, month, calendar.monthrange(year, month)[1] if whole else before.day)
