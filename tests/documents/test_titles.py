"""Titles in balanced lines."""

import pytest

from creditdesk.documents.fonts import Style, standard
from creditdesk.documents.geometry import BODY_WIDTH, TITLE_SIZE
from creditdesk.documents.sheet import width
from creditdesk.documents.titles import balanced

TITLE = standard()[Style.TITLE]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("异议处理结果通知书", ["异议处理结果通知书"]),
        ("关于转办示例建材有限公司信用信息异议事项的函", ["关于转办示例建材有限公司", "信用信息异议事项的函"]),
        (
            "关于核查示例县示例镇示例建材有限责任公司行政处罚信息异议事项并请提出书面意见的函",
            ["关于核查示例县示例镇", "示例建材有限责任公司行政处罚信息", "异议事项并请提出书面意见的函"],
        ),
        ("关于对安全生产严重失信主体实施联合惩戒的函", ["关于对安全生产严重失信主体", "实施联合惩戒的函"]),
        ("关于列入农产品质量守信红名单（示例）的公告", ["关于列入农产品质量", "守信红名单（示例）的公告"]),
    ],
)
def test_titles_are_cut_where_a_reader_pauses(title: str, lines: list[str]) -> None:
    assert balanced(title, TITLE) == lines


@pytest.mark.parametrize("length", range(1, 120, 7))
def test_no_line_is_wider_than_the_body_and_nothing_is_lost(length: int) -> None:
    title = ("关于核查示例县示例镇示例农民专业合作社行政处罚信息异议事项的函" * 4)[:length]
    lines = balanced(title, TITLE)
    assert "".join(lines) == title
    assert all(width(line, TITLE, TITLE_SIZE) <= BODY_WIDTH for line in lines)


def test_lines_are_of_like_length() -> None:
    wides = [
        len(line)
        for line in balanced("关于核查示例县示例镇示例农民专业合作社行政处罚信息异议事项并提出意见的函", TITLE)
    ]
    assert max(wides) - min(wides) <= 5
