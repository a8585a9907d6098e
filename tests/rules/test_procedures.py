"""The engine of procedures, on a procedure that has nothing to do with objections."""

from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.rules.deadlines import RuleSet
from creditdesk.rules.procedures import (
    Act,
    Procedure,
    act_named,
    advisory_rules,
    allowed,
    primary,
    rule_for,
    step,
)


def rule(name: str, valid_from: date, valid_until: date | None = None, *, advisory: bool = False) -> RuleSet:
    """A rule set that is only its dates."""
    return RuleSet(name, name, "", valid_from, valid_until, 7, "asked", "answered", (), advisory)


@pytest.fixture
def lending() -> Procedure:
    """Lending a file: asked, then lent or refused, then returned."""
    acts = (
        Act("lend", "借出", frozenset({"asked"}), "lent", "lent", None, True, ()),
        Act("refuse", "不予借出", frozenset({"asked"}), "refused", "closed", "refusal", False, ("reason",)),
        Act("return", "归还", frozenset({"lent"}), "returned", "returned", None, True, ()),
    )
    rules = (
        rule("first", date(2017, 1, 1), date(2019, 12, 31)),
        rule("second", date(2019, 6, 1)),
        rule("stricter", date(2020, 5, 1), advisory=True),
    )
    return Procedure(
        name="lending",
        label="档案借阅",
        edition="2026",
        source="示例",
        checked=date(2026, 1, 1),
        initial="asked",
        final=frozenset({"refused", "returned"}),
        states={"asked": "待审批", "lent": "已借出", "refused": "未借出", "returned": "已归还"},
        acts=acts,
        rule_sets=rules,
        materials=("借阅申请",),
    )


def test_acts_follow_the_state_in_the_order_of_the_paper(lending: Procedure) -> None:
    assert [act.name for act in allowed(lending, "asked")] == ["lend", "refuse"]
    assert allowed(lending, "returned") == ()
    first = primary(lending, "asked")
    assert first is not None
    assert first.name == "lend"
    assert primary(lending, "refused") is None


def test_a_step_leads_to_the_next_state(lending: Procedure) -> None:
    assert step(lending, step(lending, "asked", "lend"), "return") == "returned"


@pytest.mark.parametrize(("state", "options"), [("asked", "借出、不予借出"), ("returned", "无")])
def test_a_step_not_allowed_says_what_is(lending: Procedure, state: str, options: str) -> None:
    with pytest.raises(InputProblem, match=f"不能归还；可办理的有：{options}。"):
        step(lending, state, "return")


def test_an_act_the_paper_does_not_have_is_our_fault(lending: Procedure) -> None:
    with pytest.raises(KeyError):
        act_named(lending, "burn")


@pytest.mark.parametrize(
    ("received", "name"),
    [
        (date(2017, 1, 1), "first"),
        (date(2019, 6, 1), "second"),
        (date(2020, 5, 1), "second"),
    ],
)
def test_the_binding_rule_is_the_youngest_in_force(lending: Procedure, received: date, name: str) -> None:
    assert rule_for(lending, received).name == name


def test_an_advisory_rule_binds_only_when_chosen(lending: Procedure) -> None:
    day = date(2026, 2, 2)
    assert [one.name for one in advisory_rules(lending, day)] == ["stricter"]
    assert rule_for(lending, day, "stricter").name == "stricter"
    assert [one.name for one in advisory_rules(lending, day, "stricter")] == ["second"]
    assert rule_for(lending, date(2019, 7, 1), "stricter").name == "second"


def test_a_case_older_than_every_rule_is_refused(lending: Procedure) -> None:
    with pytest.raises(InputProblem, match="2016-12-31 收到的档案借阅没有适用的期限规则"):
        rule_for(lending, date(2016, 12, 31))
