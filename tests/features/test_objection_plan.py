"""Clause 六(三) of the county plan, sentence by sentence, on a real encrypted desk."""

import json
from datetime import date
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.services import calendars, letters, objection_lists, objections, record_lists
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Decision
from tests.entered import by_two, objection, on, penalty
from tests.features.conftest import Story

scenarios("plan_6_3_异议处理.feature")

WHY = "经核对处罚决定书原件（示例）"


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _stage(desk: Desk, story: Story, name: str) -> Any:
    clocks = objection_lists.sheet(desk, story["case"]).clocks
    return next(stage for stage in clocks.stages if stage.name == name)


@given("一张加密桌面上有示例建材有限公司的一条行政处罚记录")
def _record(desk: Desk, story: Story) -> None:
    story["record"] = penalty(desk)


@when(parsers.parse("{day}收到对罚款金额的异议"))
def _received(desk: Desk, story: Story, day: str) -> None:
    story["case"] = objection(desk, story["record"], _day(day))
    desk.clock = fixed_clock(_day(day))


@given(parsers.parse("{day}收到异议并受理"))
def _accepted(desk: Desk, story: Story, day: str) -> None:
    _received(desk, story, day)
    desk.perform(objections.accept, story["case"])


@given(parsers.parse("{received}收到异议，{forwarded}转办，{delivered}送达"))
def _forwarded(desk: Desk, story: Story, received: str, forwarded: str, delivered: str) -> None:
    _accepted(desk, story, received)
    with on(desk, _day(forwarded)):
        desk.perform(objections.forward, story["case"])
    with on(desk, _day(delivered)):
        desk.perform(objections.deliver, story["case"], _day(delivered))
    desk.clock = fixed_clock(_day(delivered))


@given(parsers.parse("来源单位{day}出具意见"))
@when(parsers.parse("来源单位{day}出具意见"))
def _opinion(desk: Desk, story: Story, day: str) -> None:
    desk.clock = fixed_clock(_day(day))
    desk.perform(objections.opinion, story["case"], _day(day), "经核实如下（示例）")


@when(parsers.parse("今天是{day}"))
def _today(desk: Desk, day: str) -> None:
    desk.clock = fixed_clock(_day(day))


@when(parsers.parse("{day}书面答复更正罚款金额为{value}"))
def _corrected(desk: Desk, story: Story, day: str, value: str) -> None:
    _reply(desk, story, day, "更正", value)


@when(parsers.parse("{day}书面答复维持"))
def _upheld(desk: Desk, story: Story, day: str) -> None:
    _reply(desk, story, day, "维持")


@when(parsers.parse("{day}书面答复撤销"))
def _revoked(desk: Desk, story: Story, day: str) -> None:
    _reply(desk, story, day, "撤销")


def _reply(desk: Desk, story: Story, day: str, outcome: str, value: str = "") -> None:
    desk.clock = fixed_clock(_day(day))
    item = objection_lists.sheet(desk, story["case"]).items[0]
    changes = desk.perform(objections.reply, story["case"], [Decision(item.id, outcome, WHY, value)])
    story["letter"] = changes.result["letter"]


@when(parsers.parse("{year:d}年的放假安排公布，{day}放假"))
def _schedule(desk: Desk, story: Story, year: int, day: str) -> None:
    story["issued"] = letters.rows(desk, letters.ids(desk))
    days = [{"name": "示例节", "date": day, "isOffDay": True}]
    schedule = {"year": year, "papers": ["https://www.gov.cn/shili"], "days": days}
    changes = by_two(desk, calendars.load_year, json.dumps(schedule), f"{year}.json")
    assert changes.result["moved"] == 1


@then("受理通知书上的日期没有变")
def _letters_stand(desk: Desk, story: Story) -> None:
    assert letters.rows(desk, letters.ids(desk)) == story["issued"] != []


@then(parsers.parse("转办最晚{day}"))
def _forward_due(desk: Desk, story: Story, day: str) -> None:
    assert _stage(desk, story, "forward").due == _day(day)


@then(parsers.parse("核实自身期限是{day}"))
def _verify_due(desk: Desk, story: Story, day: str) -> None:
    assert _stage(desk, story, "verify").due == _day(day)


@then(parsers.parse("答复最晚{day}"))
def _notify_due(desk: Desk, story: Story, day: str) -> None:
    assert _stage(desk, story, "notify").latest == _day(day)


@then(parsers.parse("全程到期{day}"))
def _overall_due(desk: Desk, story: Story, day: str) -> None:
    assert objection_lists.sheet(desk, story["case"]).clocks.overall.due == _day(day)


@then(parsers.parse("最晚办理日是{day}"))
def _effective_due(desk: Desk, story: Story, day: str) -> None:
    assert objection_lists.sheet(desk, story["case"]).row.due == _day(day)


@then(parsers.parse("紧急程度是{word}，余{slack:d}个工作日"))
def _urgency(desk: Desk, story: Story, word: str, slack: int) -> None:
    row = objection_lists.rows(desk, [story["case"]])[0]
    assert row.words.startswith(word)
    assert row.slack == slack


@then("期限为暂定")
def _provisional(desk: Desk, story: Story) -> None:
    row = objection_lists.rows(desk, [story["case"]])[0]
    assert (row.urgency, row.words) == ("provisional", "暂定")


@then("记录仍可查到并标注异议中")
def _marked(desk: Desk, story: Story) -> None:
    found = record_lists.rows(desk, record_lists.ids(desk, record_lists.Filter(text="示例建材")))
    assert [(row.id, row.state) for row in found] == [(story["record"], "异议中")]


@then("记录内容没有改变")
def _unchanged(desk: Desk, story: Story) -> None:
    sheet = record_lists.sheet(desk, story["record"])
    assert sheet.content["fine_amount"] == "2.000000"
    assert not any(version.changes for version in sheet.history)


@then("异议标注已解除")
def _unmarked(desk: Desk, story: Story) -> None:
    assert record_lists.sheet(desk, story["record"]).state != "异议中"


@then(parsers.parse("记录的罚款金额是{new}，原值{old}仍在历史中"))
def _history(desk: Desk, story: Story, new: str, old: str) -> None:
    sheet = record_lists.sheet(desk, story["record"])
    assert sheet.content["fine_amount"] == new
    assert ("罚款金额（万元）", old, new) in [
        (change.label, change.old, change.new) for version in sheet.history for change in version.changes
    ]


@then("结果通知书写明更正和理由")
def _letter(desk: Desk, story: Story) -> None:
    row = letters.rows(desk, [story["letter"]])[0]
    assert row.title == "异议处理结果通知书"
    assert letters.pdf_of(desk, row.id).startswith(b"%PDF-")
    with desk.read() as session:
        values = session.get_one(letters.Letter, row.id).values
    assert WHY in str(values)


@then(parsers.parse("记录的状态是{word}"))
def _state(desk: Desk, story: Story, word: str) -> None:
    assert record_lists.sheet(desk, story["record"]).state == word


@then("不能直接登记核实意见")
def _refused(desk: Desk, story: Story) -> None:
    with pytest.raises(InputProblem, match="核实意见"):
        desk.perform(objections.opinion, story["case"], desk.clock().date(), "意见（示例）")
