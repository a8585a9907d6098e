"""The calendar against a counter that walks day by day and knows nothing of prefix sums."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.rules.workdays import Calendar, SpecialDay, YearSchedule

ONE = timedelta(1)
SPAN = st.dates(date(2004, 1, 1), date(2030, 12, 31))
NUMBER = st.integers(0, 60)


class Walker:
    """Working days found by looking at one day after the other."""

    def __init__(self, off: dict[date, bool]) -> None:
        self.off = off

    def works(self, day: date) -> bool:
        """Tell whether the day is worked."""
        return day.weekday() < 5 if day not in self.off else not self.off[day]

    def add(self, start: date, days: int) -> date:
        """Walk forward until enough working days have passed."""
        while days:
            start += ONE
            days -= self.works(start)
        return start

    def between(self, start: date, end: date) -> int:
        """Count from the day after the start."""
        if end < start:
            return -self.between(end, start)
        return sum(self.works(start + ONE * step) for step in range(1, (end - start).days + 1))

    def latest_start(self, due: date, days: int) -> date:
        """Walk back to the last working day that still leaves enough of them."""
        while not (self.works(due) and days <= 0):
            days -= self.works(due)
            due -= ONE
        return due


@pytest.fixture(scope="session")
def walker(schedules: tuple[YearSchedule, ...]) -> Walker:
    """The walker over the shipped schedules, later years prevailing."""
    return Walker({day: special.off for year in schedules for day, special in year.days.items()})


@given(SPAN, NUMBER)
def test_adding_is_walking(calendar: Calendar, walker: Walker, start: date, days: int) -> None:
    assert calendar.add(start, days) == walker.add(start, days)


@given(SPAN, st.integers(-400, 400))
def test_between_is_counting(calendar: Calendar, walker: Walker, start: date, reach: int) -> None:
    end = start + ONE * reach
    assert calendar.between(start, end) == walker.between(start, end)


@given(SPAN, NUMBER)
def test_latest_start_is_walking_back(calendar: Calendar, walker: Walker, due: date, days: int) -> None:
    assert calendar.latest_start(due, days) == walker.latest_start(due, days)


@given(SPAN, st.integers(1, 60))
def test_latest_start_is_the_last_day_that_still_ends_in_time(calendar: Calendar, due: date, days: int) -> None:
    start = calendar.latest_start(due, days)
    assert calendar.is_working(start)
    assert calendar.add(start, days) <= due
    assert calendar.add(calendar.add(start, 1), days) > due


@given(SPAN, NUMBER, NUMBER)
def test_adding_in_two_steps_is_adding_at_once(calendar: Calendar, start: date, first: int, second: int) -> None:
    assert calendar.add(calendar.add(start, first), second) == calendar.add(start, first + second)


@given(SPAN)
def test_a_day_tells_what_is_counted(calendar: Calendar, day: date) -> None:
    told = calendar.day(day)
    assert told.working == calendar.is_working(day) == (calendar.between(day - ONE, day) == 1)
    assert told.known == calendar.known(day) == (2007 <= day.year <= 2026)
    assert told.reason.endswith("（暂定）") != told.known or told.source


@given(
    st.dictionaries(st.dates(date(2001, 1, 1), date(2003, 12, 31)), st.booleans(), max_size=40),
    st.dates(date(2000, 11, 1), date(2004, 3, 1)),
    NUMBER,
)
def test_any_schedule_is_counted_as_it_is_walked(off: dict[date, bool], start: date, days: int) -> None:
    special = {day: SpecialDay(day, "示例节", rest) for day, rest in off.items()}
    calendar, walker = Calendar([YearSchedule(2002, special, ())], "test"), Walker(off)
    assert calendar.add(start, days) == walker.add(start, days)
    assert calendar.latest_start(start, days) == walker.latest_start(start, days)
    assert calendar.between(date(2002, 5, 5), start) == walker.between(date(2002, 5, 5), start)


def test_reasons_and_notices_of_february_2026(calendar: Calendar) -> None:
    reasons = {day: calendar.day(date(2026, 2, day)) for day in (6, 7, 14, 15, 23, 28)}
    assert {day: told.reason for day, told in reasons.items()} == {
        6: "周一至周五工作日",
        7: "周末",
        14: "春节调休上班",
        15: "春节",
        23: "春节",
        28: "春节调休上班",
    }
    assert [day for day, told in reasons.items() if told.working] == [6, 14, 28]
    assert "content_7047091" in reasons[14].source
    assert reasons[6].source == reasons[7].source == ""


def test_december_days_come_from_the_next_years_notice(calendar: Calendar) -> None:
    assert calendar.day(date(2018, 12, 29)).reason == "元旦调休上班"
    assert "2018-12/06" in calendar.day(date(2018, 12, 31)).source
    assert not calendar.is_working(date(2018, 12, 31))


def test_a_weekend_outside_the_announced_days_is_off_as_a_weekend(calendar: Calendar) -> None:
    assert calendar.day(date(2019, 4, 5)).reason == "清明节"
    assert calendar.day(date(2019, 4, 6)).reason == "周末"


def test_beyond_the_last_notice_every_date_is_provisional(calendar: Calendar) -> None:
    assert calendar.last_known == date(2026, 12, 31)
    new_year = calendar.day(date(2027, 1, 1))
    assert (new_year.working, new_year.known, new_year.reason) == (True, False, "周一至周五工作日（暂定）")
    assert calendar.all_known(date(2025, 3, 1), date(2026, 12, 31))
    assert not calendar.all_known(date(2026, 12, 31), date(2027, 1, 1))


def test_a_schedule_without_days_is_a_year_not_announced() -> None:
    calendar = Calendar([YearSchedule(2027, {}, ())], "empty")
    assert not calendar.known(date(2027, 5, 1))
    assert calendar.last_known == date.min
    assert calendar.add(date(2027, 4, 30), 1) == date(2027, 5, 3)


def test_a_later_schedule_of_the_same_year_replaces_the_earlier() -> None:
    day = date(2027, 5, 3)
    first = YearSchedule(2027, {day: SpecialDay(day, "劳动节", True)}, ("a",))
    changed = YearSchedule(2027, {date(2027, 5, 4): SpecialDay(date(2027, 5, 4), "劳动节", True)}, ("b",))
    calendar = Calendar([first, changed], "changed")
    assert calendar.is_working(day)
    assert calendar.day(date(2027, 5, 4)).source == "b"


def test_several_notices_of_a_year_are_all_named(calendar: Calendar) -> None:
    assert len(calendar.day(date(2020, 1, 31)).source.split(" ")) == 2


def test_a_year_has_all_its_days(calendar: Calendar) -> None:
    days = calendar.year(2024)
    assert len(days) == 366
    assert (days[0].date, days[-1].date) == (date(2024, 1, 1), date(2024, 12, 31))
    assert sum(day.working for day in calendar.year(2026)) == 248


def test_no_working_days_is_the_day_itself(calendar: Calendar) -> None:
    assert calendar.add(date(2026, 2, 15), 0) == date(2026, 2, 15)
    assert calendar.latest_start(date(2026, 2, 15), 0) == date(2026, 2, 14)


@pytest.mark.parametrize("start", [date(9999, 12, 30), date.min])
def test_the_ends_of_time_are_told_in_words(calendar: Calendar, start: date) -> None:
    with pytest.raises(InputProblem, match="超出"):
        calendar.add(start, 9) if start.year > 1 else calendar.latest_start(start, 9)


def test_days_are_never_owed_backwards(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match="forward"):
        calendar.add(date(2026, 1, 5), -1)
    with pytest.raises(ValueError, match="never negative"):
        calendar.latest_start(date(2026, 1, 5), -1)
