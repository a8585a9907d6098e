"""Red and black lists: told before, decided, published, in force on their day, and out again, announced."""

import os
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from creditdesk.errors import InputProblem
from creditdesk.models import Case, Listing, Record
from creditdesk.rules import procedures
from creditdesk.services import (
    letters,
    listing_exits,
    listing_records,
    listing_steps,
    listings,
    mirrors,
    record_lists,
    records,
    repairs,
    role_links,
    timelines,
)  # fmt: skip
from creditdesk.services.acts import ActFunction
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.entered import PENALTY, PERSON_PENALTY, on, penalty
from tests.listed import (
    BLACK,
    DECIDED,
    FORCE,
    LIMIT,
    RED,
    SERIOUS,
    SITE,
    black,
    proposed,
    red,
    row,
    served,
    standing,
    state,
    subject_of,
    words,
)  # fmt: skip


def test_a_black_listing_goes_by_notice_decision_and_publicity_into_force(desk: Desk) -> None:
    listing = proposed(desk)
    told = words(desk, desk.perform(listing_steps.notice, listing, LIMIT).result)
    for said in (
        "拟将你单位列入产品质量领域",
        "请于2026年2月26日前向",
        "列为重点监管对象；限制参与公共资源交易活动",
        "二年",
    ):
        assert said in told
    desk.perform(listing_steps.serve, listing, TODAY)
    with on(desk, date(2026, 3, 1)):
        told = words(desk, desk.perform(listing_steps.decide, listing, "示列决〔2026〕3号", DECIDED, FORCE).result)
        assert "2026年2月27日决定将你单位" in told
        assert standing(desk, FORCE) == []
        told = words(desk, desk.perform(listing_steps.publish, listing, date(2026, 3, 1), SITE).result)
        assert "自2026年3月2日起生效，现通过“信用中牟”网站" in told
        assert listing_exits.due(desk) == 0
    with on(desk, FORCE):
        assert listing_exits.due(desk) == 1
        assert state(desk, listing) == "in_force"
    assert standing(desk, date(2026, 3, 1)) == []
    assert standing(desk, FORCE) == standing(desk, date(2028, 3, 2)) == [listing]
    assert standing(desk, date(2028, 3, 3)) == []
    content = record_lists.sheet(desk, row(desk, listing).record_id or "").content
    told = {name: content[name] for name in ("grade", "status", "publicity_on", "publicity_until", "notice_served_on")}
    assert list(told.values()) == ["严重", "公示中", "2026-03-01", "2028-03-02", "2026-02-12"]


def test_a_red_listing_is_published_before_it_is_decided(desk: Desk) -> None:
    listing = proposed(desk, RED)
    with pytest.raises(InputProblem, match="现为“已提出”，不能登记列入决定"):
        desk.perform(listing_steps.decide, listing, "示列红〔2026〕1号", TODAY, TODAY)
    told = words(desk, desk.perform(listing_steps.publish, listing, TODAY, SITE, until=LIMIT).result)
    assert "自2026年2月12日起至2026年2月26日止" in told
    assert "诚信道德模范：抽检连续三年合格" in told
    with on(desk, LIMIT), pytest.raises(InputProblem, match="公示期到2026-02-26为止"):
        desk.perform(listing_steps.decide, listing, "示列红〔2026〕1号", LIMIT, LIMIT)
    with on(desk, FORCE):
        desk.perform(listing_steps.decide, listing, "示列红〔2026〕1号", DECIDED, FORCE)
        assert listing_exits.due(desk) == 1
    assert standing(desk, FORCE, listings.RED) == [listing]
    assert standing(desk, FORCE) == []
    assert record_lists.sheet(desk, row(desk, listing).record_id or "").content["red_source"] == "诚信道德模范"


