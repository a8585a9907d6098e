"""异议台账: every case of the period with each stage against its limit, late ones in words, numbers masked."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from creditdesk.errors import InputProblem
from creditdesk.models import JournalEntry
from creditdesk.services import case_register, objections, record_lists
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import PERSON_PENALTY, objection, on, penalty

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def late(desk: Desk) -> str:
    """A case forwarded a day after its limit and still with its unit."""
    case_id = objection(desk, penalty(desk), date(2026, 2, 2))
    with on(desk, date(2026, 2, 10)):
        desk.perform(objections.accept, case_id)
        desk.perform(objections.forward, case_id)
        desk.perform(objections.deliver, case_id, date(2026, 2, 10))
    return case_id


@pytest.fixture
def person(desk: Desk) -> str:
    """A case of a person who gave his number."""
    record = penalty(desk, **PERSON_PENALTY)
    assert record_lists.sheet(desk, record).content["subject_name"] == "陈示例"
    changes = desk.perform(
        objections.receive,
        [Contested(record, "fine_amount", "0.2")],
        applicant={"name": "陈示例", "identity": "410122197001010000"},
        request="罚款金额不符（示例）",
        received_on=TODAY,
    )
    return str(changes.result["case"])


def test_every_stage_stands_against_its_limit(desk: Desk, late: str) -> None:
    [line] = case_register.lines(desk, FIRST, LAST)
    assert line.head[:3] == ("2026-0001", "2026-02-02", "示例建材有限公司")
    assert line.spans["转办"] == case_register.Span("2026-02-09", "2026-02-10", "6/5", "逾期 1 个工作日")
    assert line.spans["核实"] == case_register.Span("2026-02-24", "", "1/5", "")
    assert line.spans["答复"] == case_register.Span()
    assert line.spans["全程"].due == "2026-02-25"
    assert (line.late, line.open, line.tail) == (True, True, ("", "待核实意见", desk.officer.name))
    assert line.spans["转办"].on_paper().split("\n") == ["期限 02-09", "完成 02-10", "用时 6/5", "逾期", "1 个工作日"]


def test_the_period_is_that_of_receipt_with_both_its_days(desk: Desk, late: str, person: str) -> None:
    numbers = [line.head[0] for line in case_register.lines(desk, date(2026, 2, 2), TODAY)]
    assert numbers == ["2026-0001", "2026-0002"]
    assert len(case_register.lines(desk, date(2026, 2, 3), TODAY)) == 1
    assert case_register.lines(desk, date(2025, 1, 1), date(2025, 12, 31)) == ()
    with pytest.raises(InputProblem, match="晚于截止日期"):
        case_register.lines(desk, LAST, FIRST)


def test_the_paper_lies_across_and_masks_a_persons_number(desk: Desk, late: str, person: str) -> None:
    pdf = case_register.pdf(desk, FIRST, LAST)
    read = Pdf(pdf)
    text = read.text()
    assert "19700101" not in text
    assert case_register.lines(desk, FIRST, LAST)[1].head[2] == "陈示例\n410122********0000"
    assert "共2件，办结0件，有逾期的1件" in text.replace(" ", "")
    assert "第1页共1页" in text.replace(" ", "")
    assert max(glyph.right for glyph in read.glyphs) > 270
    assert max(glyph.right for glyph in read.glyphs) <= 297 - 15 + 0.1
    # The reader measures from the top of an upright page.
    assert min(glyph.baseline for glyph in read.glyphs) > 297 - 210
    assert case_register.pdf(desk, FIRST, LAST) == pdf


def test_an_empty_period_says_so(desk: Desk) -> None:
    assert "本期没有收到异议" in Pdf(case_register.pdf(desk, FIRST, LAST)).text()


def test_many_cases_go_over_pages_that_each_have_a_head(desk: Desk) -> None:
    for number in range(12):
        objection(desk, penalty(desk, decision_number=f"示市监罚〔2025〕{number}号"), date(2026, 2, 2))
    read = Pdf(case_register.pdf(desk, FIRST, LAST))
    pages = {glyph.page for glyph in read.glyphs}
    assert len(pages) > 1
    for page in pages:
        on_page = "".join(glyph.text for glyph in read.glyphs if glyph.page == page)
        assert "来源单位" in on_page
        assert f"共{len(pages)}页" in on_page.replace(" ", "")


def test_the_workbook_has_a_column_for_every_fact_and_the_journal_tells(desk: Desk, late: str, tmp_path: Path) -> None:
    changes = case_register.save(desk, FIRST, LAST, tmp_path / "台账.xlsx")
    rows = list(load_workbook(tmp_path / "台账.xlsx").active.iter_rows(values_only=True))  # type: ignore[union-attr]
    told = dict(zip(rows[0], rows[1], strict=True))
    assert (told["转办期限"], told["转办完成"], told["转办逾期"]) == ("2026-02-09", "2026-02-10", "逾期 1 个工作日")
    with desk.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "list.export")).one()
    assert (entry.seq, entry.sentence) == (
        changes.seq,
        "已导出异议台账（收到日期2026-01-01至2026-12-31）1行到台账.xlsx",
    )
    case_register.save(desk, FIRST, LAST, tmp_path / "台账.pdf")
    assert (tmp_path / "台账.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(InputProblem, match="PDF或XLSX"):
        case_register.save(desk, FIRST, LAST, tmp_path / "台账.docx")
