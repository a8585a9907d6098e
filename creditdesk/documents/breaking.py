"""Chinese line breaking: where a line may end, what is squeezed, and how much space justifies it.

GB/T 15834-2011 §5.1 says which marks may not begin or end a line. A line is filled greedily; among the ends that are
allowed the one that strains the line least is taken, be it by stretching or by squeezing.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

NO_START = frozenset("，。、；：！？）》〉」』】〕〗］｝”’…·・％%‰℃°～－.,;:!?)]}/ ")
NO_END = frozenset("“‘（《〈「『【〔〖［｛￥¥$№#([{")
# Marks whose right or left half is empty and may be given up.
CLOSING = frozenset("，。、；：！？）》〉」』】〕〗］｝”’")
OPENING = frozenset("“‘（《〈「『【〔〖［｛")

SQUEEZE = 0.55  # em that a whole line may lose
SQUEEZE_STRAIN, TRIM_STRAIN = 1.5, 0.15  # against one em of stretching: an em squeezed, the last mark narrowed
HALF, FULL_WIDTH = 0.5, 0.9
HAIR = 1e-6
NEAR = 8  # em before the margin, where nearly every line finds its end
CODE_STEP = 4  # a long code is broken after every fourth character
CODE_STRAIN, JOINT_STRAIN = 3.0, 1.0  # em of stretching that are worse than breaking a code, or one behind a joint
LONGEST_WORD = 8  # characters of a word or number that are never torn apart
LONGEST_AMOUNT = 20  # the same of an amount or a case number


def _any(marks: frozenset[str]) -> str:
    return f"[{re.escape(''.join(sorted(marks)))}]"


# Places that no line may begin at. 一字线 belongs to what precedes it, 破折号 is two of one piece, 3月 stays whole.
_UNBROKEN = re.compile(f"(?={_any(NO_START)})|(?<={_any(NO_END)})|(?=—(?!—))|(?<=—)(?=—)|(?<=[0-9])(?=[年月日])")
_SHARING = re.compile(f"{_any(CLOSING)}(?={_any(CLOSING | OPENING)})|{_any(OPENING)}(?={_any(OPENING)})")
_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[-./:_@&+',][A-Za-z0-9À-ɏ]+)*")
_JOINTS = re.compile(r"(?<=[-./:_@&+',])")
_AMOUNT = re.compile(r"\d+(?:,\d{3})*\.\d+|\d{4}-\d{4,6}")  # 2.000000, and a case number


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` of a text; `space` in points follows each, on top of the usual.

    `narrowed` are the places of marks that give up their empty half.
    """

    start: int
    end: int
    space: float
    narrowed: frozenset[int]


def narrowed(text: str) -> frozenset[int]:
    """Return the places of marks that give up half an em because another mark follows."""
    return frozenset(mark.start() for mark in _SHARING.finditer(text))


def break_costs(text: str) -> list[float | None]:
    """Return for each place what it costs, in em, to begin a line there; None forbids it."""
    costs: list[float | None] = [None, *[0.0] * len(text)]
    for place in _UNBROKEN.finditer(text):
        costs[place.start()] = None
    costs[len(text)] = 0.0
    for word in _WORD.finditer(text):
        costs[word.start() + 1 : word.end()] = [None] * (len(word.group()) - 1)
        for step, cost in _inside(word.group()):
            costs[word.start() + step] = cost
    return costs


def _inside(word: str) -> Iterator[tuple[int, float]]:
    """Return the places where a long word, number or code may be parted, and what it costs.

    It is parted best behind a hyphen, stop or slash, else after every fourth character of a long row.
    """
    if len(word) <= (LONGEST_AMOUNT if _AMOUNT.fullmatch(word) else LONGEST_WORD):
        return
    start = 0
    for part in _JOINTS.split(word):
        if CODE_STEP <= start <= len(word) - CODE_STEP:
            yield start, JOINT_STRAIN
        if len(part) > LONGEST_WORD:
            yield from ((start + step, CODE_STRAIN) for step in range(CODE_STEP, len(part) - CODE_STEP + 1, CODE_STEP))
        start += len(part)


