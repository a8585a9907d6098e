"""What a chart says: columns, the series counted in them, and how they look without colour; no screen and no paper.

`chart_layout` turns a chart into marks. The window and the PDF only draw marks, so that both show the same picture.
"""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How a chart is drawn: bars that stand on a time, bars that lie beside a name, or a line for each series."""

    UPRIGHT = "upright"
    LYING = "lying"
    LINES = "lines"


class Tone(StrEnum):
    """What a colour means; the window has one for light and one for dark, paper has its own."""

    STRONG = "strong"
    PALE = "pale"
    BAD = "bad"
    BAD_PALE = "bad_pale"
    GROUND = "ground"
    LINE = "line"
    EDGE = "edge"
    TEXT = "text"
    HINT = "hint"


ALL = -1
"""Stands for every series, or every column, in a Cell."""

Cell = tuple[int, int]
"""The number behind a mark: the place of its series and of its column, ALL for their sum."""


@dataclass(frozen=True, slots=True)
class Series:
    """One thing that is counted in every column; None where there is nothing to tell. `bad` is drawn in red.

    A single series that tells nothing but the chart itself has no label, and the chart no legend.
    """

    label: str
    values: tuple[float | None, ...]
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over columns; `unit` follows every number. A line chart may have a `goal` and a fixed `most`.

    `note` says in one sentence how was counted.
    """

    title: str
    columns: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    shape: Shape = Shape.UPRIGHT
    goal: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to draw."""
        if self.shape is Shape.LINES:
            return all(value is None for one in self.series for value in one.values)
        return not any(value for one in self.series for value in one.values)

    def number(self, cell: Cell) -> float | None:
        """Return the number of a cell: one value, or the sum of a series, of a column or of everything."""
        series, column = cell
        chosen = self.series if series == ALL else self.series[series : series + 1]
        values = [value for one in chosen for value in (one.values if column == ALL else (one.values[column],))]
        told = [value for value in values if value is not None]
        return sum(told) if told else None

    def words(self, cell: Cell) -> str:
        """Tell a cell in words: 2026-01 行政处罚 12条."""
        series, column = cell
        parts = [self.columns[column]] if column != ALL else []
        parts += [self.series[series].label] if series != ALL and self.series[series].label else []
        number = self.number(cell)
        return " ".join([*parts, "—" if number is None else f"{told(number)}{self.unit}"])

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the numbers as a table: a row for each column that has any, with its sum; the sums at the end."""
        summed = self.shape is not Shape.LINES and len(self.series) > 1
        across = [*range(len(self.series)), *([ALL] if summed else [])]
        down = [column for column in range(len(self.columns)) if self.number((ALL, column))]
        down += [ALL] if self.shape is not Shape.LINES else []
        return tuple(
            ("合计" if column == ALL else self.columns[column], *(_cell(self, (one, column)) for one in across))
            for column in down
        )

    def header(self, first: str) -> tuple[str, ...]:
        """Return the heads over `rows`; `first` names the columns of the chart."""
        summed = self.shape is not Shape.LINES and len(self.series) > 1
        return (first, *(one.label or "数量" for one in self.series), *(["合计"] if summed else []))


def _cell(chart: Chart, cell: Cell) -> str:
    number = chart.number(cell)
    return "—" if number is None else told(number) + (chart.unit if chart.unit == "%" else "")


def told(number: float) -> str:
    """Return a number as it is read: whole where it is whole, else with one decimal."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"


# ------------------------------------------------------------------------------------------------------------ marks

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon with an edge of its own tone; `cell` is the number it stands for."""

    points: tuple[Point, ...]
    fill: Tone
    edge: Tone
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, `width` wide."""

    points: tuple[Point, ...]
    tone: Tone
    width: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A line of text on the baseline `y`; `align` 0 begins at `x`, 0.5 is centred over it, 1 ends there."""

    x: float
    y: float
    text: str
    align: float = 0.0
    tone: Tone = Tone.TEXT
    cell: Cell | None = None


Mark = Area | Stroke | Word
