"""Five years are counted to the day, and the sweep's one comparison agrees with counting each record by itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk import paths
from creditdesk.catalog.load import load

PLAN = load(paths.forms()).retention("plan_2017")
DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "until"),
    [("2021-02-12", "2026-02-12"), ("2020-02-29", "2025-02-28"), ("2019-02-28", "2024-02-28")],
)
def test_the_last_day_has_the_same_number(start: str, until: str) -> None:
    assert PLAN.until(date.fromisoformat(start)) == date.fromisoformat(until)


@given(DAYS, DAYS)
def test_what_began_by_the_latest_start_is_due_and_nothing_else(start: date, today: date) -> None:
    assert (start <= PLAN.latest_start(today)) == (PLAN.until(start) < today)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2024, 2, 28), (2024, 2, 29), (2025, 2, 28), (2025, 3, 1), (2029, 3, 1)]
)
def test_the_end_of_february_is_no_exception(year: int, month: int, day: int) -> None:
    today = date(year, month, day)
    for start in (date(2019, 2, 28), date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2024, 2, 29)):
        assert (start <= PLAN.latest_start(today)) == (PLAN.until(start) < today)