def break_lines(text: str, widths: Sequence[float], size: float, measure: float, indent: float = 0.0) -> list[Line]:
    """Break a text into lines of `measure` points, the first shorter by `indent`.

    `widths` are the characters' widths in points, `size` the em. Only the last line keeps its natural spacing. A text
    that offers no allowed end within a line (nothing but marks) is cut where the line is full.
    """
    if text and text[-1] != " " and sum(widths) <= measure - indent:
        return [_whole(text, widths, size)]
    return list(_Breaker(text, widths, size).lines(measure, indent))


def _whole(text: str, widths: Sequence[float], size: float) -> Line:
    """Return a text that stands in one line without being squeezed: the usual in a table."""
    marks = (place for place in narrowed(text) if widths[place] > FULL_WIDTH * size and place < len(text) - 1)
    return Line(0, len(text), 0.0, frozenset(marks))


class _Breaker:
    """A text with its costs and widths summed up."""

    def __init__(self, text: str, widths: Sequence[float], size: float) -> None:
        self.text, self.size, self.half = text, size, HALF * size
        # A mark that a font draws narrow has no half to give.
        self.full = [w > FULL_WIDTH * size for w in widths]
        self.narrowed = frozenset(place for place in narrowed(text) if self.full[place])
        self.costs = break_costs(text)
        self.sums = [0.0, *accumulate(w - self.half * (place in self.narrowed) for place, w in enumerate(widths))]

    def lines(self, measure: float, indent: float) -> Iterator[Line]:
        """Return the lines from first to last."""
        start, room = 0, measure - indent
        while start < len(self.text):
            end = self._end(start, room)
            yield self._line(start, end, room)
            start, room = end, measure
            while start < len(self.text) and self.text[start] == " ":
                start += 1

    def _visible_end(self, start: int, end: int) -> int:
        while end > start + 1 and self.text[end - 1] == " ":
            end -= 1
        return end

    def _natural(self, start: int, end: int) -> float:
        """Return the width of a line without the space at its end; its last mark is full."""
        end = self._visible_end(start, end)
        return self.sums[end] - self.sums[start] + (self.half if end - 1 in self.narrowed else 0.0)

    def _trim(self, end: int) -> float:
        """Return how much the last mark may lose."""
        return self.half if self.text[end - 1] in CLOSING and self.full[end - 1] else 0.0

    def _end(self, start: int, room: float) -> int:
        """Return where a line best ends: near the margin if it may, else wherever it may, else where it is full."""
        near = bisect_left(self.sums, self.sums[start] + room - NEAR * self.size)
        best = self._best_end(start, max(start + 1, near), room) or self._best_end(start, start + 1, room)
        if best:
            return best
        fits = (end for end in range(len(self.text), start, -1) if self._natural(start, end) <= room + HAIR)
        return next(fits, start + 1)

    def _best_end(self, start: int, first: int, room: float) -> int | None:
        best, best_cost = None, math.inf
        for end in range(first, len(self.text) + 1):
            natural = self._natural(start, end)
            if natural - self.half > room + SQUEEZE * self.size:
                break
            cost = self._strain(natural, room, end)
            if cost is not None and cost <= best_cost:
                best, best_cost = end, cost
        return best

    def _strain(self, natural: float, room: float, end: int) -> float | None:
        """Return how much it strains a line, in em, to end at `end`; None if it cannot."""
        cost = self.costs[end]
        if cost is None:
            return None
        over = (natural - room) / self.size
        if over <= HAIR:
            return cost if end == len(self.text) else cost - over
        if trim := self._trim(end) / self.size:
            over, cost = over - trim, cost + TRIM_STRAIN
        return None if over > SQUEEZE else cost + (over * SQUEEZE_STRAIN if over > 0 else -over)

    def _line(self, start: int, end: int, room: float) -> Line:
        natural, last = self._natural(start, end), end == len(self.text)
        end = self._visible_end(start, end)
        marks = {place for place in self.narrowed if start <= place < end - 1}
        slack = room - natural
        if slack < -HAIR and (trim := self._trim(end)):
            slack += trim
            marks.add(end - 1)
        gaps = end - start - 1
        stretched = slack / gaps if gaps else 0.0
        return Line(start, end, min(0.0, stretched) if last else stretched, frozenset(marks))
