"""Pauses against an independent counter that walks day by day and looks into plain sets."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.rules.deadlines import RuleSet, StageRule, clock_calendar, clocks, count_days
from creditdesk.rules.pauses import Interval, PausedCalendar, PauseRule, Span
from creditdesk.rules.workdays import Calendar, YearSchedule

DAY = timedelta(1)
DAYS = st.dates(date(2008, 1, 1), date(2027, 6, 1))
PAUSES = st.lists(st.tuples(st.integers(-5, 40), st.integers(0, 15)), max_size=4)


def worked_days(schedules: tuple[YearSchedule, ...]) -> tuple[frozenset[date], frozenset[date]]:
    """Return the days named as off and as worked, in the plainest form."""
    named = {day: special.off for one in schedules for day, special in one.days.items()}
    return frozenset(d for d, off in named.items() if off), frozenset(d for d, off in named.items() if not off)


def walked(
    start: date, days: int, named: tuple[frozenset[date], frozenset[date]], skipped: frozenset[date]
) -> list[date]:
    """Walk from the day after `start` and return the counted days one by one."""
    off, made_up = named
    found: list[date] = []
    day = start
    while len(found) < days:
        day += DAY
        worked = day in made_up or (day.weekday() < 5 and day not in off)
        if worked and day not in skipped:
            found.append(day)
    return found


def days_of(spans: list[tuple[date, date]]) -> frozenset[date]:
    """Return every day of some intervals."""
    return frozenset(first + DAY * at for first, last in spans for at in range((last - first).days + 1))


@given(DAYS, st.integers(1, 30), PAUSES)
def test_paused_days_are_skipped_as_a_walker_skips_them(
    calendar: Calendar, schedules: tuple[YearSchedule, ...], start: date, length: int, gaps: list[tuple[int, int]]
) -> None:
    spans = [(start + DAY * after, start + DAY * (after + long)) for after, long in gaps]
    counting = PausedCalendar(calendar, [Span(first, last, "鉴定", "示例") for first, last in spans])
    expected = walked(start, length, worked_days(schedules), days_of(spans))
    due = counting.due(start, length)
    assert due == expected[-1]
    assert counting.between(start, expected[-1]) == length
    numbered = {day.date: day.counted for day in count_days(counting, start, expected[-1]) if day.counted}
    assert list(numbered) == expected
    assert list(numbered.values()) == list(range(1, length + 1))
    assert counting.latest_start(expected[-1], 0) == expected[-1]


@given(DAYS, st.integers(1, 30))
def test_without_a_pause_a_walker_counts_the_same(
    calendar: Calendar, schedules: tuple[YearSchedule, ...], start: date, length: int
) -> None:
    expected = walked(start, length, worked_days(schedules), frozenset())
    assert calendar.add(start, length) == expected[-1]
    assert [calendar.between(start, day) for day in expected] == list(range(1, length + 1))


APPRAISAL = PauseRule("appraisal", "鉴定", "省条例第41条")
UNIT_ONLY = PauseRule("testing", "检测", "示例", clocks=("verify",))


@pytest.fixture
def rule() -> RuleSet:
    """Seven days in all, three for the unit, with one pause for every clock and one for the unit's alone."""
    verify = StageRule("verify", "核实", 3, "delivered", "opinion")
    stops = (APPRAISAL, UNIT_ONLY)
    return RuleSet("hn", "省条例", "", date(2020, 5, 1), None, 7, "received", "notified", (verify,), pauses=stops)


def march(day: int) -> date:
    """A day of March 2026, without holidays; the 2nd is a Monday."""
    return date(2026, 3, day)


EVENTS = {"received": march(2), "delivered": march(3)}


def test_a_finished_pause_moves_both_clocks(calendar: Calendar, rule: RuleSet) -> None:
    plain = clocks(rule, EVENTS, calendar, march(6))
    assert (plain.overall.due, plain.stages[0].due) == (march(11), march(6))
    now = clocks(rule, EVENTS, calendar, march(6), pauses=[Interval("appraisal", march(4), march(5))])
    assert (now.overall.due, now.stages[0].due, now.paused) == (march(13), march(10), None)
    assert (now.overall.used, now.stages[0].used) == (1, 0)


def test_a_pause_for_one_clock_leaves_the_other(calendar: Calendar, rule: RuleSet) -> None:
    now = clocks(rule, EVENTS, calendar, march(6), pauses=[Interval("testing", march(4), march(5))])
    assert (now.overall.due, now.stages[0].due) == (march(11), march(10))


def test_a_running_pause_has_no_due_date_and_keeps_what_is_left(calendar: Calendar, rule: RuleSet) -> None:
    for today in (march(6), march(20)):
        now = clocks(rule, EVENTS, calendar, today, pauses=[Interval("appraisal", march(5))])
        assert (now.overall.due, now.effective_due, now.paused) == (None, None, "appraisal")
        assert (now.overall.used, now.overall.left, now.stages[0].left) == (2, 5, 2)


def test_what_was_due_before_the_pause_stays_due(calendar: Calendar, rule: RuleSet) -> None:
    now = clocks(rule, EVENTS, calendar, march(20), pauses=[Interval("appraisal", march(16))])
    assert (now.overall.due, now.urgency) == (march(11), "overdue")


def test_a_pause_the_rule_does_not_know_stops_nothing(calendar: Calendar, plan_2017: RuleSet) -> None:
    paused = clocks(plan_2017, EVENTS, calendar, march(6), pauses=[Interval("appraisal", march(4))])
    assert paused == clocks(plan_2017, EVENTS, calendar, march(6))


def test_the_end_of_a_case_ends_its_pause(calendar: Calendar, rule: RuleSet) -> None:
    events = EVENTS | {"closed": march(9)}
    now = clocks(rule, events, calendar, march(20), pauses=[Interval("appraisal", march(4))])
    assert (now.overall.done, now.overall.used, now.overall.due) == (march(9), 1, march(17))


def test_each_skipped_day_tells_its_reason(calendar: Calendar, rule: RuleSet) -> None:
    counting = clock_calendar(rule, "overall", calendar, [Interval("appraisal", march(5), march(9))], None)
    told = {day.date: (day.counted, day.reason, day.source) for day in count_days(counting, march(2), march(16))}
    assert told[march(5)] == (None, "鉴定", "省条例第41条")
    assert told[march(7)] == (None, "周末", "")
    assert told[march(9)][0] is None
    assert told[march(10)][0] == 3
