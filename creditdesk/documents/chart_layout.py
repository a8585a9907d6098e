"""A chart as marks in a rectangle: axis, grid, bars or lines, numbers and legend, all distances from the type size."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, floor, log10

from creditdesk.documents import chart_patterns
from creditdesk.documents.charts import ALL, Area, Cell, Chart, Mark, Series, Shape, Stroke, Tone, Word, told

Measure = Callable[[str], float]
_TICKS = 4
_BAR, _BAR_MOST = 0.62, 3.2  # of a column's room; of the type size
_ROW_LEAST, _ROW_MOST = 1.6, 2.8
_NAMES_MOST = 0.42  # of the width, for the names beside lying bars


@dataclass(frozen=True, slots=True)
class Room:
    """The rectangle that is left for something, with the type size and the measure of a text's width."""

    left: float
    top: float
    right: float
    bottom: float
    size: float
    measure: Measure

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top


def lay_out(chart: Chart, width: float, height: float, size: float, measure: Measure) -> tuple[Mark, ...]:
    """Return the marks of a chart in a rectangle whose left top corner is 0, 0; the later ones lie on the earlier."""
    room = Room(0.0, 0.0, width, height, size, measure)
    if chart.empty:
        return (Word(width / 2, height / 2 + size * 0.35, "这段时间没有可以统计的", 0.5, Tone.HINT),)
    legend = list(_legend(chart, room))
    top = max((mark.y for mark in legend if isinstance(mark, Word)), default=-size * 0.4) + size * 0.7
    inner = Room(0.0, top, width, height, size, measure)
    draw = {Shape.UPRIGHT: _upright, Shape.LYING: _lying, Shape.LINES: _lines}[chart.shape]
    return (*legend, *draw(chart, inner))


def least_height(chart: Chart, size: float) -> float:
    """Return the height below which a chart cannot be read."""
    rows = len(chart.columns) * _ROW_LEAST if chart.shape is Shape.LYING else 9.0
    return size * (rows + 3.0)


def _legend(chart: Chart, room: Room) -> Iterator[Mark]:
    """Yield a swatch and a name for each series, in as many lines as they need."""
    x, y, size = 0.0, room.size, room.size
    for place, one in enumerate(each for each in chart.series if each.label):
        wide = size * 2.6 + room.measure(one.label)
        if x and x + wide > room.right:
            x, y = 0.0, y + size * 1.6
        if chart.shape is Shape.LINES:
            yield Stroke(((x, y - size * 0.36), (x + size * 1.2, y - size * 0.36)), Tone.STRONG, size * 0.14)
            yield chart_patterns.point(place, x + size * 0.6, y - size * 0.36, size * 0.36, None)
        else:
            swatch = (x, y - size * 0.8, x + size * 1.2, y + size * 0.08)
            yield from chart_patterns.filled(place, one.bad, swatch, size * 0.32, (place, ALL))
        yield Word(x + size * 1.6, y, one.label, cell=(place, ALL))
        x += wide


def _scale(chart: Chart) -> tuple[float, float]:
    """Return the end of the axis and the step of its ticks: 1, 2 or 5 times a power of ten."""
    highest = max((chart.number((ALL, column)) or 0 for column in range(len(chart.columns))), default=0)
    if chart.shape is Shape.LINES:
        highest = max((value or 0 for one in chart.series for value in one.values), default=0)
    most = chart.most or highest
    rough = max(most / _TICKS, 1.0)
    power = 10 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough - 1e-9)
    return max(ceil(most / step - 1e-9), 1) * step, step


def _upright(chart: Chart, room: Room) -> Iterator[Mark]:
    plot, most, step = _plot(chart, room)
    yield from _grid(chart, plot, most, step)
    slot, unit = plot.width / len(chart.columns), plot.height / most
    half = min(slot * _BAR, room.size * _BAR_MOST) / 2
    for column in range(len(chart.columns)):
        middle, y = plot.left + slot * (column + 0.5), plot.bottom
        for place, one in enumerate(chart.series):
            if value := one.values[column]:
                box = (middle - half, y - value * unit, middle + half, y)
                yield from chart_patterns.filled(place, one.bad, box, room.size * 0.42, (place, column))
                y -= value * unit
        total = told(chart.number((ALL, column)) or 0)
        if y < plot.bottom and room.measure(total) <= slot:
            yield from _number(total, middle, y - room.size * 0.35, room, (ALL, column))


def _number(text: str, middle: float, base: float, room: Room, cell: Cell) -> Iterator[Mark]:
    """Yield a number on a ground of its own, so that no line of the grid runs through it."""
    half, top, low = room.measure(text) / 2, base - room.size * 0.8, base + room.size * 0.1
    corners = ((middle - half, top), (middle + half, top), (middle + half, low), (middle - half, low))
    yield Area(corners, Tone.GROUND, Tone.GROUND)
    yield Word(middle, base, text, 0.5, cell=cell)


