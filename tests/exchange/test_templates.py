"""Upload templates: the header to the letter, every cell text, read back equal by two readers and by our own import."""

from pathlib import Path

import openpyxl
import pytest
from python_calamine import load_workbook

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.layouts import Layout
from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange.columns import clean_columns
from creditdesk.exchange.plain_books import write_book
from creditdesk.exchange.sheets import read_sheet
from creditdesk.exchange.templates import Template, template_name, write_template
from tests.entered import PENALTY
from tests.exchange.outgoing import CREATED, content_of

MUNICIPAL = (
    "行政相对人名称 行政相对人类别 行政相对人代码_1(统一社会信用代码) 行政相对人代码_2(工商注册号) "
    "行政相对人代码_3(组织机构代码) 行政相对人代码_4(税务登记号) 行政相对人代码_5(事业单位证书号) "
    "行政相对人代码_6(社会组织登记证号) 法定代表人 法定代表人证件类型 法定代表人证件号码 证件类型 证件号码 "
    "行政处罚决定书文号 违法行为类型 违法事实 处罚依据 处罚类别 处罚内容 罚款金额（万元） "
    "没收违法所得、没收非法财物的金额（万元） 暂扣或吊销证照名称及编号 处罚决定日期 处罚有效期 公示截止期 处罚机关 "
    "处罚机关统一社会信用代码 数据来源单位 数据来源单位统一社会信用代码 备注 处罚编码 公示日期 失信严重程度 当前状态 "
    "信息使用范围"
)


def _layout_names(catalogue: Catalogue) -> list[str]:
    return [layout.name for layout in catalogue.layouts]


def _columns(path: Path, layout: Layout, catalogue: Catalogue) -> dict[str, list[str]]:
    sheet = read_sheet(path, [layout])
    cells = list(zip(*sheet.rows, strict=True))
    return clean_columns(catalogue.kind(layout.kind), layout.recognise(sheet.header), cells, {})


def test_a_municipal_workbook_has_the_published_header_and_text_cells_in_both_readers(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    template = Template(catalogue.kind("penalty"), catalogue.layout("xzcf_municipal"))
    path = tmp_path / template_name(8, CREATED, template.layout)
    assert path.name == "20260212-0008-xzcf_municipal.xlsx"
    content = PENALTY | {"document_number": "410122197001010000", "facts": "=1+1", "remark": " 前后有空格 \n第二行"}
    assert write_template(path, template, [content, PENALTY]) == 2
    first, *rows = load_workbook(path).get_sheet_by_index(0).to_python()
    assert first == MUNICIPAL.split(" ")
    told = dict(zip(first, rows[0], strict=True))
    assert told["行政相对人代码_1(统一社会信用代码)"] == PENALTY["uscc"]
    assert told["证件号码"] == "410122197001010000"
    assert told["处罚决定日期"] == "2025/11/03"
    assert (told["违法事实"], told["备注"]) == ("=1+1", " 前后有空格 \n第二行")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]] == first
    filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in filled} == {("s", "@")}
    assert [cell.value for cell in sheet[2] if cell.quotePrefix] == ["=1+1"]
    assert sheet.freeze_panes == "A2"


def test_every_layout_comes_back_as_it_was_written(catalogue: Catalogue, tmp_path: Path) -> None:
    for name in _layout_names(catalogue):
        layout = catalogue.layout(name)
        kind = catalogue.kind(layout.kind)
        template = Template(kind, layout)
        contents = [kind.clean(content_of(kind, number)) for number in range(6)]
        write_template(tmp_path / f"{name}.xlsx", template, contents)
        found = _columns(tmp_path / f"{name}.xlsx", layout, catalogue)
        single = {each.field for each in template.columns if not (each.prefix or each.blank)}
        for field in single - {"remark"}:
            wanted = [kind.field(field).clean(content.get(field, "")) for content in contents]
            assert found[field] == wanted, (name, field)


def test_older_columns_share_a_field_as_they_are_read_together(catalogue: Catalogue, tmp_path: Path) -> None:
    layout = catalogue.layout("xzcf_2016")
    kinds = "警告;罚款;行政拘留"
    content = PENALTY | {"penalty_kinds": kinds, "remark": "案件名称：示例案\n公示期限：1年\n其余备注（示例）"}
    write_template(tmp_path / "old.xlsx", Template(catalogue.kind("penalty"), layout), [content])
    found = _columns(tmp_path / "old.xlsx", layout, catalogue)
    assert found["remark"] == [content["remark"]]
    assert found["penalty_kinds"] == [kinds]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_what_begins_like_a_formula_stays_text_and_is_quoted(sign: str, tmp_path: Path) -> None:
    text = f"{sign}cmd|'/c calc'!A1"
    write_book(tmp_path / "book.xlsx", "示例", ["列"], [[text]])
    cell = openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize("text", ["a\x01b", "a\0b", "_x0041_", "]]>&<b/>", "末行\r\n", "𠮷示例"])
def test_any_character_comes_back(text: str, tmp_path: Path) -> None:
    write_book(tmp_path / "book.xlsx", "示例", ["列", "后"], [[text, "完"]])
    assert load_workbook(tmp_path / "book.xlsx").get_sheet_by_index(0).to_python()[1] == [text, "完"]


def test_the_same_rows_give_the_same_bytes_and_no_row_gives_a_header(catalogue: Catalogue, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_book(tmp_path / name, "示例", ["列"], [["值"]])
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert write_book(tmp_path / "empty.xlsx", "示例", ["列"], []) == 0
    assert load_workbook(tmp_path / "empty.xlsx").get_sheet_by_index(0).to_python() == [["列"]]


def test_a_cell_that_does_not_fit_a_torn_character_and_a_file_of_the_same_name_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with pytest.raises(InputProblem, match="32,767"):
        write_book(path, "示例", ["列"], [["长" * 32_768]])
    with pytest.raises(InputProblem, match="残缺字符"):
        write_book(path, "示例", ["列"], [["\ud800"]])
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"somebody else's")
    with pytest.raises(Problem, match="没有覆盖"):
        write_book(path, "示例", ["列"], [["值"]])
    assert path.read_bytes() == b"somebody else's"
