"""By when what must leave: working days, a day of the week, a day of the month after, and days off before them."""

from datetime import date, timedelta

import pytest

from creditdesk.rules.reporting import MonthlyRule, Schedule
from creditdesk.rules.workdays import Calendar

FRIDAYS = Schedule("changes", "每周", (), False, weekday=5)
TENTHS = Schedule("monthly", "每月", (), True, month_day=10)
SEVEN = Schedule("publicity", "双公示", ("penalty",), True, working_days=7)


@pytest.mark.parametrize(
    ("schedule", "start", "due"),
    [
        (SEVEN, date(2026, 2, 3), date(2026, 2, 12)),
        (SEVEN, date(2026, 2, 12), date(2026, 2, 28)),  # 春节 off, two make-up weekends worked
        (FRIDAYS, date(2026, 1, 12), date(2026, 1, 16)),
        (FRIDAYS, date(2026, 1, 16), date(2026, 1, 16)),
        (FRIDAYS, date(2026, 1, 17), date(2026, 1, 23)),
        (FRIDAYS, date(2026, 4, 27), date(2026, 4, 30)),  # Friday is 1 May
        (FRIDAYS, date(2026, 10, 1), date(2026, 10, 9)),  # nothing is worked before that week's Friday
        (TENTHS, date(2026, 1, 31), date(2026, 2, 10)),
        (TENTHS, date(2026, 2, 1), date(2026, 3, 10)),
        (TENTHS, date(2025, 12, 31), date(2026, 1, 9)),  # the 10th is a Saturday
        (TENTHS, date(2025, 12, 1), date(2026, 1, 9)),
    ],
)
def test_the_last_day_to_leave(schedule: Schedule, start: date, due: date, calendar: Calendar) -> None:
    assert schedule.due(start, calendar) == due


@pytest.mark.parametrize("schedule", [FRIDAYS, TENTHS, SEVEN])
def test_a_due_day_is_worked_and_never_before_its_start(schedule: Schedule, calendar: Calendar) -> None:
    days = [date(2025, 1, 1) + timedelta(each) for each in range(730)]
    dues = [schedule.due(day, calendar) for day in days]
    assert all(due >= day and calendar.is_working(due) for day, due in zip(days, dues, strict=True))
    assert dues == sorted(dues)


def test_the_monthly_return_is_due_by_the_tenth_of_the_month_after(calendar: Calendar) -> None:
    rule = MonthlyRule("双公示月报", ("penalty",), 10, "数据包")
    assert rule.due(date(2026, 3, 31), calendar) == date(2026, 4, 10)
    assert rule.due(date(2026, 9, 1), calendar) == date(2026, 10, 10)  # a Saturday that is worked
    assert rule.due(date(2026, 12, 15), calendar) == date(2027, 1, 8)  # the 10th is a Sunday