def test_a_listing_leaves_by_itself_the_day_after_its_term_and_is_announced_where_it_was_published(desk: Desk) -> None:
    listing = black(desk)
    with on(desk, date(2028, 3, 2)):
        assert listing_exits.due(desk) == 0
    # The desk was shut over the weekend: the exit is dated on its own day.
    with on(desk, date(2028, 3, 6)):
        assert (listing_exits.due(desk), listing_exits.due(desk)) == (1, 0)
        found = row(desk, listing)
        assert (found.exit_reason, str(found.exited_on)) == ("term", "2028-03-03")
        told = words(desk, desk.perform(listing_exits.announce, listing).result)
        assert "因列入期限届满，自2028年3月3日起移出该名单，现通过原公布渠道（“信用中牟”网站" in told
        assert state(desk, listing) == "closed"
        content = record_lists.sheet(desk, found.record_id or "").content
        assert (content["status"], content["removed_on"], content["publicity_until"]) == (
            *("已公示", "2028-03-03"),
            "2028-03-02",
        )


def test_a_repaired_listing_leaves_with_a_decision_and_an_announcement(desk: Desk) -> None:
    listing = black(desk)
    with on(desk, date(2026, 6, 1)):
        done = desk.perform(listing_exits.repair, listing, date(2026, 6, 1), "处罚已履行，违法行为已纠正（示例）")
        assert "移出产品质量领域严重失信主体名单" in words(desk, done.result)
        assert standing(desk, date(2026, 6, 1)) == []
        told = words(desk, desk.perform(listing_exits.announce, listing).result)
        assert "因依法修复（处罚已履行，违法行为已纠正（示例））" in told
        content = record_lists.sheet(desk, row(desk, listing).record_id or "").content
        assert content["publicity_until"] == "2026-05-31"


def test_a_granted_case_of_repair_takes_the_listing_off(desk: Desk) -> None:
    listing = black(desk)
    record = row(desk, listing).record_id or ""
    with on(desk, date(2027, 6, 1)):
        choice = repairs.choices(desk, record, date(2027, 6, 1))[0]
        who = {"name": PENALTY["subject_name"]}
        case = desk.perform(repairs.receive, record, "其他", applicant=who, received_on=date(2027, 6, 1)).result["case"]
        desk.perform(repairs.accept, case)
        desk.perform(repairs.forward, case, date(2027, 6, 1))
        desk.perform(
            repairs.decide, case, granted=True, reason="已纠正（示例）", decided_on=date(2027, 6, 1),
            conditions=choice.regime.conditions,
        )  # fmt: skip
        assert (state(desk, listing), row(desk, listing).exit_reason) == ("exited", "repair")
        assert standing(desk, date(2027, 6, 1)) == []


def test_a_revoked_decision_revokes_the_record_and_a_revoked_record_takes_the_listing_off(desk: Desk) -> None:
    first, second = black(desk), black(desk, replace(BLACK, domain="安全生产（示例）"), "示列决〔2026〕4号")
    day = date(2026, 6, 1)
    with on(desk, day):
        desk.perform(listing_exits.revoke, first, day, "行政复议撤销了处罚（示例）")
        with desk.read() as session:
            assert session.get_one(Record, row(desk, first).record_id).state == "revoked"
        desk.perform(records.revoke, row(desk, second).record_id or "", "异议成立（示例）")
        assert listing_exits.due(desk) == 1
        assert (state(desk, second), standing(desk, day)) == ("exited", [])


def test_a_red_listing_that_is_revoked_is_announced_and_its_rewards_stop(desk: Desk) -> None:
    listing = red(desk)
    with on(desk, date(2026, 6, 1)):
        done = desk.perform(listing_exits.revoke, listing, date(2026, 6, 1), "抽检不合格（示例）")
        assert done.result["letter"] is None
        told = words(desk, desk.perform(listing_exits.announce, listing).result)
        assert "因列入决定被撤销（抽检不合格（示例））" in told
        assert "激励措施停止" in told
    content = record_lists.sheet(desk, row(desk, listing).record_id or "").content
    assert (content["removal_reason"], content["publicity_until"]) == (
        "移出名单2026-0001：抽检不合格（示例）",
        "2026-05-31",
    )


