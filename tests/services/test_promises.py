"""Promises to supply missing papers: who may make one, by when, and what follows a broken one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from creditdesk.errors import InputProblem
from creditdesk.models import Subject
from creditdesk.services import (
    clean_records,
    green_channel,
    home,
    letters,
    merges,
    promise_lists,
    promises,
    record_lists,
    records,
    subjects,
    units,
)
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.services.promises import Promised
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import PERSON_PENALTY, UNIT, UNIT_USCC, on, penalty

DUE = TODAY + timedelta(14)
PROMISED = Promised("食品经营许可", UNIT, ["场地租赁合同", "健康证明"], TODAY, DUE)
WHY = Asking("示例建材有限公司", "本人", "营业执照原件（示例）", "申请容缺受理（示例）")


@pytest.fixture
def firm(desk: Desk) -> str:
    """A subject whose one penalty is more than three years old."""
    penalty(desk, decided_on="2023-02-11", valid_until="2024-02-11")
    return subjects.ids(desk)[0]


def made(desk: Desk, firm: str, told: Promised = PROMISED) -> str:
    return str(desk.perform(promises.make, firm, told).result["promise"])


def broken(desk: Desk, firm: str) -> str:
    one = made(desk, firm)
    with on(desk, DUE + timedelta(1)):
        desk.perform(promises.breach, one, "到期没有提交，催告后仍未提交（示例）")
    return one


def row_of(desk: Desk, one: str) -> promise_lists.PromiseRow:
    [row] = promise_lists.rows(desk, [one])
    return row


def test_a_promise_names_matter_unit_papers_and_deadline(desk: Desk, firm: str) -> None:
    row = row_of(desk, made(desk, firm))
    assert (row.subject, row.matter, row.unit, row.papers, row.due, row.state, row.words) == (
        "示例建材有限公司", "食品经营许可", UNIT, ("场地租赁合同", "健康证明"), DUE, promise_lists.OPEN, "待补齐",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due": None}, "没有补齐材料的期限"),
        ({"due": TODAY - timedelta(1), "on": TODAY - timedelta(9)}, "已经过去"),
        ({"due": TODAY}, "不晚于承诺日期"),
        ({"on": TODAY + timedelta(1)}, "晚于今天"),
        ({"papers": [" ", ""]}, "没有写明容缺的材料"),
        ({"matter": " "}, "没有写明办理事项"),
        ({"unit": ""}, "没有写明受理单位"),
    ],
)
def test_what_is_not_told_whole_is_no_promise(desk: Desk, firm: str, wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputProblem, match=sentence):
        made(desk, firm, replace(PROMISED, **wrong))  # type: ignore[arg-type]
    assert promise_lists.ids(desk) == []


def test_a_bad_record_within_three_years_closes_the_channel_to_the_day(desk: Desk) -> None:
    penalty(desk, decided_on="2023-02-12", valid_until="2024-02-11")
    firm = subjects.ids(desk)[0]
    with pytest.raises(InputProblem, match="计算到2026-02-12为止，不能容缺受理"):
        made(desk, firm)
    with on(desk, TODAY + timedelta(1)):
        made(desk, firm, replace(PROMISED, on=TODAY + timedelta(1)))


def test_an_exemplar_may_promise_whatever_its_records(desk: Desk) -> None:
    penalty(desk)
    one = made(desk, subjects.ids(desk)[0], replace(PROMISED, exemplar="2025年度诚信企业（示例）"))
    assert row_of(desk, one).exemplar == "2025年度诚信企业（示例）"


def test_revoked_records_and_those_whose_publicity_ended_stand_in_nobodys_way(desk: Desk) -> None:
    revoked = penalty(desk)
    penalty(desk, decision_number="示市监罚〔2025〕9号", publicity_on="2025-11-10", publicity_until="2026-02-11")
    firm = subjects.ids(desk)[0]
    found = green_channel.check(desk, firm)
    assert [(each.id, each.until) for each in found.bad] == [(revoked, date(2028, 11, 3))]
    desk.perform(records.revoke, revoked, "决定被撤销（示例）")
    assert green_channel.check(desk, firm).sentence == "示例建材有限公司连续3年没有不良信用记录。"
    with on(desk, date(2026, 2, 11)):
        assert len(green_channel.check(desk, firm).bad) == 1


def test_the_workbench_waits_for_the_papers_until_they_came(desk: Desk, firm: str) -> None:
    one = made(desk, firm)
    [task] = [each for each in home.tasks(desk, home.task_ids(desk)) if each.noun == "promise"]
    assert (task.id, task.what, task.number, task.subject, task.due) == (
        one, "容缺受理承诺", "食品经营许可", "示例建材有限公司", DUE,
    )  # fmt: skip
    assert one in home.task_ids(desk, due=DUE)
    with on(desk, DUE):
        desk.perform(promises.keep, one, DUE)
        assert one not in home.task_ids(desk)
    assert row_of(desk, one).words == "已补齐"


def test_papers_come_within_their_time_and_a_promise_ends_once(desk: Desk, firm: str) -> None:
    one = made(desk, firm)
    with pytest.raises(InputProblem, match="还没有过"):
        desk.perform(promises.breach, one, "不愿提交（示例）")
    with on(desk, DUE + timedelta(1)):
        for day, sentence in ((TODAY - timedelta(1), "应在承诺日期"), (DUE + timedelta(1), "请登记为未履约")):
            with pytest.raises(InputProblem, match=sentence):
                desk.perform(promises.keep, one, day)
        with pytest.raises(InputProblem, match="必须写明事实和理由"):
            desk.perform(promises.breach, one, " ")
        desk.perform(promises.keep, one, DUE)
        with pytest.raises(InputProblem, match="没有改动"):
            desk.perform(promises.breach, one, "没有提交（示例）")


def test_a_broken_promise_proposes_a_record_that_closes_the_channel(desk: Desk, firm: str) -> None:
    desk.perform(units.save, UNIT, uscc=UNIT_USCC)
    one = broken(desk, firm)
    assert promise_lists.ids(desk, state=promise_lists.PROPOSED) == [one]
    assert promise_lists.waiting(desk) == 1
    with pytest.raises(InputProblem, match="认定理由"):
        desk.perform(promises.record, one, "一般", "")
    made_record = desk.perform(promises.record, one, "一般", "首次未履约，未造成后果（示例）").result["record"]
    content = record_lists.sheet(desk, made_record).content
    assert (content["performance"], content["commitment_use"], content["due_on"], content["source_unit_uscc"]) == (
        "未履约", "容缺受理", DUE.isoformat(), UNIT_USCC,
    )  # fmt: skip
    assert content["facts"] == "到期没有提交，催告后仍未提交（示例）"
    assert (row_of(desk, one).words, promise_lists.waiting(desk)) == ("未履约，已记入", 0)
    with pytest.raises(InputProblem, match="不能容缺受理"):
        made(desk, firm)
    with pytest.raises(InputProblem, match="已经决定"):
        desk.perform(promises.decline, one, "改为不记入（示例）")


def test_a_broken_promise_may_be_left_unrecorded_for_a_reason(desk: Desk, firm: str) -> None:
    one = made(desk, firm)
    with pytest.raises(InputProblem, match="没有登记为未履约"):
        desk.perform(promises.record, one, "一般", "示例")
    with on(desk, DUE + timedelta(1)):
        desk.perform(promises.breach, one, "邮寄延误（示例）")
        with pytest.raises(InputProblem, match="必须写明理由"):
            desk.perform(promises.decline, one, "")
        desk.perform(promises.decline, one, "邮寄延误，材料次日到达（示例）")
    assert row_of(desk, one).words == "未履约，不记入"


def test_a_persons_broken_promise_is_a_record_of_the_person(desk: Desk) -> None:
    one = str(desk.perform(records.enter, "penalty", PERSON_PENALTY).result["record"])
    desk.perform(records.revoke, one, "决定被撤销（示例）")
    person = subjects.ids(desk)[0]
    promise = broken(desk, person)
    made_record = desk.perform(promises.record, promise, "一般", "首次（示例）", "2026-02-12").result["record"]
    assert record_lists.sheet(desk, made_record).content["document_number"] == PERSON_PENALTY["document_number"]


def test_a_promise_moves_with_a_merged_subject(desk: Desk, firm: str) -> None:
    one = made(desk, firm)
    penalty(
        desk,
        uscc="91410122MA3X000292",
        subject_name="示例商贸有限公司",
        decided_on="2022-01-04",
        valid_until="2023-01-04",
    )
    [other] = [each for each in subjects.ids(desk) if each != firm]
    desk.perform(merges.merge, other, firm, "同一单位（示例）")
    assert row_of(desk, one).subject_id == other
    with desk.read() as session:
        assert session.get_one(Subject, other).name == "示例商贸有限公司"


def test_the_clean_years_are_proved_on_paper_only_where_they_are_clean(desk: Desk, firm: str) -> None:
    done = desk.perform(green_channel.prove, firm, WHY)
    text = "".join(Pdf(letters.pdf_of(desk, done.result["letter"])).text().split())
    assert "连续3年没有不良信用记录" in text
    assert "已停止公示的记录不在其内" in text
    penalty(desk, decision_number="示市监罚〔2025〕119号")
    with pytest.raises(InputProblem, match="不能出具连续3年无不良信用记录证明"):
        desk.perform(green_channel.prove, firm, WHY)
    with pytest.raises(InputProblem, match="有有效的失信记录"):
        desk.perform(clean_records.certify, firm, WHY)
