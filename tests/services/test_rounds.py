"""Rounds of joint punishment and reward: whom, by whom, with dated updates, each unit's response, and reminders."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import (
    home,
    letters,
    merges,
    records,
    response_files,
    responses,
    retention_holds,
    round_lists,
    round_reports,
    rounds,
    subjects,
    undo,
)
from creditdesk.services.desk import Desk
from creditdesk.services.responses import Done
from creditdesk.services.rounds import Change
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import OTHER_UNIT, PERSON_PENALTY, UNIT, on, penalty
from tests.initiated import DUE, FIRM, OTHER, TAX, THIRD, begun, initiation, severe, sheet, taken

NEXT = TODAY + timedelta(1)


def text_of(desk: Desk, letter_id: str) -> str:
    return "".join(Pdf(letters.pdf_of(desk, letter_id)).text().split())


def tasks(desk: Desk) -> list[home.Task]:
    return [one for one in home.tasks(desk, home.task_ids(desk)) if one.noun == "response"]


def test_every_unit_gets_the_list_with_measures_and_a_day_to_answer_by(desk: Desk) -> None:
    one = begun(desk, [severe(desk), severe(desk, OTHER)])
    found = sheet(desk, one)
    [first] = found.updates
    assert [each.unit for each in first.responses] == [UNIT, OTHER_UNIT]
    assert [(each.name, each.change) for each in first.objects] == [
        ("示例建材有限公司", "新增"),
        ("示例商贸有限公司", "新增"),
    ]
    assert all(each.ground.startswith("行政处罚") for each in found.current)
    text = text_of(desk, first.responses[0].letter_id)
    assert "请于2026年2月26日前将实施情况填入响应反馈表" in text
    assert all(each in text for each in (TAX, FIRM, "列为重点监管对象", "强制性", "依据未载明"))
    assert [(task.unit, task.due, task.subject) for task in tasks(desk)] == [
        (UNIT, DUE, "重大税收违法失信主体"),
        (OTHER_UNIT, DUE, "重大税收违法失信主体"),
    ]


def test_a_letter_without_a_term_asks_without_a_day_and_nothing_falls_due(desk: Desk) -> None:
    one = begun(desk, [severe(desk)], answer_by=None)
    [first] = sheet(desk, one).updates
    assert "请及时将实施情况填入响应反馈表" in text_of(desk, first.responses[0].letter_id)
    assert [each.words for each in first.responses] == ["未定期限"] * 2
    assert tasks(desk) == []
    with on(desk, DUE), pytest.raises(InputProblem, match="定反馈期限，不能催报"):
        desk.perform(responses.urge, first.responses[0].id)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"subjects": []}, "联合奖惩没有对象"),
        ({"measures": []}, "没有选择措施"),
        ({"measures": ["停水停电"]}, "没有“停水停电”这项措施，没有依据的措施不能采取"),
        ({"measures": ["fewer_checks"]}, "是激励措施，不能用于联合惩戒"),
        ({"units": [" "]}, "没有写明响应单位"),
        ({"initiator": " "}, "没有写明发起单位"),
        ({"objects": ""}, "没有写明对象的名称"),
        ({"basis": ""}, "没有写明认定对象的依据"),
        ({"kind": "警告"}, "没有“警告”"),
        ({"decided_on": NEXT}, "晚于今天"),
        ({"answer_by": TODAY}, "应晚于今天"),
    ],
)
def test_what_is_not_told_whole_begins_no_round(desk: Desk, wrong: dict[str, object], sentence: str) -> None:
    told = replace(initiation([severe(desk)]), **wrong)  # type: ignore[arg-type]
    with pytest.raises(InputProblem, match=sentence):
        desk.perform(rounds.start, told)
    assert round_lists.ids(desk) == letters.ids(desk) == []


def test_nobody_is_punished_without_a_severe_record_or_a_black_list_nor_rewarded_with_one(desk: Desk) -> None:
    firm = severe(desk)
    penalty(desk, uscc=OTHER, subject_name="示例商贸有限公司", decision_number="示市监罚〔2025〕119号")
    [mild] = [each for each in everybody(desk) if each != firm]
    with pytest.raises(InputProblem, match="没有有效的严重失信记录，也不在黑名单上"):
        begun(desk, [firm, mild])
    reward = {"kind": "激励", "measures": ["fewer_checks"], "objects": "守信主体"}
    with pytest.raises(InputProblem, match="有严重失信情形（行政处罚示市监罚〔2025〕010号），不能列为联合激励对象"):
        begun(desk, [firm], **reward)
    assert sheet(desk, begun(desk, [mild], **reward)).row.kind == "激励"


def everybody(desk: Desk) -> list[str]:
    return list(subjects.ids(desk))


def test_an_update_tells_what_was_added_changed_and_removed_and_asks_again(desk: Desk) -> None:
    firm, other, third = severe(desk), severe(desk, OTHER), severe(desk, THIRD)
    one = begun(desk, [firm, other])
    changes = [Change(third, "新增"), Change(firm, "变更", "更名（示例）"), Change(other, "移出", "完成修复（示例）")]
    with on(desk, NEXT):
        desk.perform(rounds.update, one, changes, "二月更新（示例）", DUE)
    found = sheet(desk, one)
    assert [each.name for each in found.current] == ["示例建材有限公司", "示例物流有限公司"]
    second = found.updates[1]
    assert (second.serial, second.on, [each.change for each in second.objects]) == (1, NEXT, ["新增", "变更", "移出"])
    text = text_of(desk, second.responses[1].letter_id)
    assert f"{found.updates[0].responses[1].letter}发出后" in text
    assert "新增1个，变更1个，移出1个，更新后共2个主体" in text
    assert "完成修复（示例）" in text
    assert (found.row.asked, len(tasks(desk))) == (4, 4)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("firm", "新增", ""), "已在名单上，不能重复新增"),
        (("other", "移出", "示例"), "不在名单上，不能移出"),
        (("firm", "移出", " "), "移出示例建材有限公司必须写明说明"),
        (("firm", "暂停", ""), "没有“暂停”"),
    ],
)
def test_an_update_that_does_not_fit_the_list_changes_nothing(
    desk: Desk, change: tuple[str, str, str], sentence: str
) -> None:
    known = {"firm": severe(desk), "other": severe(desk, OTHER)}
    one = begun(desk, [known["firm"]])
    with pytest.raises(InputProblem, match=sentence):
        desk.perform(rounds.update, one, [Change(known[change[0]], *change[1:])], "示例")
    for wrong, why in (([], "名单没有变动"), ([Change(known["other"], "新增")] * 2, "出现了两次")):
        with pytest.raises(InputProblem, match=why):
            desk.perform(rounds.update, one, wrong, "示例")
    with pytest.raises(InputProblem, match="更新名单必须写明理由"):
        desk.perform(rounds.update, one, [Change(known["other"], "新增")], " ")
    assert len(sheet(desk, one).updates) == 1


def test_a_subject_whose_record_was_revoked_stands_on_the_list_without_a_ground(desk: Desk) -> None:
    record = penalty(desk, grade="严重", severity="严重")
    one = begun(desk, everybody(desk))
    desk.perform(records.revoke, record, "决定被撤销（示例）")
    assert [each.ground for each in sheet(desk, one).current] == [""]


def test_a_response_names_every_subject_and_closes_the_task(desk: Desk) -> None:
    one = begun(desk, [severe(desk), severe(desk, OTHER)])
    response = sheet(desk, one).updates[0].responses[0]
    done = [*taken(1, TODAY), Done(2, "未采取", None, "该主体没有本单位的许可（示例）")]
    desk.perform(responses.respond, response.id, TODAY, done)
    found = sheet(desk, one).updates[0].responses[0]
    assert [(each.place, each.measure, each.effect) for each in found.results] == [
        (1, "列为重点监管对象", ""),
        (2, "未采取", "该主体没有本单位的许可（示例）"),
    ]
    assert (found.words, len(tasks(desk))) == ("2026-02-12 已反馈", 1)
    with pytest.raises(InputProblem, match="已于2026-02-12反馈，没有改动"):
        desk.perform(responses.respond, response.id, TODAY, done)
    desk.perform(undo.last)
    assert (sheet(desk, one).row.answered, len(tasks(desk))) == (0, 2)


@pytest.mark.parametrize(
    ("done", "day", "sentence"),
    [
        ([Done(1, "限制（示例）", TODAY)], TODAY, "第2项示例商贸有限公司没有反馈"),
        ([*taken(2, TODAY), Done(3, "限制（示例）", TODAY)], TODAY, "反馈的第3项不在发给"),
        ([*taken(2, TODAY), Done(2, "限制（示例）", TODAY)], TODAY, "填了两次"),
        ([Done(1, " ", TODAY), Done(2, "限制（示例）", TODAY)], TODAY, "第1项示例建材有限公司没有写明已采取的措施"),
        ([Done(1, "未采取", None), Done(2, "限制（示例）", TODAY)], TODAY, "没有采取措施，请写明原因"),
        ([Done(1, "限制（示例）", None), Done(2, "限制（示例）", TODAY)], TODAY, "没有写明实施日期"),
        (taken(2, NEXT), TODAY, "晚于今天"),
        (taken(2, TODAY), TODAY - timedelta(1), "应在发函日期"),
        (taken(2, TODAY), NEXT, "应在发函日期"),
    ],
)
def test_a_response_that_is_not_whole_is_refused(desk: Desk, done: list[Done], day: date, sentence: str) -> None:
    one = begun(desk, [severe(desk), severe(desk, OTHER)])
    response = sheet(desk, one).updates[0].responses[0]
    with pytest.raises(InputProblem, match=sentence):
        desk.perform(responses.respond, response.id, day, done)
    assert sheet(desk, one).updates[0].responses[0].results == ()


def test_a_unit_that_was_not_asked_is_told_so(desk: Desk) -> None:
    one = begun(desk, [severe(desk)])
    with desk.read() as session:
        assert responses.asked(session, one, UNIT).unit == UNIT
        with pytest.raises(InputProblem, match="没有请“中牟县示例局”响应"):
            responses.asked(session, one, "中牟县示例局")


def test_late_units_are_urged_on_their_day_and_not_before(desk: Desk) -> None:
    one = begun(desk, [severe(desk)])
    response = sheet(desk, one).updates[0].responses[0].id
    with on(desk, DUE - timedelta(1)), pytest.raises(InputProblem, match="还没有到"):
        desk.perform(responses.urge, response)
    with on(desk, DUE):
        assert "今日到期" in text_of(desk, desk.perform(responses.urge, response).result["letter"])
    with on(desk, date(2026, 3, 2)):
        text = text_of(desk, desk.perform(responses.urge, response).result["letter"])
        found = sheet(desk, one)
        assert (found.row.late, found.row.words) == (2, "逾期 2 份")
        assert found.updates[0].responses[0].words == "逾期 3 个工作日"
        [task, _] = tasks(desk)
        assert task.words == "逾期 3 个工作日"
    assert "已逾期3个工作日" in text
    assert "本函为第二次催报" in text


def test_a_feedback_sheet_goes_out_is_filled_in_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    one = begun(desk, [severe(desk), severe(desk, OTHER)])
    response, path = sheet(desk, one).updates[0].responses[0], tmp_path / "反馈.xlsx"
    response_files.hand_out(desk, response.id, path)
    fill(path, [("列为重点监管对象", "2026/2/12", "已约谈"), ("未采取", "", "没有许可事项")])
    feedback = response_files.opened(desk, path)
    assert (feedback.unit, feedback.letter, len(feedback.done)) == (UNIT, response.letter, 2)
    desk.perform(response_files.take, feedback, TODAY)
    found = sheet(desk, one).updates[0].responses[0]
    assert found.imported
    assert [(each.measure, each.done_on, each.effect) for each in found.results] == [
        ("列为重点监管对象", TODAY, "已约谈"),
        ("未采取", None, "没有许可事项"),
    ]


def fill(path: Path, answers: list[tuple[str, ...]], **cells: str) -> None:
    """Fill in a sheet the way a unit does, with a title above it, or change single cells."""
    book = openpyxl.load_workbook(path)
    page = book.active
    for row, answer in enumerate(answers, start=2):
        for column, cell in enumerate(answer, start=7):
            page.cell(row, column, cell)
    for place, cell in cells.items():
        page[place] = cell
    page.insert_rows(1)
    page["A1"] = "联合奖惩响应反馈表"
    book.save(path)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"B2": "中牟县示例局"}, "没有请“中牟县示例局”响应"),
        ({"A2": "牟信联发〔2026〕99号"}, "没有发过请求响应的函“牟信联发〔2026〕99号”"),
        ({"D2": "示例别的公司"}, "第3行的“示例别的公司”不是名单第1项"),
        ({"C2": "一"}, "第3行的序号“一”不是数字"),
        ({"H2": "二月"}, "第3行的实施日期“二月”不是日期"),
        ({"A1": "文号"}, "不是响应反馈表"),
        ({"A2": "", "B2": "", "C2": "", "D2": "", "E2": "", "F2": "", "G2": "", "H2": ""}, "没有填写任何主体"),
    ],
)
def test_a_sheet_that_does_not_fit_is_refused(desk: Desk, tmp_path: Path, cells: dict[str, str], sentence: str) -> None:
    one = begun(desk, [severe(desk)])
    response, path = sheet(desk, one).updates[0].responses[0], tmp_path / "反馈.xlsx"
    response_files.hand_out(desk, response.id, path)
    fill(path, [("列为重点监管对象", "2026-02-12")], **cells)
    with pytest.raises(InputProblem, match=sentence):
        response_files.opened(desk, path)


def test_two_units_sheets_in_one_file_are_refused(desk: Desk, tmp_path: Path) -> None:
    one = begun(desk, [severe(desk), severe(desk, OTHER)])
    response, path = sheet(desk, one).updates[0].responses[0], tmp_path / "反馈.xlsx"
    response_files.hand_out(desk, response.id, path)
    fill(path, taken_cells(2), B3=OTHER_UNIT)
    with pytest.raises(InputProblem, match="有两份以上的反馈"):
        response_files.opened(desk, path)


def taken_cells(rows: int) -> list[tuple[str, ...]]:
    return [("列为重点监管对象", "2026-02-12")] * rows


def test_a_round_ends_when_nobody_is_left_on_its_list(desk: Desk) -> None:
    firm = severe(desk)
    one = begun(desk, [firm])
    with pytest.raises(InputProblem, match="名单上还有1个主体，请先移出"):
        desk.perform(rounds.end, one, "期满（示例）")
    desk.perform(rounds.update, one, [Change(firm, "移出", "期满（示例）")], "期满（示例）", DUE)
    with pytest.raises(InputProblem, match="必须写明理由"):
        desk.perform(rounds.end, one, " ")
    desk.perform(rounds.end, one, "全部期满（示例）")
    assert (sheet(desk, one).row.words, tasks(desk)) == ("已结束", [])
    with pytest.raises(InputProblem, match="已于2026-02-12结束"):
        desk.perform(rounds.update, one, [Change(firm, "新增")], "示例")
    with pytest.raises(InputProblem, match="联合奖惩已经结束"):
        desk.perform(responses.respond, sheet(desk, one).updates[0].responses[0].id, TODAY, taken(1, TODAY))


def test_the_report_tells_what_every_unit_did_with_every_subject(desk: Desk, tmp_path: Path) -> None:
    one = begun(desk, [severe(desk), severe(desk, OTHER)])
    desk.perform(responses.respond, sheet(desk, one).updates[0].responses[0].id, TODAY, taken(2, TODAY))
    text = "".join(Pdf(round_reports.pdf(desk, one)).text().split())
    assert "现有对象2个，应反馈2份，已反馈1份" in text
    assert "最迟2026-02-26" in text
    path = tmp_path / "报告.xlsx"
    round_reports.save(desk, one, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["响应情况", "现有对象", "措施清单"]
    rows = [[str(cell or "") for cell in row] for row in book["响应情况"].iter_rows(values_only=True)]
    assert len(rows) == 5
    assert rows[1][2:7] == [UNIT, "示例建材有限公司", "新增", "列为重点监管对象", "2026-02-12"]
    with pytest.raises(InputProblem, match="只能保存为PDF或XLSX"):
        round_reports.save(desk, one, tmp_path / "报告.docx")


def test_rounds_are_found_by_initiator_unit_and_subject(desk: Desk) -> None:
    one = begun(desk, [severe(desk)])
    for words in (TAX, "示例建材", "重大税收", UNIT):
        assert round_lists.ids(desk, words) == [one]
    assert round_lists.ids(desk, "示例商贸") == round_lists.ids(desk, state=round_lists.ENDED) == []


def test_a_merged_subject_stays_on_the_list_under_the_kept_one(desk: Desk) -> None:
    firm, other = severe(desk), severe(desk, OTHER)
    one = begun(desk, [firm])
    desk.perform(merges.merge, other, firm, "同一单位（示例）")
    assert [each.subject_id for each in sheet(desk, one).current] == [other]
    with pytest.raises(InputProblem, match="已在名单上"):
        desk.perform(rounds.update, one, [Change(firm, "新增")], "示例")


def test_a_record_waits_with_its_erasure_until_its_subject_left_the_list(desk: Desk) -> None:
    record = penalty(desk, grade="严重", severity="严重")
    [firm] = everybody(desk)
    one = begun(desk, [firm])
    with desk.read() as session:
        assert retention_holds.of(session, [record], TODAY) == {
            record: ("主体还在对重大税收违法失信主体的联合奖惩名单上，移出后再处理",)
        }
    desk.perform(rounds.update, one, [Change(firm, "移出", "期满（示例）")], "期满（示例）")
    with desk.read() as session:
        assert retention_holds.of(session, [record], TODAY) == {}


def test_a_persons_number_is_masked_on_lists_and_sheets(desk: Desk) -> None:
    desk.perform(records.enter, "penalty", {**PERSON_PENALTY, "grade": "严重", "severity": "严重"})
    one = begun(desk, everybody(desk))
    [first] = sheet(desk, one).updates
    assert first.objects[0].code.endswith("0000")
    assert "*" in first.objects[0].code
    assert "410122197001010000" not in text_of(desk, first.responses[0].letter_id)
