"""Urgency: six names, in a fixed order of precedence."""

from datetime import date

import pytest

from creditdesk.rules.urgency import Thresholds, Urgency, urgency_of, words
from creditdesk.rules.workdays import Calendar

TODAY = date(2026, 2, 12)


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        (date(2026, 2, 11), Urgency.OVERDUE),
        (date(2026, 2, 12), Urgency.TODAY),
        (date(2026, 2, 13), Urgency.SOON),
        (date(2026, 2, 14), Urgency.SOON),
        (date(2026, 2, 15), Urgency.SOON),  # a day off: no working day more than the 14th
        (date(2026, 2, 24), Urgency.AMPLE),
        (None, Urgency.AMPLE),
    ],
)
def test_urgency_by_working_days(calendar: Calendar, due: date | None, urgency: Urgency) -> None:
    assert urgency_of(due, TODAY, calendar) is urgency


def test_the_threshold_is_the_offices_choice(calendar: Calendar) -> None:
    due = date(2026, 2, 24)
    assert urgency_of(due, TODAY, calendar, Thresholds(soon_days=3)) is Urgency.SOON
    assert urgency_of(date(2026, 2, 13), TODAY, calendar, Thresholds(soon_days=0)) is Urgency.AMPLE


def test_done_beats_overdue_and_overdue_beats_provisional(calendar: Calendar) -> None:
    past = date(2026, 2, 11)
    assert urgency_of(past, TODAY, calendar, done=True, provisional=True) is Urgency.DONE
    assert urgency_of(past, TODAY, calendar, provisional=True) is Urgency.OVERDUE
    assert urgency_of(TODAY, TODAY, calendar, provisional=True) is Urgency.PROVISIONAL


@pytest.mark.parametrize(
    ("urgency", "slack", "said"),
    [
        (Urgency.OVERDUE, -2, "逾期 2 个工作日"),
        (Urgency.OVERDUE, 0, "逾期"),  # a Saturday after a Friday: no working day has passed yet
        (Urgency.TODAY, 0, "今日到期"),
        (Urgency.SOON, 2, "临近"),
        (Urgency.AMPLE, 5, "充裕"),
        (Urgency.DONE, None, "已办结"),
        (Urgency.PROVISIONAL, 5, "暂定"),
    ],
)
def test_words(urgency: Urgency, slack: int | None, said: str) -> None:
    assert words(urgency, slack) == said
