"""Charts: what is drawn is what was counted, nothing leaves its rectangle, and series differ without colour."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.documents import chart_patterns
from creditdesk.documents.chart_layout import cut, lay_out, least_height
from creditdesk.documents.charts import ALL, Area, Cell, Chart, Mark, Series, Shape, Stroke, Tone, Word
from creditdesk.documents.statistics_report import StatisticsReport, statistics_report_pdf
from tests.documents.reading import Pdf

SIZE = 10.0
MONTHS = ("2026-01", "2026-02", "2026-03")
STACKED = Chart("示例图", MONTHS, (Series("许可", (1, 2, 0)), Series("处罚", (3, 0, 5))), "条")
RATES = Chart(
    "及时率", MONTHS, (Series("甲局", (90.0, None, 100.0)), Series("乙局", (50.0, 60.0, 70.0))), "%", Shape.LINES,
    goal=95, most=100,
)  # fmt: skip


def wide(text: str) -> float:
    return sum(SIZE if char > "\u2e80" else SIZE * 0.55 for char in text)


def laid(chart: Chart, width: float = 400.0, height: float = 220.0) -> tuple[Mark, ...]:
    return lay_out(chart, width, height, SIZE, wide)


def heights(chart: Chart) -> dict[Cell, float]:
    """Return how high the bars are, without the legend's swatches."""
    found = {}
    for mark in laid(chart):
        if isinstance(mark, Area) and mark.cell and ALL not in mark.cell:
            down = [y for _, y in mark.points]
            found[mark.cell] = max(down) - min(down)
    return found


def words(chart: Chart) -> list[str]:
    return [mark.text for mark in laid(chart) if isinstance(mark, Word)]


def test_a_bar_is_as_high_as_what_was_counted() -> None:
    found = heights(STACKED)
    assert found.keys() == {(0, 0), (0, 1), (1, 0), (1, 2)}
    unit = found[0, 0]
    assert [round(found[cell] / unit, 6) for cell in ((0, 1), (1, 0), (1, 2))] == [2, 3, 5]


def test_every_column_tells_its_sum_and_every_series_its_name() -> None:
    told = words(STACKED)
    assert {"4", "2", "5", "许可", "处罚", *MONTHS} <= set(told)
    assert STACKED.number((ALL, ALL)) == 11
    assert STACKED.words((1, 2)) == "2026-03 处罚 5条"
    assert STACKED.rows()[-1] == ("合计", "3", "8", "11")
    assert STACKED.header("月份") == ("月份", "许可", "处罚", "合计")


def test_a_single_series_is_named_where_it_tells_more_than_the_chart() -> None:
    one = Chart("决定", MONTHS, (Series("在办", (1, 2, 0)),), "件")
    assert "在办" in words(one)
    assert one.words((0, 1)) == "2026-02 在办 2件"
    bare = Chart("来源单位", MONTHS, (Series("", (1, 2, 0)),), "条", Shape.LYING)
    assert "" not in words(bare)
    assert (bare.words((0, 1)), bare.header("单位")) == ("2026-02 2条", ("单位", "数量"))


def test_a_line_is_broken_where_nothing_was_told_and_the_goal_is_dashed() -> None:
    marks = laid(RATES)
    points = {mark.cell for mark in marks if isinstance(mark, Area)} - {None}
    assert points == {(0, 0), (0, 2), (1, 0), (1, 1), (1, 2)}
    lines = [mark for mark in marks if isinstance(mark, Stroke) and mark.tone is Tone.STRONG]
    # One in the legend for each series; two parts of the whole line, none of the broken one.
    assert len(lines) == 2 + 2
    assert sum(mark.dashed for mark in marks if isinstance(mark, Stroke)) == 1
    assert RATES.rows()[1] == ("2026-02", "—", "60%")


def test_names_that_are_too_long_end_in_dots() -> None:
    assert cut("中牟县市场监督管理局", wide("中牟县市场…"), wide) == "中牟县市场…"
    assert cut("中牟县", 100, wide) == "中牟县"


def test_a_chart_of_nothing_says_so() -> None:
    empty = Chart("空", MONTHS, (Series("许可", (0, 0, 0)),), "条")
    assert words(empty) == ["这段时间没有可以统计的"]
    assert words(Chart("空", (), (), "条", Shape.LYING)) == ["这段时间没有可以统计的"]


VALUES = st.integers(0, 10**7)


@given(st.sampled_from(Shape), st.lists(st.lists(VALUES, min_size=5, max_size=5), min_size=1, max_size=6))
def test_nothing_leaves_the_rectangle(shape: Shape, values: list[list[int]]) -> None:
    columns = tuple(f"中牟县示例第{number}局" for number in range(5))
    chart = Chart("示例", columns, tuple(Series(f"系列{at}", tuple(one)) for at, one in enumerate(values)), "条", shape)
    width, height = 420.0, least_height(chart, SIZE) + 40
    for mark in lay_out(chart, width, height, SIZE, wide):
        if isinstance(mark, Word):
            assert mark.y <= height
            assert mark.x + (1 - mark.align) * wide(mark.text) <= width + SIZE, mark
        else:
            assert all(-0.01 <= x <= width + SIZE and -0.01 <= y <= height + 0.01 for x, y in mark.points), mark


def test_six_series_differ_in_black_and_white() -> None:
    box = (0.0, 0.0, 40.0, 40.0)
    looks = []
    for place in range(len(chart_patterns.PATTERNS)):
        ground, *lines = chart_patterns.filled(place, False, box, 4.0, None)
        assert isinstance(ground, Area)
        slopes = set()
        for line in lines:
            assert isinstance(line, Stroke)
            (left, top), (right, bottom) = line.points
            slopes.add(round(bottom - top, 3) and round((right - left) / (bottom - top)))
            slopes.add(right == left)
        looks.append((ground.fill is Tone.GROUND, ground.fill is Tone.PALE, frozenset(slopes)))
    assert len(set(looks)) == len(looks)
    shapes = [chart_patterns.point(place, 0, 0, 1, None) for place in range(6)]
    assert len({(one.points, one.fill) for one in shapes}) == 6


@pytest.fixture(scope="module")
def printed() -> Pdf:
    charts = ((STACKED, "月份"), (RATES, "月份"))
    report = StatisticsReport("示例中心", "王示例", date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), charts)
    data = statistics_report_pdf(report)
    assert data == statistics_report_pdf(report)
    assert b"/Subtype /Image" not in data
    return Pdf(data)


def test_on_paper_the_words_are_text_in_embedded_fonts(printed: Pdf) -> None:
    text = "".join(glyph.text for glyph in printed.glyphs)
    assert all(word in text for word in ("示例图", "许可", "处罚", "2026-01", "目标 95%", "合计"))
    assert {glyph.font for glyph in printed.glyphs} <= {"CdSong", "CdHei", "CdTitle"}
    assert all(font.program for font in printed.fonts.values())