def test_lists_of_associations_and_banks_are_kept_for_reference_and_trigger_nothing(desk: Desk) -> None:
    told = replace(BLACK, origin="行业协会商会", measures=(), term_months=6, unit="示例行业协会")
    listing = desk.perform(listings.record, subject_of(desk), told, TODAY).result["listing"]
    assert standing(desk, TODAY) == []
    assert row(desk, listing).record_id is None
    assert letters.ids(desk) == []
    with on(desk, date(2026, 8, 13)):
        assert listing_exits.due(desk) == 1
    assert state(desk, listing) == "removed"
    other = desk.perform(listings.record, subject_of(desk), told, TODAY).result["listing"]
    desk.perform(listing_exits.remove, other, TODAY, "协会已移出（示例）")
    assert state(desk, other) == "removed"
    with pytest.raises(InputProblem, match="只供参考，不产生措施"):
        desk.perform(listings.record, subject_of(desk), replace(told, measures=("限制出境",)), TODAY)


def test_who_can_perform_and_refuses_has_the_measures_of_the_plan(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="没有写明有履行能力的证明"):
        proposed(desk, replace(BLACK, refusing=True))
    listing = proposed(desk, replace(BLACK, refusing=True, refusal_proof="银行流水显示有可供执行的存款（示例）"))
    told = words(desk, desk.perform(listing_steps.notice, listing, LIMIT).result)
    assert "列为重点监管对象；限制参与公共资源交易活动；限制出境；限制购买不动产；限制乘坐飞机" in told
    plain = proposed(desk, replace(BLACK, list_name="另一名单（示例）"))
    assert "限制出境" not in words(desk, desk.perform(listing_steps.notice, plain, LIMIT).result)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"proofs": (" ",)}, "没有写明证明材料，请逐项填写；没有证明的不能列入"),
        ({"domain": ""}, "没有写明所属领域"),
        ({"basis": " "}, "没有写明列入依据"),
        ({"measures": ()}, "没有写明惩戒措施"),
        ({"measures": ("罚站",)}, "没有“罚站”这项措施，没有依据的措施不能采取"),
        ({"measures": ("公共资源交易信用加分",)}, "是激励措施，不能用于联合惩戒"),
        ({"term_months": None}, "没有写明列入期限"),
        ({"term_months": 0}, "列入期限应在1到600个月之间"),
        ({"colour": "blue"}, "名单只有红名单和黑名单"),
        ({"colour": "red", "origin": "听说"}, "名单来源“听说”不在目录中，可选的有：信用分类监管中信用良好"),
    ],
)
def test_a_proposal_that_is_not_whole_leaves_nothing(shared: Desk, said: dict[str, Any], sentence: str) -> None:
    subject = subject_of(shared)
    with pytest.raises(InputProblem, match=sentence):
        shared.perform(listings.propose, subject, replace(BLACK, **said), TODAY)
    with shared.read() as session:
        assert session.query(Case).count() == session.query(Listing).count() == 0


