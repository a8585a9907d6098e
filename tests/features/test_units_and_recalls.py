"""Clause 六(三): in writing or online, to the original units with the materials, and what follows a wrong record."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.models import Letter
from creditdesk.services import letters, objection_lists, objections, packages, recalls
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested, Decision
from tests.conftest import TODAY
from tests.entered import OTHER_UNIT, OTHER_USCC, UNIT, on, penalty
from tests.features.conftest import Story
from tests.leaving import release, send

scenarios("plan_6_3_原单位与告知.feature")

WHY, PAPER = "经核对原件（示例）", "异议申请书"


def _receive(desk: Desk, story: Story, channel: str) -> str:
    first, second = story["records"]
    items = [Contested(first, "fine_amount", "0.2"), Contested(second, "facts", "与事实不符（示例）")]
    changes = desk.perform(
        objections.receive,
        items,
        applicant={"name": "示例建材有限公司"},
        request="不符（示例）",
        received_on=TODAY,
        channel=channel,
        materials=[PAPER],
    )
    return str(changes.result["case"])


def _sheet(desk: Desk, story: Story) -> objection_lists.CaseSheet:
    return objection_lists.sheet(desk, story["case"])


@given("示例建材有限公司的两条行政处罚记录分别由两个单位提供，已随第1个数据包报送")
def _records(desk: Desk, story: Story, tmp_path: Path) -> None:
    with on(desk, date(2026, 2, 2)):
        other = {"decision_number": "示环罚〔2025〕7号", "source_unit": OTHER_UNIT, "source_unit_uscc": OTHER_USCC}
        story["records"] = (penalty(desk), penalty(desk, **other))
        send(desk, tmp_path)
    story["case"] = ""


@when(parsers.parse("通过{channel}提出异议并附异议申请书"))
def _by(desk: Desk, story: Story, channel: str) -> None:
    story["case"] = _receive(desk, story, channel)


@then(parsers.parse("案件记明途径{channel}和异议申请书"))
def _noted(desk: Desk, story: Story, channel: str) -> None:
    assert (_sheet(desk, story).channel, _sheet(desk, story).materials) == (channel, (PAPER,))


@when("受理并转办")
def _forwarded(desk: Desk, story: Story) -> None:
    story["case"] = _receive(desk, story, "窗口")
    desk.perform(objections.accept, story["case"])
    story["letters"] = desk.perform(objections.forward, story["case"]).result["letters"]


@then("两个单位各收到一份转办函，只写本单位的记录，并附异议申请书")
def _each(desk: Desk, story: Story) -> None:
    assert [row.addressee for row in letters.rows(desk, story["letters"])] == [UNIT, OTHER_UNIT]
    with desk.read() as session:
        values = [session.get_one(Letter, one).values for one in story["letters"]]
    assert [[item["field"] for item in one["items"]] for one in values] == [["罚款金额（万元）"], ["违法事实"]]
    assert all(one["materials"] == [PAPER] for one in values)


@given("受理并转办，两个单位都已送达")
def _delivered(desk: Desk, story: Story) -> None:
    _forwarded(desk, story)
    for part in _sheet(desk, story).parts:
        desk.perform(objections.deliver, story["case"], TODAY, "", part.id)


@when("只有第一个单位出具书面意见")
def _one_opinion(desk: Desk, story: Story) -> None:
    desk.perform(objections.opinion, story["case"], TODAY, WHY, _sheet(desk, story).parts[0].id)


def _reply(desk: Desk, story: Story) -> None:
    first, second = _sheet(desk, story).items
    decisions = [Decision(first.id, "更正", WHY, "0.2"), Decision(second.id, "维持", WHY)]
    desk.perform(objections.reply, story["case"], decisions)


@then("不能书面答复")
def _no_reply(desk: Desk, story: Story) -> None:
    with pytest.raises(InputProblem, match="不能书面答复"):
        _reply(desk, story)


@then("案件等待第二个单位")
def _waits(desk: Desk, story: Story) -> None:
    assert (_sheet(desk, story).state, _sheet(desk, story).row.unit) == ("待核实意见", OTHER_UNIT)


@when("受理后制作第2个数据包")
def _second_package(desk: Desk, story: Story) -> None:
    story["case"] = _receive(desk, story, "窗口")
    desk.perform(objections.accept, story["case"])


@then("数据包含有带异议标注的两条记录")
def _marked(desk: Desk, tmp_path: Path) -> None:
    counts = {count.kind: count for count in packages.prepare(desk).counts}
    assert (counts["penalty"].changed, counts["penalty"].contested) == (2, 2)
    assert release(desk).result["rows"] == 2


@when("两个单位都出具书面意见，答复更正第一条、维持第二条")
def _replied(desk: Desk, story: Story) -> None:
    for part in _sheet(desk, story).parts:
        desk.perform(objections.opinion, story["case"], TODAY, WHY, part.id)
    _reply(desk, story)


@then("应告知的单位是郑州市公共信用信息平台")
def _receivers(desk: Desk, story: Story) -> None:
    assert [line.receiver for line in recalls.listing(desk, story["case"])] == ["郑州市公共信用信息平台"]


@then("一次生成更正通知和消除影响告知函，各有文号")
def _notices(desk: Desk, story: Story) -> None:
    made = desk.perform(recalls.notify, story["case"]).result["letters"]
    titles = [row.title for row in letters.rows(desk, made)]
    assert titles == ["关于更正（撤销）有关信用信息的通知", "关于为示例建材有限公司恢复信誉消除不良影响的函"]


@then("下一个数据包含有更正后的记录")
def _next_package(desk: Desk, tmp_path: Path) -> None:
    path = send(desk, tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert ",changed," in archive.read("data/penalty.csv").decode()
