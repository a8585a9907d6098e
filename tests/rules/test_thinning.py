"""Thinning keeps days, weeks and months, and never the newest's place goes to another."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from creditdesk.rules.china_time import CHINA
from creditdesk.rules.thinning import Keep, KeepAside, kept, outdated

KEEP = Keep(whole_days=1, days=7, weeks=5, months=12)
MINUTES = st.integers(0, 8 * 366 * 24 * 60)
MOMENTS = st.lists(MINUTES.map(lambda minutes: datetime(2020, 1, 1, tzinfo=CHINA) + timedelta(minutes=minutes)))


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CHINA)


def test_a_year_of_two_backups_a_day_leaves_days_weeks_and_months() -> None:
    first = datetime(2025, 3, 1, 9, tzinfo=CHINA)
    moments = [first + timedelta(days=day, hours=hour) for day in range(365) for hour in (0, 6)]
    stay = sorted(kept(moments, KEEP))
    days = [f"{moment:%m-%d %H}" for moment in stay]
    # 2026-02-28 is a Saturday: today in whole, seven days, the Sundays before, the ends of months before those.
    assert days == [
        "03-31 15", "04-30 15", "05-31 15", "06-30 15", "07-31 15", "08-31 15", "09-30 15", "10-31 15", "11-30 15",
        "12-31 15", "01-31 15", "02-01 15", "02-08 15", "02-15 15", "02-22 15", "02-23 15", "02-24 15", "02-25 15",
        "02-26 15", "02-27 15", "02-28 09", "02-28 15",
    ]  # fmt: skip


def test_a_holiday_costs_nothing() -> None:
    moments = [at(1, day) for day in range(5, 10)] + [at(6, 1)]
    assert kept(moments, KEEP) == set(moments)


def test_a_clock_that_jumped_ahead_takes_one_day_only() -> None:
    usual = [at(2, day) for day in range(2, 9)]
    stay = kept([*usual, datetime(2099, 1, 1, tzinfo=CHINA)], KEEP)
    assert set(usual[1:]) <= stay


@given(MOMENTS)
def test_the_newest_stays_and_thinning_twice_changes_nothing(moments: list[datetime]) -> None:
    stay = kept(moments, KEEP)
    assert stay <= set(moments)
    assert not moments or max(moments) in stay
    assert kept(stay, KEEP) == stay


@given(MOMENTS)
def test_no_more_stay_than_the_rule_says(moments: list[datetime]) -> None:
    stay = kept(moments, Keep(whole_days=0, days=2, weeks=2, months=2))
    assert len(stay) <= 6
    for period in ("%Y-%m-%d", "%G-%V", "%Y-%m"):
        newest = sorted({moment.strftime(period) for moment in moments}, reverse=True)[:2]
        assert set(newest) <= {moment.strftime(period) for moment in stay}


@given(MOMENTS, st.integers(1, 4))
def test_of_the_desks_set_aside_only_old_ones_go_and_never_the_newest(moments: list[datetime], newest: int) -> None:
    now = datetime(2028, 1, 1, tzinfo=CHINA)
    keep = KeepAside(timedelta(days=180), newest)
    gone = outdated(moments, keep, now)
    stay = sorted(set(moments) - gone, reverse=True)
    assert all(now - moment >= keep.age for moment in gone)
    assert stay[:newest] == sorted(set(moments), reverse=True)[:newest]
    assert all(now - moment < keep.age for moment in stay[newest:])
