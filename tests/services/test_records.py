"""Records: entered whole, never twice, corrected and revoked with every version kept."""

from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import home, packages, record_lists, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.entered import PENALTY, PERSON_PENALTY, penalty

WRONG_CHECK = "91410122MA3X000106"


def test_a_faulty_record_is_refused_with_the_field_and_the_reason(desk: Desk) -> None:
    with pytest.raises(InputProblem, match=r"处罚有效期：不能早于处罚决定日期 2025-11-03"):
        penalty(desk, valid_until="2025-01-03")
    with pytest.raises(InputProblem, match=r"罚款金额（万元）：.*必填"):
        penalty(desk, fine_amount="")
    assert record_lists.ids(desk, Filter()) == []


def test_the_same_decision_is_not_entered_twice(desk: Desk) -> None:
    penalty(desk)
    with pytest.raises(InputProblem, match="文号为示市监罚〔2025〕118号"):
        penalty(desk)


def test_a_doubtful_code_is_kept_only_with_a_reason(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="统一社会信用代码"):
        penalty(desk, uscc=WRONG_CHECK)
    content = PENALTY | {"uscc": WRONG_CHECK}
    changes = desk.perform(records.enter, "penalty", content, kept_because="执照原件如此（示例）")
    sheet = record_lists.sheet(desk, str(changes.result["record"]))
    assert sheet.content["uscc"] == WRONG_CHECK
    assert sheet.history[0].reason == "执照原件如此（示例）"


def test_a_correction_keeps_the_old_value_with_who_when_and_why(desk: Desk) -> None:
    record_id = penalty(desk)
    desk.perform(records.correct, record_id, {"fine_amount": "0.2"}, "金额单位有误（示例）")
    newest, first = record_lists.sheet(desk, record_id).history
    assert (newest.version, newest.origin, newest.officer, newest.reason) == (
        2,
        "更正",
        desk.officer.name,
        "金额单位有误（示例）",
    )
    assert [(one.label, one.old, one.new) for one in newest.changes] == [("罚款金额（万元）", "2.000000", "0.200000")]
    assert (first.version, first.changes) == (1, ())


def test_a_correction_needs_a_reason_and_a_difference(desk: Desk) -> None:
    record_id = penalty(desk)
    with pytest.raises(InputProblem, match="写明理由"):
        desk.perform(records.correct, record_id, {"fine_amount": "0.2"}, "  ")
    with pytest.raises(InputProblem, match="无需更正"):
        desk.perform(records.correct, record_id, {"fine_amount": "2"}, "没有不同（示例）")


def test_a_revoked_record_stays_readable_and_cannot_be_changed(desk: Desk) -> None:
    record_id = penalty(desk)
    desk.perform(records.revoke, record_id, "决定已被撤销（示例）")
    assert record_lists.sheet(desk, record_id).state == "已撤销"
    with pytest.raises(InputProblem, match="已经撤销"):
        desk.perform(records.correct, record_id, {"fine_amount": "0.2"}, "更正（示例）")
    assert penalty(desk) != record_id


def test_one_code_is_one_subject_and_other_names_are_kept(desk: Desk) -> None:
    penalty(desk)
    penalty(desk, decision_number="示市监罚〔2025〕119号", subject_name="示例建筑材料有限公司")
    rows = subjects.rows(desk, subjects.ids(desk))
    assert [(row.name, row.records) for row in rows] == [("示例建材有限公司", 2)]
    assert subjects.card(desk, rows[0].id).names == ("示例建筑材料有限公司",)
    assert subjects.look_up(desk, "建筑材料")[0].id == rows[0].id


def test_an_old_organisation_code_finds_the_subject_of_the_uscc(desk: Desk) -> None:
    penalty(desk)
    content = PENALTY | {"decision_number": "示市监罚〔2025〕120号", "org_code": "MA3X0001-0"}
    del content["uscc"]
    desk.perform(records.enter, "penalty", content)
    assert len(subjects.ids(desk)) == 1


@pytest.mark.parametrize("text", ["示", "建材", "示例建材", "sljc", "91410122MA3X", "118", "示市监罚〔2025〕118号"])
def test_a_record_is_found_by_name_initials_code_and_number(desk: Desk, text: str) -> None:
    record_id = penalty(desk)
    assert record_lists.ids(desk, Filter(text=text)) == [record_id]
    assert record_lists.ids(desk, Filter(text="不存在的")) == []


def test_a_person_under_simple_procedure_is_kept_but_not_reported(desk: Desk) -> None:
    desk.perform(records.enter, "penalty", PERSON_PENALTY | {"procedure": "简易程序"})
    preparation = packages.prepare(desk)
    assert preparation.rows == 0
    assert preparation.held == (("自然人简易程序处罚，省条例第13条", 1),)


def test_a_person_is_masked_in_lists_and_on_the_card(desk: Desk) -> None:
    desk.perform(records.enter, "penalty", PERSON_PENALTY)
    row = subjects.rows(desk, subjects.ids(desk))[0]
    assert row.code == "410122********0000"
    assert ("证件号码", "410122********0000") in subjects.card(desk, row.id).identity


def test_a_draft_is_there_again_and_gone_once_saved(desk: Desk) -> None:
    desk.perform(records.save_draft, "penalty", {"subject_name": "示例"})
    desk.perform(records.save_draft, "penalty", {"subject_name": "示例建材"})
    assert record_lists.draft(desk, "penalty") == {"subject_name": "示例建材"}
    penalty(desk)
    assert record_lists.draft(desk, "penalty") == {}


def test_a_decision_not_yet_reported_falls_due_after_seven_working_days(desk: Desk) -> None:
    penalty(desk, decided_on="2026-02-03", valid_until="2027-02-03")
    [task] = home.tasks(desk, home.task_ids(desk))
    assert (task.what, task.due, task.words) == ("双公示 · 行政处罚", date(2026, 2, 12), "今日到期")
