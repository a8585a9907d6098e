"""A platform's error workbook: the template with a reason beside each row that was not taken."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem
from creditdesk.exchange.error_books import read_error_book
from creditdesk.exchange.templates import Template
from tests.entered import PENALTY

ROWS = (PENALTY, PENALTY | {"decision_number": "示市监罚〔2025〕119号"})


def book(
    path: Path, catalogue: Catalogue, reasons: Sequence[str], header: str = "错误原因", layout: str = "xzcf_municipal"
) -> Path:
    """Write the template of some rows with a column of reasons, as a platform gives it back."""
    template = Template(catalogue.kind("penalty"), catalogue.layout(layout))
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, [*template.header, header])
        for number, (content, reason) in enumerate(zip(ROWS, reasons, strict=True), start=1):
            page.write_row(number, 0, [*template.cells(content), reason])
    return path


@pytest.mark.parametrize("header", ["错误原因", "退回原因", "疑问原因"])
@pytest.mark.parametrize("layout", ["xzcf_municipal", "xzcf_2018"])
def test_reasons_are_read_beside_their_field(header: str, layout: str, catalogue: Catalogue, tmp_path: Path) -> None:
    told = "处罚决定日期：格式不符；处罚机关统一社会信用代码有误；请重新上传"
    found = read_error_book(book(tmp_path / "错误.xlsx", catalogue, [told, ""], header, layout), catalogue)
    assert (found.kind, found.passed) == ("penalty", 1)
    (row,) = found.rows
    assert row.number == 2
    assert row.content["decision_number"] == PENALTY["decision_number"]
    assert row.content["decided_on"] == PENALTY["decided_on"]
    assert row.reasons == (
        ("decided_on", "格式不符"),
        ("authority_uscc", "处罚机关统一社会信用代码有误"),
        ("", "请重新上传"),
    )


def test_our_own_return_sheet_is_read_too(catalogue: Catalogue, tmp_path: Path) -> None:
    path = book(tmp_path / "退回.xlsx", catalogue, ["原第 7 行：处罚类别：不在目录内", ""], "退回原因")
    (row,) = read_error_book(path, catalogue).rows
    assert row.reasons == (("penalty_kinds", "不在目录内"),)


def test_a_workbook_without_reasons_or_of_another_header_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="没有退回原因的列"):
        read_error_book(book(tmp_path / "模板.xlsx", catalogue, ["", ""], "说明"), catalogue)
    with xlsxwriter.Workbook(tmp_path / "其他.xlsx") as workbook:
        workbook.add_worksheet().write_row(0, 0, ["甲", "乙"])
    with pytest.raises(InputProblem, match="找不到认识的表头"):
        read_error_book(tmp_path / "其他.xlsx", catalogue)
    (tmp_path / "空.xlsx").write_bytes(b"")
    with pytest.raises(InputProblem, match="空文件"):
        read_error_book(tmp_path / "空.xlsx", catalogue)


def test_every_layout_says_under_which_headers_rows_come_back(catalogue: Catalogue) -> None:
    for layout in catalogue.layouts:
        assert layout.reason_in(["甲", "退回原因 "]) == 1, layout.name
