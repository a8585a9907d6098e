"""The units' grading criteria of clause 三(三) of the county plan, on a real encrypted desk."""

from dataclasses import replace
from datetime import date

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.services import grading
from creditdesk.services.desk import Desk
from creditdesk.services.grading import Criteria
from tests.entered import OTHER_UNIT, UNIT
from tests.features.conftest import Story

scenarios("plan_3_3_认定标准.feature")

GRADES = {"一般": "未造成后果（示例）", "较重": "造成较大影响（示例）", "严重": "拒不改正（示例）"}
FIRST = Criteria(UNIT, "", "2020版", "《示例认定办法》", GRADES, date(2020, 1, 1))
WRONG = {
    "自2025-01-01施行": replace(FIRST, edition="2025版", valid_from=date(2025, 1, 1)),
    "没有写明严重的标准": replace(FIRST, industry="食品", grades=GRADES | {"严重": " "}),
    "没有写明依据": replace(FIRST, industry="食品", source=""),
    "失效早于施行": replace(FIRST, industry="食品", valid_until=date(2019, 12, 31)),
}
UNITS = {"市场监管部门": UNIT, "生态环境部门": OTHER_UNIT}


@given("市场监管部门的认定标准2020版自2020-01-01施行")
def _first(desk: Desk, story: Story) -> None:
    story["first"] = desk.perform(grading.enter, FIRST).result["criterion"]


@given("2020版施行到2024-12-31，2025版自2025-01-01施行")
def _second(desk: Desk, story: Story) -> None:
    desk.perform(grading.end, story["first"], date(2024, 12, 31))
    desk.perform(grading.enter, WRONG["自2025-01-01施行"])


@given("市场监管部门食品行业的认定标准食品版自2021-01-01施行")
def _industry(desk: Desk) -> None:
    desk.perform(grading.enter, replace(FIRST, industry="食品", edition="食品版", valid_from=date(2021, 1, 1)))


@when(parsers.re(r"录入(?P<unit>\w+部门)(?P<day>[\d-]+)作出的处罚"))
def _entering(desk: Desk, story: Story, unit: str, day: str) -> None:
    story["note"] = grading.note(desk, UNITS[unit], day)


@then(parsers.re(r"等级旁边列出(?P<edition>\w+版)的一般、较重、严重标准"))
def _beside(story: Story, edition: str) -> None:
    heading, *lines = story["note"].splitlines()
    assert f"（{edition}，" in heading
    assert lines == [f"{grade}：{words}" for grade, words in GRADES.items()]


@then("等级旁边列出2020版、食品版")
def _both(story: Story) -> None:
    headings = [line for line in story["note"].splitlines() if line.startswith(UNIT)]
    assert [("各行业" in one, "食品认定标准" in one) for one in headings] == [(True, False), (False, True)]


@then("等级旁边没有标准")
def _none(story: Story) -> None:
    assert story["note"] == ""


@when(parsers.parse("登记市场监管部门的标准，{how}"))
def _wrong(desk: Desk, story: Story, how: str) -> None:
    with pytest.raises(InputProblem) as raised:
        desk.perform(grading.enter, WRONG[how])
    story["problem"] = str(raised.value)


@then(parsers.parse("桌面说明{sentence}"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then("只有1版标准")
def _one(desk: Desk) -> None:
    assert [told for _, told in grading.listing(desk)] == [FIRST]
