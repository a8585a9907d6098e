"""信用报告: what each authority opens, what is left out and why, the free ones of a year, and the query log."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from creditdesk.documents.letter import letter_pdf
from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange import letter_codes
from creditdesk.models import Enquiry, JournalEntry, Letter
from creditdesk.services import (
    credit_reports,
    enquiries,
    letter_voids,
    letters,
    merges,
    objection_lists,
    objections,
    office_keys,
    recalls,
    records,
    subjects,
    timelines,
)  # fmt: skip
from creditdesk.services.credit_reports import Outlook
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.services.objections import Decision
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import PENALTY, PERSON_PENALTY, by_two, objection, on, penalty

OWN = Asking("示例建材有限公司", "本人", "营业执照原件（示例）", "参加招标投标（示例）")
BANK = Asking("示例银行", "授权", "2026年2月10日授权书（示例）", "贷款审查（示例）")
DUTY = Asking("中牟县财政局（示例）", "依法履职", "《示例条例》第三条，示财函〔2026〕2号", "审核补贴（示例）")
PUBLIC = Asking("赵示例", "公开", "", "了解合作方（示例）")


def told(desk: Desk, subject: str, asking: Asking) -> str:
    """Issue a report and return its words without spaces."""
    done = desk.perform(credit_reports.issue, subject, asking)
    return "".join(Pdf(letters.pdf_of(desk, done.result["letter"])).text().split())


def subject_with_three_scopes(desk: Desk) -> str:
    """Enter one record of each 信息使用范围 and return the subject."""
    for serial, scope in enumerate(("公示", "仅政府部门内部共享", "仅可授权查询"), 1):
        penalty(desk, decision_number=f"示市监罚〔2025〕{serial}号", usage_scope=scope)
    return subjects.ids(desk)[0]


@pytest.mark.parametrize(
    ("asking", "listed", "left_out"),
    [
        (OWN, (1, 2, 3), ()),
        (BANK, (1, 3), ("仅政府部门内部共享",)),
        (DUTY, (1, 2), ("仅可授权查询",)),
        (PUBLIC, (1,), ("仅政府部门内部共享", "仅可授权查询")),
    ],
    ids=lambda value: value.authority if isinstance(value, Asking) else "",
)
def test_each_authority_opens_its_scopes_and_says_what_is_left_out(
    desk: Desk, asking: Asking, listed: tuple[int, ...], left_out: tuple[str, ...]
) -> None:
    text = told(desk, subject_with_three_scopes(desk), asking)
    assert [serial for serial in (1, 2, 3) if f"示市监罚〔2025〕{serial}号" in text] == list(listed)
    assert f"列入{len(listed)}条" in text
    assert (f"因信息使用范围未列入的{len(left_out)}条" in text) == bool(left_out)
    rule = enquiries.rule_of(desk.catalogue)
    assert [scope for scope in rule.hidden if rule.hidden[scope] in text] == list(left_out)


def test_it_tells_identity_source_state_use_and_purpose(desk: Desk) -> None:
    desk.perform(objections.accept, objection(desk, penalty(desk), date(2026, 2, 9)))
    penalty(desk, decision_number="示市监罚〔2025〕119号", subject_name="示例建材（中牟）有限公司")
    text = told(desk, subjects.ids(desk)[0], DUTY)
    for words in (
        *("统一社会信用代码91410122MA3X000105", "法定代表人王示例", "曾用名示例建材（中牟）有限公司"),
        *("查询权限：依法履职；凭据：《示例条例》第三条，示财函〔2026〕2号；", "查询用途：审核补贴（示例）"),
        *("失信信息2条，异议正在处理的1条", "异议中", "2025-11-03", "中牟县市场监督管理局", "只供上述用途使用"),
    ):
        assert words in text
    assert "查询记录只向本人提供" in text


def test_revoked_records_are_out_for_everybody_and_ended_ones_are_for_the_subject_alone(desk: Desk) -> None:
    desk.perform(records.revoke, penalty(desk), "决定被撤销（示例）")
    penalty(desk, decision_number="示〔2025〕2号", publicity_on="2025-11-17", publicity_until="2026-02-01")
    subject = subjects.ids(desk)[0]
    own, public = told(desk, subject, OWN), told(desk, subject, PUBLIC)
    assert PENALTY["decision_number"] not in own
    assert "已停止公示" in own
    assert "示〔2025〕2号" in own
    assert "示〔2025〕2号" not in public
    assert "没有可以列入的信用信息" in public


def test_a_person_is_no_matter_of_public_enquiry_and_shown_masked(desk: Desk) -> None:
    desk.perform(records.enter, "penalty", PERSON_PENALTY)
    person = subjects.ids(desk)[0]
    with pytest.raises(InputProblem, match="陈示例是自然人，不能凭“公开”查询"):
        desk.perform(credit_reports.issue, person, PUBLIC)
    assert credit_reports.outlook(desk, person, "公开") is None
    text = told(desk, person, replace(OWN, applicant="陈示例", proof="身份证原件（示例）"))
    assert "410122********0000" in text
    assert PERSON_PENALTY["document_number"] not in text


def test_two_reports_of_a_year_are_free_and_void_ones_do_not_count(desk: Desk) -> None:
    penalty(desk)
    subject = subjects.ids(desk)[0]
    assert credit_reports.outlook(desk, subject, "own") == Outlook(1, 0, 0, free=True)
    first = desk.perform(credit_reports.issue, subject, OWN).result["letter"]
    assert "第2份本人信用报告，在每年2份免费之内" in told(desk, subject, OWN)
    assert "免费" not in told(desk, subject, BANK)
    assert "第3份本人信用报告，不在每年2份免费之内" in told(desk, subject, OWN)
    by_two(desk, letter_voids.void, first, "打印错误（示例）")
    assert credit_reports.outlook(desk, subject, "own") == Outlook(1, 0, 2, free=False)
    with on(desk, date(2027, 1, 4)):
        assert credit_reports.outlook(desk, subject, "own") == Outlook(1, 0, 0, free=True)
    rows = enquiries.rows(desk, enquiries.ids(desk))
    assert [(row.authority, row.free, row.void) for row in reversed(rows)] == [
        ("本人", True, True), ("本人", True, False), ("授权", None, False), ("本人", False, False),
    ]  # fmt: skip


def test_the_subject_sees_who_asked_before_and_its_page_tells_it(desk: Desk) -> None:
    penalty(desk)
    subject = subjects.ids(desk)[0]
    assert "此前没有查询记录" in told(desk, subject, OWN)
    told(desk, subject, BANK)
    text = told(desk, subject, OWN)
    assert text.count("示例银行") == 1
    assert "贷款审查（示例）" in text
    events = timelines.events(desk, subject, timelines.keys(desk, subject))
    asked = [(each.what, each.title) for each in events if each.noun == "enquiry"]
    assert asked == [("查询·信用报告", name) for name in (OWN.applicant, BANK.applicant, OWN.applicant)]


def test_a_merged_subject_takes_its_enquiries_along(desk: Desk) -> None:
    kept = str(desk.perform(records.enter, "penalty", PENALTY).result["subject"])
    other = PENALTY | {"uscc": "92410122MA3X00053F", "subject_name": "示例建材商行", "decision_number": "示〔2025〕1号"}
    merged = str(desk.perform(records.enter, "penalty", other).result["subject"])
    told(desk, merged, OWN)
    desk.perform(merges.merge, kept, merged, "同一经营者（示例）")
    assert credit_reports.outlook(desk, kept, "own") == Outlook(2, 0, 1, free=True)
    assert "第2份本人信用报告" in told(desk, merged, OWN)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"applicant": " "}, "没有写明查询人"),
        ({"authority": ""}, "请在“本人”“依法履职”“授权”“公开”中选一种"),
        ({"proof": ""}, "凭“授权”查询必须写明授权书的日期和编号"),
        ({"purpose": ""}, "没有写明查询用途"),
    ],
)
def test_an_enquiry_that_is_not_complete_leaves_nothing(desk: Desk, wrong: dict[str, str], sentence: str) -> None:
    penalty(desk)
    with pytest.raises(InputProblem, match=sentence):
        desk.perform(credit_reports.issue, subjects.ids(desk)[0], replace(BANK, **wrong))
    assert (letters.ids(desk), enquiries.ids(desk)) == ([], [])


def test_an_officer_without_the_power_issues_none(desk: Desk) -> None:
    penalty(desk)
    subject = subjects.ids(desk)[0]
    desk.officer.role = "visitor"
    with pytest.raises(Problem, match="查询信用信息、出具信用报告"):
        desk.perform(credit_reports.issue, subject, OWN)


def test_number_code_and_journal_are_those_of_every_letter(desk: Desk) -> None:
    penalty(desk)
    done = desk.perform(credit_reports.issue, subjects.ids(desk)[0], DUTY)
    assert done.sentence == "已出具示例建材有限公司的信用报告牟信报〔2026〕1号，列入1条"
    with desk.read() as session:
        letter = session.get_one(Letter, done.result["letter"])
        entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "subject.report")).one()
        assert session.scalar(select(func.count()).select_from(Enquiry)) == 1
        assert letter_pdf(letters.content_of(session, letter)) == letters.file_of(session, letter.id)
    found = letter_codes.check(letter.code, office_keys.letter_certificate(desk), None, DUTY.applicant)
    assert all(one.ok for one in found)
    assert entry.result["enquiry"] == enquiries.ids(desk)[0]


def test_whoever_got_a_report_with_a_wrong_record_is_told(desk: Desk) -> None:
    with on(desk, date(2026, 2, 2)):
        record = penalty(desk)
        told(desk, subjects.ids(desk)[0], BANK)
    case = objection(desk, record, date(2026, 2, 3))
    desk.perform(objections.accept, case)
    desk.perform(objections.forward, case)
    desk.perform(objections.deliver, case, TODAY)
    desk.perform(objections.opinion, case, TODAY, "金额有误（示例）")
    (claim,) = objection_lists.sheet(desk, case).items
    desk.perform(objections.reply, case, [Decision(claim.id, "更正", "经核对原件（示例）", "0.2")])
    assert [line.receiver for line in recalls.listing(desk, case)] == [BANK.applicant]


def test_the_list_is_searched_by_asker_purpose_and_subject(desk: Desk) -> None:
    penalty(desk)
    for asking in (BANK, DUTY):
        told(desk, subjects.ids(desk)[0], asking)
    names = {
        text: [row.applicant for row in enquiries.rows(desk, enquiries.ids(desk, text))]
        for text in ("示例银行", "补贴", "示例建材", "100%")
    }
    assert names == {
        "示例银行": [BANK.applicant],
        "补贴": [DUTY.applicant],
        "示例建材": [DUTY.applicant, BANK.applicant],
        "100%": [],
    }
    assert enquiries.ids(desk, form="batch") == []


def test_a_report_is_written_for_a_code_or_a_name_of_one_bearer(desk: Desk, tmp_path: Path) -> None:
    penalty(desk)
    for serial, named in enumerate(("91410122MA3X000105", "示例建材有限公司"), 1):
        file = tmp_path / f"{serial}.pdf"
        credit_reports.save(desk, named, DUTY, file)
        assert file.read_bytes().startswith(b"%PDF")
    for number in ("410122197001010000", "410122198501010001"):
        content = PERSON_PENALTY | {"document_number": number, "decision_number": f"示〔2026〕{number[-5]}号"}
        desk.perform(records.enter, "penalty", content)
    for named, sentence in (("查无此企业（示例）", "没有查到"), ("陈示例", "主体有2个，请用代码")):
        with pytest.raises(InputProblem, match=sentence):
            credit_reports.save(desk, named, DUTY, tmp_path / "3.pdf")
    with pytest.raises(InputProblem, match="文件夹"):
        credit_reports.save(desk, "示例建材有限公司", DUTY, tmp_path / "没有" / "4.pdf")
    assert len(enquiries.ids(desk)) == 2
