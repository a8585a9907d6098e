"""A record on paper: masked unless the officer asked, journalled, with its notices and its history."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import JournalEntry
from creditdesk.services import record_papers, records
from creditdesk.services.desk import Desk
from tests.documents.reading import Pdf
from tests.entered import PENALTY, PERSON_PENALTY, objection, penalty

NUMBER = PERSON_PENALTY["document_number"]


def told_last(desk: Desk) -> str:
    with desk.read() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
        assert NUMBER not in str(entry.result) + str(entry.changes)
        return entry.sentence


def person(desk: Desk) -> str:
    return str(desk.perform(records.enter, "penalty", PERSON_PENALTY).result["record"])


def test_a_number_is_masked_unless_it_was_asked_for(desk: Desk) -> None:
    one = person(desk)
    masked = Pdf(record_papers.pdf(desk, one)).text()
    assert NUMBER not in masked
    assert "410122********" in masked
    assert "证件号码已遮盖" in masked
    assert told_last(desk) == "已打印行政处罚 示市监罚〔2026〕21号"
    bare = Pdf(record_papers.pdf(desk, one, {"document_number"})).text()
    assert NUMBER in bare
    assert "证件号码已遮盖" not in bare
    assert told_last(desk) == "已打印行政处罚 示市监罚〔2026〕21号，未遮盖证件号码"


def test_history_and_objections_stand_on_the_sheet(desk: Desk) -> None:
    one = penalty(desk)
    desk.perform(records.correct, one, {"remark": "核对后补充（示例）"}, "来源单位来函（示例）")
    case = objection(desk, one, date(2026, 2, 12))
    text = "".join(Pdf(record_papers.pdf(desk, one)).text().split())
    for words in ("第2版", "来源单位来函（示例）", "备注：（空）→核对后补充（示例）", "录入", "更正", "王示例"):
        assert words in text
    assert "涉及本记录" in text
    assert case
    assert "共1页" in text or "共2页" in text


def test_a_record_is_found_by_its_number(desk: Desk, tmp_path: Path) -> None:
    one = penalty(desk)
    assert record_papers.by_number(desk, PENALTY["decision_number"]) == one
    with pytest.raises(InputProblem, match="请核对文号"):
        record_papers.by_number(desk, "示市监罚〔1999〕1号")
    with pytest.raises(InputProblem, match="没有文号为"):
        record_papers.by_number(desk, PENALTY["decision_number"], "xzxk")
    changes = record_papers.save(desk, one, tmp_path / "记录单.pdf")
    assert changes.sentence.startswith("已打印行政处罚")
    assert (tmp_path / "记录单.pdf").read_bytes().startswith(b"%PDF-1.7")
    with pytest.raises(Problem, match="无法写入"):
        record_papers.save(desk, one, tmp_path / "没有" / "记录单.pdf")


def test_a_name_no_font_can_draw_prints_nothing_and_tells_nothing(desk: Desk) -> None:
    one = penalty(desk, subject_name="示例\U000e0100公司")
    before = told_last(desk)
    with pytest.raises(Problem, match="印不出"):
        record_papers.pdf(desk, one)
    assert told_last(desk) == before
