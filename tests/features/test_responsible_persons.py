"""Clause 五(六) of the county plan, sentence by sentence, on a real encrypted desk."""

from datetime import date

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.models import Case
from creditdesk.services import (
    clean_records,
    follow_ups,
    mirrors,
    objection_lists,
    objections,
    record_lists,
    records,
    repairs,
    role_links,
    subjects,
)  # fmt: skip
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Decision
from creditdesk.services.record_lists import Filter
from tests.conftest import TODAY
from tests.entered import OTHER_UNIT, PENALTY, objection, on, penalty
from tests.features.conftest import Story

scenarios("plan_5_6_责任人.feature")

NUMBERS = {"王示例": "410122190001019994", "赵示例": "410122190001019986", "李示例": "41012219000101996X"}
ROLES = {label: name for name, label in role_links.ROLES.items()}
WHY = "经核对处罚决定书原件（示例）"


def _firm(desk: Desk) -> str:
    return subjects.ids(desk, PENALTY["uscc"])[0]


def _person(desk: Desk, name: str) -> str:
    return subjects.ids(desk, NUMBERS[name])[0]


def _own(desk: Desk, name: str) -> list[str]:
    return list(record_lists.ids(desk, Filter(subject_id=_person(desk, name))))


def _link(desk: Desk, name: str, role: str, start: str, end: str = "") -> None:
    person = {"subject_name": name, "document_type": "身份证", "document_number": NUMBERS[name]}
    until = date.fromisoformat(end) if end else None
    desk.perform(role_links.link, _firm(desk), person, ROLES[role], date.fromisoformat(start), until)


@given(parsers.parse("一张加密桌面上示例建材有限公司的法定代表人{name}自{start}任职"))
def _began(desk: Desk, name: str, start: str) -> None:
    penalty(desk, decision_number="示市监罚〔2025〕1号")
    _link(desk, name, "法定代表人", start)


@given(parsers.re(r"(?P<name>\w+)自(?P<start>[\d-]+)任(?P<role>\w+)"))
def _holds(desk: Desk, name: str, start: str, role: str) -> None:
    _link(desk, name, role, start)


@given(parsers.parse("{name}曾自{start}至{end}任{role}"))
def _held(desk: Desk, name: str, start: str, end: str, role: str) -> None:
    _link(desk, name, role, start, end)


@given(parsers.parse("录入该公司{day}的{grade}行政处罚"))
@when(parsers.parse("录入该公司{day}的{grade}行政处罚"))
def _entered(desk: Desk, story: Story, day: str, grade: str) -> None:
    story["record"] = penalty(desk, decided_on=day, grade=grade)


@given(parsers.parse("生态环境部门{day}对该公司作出{grade}行政处罚"))
def _by_another_unit(desk: Desk, story: Story, day: str, grade: str) -> None:
    units = {"authority": OTHER_UNIT, "source_unit": OTHER_UNIT}
    story["record"] = penalty(desk, decided_on=day, grade=grade, valid_until="2030-01-01", **units)


@then(parsers.parse("为{name}提出同样的记录"))
def _proposed(desk: Desk, story: Story, name: str) -> None:
    told = [(each.parent_id, each.person) for each in mirrors.proposals(desk)]
    assert told == [(story["record"], name)]
    assert mirrors.proposals(desk, _firm(desk)) == mirrors.proposals(desk, _person(desk, name))


@then("不为任何人提出记录")
def _none(desk: Desk) -> None:
    assert mirrors.proposals(desk) == ()


@then(parsers.parse("不能为{name}建立同样的记录"))
def _not_for(desk: Desk, story: Story, name: str) -> None:
    with pytest.raises(InputProblem, match="没有登记的身份"):
        desk.perform(mirrors.mirror, story["record"], _person(desk, name))


@given(parsers.parse("采纳{name}的记录，失信行为终止之日为{day}"))
@when(parsers.parse("采纳{name}的记录，失信行为终止之日为{day}"))
def _accept(desk: Desk, story: Story, name: str, day: str) -> None:
    news = {"breach_ended_on": day}
    story["mirrored"] = desk.perform(mirrors.mirror, story["record"], _person(desk, name), news).result["record"]


@then(parsers.parse("{name}有一条同文号的记录，失信行为终止之日为{day}"))
def _same(desk: Desk, story: Story, name: str, day: str) -> None:
    (record_id,) = _own(desk, name)
    content, parent = (record_lists.sheet(desk, each).content for each in (record_id, story["record"]))
    assert (content["decision_number"], content["breach_ended_on"]) == (parent["decision_number"], day)
    assert (content["subject_category"], content["document_number"]) == ("自然人", NUMBERS[name])
    assert not {"uscc", "legal_representative"} & content.keys()


@then("该记录的来源是单位的记录")
def _parent(desk: Desk, story: Story) -> None:
    assert mirrors.parent_of(desk, story["mirrored"]) == story["record"]
    assert "示例建材有限公司" in record_lists.sheet(desk, story["mirrored"]).history[0].reason


@when(parsers.parse("不采纳{name}的记录，没有理由"))
def _without_reason(desk: Desk, story: Story, name: str) -> None:
    with pytest.raises(InputProblem) as raised:
        desk.perform(mirrors.decline, story["record"], _person(desk, name), " ")
    story["problem"] = str(raised.value)


