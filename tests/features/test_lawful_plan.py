"""Clause 一 of the county plan, on a real encrypted desk: nothing adverse without basis, reason and officer."""

from collections.abc import Callable

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.services import clean_records, objections, record_lists, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from tests.conftest import OFFICER, TODAY
from tests.entered import PENALTY, PERSON_PENALTY, objection, penalty
from tests.features.conftest import Story
from tests.sound import complaints

scenarios("plan_1_依法.feature")

FIELDS = {
    "处罚依据": "grounds",
    "违法事实": "facts",
    "失信等级": "grade",
    "认定理由": "grade_reason",
    "处罚机关": "authority",
}


def _refused(story: Story, done: Callable[[], object]) -> None:
    with pytest.raises(InputProblem) as raised:
        done()
    story["problem"] = str(raised.value)


@when(parsers.parse("录入没有{field}的行政处罚"))
def _lacking(desk: Desk, story: Story, field: str) -> None:
    content = {name: value for name, value in PENALTY.items() if name != FIELDS[field]}
    _refused(story, lambda: desk.perform(records.enter, "penalty", content))


@then(parsers.parse("桌面说明{field}必填，没有留下记录"))
def _nothing(desk: Desk, story: Story, field: str) -> None:
    assert f"{field}：必填" in story["problem"]
    assert subjects.ids(desk) == []


@given("录入一条行政处罚")
def _entered(desk: Desk, story: Story) -> None:
    story["record"] = penalty(desk)


@when("没有理由就更正罚款金额")
def _correct_badly(desk: Desk, story: Story) -> None:
    _refused(story, lambda: desk.perform(records.correct, story["record"], {"fine_amount": "1"}, " "))


@when(parsers.parse("以{reason}为由更正罚款金额为1万元"))
def _correct(desk: Desk, story: Story, reason: str) -> None:
    desk.perform(records.correct, story["record"], {"fine_amount": "1"}, reason)


@when("没有理由就撤销")
def _revoke_badly(desk: Desk, story: Story) -> None:
    _refused(story, lambda: desk.perform(records.revoke, story["record"], ""))


@when(parsers.parse("以{reason}为由撤销"))
def _revoke(desk: Desk, story: Story, reason: str) -> None:
    desk.perform(records.revoke, story["record"], reason)


@then(parsers.re(r"桌面说明(?P<sentence>(更正|撤销)必须写明理由)"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then("历史依次是录入、更正、撤销，都写明王示例和理由，原金额可查")
def _history(desk: Desk, story: Story) -> None:
    newest, corrected, first = record_lists.sheet(desk, story["record"]).history
    assert [first.origin, corrected.origin, newest.origin] == ["录入", "更正", "撤销"]
    assert {first.officer, corrected.officer, newest.officer} == {OFFICER}
    assert [corrected.reason, newest.reason] == ["核对决定书原件", "决定被撤销"]
    assert [(change.old, change.new) for change in corrected.changes] == [("2.000000", "1.000000")]


@then("操作日志完整")
def _whole(desk: Desk) -> None:
    assert complaints(desk) == []


@when("录入自然人的简易程序处罚")
def _simple(desk: Desk, story: Story) -> None:
    done = desk.perform(records.enter, "penalty", PERSON_PENALTY | {"procedure": "简易程序"})
    story["record"] = done.result["record"]


@then("这条记录不报送，写明省条例第13条")
def _withheld(desk: Desk, story: Story) -> None:
    assert "省条例第13条" in record_lists.sheet(desk, story["record"]).withheld


@then("该自然人可以取得无不良信用记录证明")
def _certified(desk: Desk) -> None:
    asking = Asking("陈示例", "本人", "身份证原件（示例）", "求职（示例）")
    assert desk.perform(clean_records.certify, subjects.ids(desk)[0], asking).result["number"]


@when("该公司对罚款金额提出异议并受理")
def _objection(desk: Desk, story: Story) -> None:
    desk.perform(objections.accept, objection(desk, story["record"], TODAY))


@then("这条记录标注异议中")
def _marked(desk: Desk, story: Story) -> None:
    assert record_lists.sheet(desk, story["record"]).state == "异议中"
