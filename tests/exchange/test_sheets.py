"""Spreadsheets of every format read as one header and rows of text."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.exchange.sheets import read_sheet, read_sheets
from tests.exchange.incoming import FILES, ods_row, open_document, workbook

HEADER = ("名称", "统一社会信用代码", "日期")
ROW = ("示例甲有限公司", "91410122MA3X000105", "2026-02-03")


def test_an_xlsx_keeps_texts_and_turns_dates(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADER, (*ROW[:2], date(2026, 2, 3)), ("乙", 410122197001010000, 0.2)])
    sheet = read_sheet(path)
    assert (sheet.name, sheet.header, sheet.header_row) == ("报送", HEADER, 1)
    assert sheet.rows == (ROW, ("乙", "4.1012219700101E+17", "0.2"))
    assert [sheet.number(index) for index in range(2)] == [2, 3]


def test_an_xls_reads_like_an_xlsx():
    sheet = read_sheet(FILES / "sheet.xls")
    assert (sheet.name, sheet.header, sheet.header_row) == ("报送", ("名称", "号码", "日期", "金额", "是否"), 2)
    assert sheet.rows[0] == ("示例甲", "410122197001010000", "2026-02-03", "0.2", "TRUE")
    assert sheet.rows[1] == ("示例乙", "4.1012219700101E+17", "2026年2月3日", "5", "FALSE")
    assert [row[0] for row in sheet.rows[2:]] == ["示例丙", "示例丙"]


def test_an_ods_reads_like_an_xlsx(tmp_path):
    path = open_document(tmp_path / "a.ods", [ods_row(*HEADER), ods_row(*ROW, repeated=2)])
    sheet = read_sheet(path)
    assert (sheet.header, sheet.rows) == (HEADER, (ROW, ROW))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_reads_in_any_encoding_of_the_country(tmp_path, encoding, separator):
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(map(separator.join, (HEADER, ROW))).encode(encoding))
    sheet = read_sheet(path)
    assert (sheet.header, sheet.rows) == (HEADER, (ROW,))


def test_a_csv_may_wrap_numbers_as_formulas_and_leave_cells_out(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('名称,号码,备注\r\n甲,="410122197001010000"\r\n', "utf-8")
    assert read_sheet(path).rows == (("甲", "410122197001010000", ""),)


def test_title_rows_above_the_header_are_passed_over(tmp_path, catalogue):
    layouts = catalogue.layouts_of(catalogue.kind("xzcf"))
    header = [column.header for column in layouts[0].columns]
    rows = [["中牟县双公示报送表"], ["填报单位：示例局", "填报人：示例"], [], header, ["甲"], [], ["乙"], []]
    sheet = read_sheet(workbook(tmp_path / "a.xlsx", rows), layouts)
    assert (sheet.header_row, sheet.header) == (4, tuple(header))
    assert [row[0] for row in sheet.rows] == ["甲", "", "乙"]
    assert sheet.number(2) == 7


def test_the_sheet_whose_header_is_known_best_is_taken(tmp_path, catalogue):
    layouts = catalogue.layouts_of(catalogue.kind("xzcf"))
    header = [column.code for column in layouts[0].columns]
    path = workbook(tmp_path / "a.xlsx", [["说明", "行政相对人名称", "文书号"]], 数据=[header, ["甲"] * len(header)])
    assert read_sheet(path, layouts).name == "数据"
    assert [(score > 3, sheet.name) for score, sheet in read_sheets(path)] == [(False, "报送"), (False, "数据")]


def test_columns_without_anything_are_cut_and_others_kept(tmp_path):
    sheet = read_sheet(workbook(tmp_path / "a.xlsx", [("甲", "乙", "", ""), ("1", "2", "", "余"), ("", "", "", "")]))
    assert (sheet.header, sheet.rows) == (("甲", "乙", "", ""), (("1", "2", "", "余"),))


def test_a_file_without_a_known_header_is_refused(tmp_path, catalogue):
    path = workbook(tmp_path / "a.xlsx", [("甲", "乙"), ("1", "2")])
    with pytest.raises(InputProblem, match="找不到认识的表头"):
        read_sheet(path, catalogue.layouts)
    with pytest.raises(InputProblem, match="没有数据"):
        read_sheet(workbook(tmp_path / "b.xlsx", []))


_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_TABLES = st.integers(2, 5).flatmap(
    lambda width: st.tuples(
        st.lists(_TEXTS.filter(str.strip), min_size=width, max_size=width, unique_by=str.strip),
        st.lists(st.lists(_TEXTS, min_size=width, max_size=width), max_size=6),
    )
)


@given(_TABLES)
@settings(max_examples=60)
def test_texts_come_back_from_an_xlsx_unchanged(tmp_path_factory, table):
    header, rows = table
    sheet = read_sheet(workbook(tmp_path_factory.mktemp("round") / "a.xlsx", [header, *rows]))
    while rows and not any(rows[-1]):
        rows.pop()
    assert sheet.header == tuple(header)
    assert sheet.rows == tuple(map(tuple, rows))


@given(_TABLES)
@settings(max_examples=60)
def test_texts_come_back_from_a_csv_unchanged(tmp_path_factory, table):
    header, rows = table
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([[f"列{cell}" for cell in header], *rows])
    path = tmp_path_factory.mktemp("round") / "a.csv"
    path.write_text(text.getvalue(), "utf-8", newline="")
    found = read_sheet(path)
    while rows and not any(rows[-1]):
        rows.pop()
    assert [list(row) for row in found.rows] == [
        [cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell for cell in row]
        for row in rows
    ]
