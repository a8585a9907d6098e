"""Units told to mend their reporting: once for a period, only where something was missed, over with their answer."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import assessment_reports, assessments, rectifications
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import OTHER_UNIT, OTHER_USCC, UNIT, penalty
from tests.leaving import release

FEBRUARY = Period.month("2026-02")


@pytest.fixture
def late(desk: Desk) -> None:
    """One unit reported in time, another too late."""
    for number, day, more in (
        (1, "2026-02-03", {}),
        (2, "2026-02-02", {"source_unit": OTHER_UNIT, "source_unit_uscc": OTHER_USCC}),
    ):
        penalty(desk, decision_number=f"示罚〔2026〕{number}号", decided_on=day, valid_until="2027-02-28", **more)
    release(desk)


def test_only_what_was_missed_is_told_and_only_to_who_missed_it(desk: Desk, late: None) -> None:
    with pytest.raises(InputProblem, match="各项指标都已达标"):
        rectifications.order(desk, UNIT, FEBRUARY)
    with pytest.raises(InputProblem, match="没有示例单位的记录"):
        rectifications.order(desk, "示例单位", FEBRUARY)
    with pytest.raises(InputProblem, match="请核对单位和期间"):
        rectifications.order(desk, assessments.NO_UNIT, FEBRUARY)
    changes = rectifications.order(desk, OTHER_UNIT, FEBRUARY)
    assert changes.sentence == f"已向{OTHER_UNIT}发出督促整改通知书牟信督〔2026〕1号，2026-03-11前答复"
    [row] = rectifications.listing(desk, FEBRUARY)
    assert (row.unit, row.due, row.answered_on) == (OTHER_UNIT, date(2026, 3, 11), None)
    assert rectifications.listing(desk, Period.month("2026-01")) == ()


def test_an_answer_is_written_down_once_within_its_days(desk: Desk, late: None) -> None:
    notice = str(rectifications.order(desk, OTHER_UNIT, FEBRUARY).result["rectification"])
    for on, told, why in (
        (TODAY, " ", "整改情况不能为空"),
        (date(2026, 2, 11), "已补报（示例）", "应在发出通知书之后"),
        (date(2026, 2, 13), "已补报（示例）", "应在发出通知书之后"),
    ):
        with pytest.raises(InputProblem, match=why):
            desk.perform(rectifications.answered, notice, on, told)
    desk.perform(rectifications.answered, notice, TODAY, "已补报（示例）")
    [row] = rectifications.listing(desk)
    assert (row.answered_on, row.answer) == (TODAY, "已补报（示例）")
    with pytest.raises(InputProblem, match="没有改动"):
        desk.perform(rectifications.answered, notice, TODAY, "再次")


def test_the_notice_about_all_units_is_printed_and_written(desk: Desk, late: None, tmp_path: Path) -> None:
    text = Pdf(assessment_reports.pdf(desk, FEBRUARY)).text()
    assert "信用信息报送考核通报" in text
    assert "0.0%（未达标）" in text.replace("\n", "")
    assessment_reports.save(desk, FEBRUARY, tmp_path / "通报.xlsx")
    book = openpyxl.load_workbook(tmp_path / "通报.xlsx")
    assert book.sheetnames == ["各单位", "失分的记录"]
    rows = [[str(cell or "") for cell in row] for row in book["各单位"].iter_rows(values_only=True)]
    assert [row[0] for row in rows] == ["来源单位", UNIT, OTHER_UNIT, "合计"]
    assert rows[3][1:3] == ["2", "2"]
    with pytest.raises(InputProblem, match=r"通报\.txt不是"):
        assessment_reports.save(desk, FEBRUARY, tmp_path / "通报.txt")
