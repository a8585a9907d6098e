"""The clocks of an objection: the plan's test vectors, the pictured case, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.rules.deadlines import Clocks, RuleSet, StageRule, clocks, count_days
from creditdesk.rules.urgency import Thresholds, Urgency
from creditdesk.rules.workdays import Calendar

FEBRUARY = [date(2026, 2, day) for day in range(1, 29)]


def february(day: int) -> date:
    """A day of February 2026, when the clock crosses 春节 and the working Saturday."""
    return FEBRUARY[day - 1]


@pytest.mark.parametrize(
    ("received", "dues"),
    [
        (date(2026, 9, 18), {3: (9, 22), 5: (9, 24), 7: (9, 29), 12: (10, 12)}),
        (date(2026, 2, 13), {3: (2, 25), 5: (2, 27), 7: (3, 2), 12: (3, 9)}),
    ],
)
def test_vectors_of_2026(calendar: Calendar, received: date, dues: dict[int, tuple[int, int]]) -> None:
    assert {days: calendar.add(received, days) for days in dues} == {
        days: date(2026, *due) for days, due in dues.items()
    }


def test_chained_stages_of_september_use_up_the_whole(calendar: Calendar, plan_2017: RuleSet) -> None:
    first, second = date(2026, 9, 24), date(2026, 10, 9)
    events = {"received": date(2026, 9, 18), "forwarded": first, "delivered": first, "opinion": second}
    now = clocks(plan_2017, events, calendar, second)
    assert [stage.due for stage in now.stages] == [first, second, date(2026, 10, 12)]
    assert now.overall.due == date(2026, 10, 12)


@pytest.fixture
def pictured(calendar: Calendar, plan_2017: RuleSet) -> Clocks:
    """Case 2026-0017 on 2026-02-12, as it was drawn."""
    events = {
        "received": february(2),
        "accepted": february(4),
        "forwarded": february(9),
        "delivered": february(10),
    }
    return clocks(plan_2017, events, calendar, february(12))


def test_the_pictured_case(pictured: Clocks) -> None:
    forward, verify, notify = pictured.stages
    assert (forward.due, forward.done, forward.used, forward.left) == (february(9), february(9), 5, 0)
    assert (verify.start, verify.due, verify.latest) == (february(10), february(24), february(14))
    assert (verify.used, verify.left) == (1, 3)
    assert (notify.start, notify.due, notify.latest) == (None, None, february(25))
    assert (pictured.overall.due, pictured.overall.used, pictured.overall.left) == (february(25), 7, 4)
    assert (pictured.stage, pictured.effective_due, pictured.slack_days) == ("verify", february(14), 2)
    assert (pictured.urgency, pictured.provisional, pictured.rule) == (Urgency.SOON, False, "plan_2017")


def test_between_forwarding_and_delivery_the_unit_is_already_awaited(calendar: Calendar, plan_2017: RuleSet) -> None:
    events = {"received": february(2), "forwarded": february(9)}
    now = clocks(plan_2017, events, calendar, february(10))
    assert now.stage == "verify"
    assert now.stages[1].start is now.stages[1].due is None
    assert now.effective_due == february(14)


def test_an_answered_case_is_done(calendar: Calendar, plan_2017: RuleSet) -> None:
    events = dict.fromkeys(("forwarded", "delivered", "opinion", "notified"), february(3)) | {"received": february(2)}
    now = clocks(plan_2017, events, calendar, february(28))
    assert (now.stage, now.effective_due, now.slack_days, now.urgency) == (None, None, None, Urgency.DONE)
    assert (now.overall.done, now.overall.used, now.overall.left) == (february(3), 1, 11)


def test_a_refused_case_stops_every_clock(calendar: Calendar, plan_2017: RuleSet) -> None:
    now = clocks(plan_2017, {"received": february(2), "closed": february(4)}, calendar, february(28))
    assert (now.urgency, now.overall.done, now.overall.used) == (Urgency.DONE, february(4), 2)
    assert (now.stages[0].done, now.stages[0].left) == (None, 3)


def test_an_overdue_case_says_by_how_much(calendar: Calendar, plan_2017: RuleSet) -> None:
    now = clocks(plan_2017, {"received": february(2)}, calendar, february(13))
    assert (now.stage, now.effective_due, now.slack_days) == ("forward", february(9), -4)
    assert now.urgency is Urgency.OVERDUE


def test_after_its_last_stage_a_case_waits_for_the_whole(calendar: Calendar) -> None:
    """河南省社会信用条例 第41条 names three days for the unit and seven in all, but none for what follows."""
    verify = StageRule("verify", "核实", 3, "delivered", "opinion")
    rule = RuleSet("hn_2020", "省条例第41条", "", date(2020, 5, 1), None, 7, "received", "notified", (verify,), True)
    events = {"received": february(2), "delivered": february(3), "opinion": february(5)}
    now = clocks(rule, events, calendar, february(6))
    assert (now.stage, now.effective_due, now.slack_days) == (None, february(11), 3)


def test_a_case_without_receipt_has_no_dates(calendar: Calendar, plan_2017: RuleSet) -> None:
    now = clocks(plan_2017, {}, calendar, february(2))
    assert (now.stage, now.effective_due, now.slack_days) == ("forward", None, None)
    assert (now.urgency, now.provisional) == (Urgency.AMPLE, False)


def test_a_date_in_a_year_not_announced_is_provisional(calendar: Calendar, plan_2017: RuleSet) -> None:
    now = clocks(plan_2017, {"received": date(2026, 12, 28)}, calendar, date(2026, 12, 29))
    assert now.stages[0].due == date(2027, 1, 4)
    assert now.provisional
    assert now.urgency is Urgency.PROVISIONAL


def test_a_firm_stage_keeps_its_urgency_while_the_whole_is_provisional(calendar: Calendar, plan_2017: RuleSet) -> None:
    now = clocks(plan_2017, {"received": date(2026, 12, 21)}, calendar, date(2026, 12, 28))
    assert (now.effective_due, now.urgency, now.provisional) == (date(2026, 12, 28), Urgency.TODAY, True)
    assert [now.stages[0].provisional, now.overall.provisional] == [False, True]


def test_the_office_says_what_is_soon(calendar: Calendar, plan_2017: RuleSet) -> None:
    now = clocks(plan_2017, {"received": february(2)}, calendar, february(4), Thresholds(soon_days=3))
    assert (now.slack_days, now.urgency) == (3, Urgency.SOON)


def test_every_day_of_a_deadline_is_numbered_or_skipped(calendar: Calendar) -> None:
    days = count_days(calendar, february(2), february(25))
    assert [day.date for day in days] == FEBRUARY[1:25]
    assert (days[0].counted, days[0].reason) == (0, "起算日，不计")
    assert {day.date.day: day.counted for day in days if day.counted} == {
        3: 1, 4: 2, 5: 3, 6: 4, 9: 5, 10: 6, 11: 7, 12: 8, 13: 9, 14: 10, 24: 11, 25: 12
    }  # fmt: skip
    assert [day.date.day for day in days if day.reason == "周末"] == [7, 8]
    assert [day.date.day for day in days if day.reason == "春节"] == list(range(15, 24))
    assert days[12].reason == "春节调休上班"
    assert "content_7047091" in days[12].source
    assert count_days(calendar, february(3), february(2)) == ()


DAYS = st.dates(date(2008, 1, 1), date(2027, 6, 1))
GAPS = st.lists(st.integers(0, 20), min_size=4, max_size=4)
NAMES = ("received", "forwarded", "delivered", "opinion", "notified")


@given(DAYS, GAPS, st.integers(1, 5), st.integers(0, 40))
def test_what_always_holds(
    calendar: Calendar, plan_2017: RuleSet, received: date, gaps: list[int], known: int, later: int
) -> None:
    dates = [received + timedelta(sum(gaps[:step])) for step in range(5)]
    events = dict(list(zip(NAMES, dates, strict=True))[:known])
    today = max(events.values()) + timedelta(later)
    now = clocks(plan_2017, events, calendar, today)
    overall = now.overall.due
    assert overall == calendar.add(received, 12)
    ahead = [stage.latest for stage in now.stages if stage.latest and not stage.done]
    assert ahead == sorted(ahead)
    for stage in now.stages:
        assert stage.latest is not None
        assert stage.latest <= (stage.due or overall)
        assert stage.latest <= overall
        assert stage.used is None or stage.used >= 0
    if now.urgency is Urgency.DONE:
        assert known == 5
        return
    assert now.effective_due is not None
    assert now.slack_days == calendar.between(today, now.effective_due)
    assert (now.urgency is Urgency.OVERDUE) == (now.effective_due < today)


@given(DAYS, st.integers(0, 12))
def test_what_is_used_and_left_makes_the_whole(
    calendar: Calendar, plan_2017: RuleSet, received: date, later: int
) -> None:
    today = received + timedelta(later)
    overall = clocks(plan_2017, {"received": received}, calendar, today).overall
    counted_today = today > received and calendar.is_working(today)
    assert overall.used is not None
    assert overall.left is not None
    assert overall.used + counted_today + overall.left == 12


@given(DAYS, st.integers(1, 15))
def test_the_last_number_of_a_counting_is_its_length(calendar: Calendar, start: date, length: int) -> None:
    days = count_days(calendar, start, calendar.add(start, length))
    numbers = [day.counted for day in days if day.counted is not None]
    assert numbers == list(range(length + 1))