@then(parsers.parse("桌面拒绝：{sentence}"))
def _refused(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@when(parsers.parse("不采纳{name}的记录，理由为{reason}"))
def _decline(desk: Desk, story: Story, name: str, reason: str) -> None:
    desk.perform(mirrors.decline, story["record"], _person(desk, name), reason)


@then(parsers.parse("{name}没有记录"))
def _no_record(desk: Desk, name: str) -> None:
    assert _own(desk, name) == []


@when("单位对罚款金额的异议被采信，更正为0.2万元并书面答复")
def _corrected(desk: Desk, story: Story) -> None:
    case = story["case"] = objection(desk, story["record"], date(2026, 2, 2))
    desk.perform(objections.accept, case)
    desk.perform(objections.forward, case)
    desk.perform(objections.deliver, case, date(2026, 2, 12))
    desk.perform(objections.opinion, case, date(2026, 2, 12), "金额有误（示例）")
    (claim,) = objection_lists.sheet(desk, case).items
    desk.perform(objections.reply, case, [Decision(claim.id, "更正", WHY, "0.2")])


@then(parsers.parse("{name}的记录待处理，罚款金额应为{amount}"))
def _follow_up(desk: Desk, name: str, amount: str) -> None:
    (one,) = follow_ups.open_ones(desk)
    assert (one.person, one.news, one.parent_revoked) == (name, {"fine_amount": amount}, False)
    assert follow_ups.open_ones(desk, _firm(desk)) == follow_ups.open_ones(desk, _person(desk, name)) == (one,)


@then("异议不能办结")
def _not_closed(desk: Desk, story: Story) -> None:
    with pytest.raises(InputProblem, match="责任人王示例的关联记录还没有随之处理"):
        desk.perform(objections.close, story["case"], date(2026, 2, 12))


@when(parsers.re(r"随之(?P<outcome>更正|撤销)(?P<name>\w+)的记录"))
def _settle(desk: Desk, outcome: str, name: str) -> None:
    (one,) = follow_ups.open_ones(desk, _person(desk, name))
    desk.perform(follow_ups.follow, one.mirror_id, outcome, WHY)


@then(parsers.parse("{name}的罚款金额是{amount}"))
def _amount(desk: Desk, name: str, amount: str) -> None:
    (record_id,) = _own(desk, name)
    assert record_lists.sheet(desk, record_id).content["fine_amount"] == amount


@then("异议可以办结")
def _closed(desk: Desk, story: Story) -> None:
    with on(desk, date(2026, 2, 13)):
        desk.perform(objections.close, story["case"], date(2026, 2, 13))
    assert objection_lists.sheet(desk, story["case"]).state == "已办结"


@when("撤销单位的记录")
def _revoked(desk: Desk, story: Story) -> None:
    desk.perform(records.revoke, story["record"], WHY)


@then(parsers.parse("{name}的记录待处理，单位的记录已撤销"))
def _follow_revoked(desk: Desk, name: str) -> None:
    (one,) = follow_ups.open_ones(desk)
    assert (one.person, one.parent_revoked) == (name, True)


@then(parsers.parse("{name}的记录已撤销"))
def _gone(desk: Desk, name: str) -> None:
    (record_id,) = _own(desk, name)
    assert record_lists.sheet(desk, record_id).state == "已撤销"


@then("没有待处理的关联记录")
def _settled(desk: Desk) -> None:
    assert follow_ups.open_ones(desk) == ()


@when("单位的信用修复准予")
def _repaired(desk: Desk, story: Story) -> None:
    who = {"name": PENALTY["subject_name"]}
    with on(desk, date(2026, 2, 9)):
        done = desk.perform(repairs.receive, story["record"], "普通", applicant=who, received_on=date(2026, 2, 9))
    case = story["repair"] = done.result["case"]
    desk.perform(repairs.accept, case)
    desk.perform(repairs.forward, case, TODAY)
    conditions = desk.catalogue.regime("ndrc_58").conditions
    told = {"granted": True, "reason": WHY, "decided_on": TODAY, "conditions": conditions}
    desk.perform(repairs.decide, case, **told)


@then(parsers.parse("{name}的记录待处理，公示截止期应与单位的相同"))
def _follow_repaired(desk: Desk, story: Story, name: str) -> None:
    until = record_lists.sheet(desk, story["record"]).content["publicity_until"]
    (one,) = follow_ups.open_ones(desk)
    assert (one.person, one.news) == (name, {"publicity_until": until})


@then("修复不能办结")
def _repair_open(desk: Desk, story: Story) -> None:
    with pytest.raises(InputProblem, match="责任人王示例的关联记录还没有随之处理"):
        desk.perform(repairs.close, story["repair"], TODAY)


@then(parsers.parse("{name}的记录不再使用，失信行为终止之日仍为{day}"))
def _ended(desk: Desk, name: str, day: str) -> None:
    (record_id,) = _own(desk, name)
    content = record_lists.sheet(desk, record_id).content
    assert content["publicity_until"] < str(TODAY)
    assert content["breach_ended_on"] == day
    with desk.read() as session:
        assert clean_records.adverse(session, desk.catalogue, _person(desk, name), TODAY) == []


@then("修复可以办结")
def _repair_closed(desk: Desk, story: Story) -> None:
    desk.perform(repairs.close, story["repair"], TODAY)
    with desk.read() as session:
        assert not session.get_one(Case, story["repair"]).open


@given(parsers.parse("{name}的关联因登记有误作废"))
def _withdrawn(desk: Desk, name: str) -> None:
    [row] = role_links.links_of(desk, _person(desk, name))
    desk.perform(role_links.unlink, row.id, "登记有误（示例）")
