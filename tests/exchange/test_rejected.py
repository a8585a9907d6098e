"""The workbook that goes back: bad rows only, reasons in the cells, text everywhere, nothing in temporary folders."""

import tempfile

import openpyxl
import pytest

from creditdesk.errors import Problem
from creditdesk.exchange.importing import BadRow, check_rows
from creditdesk.exchange.rejected import REASON_HEADER, write_rejected
from creditdesk.exchange.sheets import Sheet, read_sheet
from creditdesk.paths import resources

SAMPLE = resources() / "samples" / "双公示-行政处罚.xlsx"
SHEET = Sheet(
    "报送", ("名称", "号码", "备注"), 3, (("甲", "1", ""), ("=1+1", "+86", "-x"), ("丙", "410122197001010000", "@a"))
)
BAD = (BadRow(5, {1: "号码不对", None: "文书号：必填"}), BadRow(6, {0: "必填；太短"}))


@pytest.fixture
def page(tmp_path):
    write_rejected(tmp_path / "退回.xlsx", [(SHEET, BAD)])
    return openpyxl.load_workbook(tmp_path / "退回.xlsx").active


def test_bad_rows_stand_below_the_same_header(page):
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["名称", "号码", "备注", REASON_HEADER],
        ["=1+1", "+86", "-x", "原第 5 行：号码：号码不对；文书号：必填"],
        ["丙", "410122197001010000", "@a", "原第 6 行：名称：必填；太短"],
    ]


def test_faulty_cells_are_coloured_and_commented(page):
    marked = {(cell.row, cell.column): cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    assert marked == {(2, 2): "号码不对", (3, 1): "必填；太短"}
    colours = {cell.coordinate for row in page["A2:C3"] for cell in row if cell.fill.fgColor.rgb == "FFFFD9D6"}
    assert colours == {"B2", "A3"}


def test_every_cell_is_text_and_no_cell_a_formula(page):
    cells = [cell for row in page.iter_rows() for cell in row]
    assert {cell.number_format for cell in cells} == {"@"}
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells if cell.quotePrefix} == {"=1+1", "+86", "-x", "@a"}


def test_the_sample_comes_back_as_it_went_and_is_refused_again(tmp_path, catalogue):
    kind = catalogue.kind("xzcf")
    layouts = catalogue.layouts_of(kind)
    sheet = read_sheet(SAMPLE, layouts)
    first = check_rows(kind, layouts, sheet)
    for turn in range(2):
        path = tmp_path / f"退回{turn}.xlsx"
        write_rejected(path, [(sheet, first.bad)])
        sheet = read_sheet(path, layouts)
        again = check_rows(kind, layouts, sheet)
        assert (len(again.good), len(again.bad)) == (0, 12)
        assert [bad.faults_by_column for bad in again.bad] == [bad.faults_by_column for bad in first.bad]
        assert sheet.header.count(REASON_HEADER) == 1
        first = again


def test_nothing_lands_in_a_temporary_folder(tmp_path, monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    write_rejected(tmp_path / "退回.xlsx", [(SHEET, BAD)])
    assert [path.name for path in tmp_path.iterdir()] == ["退回.xlsx"]


def test_a_folder_that_cannot_be_written_is_a_problem(tmp_path):
    with pytest.raises(Problem, match="无法写入"):
        write_rejected(tmp_path / "没有" / "退回.xlsx", [(SHEET, BAD)])
