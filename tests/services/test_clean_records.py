"""The certificate of no adverse record: only for whom none is in force, for a named purpose, as a numbered letter."""

from dataclasses import replace
from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import clean_records, enquiries, letters, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from tests.documents.reading import Pdf
from tests.entered import COMMITMENT, PERSON_PENALTY, on, penalty

WHY = Asking("示例建材有限公司", "本人", "营业执照原件（示例）", "参加文明单位评选（示例）")


def test_a_subject_with_an_adverse_record_gets_none_until_it_is_revoked(desk: Desk) -> None:
    one = penalty(desk)
    subject = subjects.ids(desk)[0]
    with pytest.raises(InputProblem, match="有有效的失信记录（行政处罚示市监罚〔2025〕118号）"):
        desk.perform(clean_records.certify, subject, WHY)
    assert letters.ids(desk) == []
    desk.perform(records.revoke, one, "决定被撤销（示例）")
    done = desk.perform(clean_records.certify, subject, WHY)
    assert done.sentence == "已出具示例建材有限公司的无不良信用记录证明牟信证〔2026〕1号"
    text = "".join(Pdf(letters.pdf_of(desk, done.result["letter"])).text().split())
    for words in ("没有有效的不良信用记录", "91410122MA3X000105", "参加文明单位评选（示例）", "有效至2026年3月12日"):
        assert words in text


def test_a_record_whose_publicity_ended_no_longer_counts(desk: Desk) -> None:
    penalty(desk, publicity_on="2025-11-17", publicity_until="2026-02-01")
    subject = subjects.ids(desk)[0]
    with on(desk, date(2026, 2, 1)), pytest.raises(InputProblem, match="有有效的失信记录"):
        desk.perform(clean_records.certify, subject, WHY)
    with on(desk, date(2026, 2, 2)):
        assert desk.perform(clean_records.certify, subject, WHY).result["number"].endswith("1号")


def test_a_kept_commitment_stands_in_nobodys_way(desk: Desk) -> None:
    one = str(desk.perform(records.enter, "commitment", COMMITMENT).result["record"])
    subject = subjects.ids(desk)[0]
    assert desk.perform(clean_records.certify, subject, WHY).result["number"].endswith("1号")
    news = {"performance": "未履约", "facts": "无检验报告（示例）", "grade": "一般", "grade_reason": "首次（示例）"}
    desk.perform(records.correct, one, news, "核查未履约（示例）")
    with pytest.raises(InputProblem, match="有有效的失信记录（信用承诺示承诺〔2025〕1号）"):
        desk.perform(clean_records.certify, subject, WHY)


def test_a_person_is_named_by_a_masked_number(desk: Desk) -> None:
    one = str(desk.perform(records.enter, "penalty", PERSON_PENALTY).result["record"])
    desk.perform(records.revoke, one, "决定被撤销（示例）")
    done = desk.perform(clean_records.certify, subjects.ids(desk)[0], replace(WHY, applicant="陈示例"))
    text = Pdf(letters.pdf_of(desk, done.result["letter"])).text()
    assert "410122********0000" in text
    assert PERSON_PENALTY["document_number"] not in text


def test_who_asks_and_what_for_must_be_told(desk: Desk) -> None:
    one = penalty(desk)
    desk.perform(records.revoke, one, "示例")
    for wrong, sentence in (({"applicant": ""}, "查询人"), ({"proof": ""}, "证件"), ({"purpose": " "}, "查询用途")):
        with pytest.raises(InputProblem, match=sentence):
            desk.perform(clean_records.certify, subjects.ids(desk)[0], replace(WHY, **wrong))
    assert enquiries.ids(desk) == []


def test_the_certificate_is_an_enquiry_that_its_subject_sees(desk: Desk) -> None:
    desk.perform(records.revoke, penalty(desk), "决定被撤销（示例）")
    done = desk.perform(clean_records.certify, subjects.ids(desk)[0], WHY).result
    [row] = enquiries.rows(desk, enquiries.ids(desk))
    assert (row.id, row.form, row.subject, row.letter_id, row.free) == (
        done["enquiry"], "无不良记录证明", "示例建材有限公司", done["letter"], None,
    )  # fmt: skip


def test_a_persons_certificate_is_no_matter_of_public_enquiry(desk: Desk) -> None:
    one = str(desk.perform(records.enter, "penalty", PERSON_PENALTY).result["record"])
    desk.perform(records.revoke, one, "决定被撤销（示例）")
    with pytest.raises(InputProblem, match="不能凭“公开”查询"):
        desk.perform(clean_records.certify, subjects.ids(desk)[0], Asking("赵示例", "公开", "", "了解（示例）"))
