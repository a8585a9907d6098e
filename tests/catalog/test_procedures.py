"""The objection as the county plan tells it, clause 六(三)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.rules.procedures import advisory_rules, allowed, primary, rule_for, step
from creditdesk.rules.urgency import Urgency

CATALOGUE = load(paths.forms())
OBJECTION = CATALOGUE.procedure("objection")


def test_the_main_course_leads_to_the_end() -> None:
    state, course = OBJECTION.initial, []
    while act := primary(OBJECTION, state):
        course.append(act.name)
        state = step(OBJECTION, state, act.name)
    assert course == ["accept", "forward", "deliver", "opinion", "reply", "close"]
    assert state == "closed"


@given(st.data())
def test_every_case_can_come_to_an_end(data: st.DataObject) -> None:
    state = OBJECTION.initial
    for _ in range(12):
        if state in OBJECTION.final:
            break
        state = step(OBJECTION, state, data.draw(st.sampled_from(allowed(OBJECTION, state))).name)
    while act := primary(OBJECTION, state):
        state = step(OBJECTION, state, act.name)
    assert state in OBJECTION.final


def test_acts_are_named_as_on_the_buttons() -> None:
    labels = {act.name: act.label for act in OBJECTION.acts}
    assert labels["opinion"] == "登记核实意见"
    assert set(labels) == {
        *("receive", "accept", "ask_more", "supplement_in", "refuse", "forward"),
        *("deliver", "opinion", "reply", "close", "withdraw"),
    }


def test_letters_go_out_with_their_acts_and_cannot_be_undone() -> None:
    letters = {act.name: act.letter for act in OBJECTION.acts if act.letter}
    assert letters == {
        "accept": "acceptance",
        "ask_more": "supplement",
        "refuse": "refusal",
        "forward": "referral",
        "reply": "outcome",
    }
    assert not any(act.undoable for act in OBJECTION.acts if act.letter)


def test_an_applicant_may_withdraw_until_the_answer() -> None:
    for state in OBJECTION.states:
        can = any(act.name == "withdraw" for act in allowed(OBJECTION, state))
        assert can == (state not in OBJECTION.final and state != "notified")


def test_the_county_plan_leaves_no_slack() -> None:
    rule = rule_for(OBJECTION, date(2026, 2, 2))
    assert (rule.name, rule.overall_days) == ("plan_2017", 12)
    assert [(stage.starts, stage.ends, stage.days) for stage in rule.stages] == [
        ("received", "forwarded", 5),
        ("delivered", "opinion", 5),
        ("opinion", "notified", 2),
    ]


@pytest.mark.parametrize(("day", "names"), [(date(2019, 6, 3), set()), (date(2026, 2, 2), {"hn_2020", "hn_2020_own"})])
def test_the_provincial_regulation_only_advises(day: date, names: set[str]) -> None:
    rules = advisory_rules(OBJECTION, day)
    assert {rule.name for rule in rules} == names
    assert {rule.overall_days for rule in rules} <= {3, 7}


def test_materials_are_listed() -> None:
    assert "异议申请书" in OBJECTION.materials


def test_when_a_due_date_is_near_and_when_it_reminds_is_data() -> None:
    assert OBJECTION.thresholds.soon_days == 2
    assert OBJECTION.reminders == (Urgency.SOON, Urgency.TODAY, Urgency.OVERDUE)
    assert OBJECTION.attachment_mib == 20
