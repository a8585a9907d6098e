"""Line breaking: nothing lost, no mark where none may stand, no line wider than the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.documents.breaking import CLOSING, NO_END, NO_START, SQUEEZE, Line, break_lines

SIZE = 16.0
WORDS = st.sampled_from(
    ["信用", "2026年3月2日", "91410122MA3X000105", "0.200000", "“异议”", "（三）", "《方案》", "〔2026〕7号"]
)
HAN = st.text("中牟县公共信用信息平台的了", min_size=1, max_size=6)
MARKS = st.sampled_from(["", "", "，", "。", "、", "；", "）。", "”，", "：“"])
PROSE = st.lists(st.tuples(WORDS | HAN, MARKS).map("".join), min_size=1, max_size=40).map("".join)
WIDE_ENOUGH = st.floats(min_value=12 * SIZE, max_value=30 * SIZE)


def widths_of(text: str) -> list[float]:
    return [SIZE / 2 if char.isascii() else SIZE for char in text]


def extent(line: Line, text: str) -> float:
    natural = sum(widths_of(text)[line.start : line.end]) - len(line.narrowed) * SIZE / 2
    return natural + line.space * (line.end - line.start - 1)


@given(PROSE, WIDE_ENOUGH)
def test_every_character_stands_in_one_line(text: str, measure: float) -> None:
    lines = break_lines(text, widths_of(text), SIZE, measure)
    assert "".join(text[line.start : line.end] for line in lines) == text


@given(PROSE, WIDE_ENOUGH)
def test_no_line_is_wider_than_the_page_and_all_but_the_last_fill_it(text: str, measure: float) -> None:
    *full, last = break_lines(text, widths_of(text), SIZE, measure)
    assert extent(last, text) <= measure + 1e-6
    for line in full:
        assert extent(line, text) == pytest.approx(measure)


@given(PROSE, WIDE_ENOUGH)
def test_marks_stand_where_the_standard_wants_them(text: str, measure: float) -> None:
    for line in break_lines(text, widths_of(text), SIZE, measure)[1:]:
        assert text[line.start] not in NO_START
        assert text[line.start - 1] not in NO_END


@given(PROSE, WIDE_ENOUGH)
def test_a_line_gives_up_little(text: str, measure: float) -> None:
    for line in break_lines(text, widths_of(text), SIZE, measure):
        assert line.space * (line.end - line.start - 1) >= -SQUEEZE * SIZE - 1e-6
        assert all(text[place] in CLOSING or text[place] in NO_END for place in line.narrowed)


@given(st.text("，。、；：！？）》”", min_size=40, max_size=80))
def test_nothing_but_marks_is_cut_where_the_line_is_full(text: str) -> None:
    lines = break_lines(text, widths_of(text), SIZE, 10 * SIZE)
    assert "".join(text[line.start : line.end] for line in lines) == text
    assert all(extent(line, text) <= 10 * SIZE + 1e-6 for line in lines)


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("共计罚款金额合计2.000000万元", ("共计罚款金额合计", "2.000000万元")),
        ("定于二〇二六年三月12日召开", ("定于二〇二六年三月", "12日召开")),
        ("请登录示例县网站看：example.gov.cn/credits", ("请登录示例县网站看：", "example.gov.cn/", "credits")),
        ("提出的申请案号2026-0001收悉", ("提出的申请案号", "2026-0001收悉")),
        ("以下事实成立——此后的查询", ("以下事实成立——此后", "的查询")),
    ],
)
def test_what_belongs_together_is_not_torn(text: str, breaks: tuple[str, ...]) -> None:
    lines = break_lines(text, widths_of(text), SIZE, 10 * SIZE)
    assert tuple(text[line.start : line.end] for line in lines) == breaks


def test_a_long_code_is_parted_after_every_fourth_character() -> None:
    text = "统一社会信用代码为91410122MA3X000105的主体"
    first, *_ = break_lines(text, widths_of(text), SIZE, 13 * SIZE)
    assert text[first.start : first.end] == "统一社会信用代码为91410122"


def test_two_marks_share_one_em() -> None:
    text = "“异议”，（三）。"
    (line,) = break_lines(text, widths_of(text), SIZE, 20 * SIZE)
    assert [text[place] for place in sorted(line.narrowed)] == ["”", "，", "）"]


def test_spaces_vanish_at_the_end_of_a_line() -> None:
    text = "示例县信用中心的办公 地址在示例路"
    first, second = break_lines(text, widths_of(text), SIZE, 10 * SIZE)
    assert (text[first.start : first.end], text[second.start : second.end]) == ("示例县信用中心的办公", "地址在示例路")
