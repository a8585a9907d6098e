"""How series differ without colour: solid, pale, and lines of one direction or two; points of different shapes."""

from collections.abc import Iterator
from math import ceil, cos, floor, pi, sin

from creditdesk.documents.charts import Area, Cell, Mark, Point, Stroke, Tone

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

PATTERNS = ("solid", "pale", "rising", "level", "crossed", "upright")
"""The fillings by the place of a series; the seventh begins again, so a chart has six series at the most."""

# Corners of a point's shape and the turn of its first one, by the place of a series: disc, square, diamond, triangles.
_POINTS = ((24, 0.0), (4, pi / 4), (4, 0.0), (3, -pi / 2), (3, pi / 2), (6, 0.0))


def filled(place: int, bad: bool, box: Box, step: float, cell: Cell | None) -> Iterator[Mark]:
    """Yield a box filled as the series at this place is; `step` is the distance of the lines in it."""
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    tone, pattern = Tone.BAD if bad else Tone.STRONG, PATTERNS[place % len(PATTERNS)]
    ground = {"solid": tone, "pale": Tone.BAD_PALE if bad else Tone.PALE}.get(pattern, Tone.GROUND)
    yield Area(corners, ground, tone, cell)
    for start, end in _LINES.get(pattern, _none)(box, step):
        yield Stroke((start, end), tone, step * 0.2)


def point(place: int, x: float, y: float, radius: float, cell: Cell | None) -> Area:
    """Return the point of a line, in the shape of the series at this place."""
    corners, turn = _POINTS[place % len(_POINTS)]
    angles = [turn + 2 * pi * corner / corners for corner in range(corners)]
    shape = tuple((x + radius * cos(angle), y + radius * sin(angle)) for angle in angles)
    return Area(shape, Tone.STRONG if place % 2 == 0 else Tone.GROUND, Tone.STRONG, cell)


_Lines = Iterator[tuple[Point, Point]]


def _none(_box: Box, _step: float) -> _Lines:
    return iter(())


def _rising(box: Box, step: float) -> _Lines:
    """Yield what the box holds of the lines x + y = a multiple of the step; neighbours continue each other."""
    left, top, right, bottom = box
    for number in range(ceil((left + top) / step), floor((right + bottom) / step) + 1):
        both = number * step
        first, last = max(left, both - bottom), min(right, both - top)
        if last > first:
            yield (first, both - first), (last, both - last)


def _falling(box: Box, step: float) -> _Lines:
    left, top, right, bottom = box
    for number in range(ceil((left - bottom) / step), floor((right - top) / step) + 1):
        less = number * step
        first, last = max(left, top + less), min(right, bottom + less)
        if last > first:
            yield (first, first - less), (last, last - less)


def _level(box: Box, step: float) -> _Lines:
    left, top, right, bottom = box
    for number in range(ceil(top / step), floor(bottom / step) + 1):
        yield (left, number * step), (right, number * step)


def _upright(box: Box, step: float) -> _Lines:
    left, top, right, bottom = box
    for number in range(ceil(left / step), floor(right / step) + 1):
        yield (number * step, top), (number * step, bottom)


def _crossed(box: Box, step: float) -> _Lines:
    yield from _rising(box, step * 1.4)
    yield from _falling(box, step * 1.4)


_LINES = {"rising": _rising, "level": _level, "crossed": _crossed, "upright": _upright}