def _plot(chart: Chart, room: Room) -> tuple[Room, float, float]:
    """Return the room between the ticks and the names of the columns, the axis' end and the step of its ticks."""
    most, step = _scale(chart)
    size = room.size
    margin = max(room.measure(told(tick)) for tick in _ticks(most, step)) + size * 0.6
    return Room(margin, room.top + size * 1.3, room.right, room.bottom - size * 1.7, size, room.measure), most, step


def _ticks(most: float, step: float) -> list[float]:
    return [step * place for place in range(round(most / step) + 1)]


def _grid(chart: Chart, plot: Room, most: float, step: float) -> Iterator[Mark]:
    """Yield the ticks, their lines and the names of the columns, as many of them as can stand side by side."""
    size = plot.size
    for tick in _ticks(most, step):
        y = plot.bottom - plot.height * tick / most
        yield Stroke(((plot.left, y), (plot.right, y)), Tone.LINE if tick else Tone.EDGE, size * 0.07)
        yield Word(plot.left - size * 0.5, y + size * 0.35, told(tick), 1.0, Tone.HINT)
    slot = plot.width / len(chart.columns)
    every = ceil(max(plot.measure(name) + size * 0.6 for name in chart.columns) / slot)
    for column, name in enumerate(chart.columns):
        if column % every == 0:
            yield Word(plot.left + slot * (column + 0.5), plot.bottom + size * 1.3, name, 0.5, Tone.HINT)


def _lying(chart: Chart, room: Room) -> Iterator[Mark]:
    size = room.size
    names = min(max(map(room.measure, chart.columns)) + size * 0.8, room.width * _NAMES_MOST)
    totals = [told(chart.number((ALL, column)) or 0) for column in range(len(chart.columns))]
    wide = room.width - names - max(map(room.measure, totals)) - size * 0.6
    most = max(chart.number((ALL, column)) or 0 for column in range(len(chart.columns)))
    pitch = min(room.height / len(chart.columns), size * _ROW_MOST)
    bottom = room.top + pitch * len(chart.columns)
    yield Stroke(((names, room.top), (names, bottom)), Tone.EDGE, size * 0.07)
    for column, name in enumerate(chart.columns):
        middle, x = room.top + pitch * (column + 0.5), names
        base, half = middle + size * 0.35, pitch * 0.31
        yield Word(names - size * 0.5, base, cut(name, names - size * 0.5, room.measure), 1.0, cell=(ALL, column))
        for place, one in enumerate(chart.series):
            if value := one.values[column]:
                box = (x, middle - half, x + wide * value / most, middle + half)
                yield from chart_patterns.filled(place, one.bad, box, size * 0.42, (place, column))
                x = box[2]
        yield Word(x + size * 0.4, base, totals[column], cell=(ALL, column))


def _lines(chart: Chart, room: Room) -> Iterator[Mark]:
    plot, most, step = _plot(chart, room)
    yield from _grid(chart, plot, most, step)
    slot, size = plot.width / len(chart.columns), room.size
    if chart.goal is not None:
        y = plot.bottom - plot.height * chart.goal / most
        yield Stroke(((plot.left, y), (plot.right, y)), Tone.BAD, size * 0.1, dashed=True)
        yield Word(plot.right, y + size * 1.1, f"目标 {told(chart.goal)}{chart.unit}", 1.0, Tone.HINT)
    for place, one in enumerate(chart.series):
        yield from _line(place, one, [plot.left + slot * (at + 0.5) for at in range(len(chart.columns))], plot, most)


def _line(place: int, one: Series, across: list[float], plot: Room, most: float) -> Iterator[Mark]:
    """Yield one line, broken where a value is missing, and its points over it."""
    size = plot.size
    at = {
        column: (across[column], plot.bottom - plot.height * value / most)
        for column, value in enumerate(one.values)
        if value is not None
    }
    for column, place_of in at.items():
        if column + 1 in at:
            yield Stroke((place_of, at[column + 1]), Tone.STRONG, size * 0.14)
    for column, (x, y) in at.items():
        yield chart_patterns.point(place, x, y, size * 0.36, (place, column))


def cut(text: str, room: float, measure: Measure) -> str:
    """Return a text that is no wider than the room, with … at its end where something was left out."""
    if measure(text) <= room:
        return text
    kept = next((end for end in range(len(text) - 1, 0, -1) if measure(text[:end]) + measure("…") <= room), 0)
    return f"{text[:kept]}…"
