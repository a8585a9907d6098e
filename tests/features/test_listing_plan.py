"""Clauses 四(二), 五(三), 五(六) and 六(四) of the county plan about lists, on a real encrypted desk."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.models import Listing
from creditdesk.services import (
    follow_ups,
    letters,
    listing_exits,
    listing_steps,
    listings,
    mirrors,
    record_lists,
    role_links,
)  # fmt: skip
from creditdesk.services.desk import Desk
from creditdesk.services.listings import Proposed
from tests.conftest import TODAY
from tests.entered import PERSON_PENALTY, on
from tests.features.conftest import Story
from tests.listed import BLACK, DECIDED, FORCE, LIMIT, RED, SITE, black, proposed, subject_of, words

scenarios("plan_6_4_红黑名单.feature", "plan_5_3_拒不履行.feature", "plan_5_6_名单责任人.feature")

NUMBER, WHY = "示列决〔2026〕3号", "处罚已履行，违法行为已纠正（示例）"
REFUSING = replace(BLACK, refusing=True, refusal_proof="银行流水显示有可供执行的存款（示例）")


def _fails(story: Story, call: Any) -> None:
    with pytest.raises(InputProblem) as raised:
        call()
    story["problem"] = str(raised.value)


@given("提出将示例建材有限公司列入产品质量领域黑名单，附证明材料")
def _proposed(desk: Desk, story: Story) -> None:
    story["listing"] = proposed(desk)


@given("提出列入黑名单，没有认定拒不履行")
def _plain(desk: Desk, story: Story) -> None:
    story["listing"] = proposed(desk)


@given("提出列入黑名单并附有履行能力的证明")
def _refusing(desk: Desk, story: Story) -> None:
    story["listing"] = proposed(desk, REFUSING)


@given("提出将示例建材有限公司列入红名单，来源是行业协会商会推荐的诚信会员")
def _red(desk: Desk, story: Story) -> None:
    story["listing"] = proposed(desk, replace(RED, origin="行业协会商会推荐的诚信会员"))


@given(parsers.parse("示例建材有限公司自{day}起在黑名单中，列入期限24个月"))
def _listed(desk: Desk, story: Story, day: str) -> None:
    assert day == FORCE.isoformat()
    story["listing"] = black(desk)


@when(parsers.parse("事前告知，{day}前可以提出异议，当日送达"))
def _told(desk: Desk, story: Story, day: str) -> None:
    told = desk.perform(listing_steps.notice, story["listing"], date.fromisoformat(day))
    story["notice"] = words(desk, told.result)
    desk.perform(listing_steps.serve, story["listing"], TODAY)


@then("告知书写明依据、理由、惩戒措施和提出异议的权利")
def _notice(story: Story) -> None:
    for said in ("列入依据。《河南省社会信用条例》", "列入理由。催告后仍未履行", "惩戒措施。", "如有异议，请于"):
        assert said in story["notice"]


@when(parsers.parse("{day}作出列入决定被拒绝"))
def _too_early(desk: Desk, story: Story, day: str) -> None:
    on_day = date.fromisoformat(day)
    with on(desk, on_day):
        _fails(story, lambda: desk.perform(listing_steps.decide, story["listing"], NUMBER, on_day, on_day))


@when(parsers.parse("{day}作出列入决定，自{force}起生效"))
def _decided(desk: Desk, story: Story, day: str, force: str) -> None:
    decided, in_force = date.fromisoformat(day), date.fromisoformat(force)
    with on(desk, decided):
        desk.perform(listing_steps.decide, story["listing"], NUMBER, decided, in_force)


@when(parsers.parse("{day}在“信用中牟”网站公示"))
def _published(desk: Desk, story: Story, day: str) -> None:
    with on(desk, date.fromisoformat(day)):
        desk.perform(listing_steps.publish, story["listing"], date.fromisoformat(day), SITE)


@when("没有证明材料就提出列入黑名单被拒绝")
def _no_proof(desk: Desk, story: Story) -> None:
    _fails(story, lambda: proposed(desk, replace(BLACK, proofs=())))


@when("没有证明就认定有履行能力拒不履行被拒绝")
def _no_refusal_proof(desk: Desk, story: Story) -> None:
    _fails(story, lambda: proposed(desk, replace(BLACK, refusing=True)))


@when("没有决定就登记公示被拒绝")
def _no_decision(desk: Desk, story: Story) -> None:
    _fails(story, lambda: desk.perform(listing_steps.publish, story["listing"], TODAY, SITE))


@when("没有公示就作出红名单决定被拒绝")
def _no_publicity(desk: Desk, story: Story) -> None:
    _fails(story, lambda: desk.perform(listing_steps.decide, story["listing"], NUMBER, TODAY, TODAY))


@then(parsers.parse("桌面说明：{sentence}"))
def _said(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then(parsers.re(r"(?P<day>[\d-]+)该主体(?P<how>在|不在)生效的(?P<colour>红|黑)名单中"))
def _in_force(desk: Desk, day: str, how: str, colour: str) -> None:
    wanted = listings.RED if colour == "红" else listings.BLACK
    with on(desk, date.fromisoformat(day)):
        listing_exits.due(desk)
        with desk.read() as session:
            found = listings.in_force(session, date.fromisoformat(day), colour=wanted, subject_id=subject_of(desk))
    assert bool(found) == (how == "在")


@when(parsers.parse("桌面在{day}再次打开"))
def _opened(desk: Desk, day: str) -> None:
    with on(desk, date.fromisoformat(day)):
        assert listing_exits.due(desk) == 1


@when(parsers.re(r"(?P<day>[\d-]+)(?P<how>修复移出|撤销列入决定)$"))
def _out(desk: Desk, story: Story, day: str, how: str) -> None:
    function = listing_exits.repair if how == "修复移出" else listing_exits.revoke
    with on(desk, date.fromisoformat(day)):
        desk.perform(function, story["listing"], date.fromisoformat(day), WHY)


@then(parsers.parse("退出公告写明{why}，由“信用中牟”网站发布"))
def _announced(desk: Desk, story: Story, why: str) -> None:
    with on(desk, date(2028, 3, 7)):
        told = words(desk, desk.perform(listing_exits.announce, story["listing"]).result)
    assert f"因{why}" in told
    assert "原公布渠道（“信用中牟”网站" in told


@when(parsers.parse("自{start}起公示到{end}，{day}决定列入"))
def _red_course(desk: Desk, story: Story, start: str, end: str, day: str) -> None:
    first, last, decided = (date.fromisoformat(each) for each in (start, end, day))
    desk.perform(listing_steps.publish, story["listing"], first, SITE, until=last)
    with on(desk, decided):
        desk.perform(listing_steps.decide, story["listing"], NUMBER, decided, decided)


@when("登记金融机构的黑名单供参考")
def _reference(desk: Desk, story: Story) -> None:
    told: Proposed = replace(BLACK, origin="金融机构", unit="示例农村商业银行", measures=())
    story["listing"] = desk.perform(listings.record, subject_of(desk), told, TODAY).result["listing"]


@then("没有文书，也没有信用记录")
def _nothing(desk: Desk, story: Story) -> None:
    assert letters.ids(desk) == []
    with desk.read() as session:
        assert session.get_one(Listing, story["listing"]).record_id is None


@when("告知、决定、公示")
def _course(desk: Desk, story: Story) -> None:
    told = desk.perform(listing_steps.notice, story["listing"], LIMIT)
    story["notice"] = words(desk, told.result)
    desk.perform(listing_steps.serve, story["listing"], TODAY)
    with on(desk, FORCE):
        desk.perform(listing_steps.decide, story["listing"], NUMBER, DECIDED, FORCE)
        desk.perform(listing_steps.publish, story["listing"], FORCE, SITE)


@then("告知书列出限制出境、限制购买不动产、限制乘坐飞机、限制旅游度假")
def _measures(story: Story) -> None:
    for said in ("限制出境", "限制购买不动产", "限制乘坐飞机", "限制旅游度假"):
        assert said in story["notice"]


@then("告知书没有限制出境")
def _no_measures(story: Story) -> None:
    assert "限制出境" not in story["notice"]


@then("信用记录写明有履行能力拒不履行")
def _flagged(desk: Desk, story: Story) -> None:
    with desk.read() as session:
        record = session.get_one(Listing, story["listing"]).record_id or ""
    assert record_lists.sheet(desk, record).content["refusing_performance"] == "是"


@given(parsers.parse("陈示例自{day}起是示例建材有限公司的主要负责人"))
def _principal(desk: Desk, story: Story, day: str) -> None:
    who = {name: PERSON_PENALTY[name] for name in ("subject_name", "document_type", "document_number")}
    done = desk.perform(role_links.link, subject_of(desk), who, "principal", date.fromisoformat(day))
    story["person"] = done.result["person"]


@when("示例建材有限公司列入黑名单并生效")
def _enters(desk: Desk, story: Story) -> None:
    story["listing"] = black(desk)


@then("提请为陈示例建立同样的记录")
def _mirrored(desk: Desk, story: Story) -> None:
    (story["proposal"],) = mirrors.proposals(desk, story["person"])
    assert story["proposal"].role == "主要负责人"


@when("为陈示例建立该记录，以后该单位修复移出名单")
def _leaves(desk: Desk, story: Story) -> None:
    found = story["proposal"]
    with on(desk, date(2026, 6, 1)):
        desk.perform(mirrors.mirror, found.parent_id, found.person_id)
        desk.perform(listing_exits.repair, story["listing"], date(2026, 6, 1), WHY)


@then("提请处理陈示例的记录")
def _followed(desk: Desk, story: Story) -> None:
    (found,) = follow_ups.open_ones(desk, story["person"])
    assert "移出日期：2026-06-01" in found.told