def test_nothing_is_decided_before_its_time_or_twice(desk: Desk) -> None:
    listing = proposed(desk)
    with pytest.raises(InputProblem, match=r"已有2026-0001（已提出），请继续办理该件，不要重复登记"):
        proposed(desk)
    refused: tuple[tuple[ActFunction[Any], tuple[Any, ...], str], ...] = (
        (listing_steps.notice, (TODAY,), "应晚于今天"),
        (listing_steps.publish, (TODAY, SITE), "现为“已提出”，不能登记公示"),
        (listing_steps.decide, ("示列决〔2026〕3号", TODAY, TODAY), "现为“已提出”，不能登记列入决定"),
        (listing_exits.announce, (), "不能发布退出公告"),
        (listing_exits.repair, (TODAY, "示例"), "不能修复移出"),
    )
    for function, given, sentence in refused:
        with pytest.raises(InputProblem, match=sentence):
            desk.perform(function, listing, *given)
    desk.perform(listing_steps.notice, listing, LIMIT)
    with on(desk, LIMIT), pytest.raises(InputProblem, match="截止日2026-02-26已到，请重新告知"):
        desk.perform(listing_steps.serve, listing, LIMIT)
    desk.perform(listing_steps.serve, listing, TODAY)
    with on(desk, LIMIT), pytest.raises(InputProblem, match="异议期到2026-02-26为止，在2026-02-26还没有过"):
        desk.perform(listing_steps.decide, listing, "示列决〔2026〕3号", LIMIT, FORCE)
    with on(desk, DECIDED):
        with pytest.raises(InputProblem, match="没有写明认定文号"):
            desk.perform(listing_steps.decide, listing, " ", DECIDED, FORCE)
        with pytest.raises(InputProblem, match="早于决定日期"):
            desk.perform(listing_steps.decide, listing, "示列决〔2026〕3号", DECIDED, LIMIT)
        with pytest.raises(InputProblem, match="已过告知的截止日"):
            desk.perform(listing_steps.object_to, listing, DECIDED, "不服（示例）")
    assert len(letters.ids(desk)) == 1


def test_an_objection_to_the_notice_is_answered_before_the_decision(desk: Desk) -> None:
    listing = served(desk)
    with on(desk, LIMIT):
        desk.perform(listing_steps.object_to, listing, LIMIT, "已经履行（示例）")
    with on(desk, DECIDED):
        with pytest.raises(InputProblem, match="现为“异议待核查”，不能登记列入决定"):
            desk.perform(listing_steps.decide, listing, "示列决〔2026〕3号", DECIDED, FORCE)
        desk.perform(listing_steps.review, listing, DECIDED, "查无履行凭证（示例）")
        assert desk.perform(listing_steps.decide, listing, "示列决〔2026〕3号", DECIDED, FORCE).result["letter"]
        told = desk.perform(listing_exits.rescind, listing, DECIDED, "发现计算有误（示例）")
        assert (told.result["state"], standing(desk, FORCE)) == ("dropped", [])


def test_a_listing_in_force_is_proposed_for_the_responsible_persons_and_stands_in_the_timeline(desk: Desk) -> None:
    subject = subject_of(desk)
    who = {name: PERSON_PENALTY[name] for name in ("subject_name", "document_type", "document_number")}
    person = desk.perform(role_links.link, subject, who, "principal", date(2025, 1, 1)).result["person"]
    listing = black(desk)
    record = row(desk, listing).record_id
    assert [one.parent_id for one in mirrors.proposals(desk, person)] == [record]
    keys = timelines.keys(desk, subject)
    event = next(one for one in timelines.events(desk, subject, keys) if one.noun == "listing")
    assert (event.id, event.what, event.title, event.detail) == (listing, "黑名单列入", "2026-0001", "生效中 · 列入")


def test_a_list_that_a_unit_reported_is_taken_over_once_with_its_decision_and_publicity(desk: Desk) -> None:
    made = desk.perform(records.enter, "serious_breach", SERIOUS).result["record"]
    with pytest.raises(InputProblem, match="请写明所属领域和公示渠道"):
        desk.perform(listing_records.adopt, made, "税收（示例）", " ")
    listing = desk.perform(listing_records.adopt, made, "税收（示例）", SITE).result["listing"]
    hidden = SERIOUS | {"decision_number": "示税列〔2026〕2号", "publicity_on": "", "publicity_until": ""}
    for record, sentence in (
        (made, "这条记录的名单已有2026-0001"),
        (penalty(desk), "行政处罚不是红黑名单"),
        (desk.perform(records.enter, "serious_breach", hidden).result["record"], "没有公示的不能生效"),
    ):
        with pytest.raises(InputProblem, match=sentence):
            desk.perform(listing_records.adopt, record, "税收（示例）", SITE)
    assert standing(desk, TODAY) == standing(desk, date(2028, 1, 5)) == [listing]
    assert "限制出境" in row(desk, listing).measures[0]
    with on(desk, date(2028, 1, 6)):
        assert listing_exits.due(desk) == 1
        assert "自2028年1月6日起移出" in words(desk, desk.perform(listing_exits.announce, listing).result)


