"""Clause 五(四) of the county plan, on a real encrypted desk: what associations do about their members."""

import pytest
from pytest_bdd import parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.services import green_channel, record_lists, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.entered import PENALTY
from tests.features.conftest import Story
from tests.made_records import filled

scenarios("plan_5_4_行业惩戒.feature")

ASSOCIATION = "示例建材行业协会"


def _sanction(desk: Desk, kinds: str, grade: str) -> dict[str, str]:
    given = {name: PENALTY[name] for name in ("subject_category", "uscc", "subject_name")}
    given |= {"decided_on": "2025-11-03", "grade": grade, "authority": ASSOCIATION, "source_unit": ASSOCIATION}
    content = filled(desk.catalogue.kind("industry_sanction"), given, every=False)
    return content | {"sanction_kinds": kinds}


@when(parsers.re(rf"{ASSOCIATION}对示例建材有限公司(?P<kinds>\w+)，等级(?P<grade>\w+)"))
def _entered(desk: Desk, kinds: str, grade: str) -> None:
    desk.perform(records.enter, "industry_sanction", _sanction(desk, kinds, grade))


@then(parsers.parse("该公司的档案有行业惩戒，方式是{kinds}，来源是{unit}"))
def _on_file(desk: Desk, kinds: str, unit: str) -> None:
    [one] = record_lists.ids(desk, Filter(subject_id=subjects.ids(desk, PENALTY["uscc"])[0]))
    sheet = record_lists.sheet(desk, one)
    told = sheet.kind, sheet.content["sanction_kinds"], sheet.content["source_unit"]
    assert told == ("industry_sanction", kinds, unit)


@then(parsers.re(r"该公司(?P<may>可以|不能)使用绿色通道"))
def _channel(desk: Desk, may: str) -> None:
    standing = green_channel.check(desk, subjects.ids(desk)[0])
    assert (standing.bad == ()) == (may == "可以")


@when(parsers.parse(f"{ASSOCIATION}对示例建材有限公司罚款被退回"))
def _refused(desk: Desk, story: Story) -> None:
    with pytest.raises(InputProblem) as raised:
        desk.perform(records.enter, "industry_sanction", _sanction(desk, "罚款", "一般"))
    story["problem"] = str(raised.value)


@then("桌面说明惩戒方式不在选项中")
def _told(story: Story) -> None:
    assert "惩戒方式" in story["problem"]
    assert "选项" in story["problem"]
