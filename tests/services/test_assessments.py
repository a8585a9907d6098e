"""The assessment of a period: every count from real packages and receipts, every lost point with its reason."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange.receipts import Answer
from creditdesk.services import (
    assessment_charts,
    assessment_reports,
    assessments,
    monthly_returns,
    point_losses,
    receipt_files,
    receipts,
    records,
)
from creditdesk.services.assessments import Assessment, Figures, UnitFigures
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from tests.answered import answered, lines_of, receipt, trust_platform
from tests.documents.reading import Pdf
from tests.entered import OTHER_UNIT, OTHER_USCC, PERSON_PENALTY, UNIT, on, penalty
from tests.leaving import release

FEBRUARY = Period.month("2026-02")
THEIRS = {"source_unit": OTHER_UNIT, "source_unit_uscc": OTHER_USCC}


def _decided(desk: Desk, number: int, day: str, **changed: str) -> str:
    return penalty(
        desk, decision_number=f"示市监罚〔2026〕{number}号", decided_on=day, valid_until="2027-02-28", **changed
    )


@pytest.fixture
def month(desk: Desk, tmp_path: Path) -> dict[str, str]:
    """February's penalties: two in time, one of them rejected, one late, one overdue, one with time, one withheld."""
    trust_platform(desk)
    made = {"good": _decided(desk, 1, "2026-02-03"), "refused": _decided(desk, 2, "2026-02-04")}
    made["late"] = _decided(desk, 3, "2026-02-02", **THEIRS)
    first = str(release(desk).result["packages"][0])
    told = {made["refused"]: (Answer.REJECTED, "CF_NR_FK", "金额应以万元计（示例）")}
    receipts.take(
        desk,
        receipt_files.read_signed(desk, receipt(tmp_path / "r", answered(desk, first), lines_of(desk, first, told))),
    )
    made["overdue"] = _decided(desk, 4, "2026-02-02", **THEIRS)
    made["pending"] = _decided(desk, 5, "2026-02-11", **THEIRS)
    simple = {"procedure": "简易程序", "decision_number": "示市监罚〔2026〕6号", "decided_on": "2026-02-05"}
    made["withheld"] = str(desk.perform(records.enter, "penalty", PERSON_PENALTY | simple).result["record"])
    return made


def test_every_count_of_a_unit_is_told_apart(desk: Desk, month: dict[str, str]) -> None:
    found = assessments.assess(desk, FEBRUARY)
    own, theirs = {unit.unit: unit for unit in found.units}[UNIT], {unit.unit: unit for unit in found.units}[OTHER_UNIT]
    assert own.whole == Figures(produced=3, withheld=1, left=2, timely=2, answered=2, entered=1, rejected=1, accurate=1)
    assert theirs.whole == Figures(produced=3, left=1, late=1, overdue=1, answered=1, entered=1, accurate=1)
    assert (own.whole.reportable, own.whole.pending, theirs.whole.pending) == (2, 0, 1)
    assert found.whole == own.whole + theirs.whole
    assert own.publicity == own.whole == own.kinds["penalty"]


def test_rates_stand_against_their_goals(desk: Desk, month: dict[str, str]) -> None:
    found = assessments.assess(desk, FEBRUARY)
    told = {rate.label: (found.whole.parts(rate.name), assessments.meets(rate, found.whole)) for rate in found.rates}
    assert told == {
        "及时率": ((2, 4), False),
        "完整率": ((5, 5), True),
        "准确率": ((2, 3), False),
        "有效入库率": ((2, 3), False),
    }
    assert [(rate.goal, rate.points) for rate in found.rates] == [(95, 0), (95, 3), (95, 3), (95, 6)]
    assert found.whole.percent("timely") == 50.0
    assert Figures().percent("timely") is None


def test_each_lost_point_names_its_row_and_its_reason(desk: Desk, month: dict[str, str]) -> None:
    wanted = point_losses.ids(desk, FEBRUARY)
    told = {loss.id: loss.reasons for loss in point_losses.rows(desk, FEBRUARY, wanted)}
    assert told == {
        month["refused"]: ("被退回：金额应以万元计（示例）",),
        month["late"]: ("逾期 1 个工作日：最晚 2026-02-11，2026-02-12 报出",),
        month["overdue"]: ("逾期 1 个工作日：最晚 2026-02-11，尚未报出",),
    }
    assert point_losses.ids(desk, FEBRUARY, (UNIT,)) == [month["refused"]]
    assert point_losses.ids(desk, Period.month("2026-01")) == []


def test_the_charts_tell_the_same_counts_and_every_bar_has_its_rows(desk: Desk, month: dict[str, str]) -> None:
    told = assessment_charts.units(assessments.assess(desk, FEBRUARY))
    assert told.units == ((OTHER_UNIT,), (UNIT,))
    assert {one.label: one.values for one in told.chart.series} == {
        "按期": (0, 2), "迟报": (1, 0), "逾期未报": (1, 0), "未到期": (1, 0),
    }  # fmt: skip
    for series, figure in enumerate(assessment_charts.FIGURES):
        for column, units in enumerate(told.units):
            ids = point_losses.ids(desk, FEBRUARY, units, figure)
            assert len(ids) == told.chart.number((series, column)), (figure, units)
    assert point_losses.ids(desk, FEBRUARY, (OTHER_UNIT,), "pending") == [month["pending"]]
    months = assessment_charts.months(assessment_charts.last_months(desk, FEBRUARY))
    assert months.columns == ("2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02")
    assert months.series[0].values == (None, None, None, None, None, 50.0)
    assert months.goal == 95


