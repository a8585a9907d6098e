"""Three consecutive years: the exact last day on which a record counts, February 29 included."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.rules.periods import last_day

RULE = load(paths.forms()).green_channel("plan_2017")


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2023, 2, 12), date(2026, 2, 12)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2025, 3, 1), date(2028, 3, 1)),
        (date(2022, 12, 31), date(2025, 12, 31)),
    ],
)
def test_a_record_counts_to_the_same_day_three_years_later_or_to_the_month_s_end(start: date, last: date) -> None:
    assert RULE.until(start) == last


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [(date(2025, 1, 31), 1, date(2025, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29))],
)
def test_a_month_without_the_day_ends_on_its_last(start: date, months: int, last: date) -> None:
    assert last_day(start, months) == last


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_an_earlier_record_never_counts_longer_than_a_later_one(one: date, other: date) -> None:
    assert RULE.until(min(one, other)) <= RULE.until(max(one, other))
    assert RULE.until(one) - one in (timedelta(1095), timedelta(1096))


def test_which_kinds_and_grades_count_is_read_from_the_forms() -> None:
    assert RULE.counts("penalty", "一般")
    assert not RULE.counts("industry_sanction", "一般")
    assert RULE.counts("industry_sanction", "严重")
    assert not RULE.counts("commitment", "")
    assert not RULE.counts("honour", "严重")
