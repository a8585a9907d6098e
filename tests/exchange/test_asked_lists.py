"""Lists to be checked: names or codes, with or without a head row, in any kind of file."""

from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange import asked_lists
from creditdesk.exchange.asked_lists import Asked, asked_in, read_asked
from creditdesk.exchange.list_sheets import ListSheet, write_lists

CODE = "91410122MA3X000105"


def test_one_name_or_code_per_line() -> None:
    assert asked_in(f"示例建材有限公司\n\n {CODE.lower()} \r\n") == (
        Asked(1, "示例建材有限公司"),
        Asked(3, "", CODE),
    )


def test_columns_pasted_from_a_spreadsheet_without_heads() -> None:
    assert asked_in(f"1\t示例建材有限公司\t{CODE}\n2\t示例商贸有限公司\t") == (
        Asked(1, "示例建材有限公司", CODE),
        Asked(2, "示例商贸有限公司"),
    )


def test_a_column_is_found_by_its_head_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    rows = [["序号", "企业名称", "统一社会信用代码", "电话"], ["1", "示例建材有限公司", CODE, "03710000000"]]
    write_lists(path, [ListSheet("名单", ("关于评选的名单", "", "", ""), rows)])
    assert read_asked(path) == (Asked(3, "示例建材有限公司", CODE),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_files_of_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "名单.txt"
    path.write_bytes(f"示例建材有限公司\n{CODE}\n".encode(encoding))
    assert read_asked(path) == (Asked(1, "示例建材有限公司"), Asked(2, "", CODE))


def test_digits_a_spreadsheet_has_lost_are_not_guessed() -> None:
    [asked] = asked_in("4.10122197001010E+17")
    assert asked.lost
    assert not asked.name


def test_no_line_is_passed_over() -> None:
    assert [asked.name for asked in asked_in("42\n？\nABC")] == ["42", "？", "ABC"]


def test_nothing_to_check_is_said(tmp_path: Path) -> None:
    empty = tmp_path / "空.csv"
    empty.write_text("名称\n", "utf-8")
    with pytest.raises(InputProblem, match="没有名称或代码"):
        read_asked(empty)
    with pytest.raises(InputProblem, match="名单是空的"):
        asked_in(" \n")


def test_a_list_beyond_reason_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_lists, "MOST_ASKED", 2)
    with pytest.raises(InputProblem, match="一次最多核查2行"):
        asked_in("甲\n乙\n丙")
