"""A list of names and codes against all subjects: who is found, who is not, and what the journal keeps of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange.workbooks import read_modern
from creditdesk.models import JournalEntry
from creditdesk.services import batch_checks, enquiries, merges, records
from creditdesk.services.batch_checks import Checked, Enquiry
from creditdesk.services.desk import Desk
from tests.documents.reading import Pdf
from tests.entered import COMMITMENT, PENALTY, PERSON_PENALTY, penalty

ENQUIRY = Enquiry("中牟县文明办（示例）", "依法履职", "《文明单位评选办法（示例）》第五条", "文明单位评选")
PERSON = {**PERSON_PENALTY, "procedure": "普通程序"}


def check(desk: Desk, *lines: str, enquiry: Enquiry = ENQUIRY) -> Checked:
    return batch_checks.run(desk, batch_checks.asked_in("\n".join(lines)), enquiry)


def enter(desk: Desk, content: dict[str, str]) -> str:
    return str(desk.perform(records.enter, "penalty", content).result["record"])


def test_a_subject_is_found_by_name_former_name_and_every_code(desk: Desk) -> None:
    penalty(desk)
    penalty(
        desk,
        subject_name="示例建材（中牟）有限公司",
        decision_number="示市监罚〔2025〕119号",
        reg_number="410122000000013",
    )
    checked = check(
        desk, "示例建材有限公司", "示例建材(中牟)有限公司", "91410122MA3X000105", "MA3X0001-0", "410122000000013"
    )
    assert [answer.matches[0].by for answer in checked.answers] == [
        "名称",
        "曾用名",
        "统一社会信用代码",
        "组织机构代码",
        "工商注册号",
    ]
    assert {match.id for answer in checked.answers for match in answer.matches} == {checked.answers[0].matches[0].id}
    assert all(answer.adverse and answer.matches[0].records == 2 for answer in checked.answers)


def test_pinyin_and_parts_of_a_name_find_nobody(desk: Desk) -> None:
    penalty(desk)
    checked = check(desk, "sljcyxgs", "示例建材", "shilijiancaiyouxiangongsi")
    assert not checked.found
    assert len(checked.missing) == 3


def test_an_old_citizen_number_finds_its_holder_and_stays_masked(desk: Desk) -> None:
    enter(desk, PERSON | {"document_number": "410122197001010000"})
    checked = check(desk, "410122700101000")
    [match] = checked.answers[0].matches
    assert match.by == "证件号码"
    assert match.shown(bare=False) == "410122********0000"
    assert match.shown(bare=True) == "410122197001010000"
    assert checked.answers[0].shown(bare=False).count("*")


def test_a_code_with_another_name_says_so(desk: Desk) -> None:
    penalty(desk)
    asked = batch_checks.asked_in(
        "名称\t统一社会信用代码\n示例商贸有限公司\t91410122MA3X000105\n示例建材有限公司\t9141"
    )
    differing, wrong = batch_checks.run(desk, asked, ENQUIRY).answers
    assert differing.note == "代码相符，名称不符，请核对"
    assert wrong.matches[0].by == "名称"
    assert wrong.note == "代码未查到，按名称查到"


def test_two_subjects_of_one_name_are_both_told(desk: Desk) -> None:
    enter(desk, PERSON)
    enter(desk, PERSON | {"document_number": "410122198501010001", "decision_number": "示市监罚〔2026〕22号"})
    [answer] = check(desk, "陈示例").answers
    assert len(answer.matches) == 2
    assert answer.note == "同名主体2个，请用代码核对"


def test_a_merged_subject_answers_with_the_records_of_the_kept_one(desk: Desk) -> None:
    kept = desk.perform(records.enter, "penalty", PENALTY).result["subject"]
    other = PENALTY | {"uscc": "92410122MA3X00053F", "subject_name": "示例建材商行", "decision_number": "示〔2025〕1号"}
    merged = desk.perform(records.enter, "penalty", other).result["subject"]
    desk.perform(merges.merge, kept, merged, "同一经营者（示例）")
    answers = check(desk, "示例建材商行", "92410122MA3X00053F").answers
    assert len(answers) == 2
    for answer in answers:
        [match] = answer.matches
        assert match.id == kept
        assert len(match.adverse) == 2


def test_what_is_revoked_or_no_ground_for_punishment_is_not_adverse(desk: Desk) -> None:
    desk.perform(records.revoke, penalty(desk), "处罚决定已撤销（示例）")
    enter(desk, PERSON | {"procedure": "简易程序"})
    company, person = check(desk, "示例建材有限公司", "陈示例").answers
    assert company.matches
    assert not company.adverse
    assert person.matches
    assert not person.adverse


def test_the_journal_tells_who_asked_why_and_whom_it_found(desk: Desk) -> None:
    penalty(desk)
    checked = check(desk, "示例建材有限公司", "查无此企业（示例）", "示例建材有限公司")
    assert checked.repeated == 1
    with desk.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "subject.batch_check")).one()
    assert entry.seq == checked.seq
    assert entry.officer_name == desk.officer.name
    assert entry.result["applicant"] == ENQUIRY.applicant
    assert (entry.result["authority"], entry.result["proof"]) == ("依法履职", ENQUIRY.proof)
    assert entry.result["purpose"] == ENQUIRY.purpose
    assert (entry.result["asked"], entry.result["found"], entry.result["adverse"]) == (2, 1, 1)
    assert entry.result["subjects"] == [checked.found[0].matches[0].id]
    assert "示例建材" not in entry.sentence


@pytest.mark.parametrize(
    ("lacking", "label"), [("applicant", "查询人"), ("authority", "查询权限"), ("proof", "公函"), ("purpose", "用途")]
)
def test_an_enquiry_that_is_not_complete_is_refused(desk: Desk, lacking: str, label: str) -> None:
    with pytest.raises(InputProblem, match=label):
        check(desk, "示例建材有限公司", enquiry=replace(ENQUIRY, **{lacking: " "}))
    assert enquiries.ids(desk) == []


def test_a_list_is_not_asked_for_as_ones_own_record(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="不能凭“本人”查询"):
        check(desk, "示例建材有限公司", enquiry=replace(ENQUIRY, authority="本人"))


def test_it_is_kept_as_an_enquiry_about_whom_it_found(desk: Desk) -> None:
    penalty(desk)
    check(desk, "示例建材有限公司", "查无此企业（示例）")
    [row] = enquiries.rows(desk, enquiries.ids(desk))
    assert (row.form, row.applicant, row.authority, row.purpose) == (
        "批量核查", ENQUIRY.applicant, "依法履职", ENQUIRY.purpose,
    )  # fmt: skip
    assert (row.asked, row.found, row.subject) == (2, 1, "")


def test_records_of_a_scope_that_the_authority_does_not_open_are_out(desk: Desk) -> None:
    penalty(desk, usage_scope="仅政府部门内部共享")
    counts = {}
    for authority in ("依法履职", "授权", "公开"):
        checked = check(desk, "示例建材有限公司", enquiry=replace(ENQUIRY, authority=authority))
        counts[authority] = (checked.answers[0].matches[0].records, len(checked.adverse))
        told = "".join(Pdf(batch_checks.report_pdf(desk, checked)).text().split())
        assert ("仅政府部门内部共享" in told) == (authority == "依法履职")
    assert counts == {"依法履职": (1, 1), "授权": (0, 0), "公开": (0, 0)}


def test_an_officer_without_the_power_sees_no_answer(desk: Desk) -> None:
    desk.officer.role = "visitor"
    with pytest.raises(Problem, match="权限"):
        check(desk, "示例建材有限公司")


def test_the_workbook_has_a_sheet_for_each_outcome(desk: Desk, tmp_path: Path) -> None:
    penalty(desk)
    enter(desk, PERSON)
    checked = check(desk, "示例建材有限公司", "=查无此企业（示例）", "410122197001010000", "91410122MA3X000104")
    workbook, _ = batch_checks.write(desk, checked, tmp_path)
    sheets = {grid.name: grid.rows for grid in read_modern(workbook)}
    assert list(sheets) == ["查询名单", "查到", "未查到", "有失信记录"]
    assert [row[:3] for row in sheets["查询名单"][1:]] == [
        ["1", "示例建材有限公司", "有失信记录"],
        ["2", "=查无此企业（示例）", "未查到"],
        ["3", "410122********0000", "有失信记录"],
        ["4", "91410122MA3X000104", "未查到"],
    ]
    assert [row[3] for row in sheets["查到"][1:]] == ["示例建材有限公司", "陈示例"]
    assert "校验码应为" in sheets["未查到"][2][2]
    assert [row[5] for row in sheets["有失信记录"][1:]] == [PENALTY["decision_number"], PERSON["decision_number"]]
    assert b"410122197001010000" not in workbook.read_bytes()


def test_unmasked_numbers_are_asked_for_and_journalled(desk: Desk, tmp_path: Path) -> None:
    enter(desk, PERSON)
    bare = replace(ENQUIRY, bare=True)
    checked = check(desk, "陈示例", enquiry=bare)
    workbook, paper = batch_checks.write(desk, checked, tmp_path)
    assert read_modern(workbook)[1].rows[1][5] == "410122197001010000"
    assert "已遮盖" not in Pdf(paper.read_bytes()).text()
    with desk.read() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert entry is not None
    assert entry.result["unmasked"] is True


def test_the_report_tells_the_counts_and_has_both_annexes(desk: Desk) -> None:
    penalty(desk)
    checked = check(desk, "示例建材有限公司", "查无此企业（示例）")
    report = batch_checks.report_pdf(desk, checked)
    text = Pdf(report).text()
    for told in ("批量核查报告", ENQUIRY.applicant, ENQUIRY.purpose, "共查询2个", "附件1", "附件2", "查无此企业"):
        assert told in text
    assert report == batch_checks.report_pdf(desk, checked)


def test_a_folder_that_is_not_there_is_named(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="不存在"):
        batch_checks.write(desk, check(desk, "示例建材有限公司"), tmp_path / "没有")


def test_a_kept_commitment_is_a_record_but_no_adverse_one(desk: Desk) -> None:
    desk.perform(records.enter, "commitment", COMMITMENT)
    [match] = check(desk, PENALTY["subject_name"]).answers[0].matches
    assert (match.records, match.adverse) == (1, [])
