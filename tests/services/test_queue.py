"""The queue's filters: each finds what it names, alone and together; counts, and filters kept by their officers."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from creditdesk.errors import InputProblem
from creditdesk.models import Case
from creditdesk.rules.urgency import Thresholds, Urgency, urgency_of
from creditdesk.services import home, objection_lists, objections, queue_conditions, queue_filters, units
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import Filter
from tests.conftest import TODAY
from tests.entered import objection, penalty

WIDE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@pytest.fixture
def three(desk: Desk) -> list[str]:
    """Cases late by some days, due today, and with time left; the last one already accepted."""
    found = [
        objection(desk, penalty(desk, decision_number=f"示市监罚〔2025〕{number}号"), day)
        for number, day in ((1, date(2026, 2, 3)), (2, date(2026, 2, 5)), (3, date(2026, 2, 11)))
    ]
    desk.perform(objections.accept, found[2])
    return found


def urgencies(desk: Desk) -> dict[str, Urgency]:
    return {row.id: row.urgency for row in objection_lists.rows(desk, objection_lists.ids(desk, Filter()))}


def test_every_urgency_finds_the_cases_that_bear_it(desk: Desk, three: list[str]) -> None:
    told = urgencies(desk)
    assert [told[one] for one in three] == [Urgency.OVERDUE, Urgency.TODAY, Urgency.AMPLE]
    for urgency in Urgency:
        wanted = [one for one in three if told[one] is urgency]
        assert objection_lists.ids(desk, Filter(urgency=urgency)) == wanted


@WIDE
@given(st.integers(-40, 400), st.integers(0, 6))
def test_the_condition_of_an_urgency_is_the_rule_itself(desk: Desk, three: list[str], days: int, soon: int) -> None:
    today, near = date(2026, 9, 1) + timedelta(days), Thresholds(soon)
    with desk.read() as session:
        cases = session.scalars(select(Case)).all()
        assert len(cases) == len(three)
        for case in cases:
            due = case.effective_due
            unsure = due is not None and not desk.calendar.known(due)
            expected = urgency_of(due, today, desk.calendar, near, provisional=unsure)
            found = {
                urgency
                for urgency in Urgency
                if session.scalar(
                    select(Case.id).where(
                        Case.id == case.id,
                        queue_conditions.of_urgency(urgency, queue_conditions.days(today, desk.calendar, near)),
                    )
                )
            }
            assert found == {expected}


def test_filters_hold_together(desk: Desk, three: list[str]) -> None:
    unit = units.listing(desk)[0].id
    found = Filter(unit_id=unit, officer_id=desk.officer.id, stage="forward", urgency="today", text="示例建材")
    assert objection_lists.ids(desk, found) == [three[1]]
    for other in (
        Filter(unit_id="none"),
        Filter(officer_id="none"),
        Filter(stage="notify"),
        Filter(text="没有这个主体"),
        Filter(urgency="done"),
    ):
        assert objection_lists.ids(desk, other) == []
    assert objection_lists.ids(desk, Filter(text="0003")) == [three[2]]
    assert objection_lists.ids(desk, Filter(due="2026-02-12")) == [three[1]]


def test_the_counts_are_the_lists_lengths(desk: Desk, three: list[str]) -> None:
    assert objection_lists.counts(desk) == {"open": 3, "due": 2, "unit": 0, "reply": 0}
    for view, count in objection_lists.counts(desk).items():
        assert len(objection_lists.ids(desk, Filter(view))) == count
    bench = home.workbench(desk)
    assert [bench.counts[one][0] for one in (Urgency.OVERDUE, Urgency.TODAY, Urgency.AMPLE)] == [1, 1, 1]
    for urgency, (cases, others) in bench.counts.items():
        assert len(home.task_ids(desk, urgency)) == cases + others
    strip = {day.day: day.objections for day in home.objection_strip(desk) if not day.off}
    assert (len(strip), strip[TODAY]) == (20, 1)


def test_the_most_pressing_comes_first_and_pages_are_parts_of_the_whole(desk: Desk, three: list[str]) -> None:
    assert objection_lists.ids(desk, Filter()) == three
    assert objection_lists.ids(desk, Filter(), 2) == three[:2]
    assert objection_lists.ids(desk, Filter(sort="due", descending=True)) == three[::-1]


def test_a_filter_is_kept_for_its_officer_alone_and_its_key_moves_up(desk: Desk) -> None:
    wanted = Filter(stage="verify", urgency="overdue", text="示例", sort="due", descending=True)
    first = str(desk.perform(queue_filters.save, " 逾期的核实 ", wanted).result["filter"])
    for number in range(2, 12):
        desk.perform(queue_filters.save, f"第{number}个", Filter(view="reply"))
    kept = queue_filters.saved(desk)
    assert (kept[0].name, kept[0].wanted, kept[0].key) == ("逾期的核实", wanted, 1)
    assert [each.key for each in kept] == [*range(1, 10), 0, 0]
    desk.perform(queue_filters.save, "逾期的核实", Filter(view="due"))
    assert queue_filters.saved(desk)[0].wanted == Filter(view="due")
    desk.perform(queue_filters.drop, first)
    assert [(each.name, each.key) for each in queue_filters.saved(desk)][:2] == [("第2个", 1), ("第3个", 2)]
    with pytest.raises(InputProblem, match="没有这个筛选"):
        desk.perform(queue_filters.drop, first)


@pytest.mark.parametrize("name", [" ", "一" * 21])
def test_a_filter_needs_a_short_name(desk: Desk, name: str) -> None:
    with pytest.raises(InputProblem, match="名称"):
        desk.perform(queue_filters.save, name, Filter())
    assert queue_filters.saved(desk) == ()