def test_the_printed_notice_shows_the_charts(desk: Desk, month: dict[str, str]) -> None:
    text = Pdf(assessment_reports.pdf(desk, FEBRUARY)).text()
    assert all(word in text for word in ("各单位报送是否按期", "近6个月各项指标", "目标 95%", "逾期未报"))


def test_many_units_are_shown_with_the_rest_as_one() -> None:
    units = tuple(
        UnitFigures(f"示例{number}局", Figures(produced=9, late=number), Figures(), {}) for number in range(12)
    )
    found = Assessment(FEBRUARY, (), Figures(), Figures(), units)
    told = assessment_charts.units(found)
    assert told.chart.columns == (*(f"示例{number}局" for number in range(11, 4, -1)), "其他")
    assert told.units[-1] == tuple(f"示例{number}局" for number in range(4, -1, -1))
    assert told.chart.number((1, 7)) == 10
    assert assessment_charts.units(found, publicity=True).chart.empty


def test_what_is_corrected_after_it_left_is_no_longer_accurate(desk: Desk, month: dict[str, str]) -> None:
    desk.perform(records.correct, month["good"], {"fine_amount": "0.200000"}, "录入有误（示例）")
    desk.perform(records.correct, month["pending"], {"fine_amount": "0.200000"}, "报出之前更正（示例）")
    whole = assessments.assess(desk, FEBRUARY).whole
    assert (whole.corrected, whole.accurate, whole.left) == (1, 1, 3)
    [loss] = point_losses.rows(desk, FEBRUARY, [month["good"]])
    assert loss.reasons == ("报出后更正或撤销",)


def test_a_rejected_row_counts_as_entered_once_its_next_version_is_accepted(
    desk: Desk, month: dict[str, str], tmp_path: Path
) -> None:
    desk.perform(records.correct, month["refused"], {"fine_amount": "0.200000"}, "按退回原因更正（示例）")
    second = str(release(desk).result["packages"][0])
    before = assessments.assess(desk, FEBRUARY).whole
    assert (before.answered, before.entered) == (2, 2)  # the newer version has no receipt yet
    paper = receipt(tmp_path / "s", answered(desk, second), lines_of(desk, second, {}))
    receipts.take(desk, receipt_files.read_signed(desk, paper))
    after = assessments.assess(desk, FEBRUARY).whole
    assert (after.entered, after.rejected, after.accurate) == (after.answered, 1, before.accurate)


def test_a_record_on_an_older_edition_that_lacks_a_required_field_is_incomplete(
    desk: Desk, month: dict[str, str]
) -> None:
    with desk.vault.writer.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE record SET edition = '双公示 2016 版', content = json_remove(content, '$.facts', '$.grounds')"
            " WHERE id = ?",
            (month["good"],),
        )
    whole = assessments.assess(desk, FEBRUARY).whole
    assert (whole.incomplete, whole.parts("complete")) == (1, (4, 5))
    [loss] = point_losses.rows(desk, FEBRUARY, [month["good"]])
    assert loss.reasons == ("缺少违法事实、处罚依据",)


def test_the_monthly_return_has_a_row_for_each_unit_and_is_kept(
    desk: Desk, month: dict[str, str], tmp_path: Path
) -> None:
    with on(desk, date(2026, 3, 2)):
        changes = monthly_returns.save(desk, "2026-02", tmp_path / "月报.xlsx")
        told = Pdf(monthly_returns.pdf(desk, "2026-02")).text()
    assert changes.sentence == "已编制2026-02双公示月报，2个单位，写到月报.xlsx"
    sheet = openpyxl.load_workbook(tmp_path / "月报.xlsx").active
    header, *rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert header == list(monthly_returns.header(desk))
    row = dict(zip(header, next(row for row in rows if row[0] == UNIT), strict=True))
    assert (row["行政处罚·产生数量"], row["行政处罚·报送数量"], row["行政处罚·未报送数量"]) == ("3", "2", "1")
    assert row["行政处罚·未报送依据"].endswith("1条")
    assert (row["行政处罚·有效入库数"], row["行政许可·产生数量"], row["报送方式"]) == ("1", "0", "数据包")
    assert row["报送存在问题情况"] == "被退回1条"
    assert "双公示月报" in told
    assert "2026年2月作出的决定" in told


def test_a_return_of_a_month_that_has_not_ended_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="2026-02还没有结束"):
        monthly_returns.save(desk, "2026-02", tmp_path / "月报.pdf")
    with pytest.raises(InputProblem, match="月份应写成“2026-10”，不能是“2026年2月”"):
        monthly_returns.save(desk, "2026年2月", tmp_path / "月报.pdf")
    with pytest.raises(InputProblem, match=r"月报\.doc不是"):
        monthly_returns.save(desk, "2026-01", tmp_path / "月报.doc")
    assert list(tmp_path.glob("月报*")) == []
    with pytest.raises(InputProblem, match="晚于截止日期"):
        Period(date(2026, 2, 2), date(2026, 2, 1))