def test_any_order_of_acts_keeps_the_listing_and_what_is_in_force_in_step(desk: Desk) -> None:
    later = DECIDED + timedelta(3)
    why = "示例理由"
    acts: dict[str, Any] = {
        "notice": lambda one: desk.perform(listing_steps.notice, one, LIMIT),
        "serve": lambda one: desk.perform(listing_steps.serve, one, TODAY),
        "object": lambda one: desk.perform(listing_steps.object_to, one, TODAY, why),
        "review": lambda one: desk.perform(listing_steps.review, one, TODAY, why),
        "drop": lambda one: desk.perform(listing_steps.drop, one, desk.clock().date(), why),
        "decide": lambda one: desk.perform(listing_steps.decide, one, f"示列决〔2026〕{one[-6:]}号", DECIDED, DECIDED),
        "publish": lambda one: desk.perform(listing_steps.publish, one, desk.clock().date(), SITE),
        "repair": lambda one: desk.perform(listing_exits.repair, one, desk.clock().date(), why),
        "revoke": lambda one: desk.perform(listing_exits.revoke, one, desk.clock().date(), why),
        "rescind": lambda one: desk.perform(listing_exits.rescind, one, desk.clock().date(), why),
        "announce": lambda one: desk.perform(listing_exits.announce, one),
    }
    numbers = iter(range(1, 10_000))
    subject, procedure = subject_of(desk), desk.catalogue.procedure("listing_black")

    class Course(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.listing = proposed(desk, replace(BLACK, list_name=f"示例名单{next(numbers)}"), subject)
            self.state = "proposed"

        @rule(name=st.sampled_from(sorted(acts)))
        def act(self, name: str) -> None:
            known = "renotice" if (name, self.state) == ("notice", "noticed") else name
            admitted = {each.name for each in procedures.allowed(procedure, self.state)}
            before = len(letters.ids(desk))
            day = TODAY if self.state in ("proposed", "noticed", "served", "objected") and name != "decide" else later
            with on(desk, day):
                if known not in admitted:
                    with pytest.raises(InputProblem):
                        acts[name](self.listing)
                    assert len(letters.ids(desk)) == before
                    return
                self.state = acts[name](self.listing).result["state"]
                listing_exits.due(desk)
                self.state = state(desk, self.listing)
            sends = procedures.act_named(procedure, known).letter is not None
            assert len(letters.ids(desk)) == before + sends

        @invariant()
        def what_is_in_force_follows_the_state(self) -> None:
            with desk.read() as session:
                case, listing = session.get_one(Case, self.listing), session.get_one(Listing, self.listing)
                record = session.get(Record, listing.record_id) if listing.record_id else None
            assert case.state == self.state
            assert case.open == (self.state not in ("closed", "dropped"))
            assert (self.listing in standing(desk, later)) == (self.state == "in_force")
            assert (listing.exited_on is not None) == (self.state in ("exited", "closed"))
            assert (record is not None) == (self.state in ("in_force", "exited", "closed"))
            if record is not None and self.state != "in_force":
                assert record.state == "revoked" or record.content["status"] == "已公示"

    examples = int(os.environ.get("CREDITDESK_LISTINGS", "4"))
    run_state_machine_as_test(Course, settings=settings(max_examples=examples, stateful_step_count=10, deadline=None))  # type: ignore[no-untyped-call]
