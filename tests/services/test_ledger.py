"""Who received what: each row that left with its receiver's answer, for a record, a subject and a period."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import load_workbook

from creditdesk.errors import InputProblem
from creditdesk.exchange.receipts import Answer
from creditdesk.models import Record
from creditdesk.services import ledger, ledger_reports, receipt_files, receipts, records, timelines
from creditdesk.services.desk import Desk
from creditdesk.services.ledger_reports import Scope
from tests.answered import answered, lines_of, receipt, trust_platform
from tests.conftest import TODAY
from tests.entered import PENALTY, PERSON_PENALTY, on, penalty
from tests.leaving import release

PLATFORM = "郑州市公共信用信息平台"
YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def told(desk: Desk, tmp_path: Path) -> tuple[str, str, str]:
    """A package that was answered row by row, and a second one that was not; returns the three records."""
    trust_platform(desk)
    first, second = penalty(desk), penalty(desk, decision_number="示市监罚〔2025〕119号")
    third = str(desk.perform(records.enter, "penalty", PERSON_PENALTY).result["record"])
    package = str(release(desk).result["packages"][0])
    answers = {first: (Answer.REJECTED, "CF_NR_FK", "金额不符（示例）"), second: (Answer.REPLACED, "", "")}
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, answers))
    receipts.take(desk, receipt_files.read(desk, path))
    desk.perform(records.correct, first, {"fine_amount": "0.2"}, "金额单位有误（示例）")
    with on(desk, date(2026, 2, 13)):
        release(desk)
    return first, second, third


def _lines(desk: Desk, record_id: str) -> list[ledger.LedgerLine]:
    return [one for one in ledger.of_subject(desk, _subject(desk, record_id)) if one.record_id == record_id]


def _subject(desk: Desk, record_id: str) -> str:
    with desk.read() as session:
        return session.get_one(Record, record_id).subject_id


def test_every_time_a_record_left_is_told_with_its_answer(desk: Desk, told: tuple[str, str, str]) -> None:
    first, second, third = told
    assert [(one.serial, one.day, one.action, one.version, one.receipt) for one in _lines(desk, first)] == [
        (1, TODAY, "新增", 1, "退回：金额不符（示例）"),
        (2, date(2026, 2, 13), "变更", 2, "待回执"),
    ]
    assert [one.receipt for one in _lines(desk, second)] == ["已有更新版本"]
    assert [(one.receiver, one.receipt) for one in _lines(desk, third)] == [(PLATFORM, "已接收")]
    assert len(ledger.of_subject(desk, _subject(desk, first))) == 3


def test_the_subjects_timeline_tells_the_receiver_and_its_answer(desk: Desk, told: tuple[str, str, str]) -> None:
    subject = _subject(desk, told[0])
    wanted = [key for key in timelines.keys(desk, subject) if key.startswith("package:")]
    assert [event.detail for event in timelines.events(desk, subject, wanted)] == [
        f"{PLATFORM} · 变更1条 · 待回执1条",
        f"{PLATFORM} · 新增2条 · 退回1条、已有更新版本1条",
    ]


def test_a_period_is_summed_up_by_package_and_kind(desk: Desk, told: tuple[str, str, str]) -> None:
    parts = ledger.parts_of(desk, YEAR.start, YEAR.end)
    assert [(one.serial, one.kind, one.rows, one.taken, one.rejected, one.waiting) for one in parts] == [
        (1, "行政处罚", 3, 2, 1, 0),
        (2, "行政处罚", 1, 0, 0, 1),
    ]
    assert [one.serial for one in ledger.parts_of(desk, TODAY, TODAY)] == [1]
    assert [one.serial for one in ledger.of_period(desk, date(2026, 2, 13), date(2026, 2, 13))] == [2]


def test_the_report_is_saved_as_workbook_and_pdf_and_journalled(
    desk: Desk, told: tuple[str, str, str], tmp_path: Path
) -> None:
    changes = ledger_reports.save(desk, YEAR, tmp_path / "台账.xlsx")
    assert "对外提供台账（报送日期 2026-01-01 至 2026-12-31）4行" in changes.sentence
    book = load_workbook(tmp_path / "台账.xlsx")
    assert book.sheet_names == ["汇总", "明细"]
    header, *rows = book.get_sheet_by_name("明细").to_python()
    assert (header[-1], [row[-1] for row in rows].count("待回执")) == ("回执", 1)
    ledger_reports.save(desk, Scope(YEAR.start, YEAR.end, _subject(desk, told[0])), tmp_path / "主体.pdf")
    text = PdfReader(tmp_path / "主体.pdf").pages[0].extract_text()
    assert PENALTY["subject_name"] in text
    assert "退回：金额不符" in text
    assert PERSON_PENALTY["subject_name"] not in text
    ledger_reports.save(desk, Scope(date(2025, 1, 1), date(2025, 1, 2)), tmp_path / "空.pdf")
    assert "本期没有对外提供信息" in PdfReader(tmp_path / "空.pdf").pages[0].extract_text()


def test_a_report_that_cannot_be_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="晚于截止日期"):
        ledger_reports.save(desk, Scope(TODAY, date(2026, 1, 1)), tmp_path / "台账.xlsx")
    with pytest.raises(InputProblem, match="只能保存为PDF或XLSX"):
        ledger_reports.save(desk, YEAR, tmp_path / "台账.doc")
    with pytest.raises(InputProblem, match="没有这个主体"):
        ledger_reports.save(desk, Scope(YEAR.start, YEAR.end, "无"), tmp_path / "台账.pdf")
    assert list(tmp_path.glob("台账*")) == []
