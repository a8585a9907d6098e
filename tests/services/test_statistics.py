"""Statistics: every number is the count of the rows behind it, and on paper and in workbooks it is the same number."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from creditdesk.documents.charts import ALL
from creditdesk.errors import InputProblem
from creditdesk.services import objections, records, repairs, statistic_papers, statistic_rows, statistics
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.statistic_topics import STATISTICS
from creditdesk.services.statistics import Answer
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.documents.reading import Pdf
from tests.entered import OTHER_UNIT, OTHER_USCC, PENALTY, UNIT, objection, on, penalty
from tests.listed import black

YEAR = Period(date(2025, 3, 1), TODAY)
OTHER = {"source_unit": OTHER_UNIT, "source_unit_uscc": OTHER_USCC}


@pytest.fixture(scope="module")
def busy(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with penalties, one of them revoked, objections, a repair and a listing; tests only read it."""
    folder = tmp_path_factory.mktemp("statistics") / "desk"
    shutil.copytree(founded, folder)
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        first = penalty(desk, decision_number="示罚〔2025〕1号", grade="严重")
        penalty(desk, decision_number="示罚〔2025〕2号", decided_on="2025-12-01", **OTHER)
        penalty(desk, decision_number="示罚〔2026〕3号", decided_on="2026-01-05")
        gone = penalty(desk, decision_number="示罚〔2026〕4号", decided_on="2026-01-06")
        desk.perform(records.revoke, gone, "录入有误（示例）")
        objection(desk, first, date(2026, 1, 5))
        refused = objection(desk, first, date(2026, 1, 6), field="facts", claim="与事实不符（示例）")
        with on(desk, date(2026, 2, 2)):
            desk.perform(objections.refuse, refused, "没有新的证明（示例）")
        objection(desk, first, date(2026, 2, 10), field="grounds", claim="依据有误（示例）")
        repair = penalty(
            desk, decision_number="示环罚〔2025〕5号", authority=OTHER_UNIT, decided_on="2025-10-10", **OTHER
        )
        applicant = {"name": PENALTY["subject_name"]}
        desk.perform(repairs.receive, repair, "普通", applicant=applicant, received_on=TODAY)
        black(desk)
        yield desk


def counted(desk: Desk, name: str, period: Period = YEAR) -> Answer:
    return statistics.answer(desk, next(one for one in STATISTICS if one.name == name), period)


def numbers(found: Answer) -> dict[tuple[str, str], float]:
    """Return what a chart tells, the empty places left out."""
    return {
        (found.chart.columns[column], one.label): value
        for one in found.chart.series
        for column, value in enumerate(one.values)
        if value
    }


def test_records_are_counted_by_month_and_kind_without_revoked_ones(busy: Desk) -> None:
    found = counted(busy, "records")
    assert len(found.chart.columns) == 12
    told = numbers(found)
    assert {label for _, label in told} == {"行政处罚"}
    assert {month for month, _ in told} == {"2025-10", "2025-11", "2025-12", "2026-01"}
    assert set(told.values()) == {1}


def test_records_are_counted_by_unit_the_largest_first(busy: Desk) -> None:
    assert counted(busy, "units").chart.columns == (UNIT, OTHER_UNIT)
    assert numbers(counted(busy, "units")) == {(UNIT, ""): 2, (OTHER_UNIT, ""): 2}


def test_grades_stand_in_the_order_of_the_office(busy: Desk) -> None:
    assert [one.label for one in counted(busy, "grades").chart.series] == ["一般", "严重"]


def test_objections_are_counted_by_outcome_and_by_punctuality(busy: Desk) -> None:
    assert numbers(counted(busy, "outcomes")) == {
        ("2026-01", "在办"): 1, ("2026-01", "未予受理或撤回"): 1, ("2026-02", "在办"): 1,
    }  # fmt: skip
    found = counted(busy, "paces")
    assert numbers(found) == {
        ("2026-01", "逾期答复"): 1, ("2026-01", "逾期未答复"): 1, ("2026-02", "未到期"): 1,
    }  # fmt: skip
    assert [one.bad for one in found.chart.series] == [True, False, True]


def test_repairs_and_listings_are_counted(busy: Desk) -> None:
    assert numbers(counted(busy, "repairs")) == {("2026-02", "在办"): 1}
    assert numbers(counted(busy, "regimes")) == {("2026-02", "58 号令"): 1}
    march = Period(date(2026, 1, 1), date(2026, 3, 31))
    assert numbers(counted(busy, "listed", march)) == {("2026-03", "黑名单"): 1}
    domains = counted(busy, "domains", march)
    assert numbers(domains) == {("产品质量（示例）", "黑名单"): 1}
    [row] = statistic_rows.rows(busy, "listing", statistics.ids(busy, domains, (0, 0)))
    assert (row.noun, row.what) == ("listing", "黑名单 · 产品质量领域严重失信主体名单（示例）")
    assert counted(busy, "exits", march).chart.empty


@pytest.mark.parametrize("name", [one.name for one in STATISTICS])
def test_every_number_is_the_count_of_its_rows(busy: Desk, name: str) -> None:
    found = counted(busy, name)
    series, columns = len(found.chart.series), len(found.chart.columns)
    for cell in ((one, column) for one in range(ALL, series) for column in range(ALL, columns)):
        ids = statistics.ids(busy, found, cell)
        assert len(ids) == (found.chart.number(cell) or 0), cell
        assert [row.id for row in statistic_rows.rows(busy, found.statistic.noun, ids)] == list(ids)


def test_what_is_more_than_can_be_told_apart_is_one_series(busy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "PATTERNS", ("solid", "pale"))
    found = counted(busy, "paces")
    assert [one.label for one in found.chart.series][-1] == "其他"
    assert found.chart.number((ALL, ALL)) == 3
    assert len(statistics.ids(busy, found, (1, ALL))) == found.chart.number((1, ALL)) == 2


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputProblem, match="起始日期2026-02-12晚于截止日期2026-02-01"):
        Period(TODAY, date(2026, 2, 1))


def test_the_report_is_one_pdf_or_a_workbook_with_the_same_numbers(busy: Desk, tmp_path: Path) -> None:
    text = Pdf(statistic_papers.pdf(busy, YEAR)).text()
    assert all(one.title in text for one in STATISTICS)
    changes = statistic_papers.save(busy, YEAR, tmp_path / "统计.xlsx")
    assert changes.sentence is not None
    assert "已导出统计报表（2025-03-01 至 2026-02-12）" in changes.sentence
    book = openpyxl.load_workbook(tmp_path / "统计.xlsx", read_only=True)
    rows = list(book["异议-是否按期"].iter_rows(values_only=True))
    assert rows[0] == ("月份", "逾期答复", "未到期", "逾期未答复", "合计")
    assert rows[-1] == ("合计", "1", "1", "1", "3")
    statistic_papers.save(busy, YEAR, tmp_path / "统计.pdf")
    assert (tmp_path / "统计.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(InputProblem, match="只能保存为PDF或XLSX"):
        statistic_papers.save(busy, YEAR, tmp_path / "统计.txt")


def test_the_rows_behind_a_number_are_written_into_a_workbook(busy: Desk, tmp_path: Path) -> None:
    found = counted(busy, "paces")
    changes = statistic_rows.save(busy, found, (0, ALL), tmp_path / "逾期.xlsx")
    assert "逾期答复" in str(changes.sentence)
    book = openpyxl.load_workbook(tmp_path / "逾期.xlsx", read_only=True)
    head, row = book.worksheets[0].iter_rows(values_only=True)
    assert head == statistic_rows.HEADER
    assert row[0] == "2026-01-06"
