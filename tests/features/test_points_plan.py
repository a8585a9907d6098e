"""Clause 四(七) of the county plan, sentence by sentence, on a real encrypted desk."""

from collections.abc import Callable
from datetime import date

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.services import person_points, records, subjects
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.entered import PERSON_PENALTY
from tests.features.conftest import Story
from tests.made_records import filled

scenarios("plan_4_7_个人积分.feature")

WHO = {name: PERSON_PENALTY[name] for name in ("subject_category", "document_type", "document_number", "subject_name")}
START = date(2025, 1, 1)


@pytest.fixture
def story(desk: Desk) -> Story:
    """What the steps of one scenario tell each other, beginning with a service that was entered."""
    content = filled(desk.catalogue.kind("volunteering"), WHO | {"decided_on": "2025-12-05"}, every=False)
    return {"service": desk.perform(records.enter, "volunteering", content).result["record"]}


def _person(desk: Desk) -> str:
    return subjects.ids(desk, WHO["document_number"])[0]


@given("负责人凭《示例积分办法》开启积分")
def _on(desk: Desk) -> None:
    desk.perform(person_points.switch, on=True, basis="《示例积分办法》")


@given(parsers.parse("陈示例于{day}书面同意积分"))
def _agreed(desk: Desk, story: Story, day: str) -> None:
    desk.perform(person_points.consent, _person(desk), date.fromisoformat(day), "同意书1号（示例）")


@given(parsers.parse("志愿服务自{day}计{points:d}分，依据是{basis}"))
def _rule(desk: Desk, story: Story, day: str, points: int, basis: str) -> None:
    desk.perform(person_points.rule, "志愿服务", points, basis, date.fromisoformat(day))


@when("为服务计分")
def _count(desk: Desk, story: Story) -> None:
    desk.perform(person_points.count, story["service"])


@when("服务记录撤销")
def _revoke(desk: Desk, story: Story) -> None:
    desk.perform(records.revoke, story["service"], "误录（示例）")


@when(parsers.re(r"(?P<what>登记规则|登记同意|为服务计分|登记没有依据的规则|登记重叠的规则)被拒绝"))
def _refused(desk: Desk, story: Story, what: str) -> None:
    wrong: dict[str, Callable[[], object]] = {
        "登记规则": lambda: desk.perform(person_points.rule, "志愿服务", 5, "示例", START),
        "登记同意": lambda: desk.perform(person_points.consent, _person(desk), TODAY, "同意书（示例）"),
        "为服务计分": lambda: desk.perform(person_points.count, story["service"]),
        "登记没有依据的规则": lambda: desk.perform(person_points.rule, "道德模范", 5, " ", START),
        "登记重叠的规则": lambda: desk.perform(person_points.rule, "志愿服务", 6, "示例", date(2026, 1, 1)),
    }
    with pytest.raises(InputProblem) as raised:
        wrong[what]()
    story["problem"] = str(raised.value)


@then(parsers.parse("桌面说明{sentence}"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then(parsers.parse("陈示例的积分是{points:d}分，依据是{basis}"))
def _sum(desk: Desk, points: int, basis: str) -> None:
    ledger = person_points.ledger(desk, _person(desk))
    assert (ledger.total, [line.basis for line in ledger.lines]) == (points, [basis])


@then("陈示例的积分是0分")
def _nothing(desk: Desk) -> None:
    assert person_points.ledger(desk, _person(desk)).total == 0


@when(parsers.parse("陈示例于{day}撤回同意"))
def _withdrawn(desk: Desk, day: str) -> None:
    desk.perform(person_points.withdraw, _person(desk), date.fromisoformat(day))


@then("陈示例没有积分，也没有同意")
def _empty(desk: Desk) -> None:
    ledger = person_points.ledger(desk, _person(desk))
    assert (ledger.consented_on, ledger.lines) == (None, ())
