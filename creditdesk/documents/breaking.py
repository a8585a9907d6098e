"""Chinese line breaking: where a line may end, what is squeezed, and how much space justifies it.

GB/T 15834-2011 §5.1 says which marks may not begin or end a line. A line is filled greedily; among the ends that are
allowed the one that strains the line least is taken, be it by stretching or by squeezing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

NO_START = frozenset("，。、；：！？）》〉」』】〕〗］｝”’…·・％%‰℃°～－.,;:!?)]}/ ")
NO_END = frozenset("“‘（《〈「『【〔〖［｛￥¥$№#([{")
# Marks whose right or left half is empty and may be given up.
CLOSING = frozenset("，。、；：！？）》〉」』】〕〗］｝”’")
OPENING = frozenset("“‘（《〈「『【〔〖［｛")

SQUEEZE = 0.55  # em that a whole line may lose
HALF = 0.5
CODE_STEP = 4  # a long code is broken after every fourth character
CODE_STRAIN = 3.0  # em of stretching that is worse than breaking a code
LONGEST_WORD = 8  # characters of a word, number or amount that are never torn apart
LONGEST_AMOUNT = 20

_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[-./:_@&+',][A-Za-z0-9À-ɏ]+)*")
_AMOUNT = re.compile(r"\d+(?:,\d{3})*\.\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` of a text; `space` in points follows each, on top of the usual.

    `pulls` gives the places after which half an em is taken away, between two marks.
    """

    start: int
    end: int
    space: float
    pulls: frozenset[int]


def pulled(text: str) -> frozenset[int]:
    """Return the places i where half an em between marks i and i + 1 is empty and taken away."""
    return frozenset(
        place
        for place, (mark, following) in enumerate(pairwise(text))
        if (mark in CLOSING and (following in CLOSING or following in OPENING))
        or (mark in OPENING and following in OPENING)
    )


def break_costs(text: str) -> list[float | None]:
    """Return for each place what it costs, in em, to begin a line there; None forbids it."""
    costs: list[float | None] = [None] * (len(text) + 1)
    costs[len(text)] = 0.0
    for place in range(1, len(text)):
        costs[place] = 0.0 if _may_break(text[place - 1], text[place], text[place : place + 2]) else None
    for word in _WORD.finditer(text):
        for place, cost in _inside(word.group()):
            costs[word.start() + place] = cost
    return costs


def _may_break(before: str, after: str, pair: str) -> bool:
    if after in NO_START or before in NO_END:
        return False
    if after == "—":  # 一字线 belongs to what precedes it, 破折号 is two of one piece
        return before != "—" and pair == "——"
    return not (before.isascii() and before.isdigit() and after in "年月日")


def _inside(word: str) -> Iterator[tuple[int, float | None]]:
    """Return what breaking a word, number or code costs at each place inside."""
    longest = LONGEST_AMOUNT if _AMOUNT.fullmatch(word) else LONGEST_WORD
    for place in range(1, len(word)):
        at_step = place % CODE_STEP == 0 and len(word) - place >= CODE_STEP and word[place].isalnum()
        yield place, CODE_STRAIN if len(word) > longest and at_step else None


def break_lines(text: str, widths: Sequence[float], size: float, measure: float, indent: float = 0.0) -> list[Line]:
    """Break a text into lines of `measure` points, the first shorter by `indent`.

    `widths` are the characters' widths in points, `size` the em. Only the last line keeps its natural spacing. A text
    that offers no allowed end within a line (nothing but marks) is cut where the line is full.
    """
    return list(_Breaker(text, widths, size).lines(measure, indent))


class _Breaker:
    """A text with its costs and widths summed up."""

    def __init__(self, text: str, widths: Sequence[float], size: float) -> None:
        self.text, self.size = text, size
        self.pulls = pulled(text)
        self.costs = break_costs(text)
        half = HALF * size
        self.sums = [0.0, *accumulate(w - half if place in self.pulls else w for place, w in enumerate(widths))]

    def lines(self, measure: float, indent: float) -> Iterator[Line]:
        """Return the lines from first to last."""
        start, room = 0, measure - indent
        while start < len(self.text):
            end = self._end(start, room)
            yield self._line(start, end, room)
            start, room = end, measure
            while start < len(self.text) and self.text[start] == " ":
                start += 1

    def _natural(self, start: int, end: int) -> float:
        """Return the width of a line without the space at its end, or the half em pulled behind it."""
        while end > start + 1 and self.text[end - 1] == " ":
            end -= 1
        return self.sums[end] - self.sums[start] + (HALF * self.size if end - 1 in self.pulls else 0.0)

    def _trim(self, end: int) -> float:
        """Return how much of the last mark may stand empty beyond the margin."""
        return HALF * self.size if self.text[end - 1] in CLOSING else 0.0

    def _end(self, start: int, room: float) -> int:
        best, best_cost, full = start + 1, float("inf"), start + 1
        for end in range(start + 1, len(self.text) + 1):
            natural = self._natural(start, end)
            if natural - HALF * self.size > room + SQUEEZE * self.size:
                break
            if natural <= room + 1e-6:
                full = end
            cost = self._strain(natural, room, end)
            if cost is not None and cost <= best_cost:
                best, best_cost = end, cost
        return full if best_cost == float("inf") else best

    def _strain(self, natural: float, room: float, end: int) -> float | None:
        """Return how much it strains a line, in em, to end at `end`; None if it cannot."""
        cost = self.costs[end]
        over = (natural - room) / self.size
        if cost is None:
            return None
        if over <= 1e-6:
            return cost if end == len(self.text) else cost - over
        squeezed = over - min(over, self._trim(end) / self.size)
        return None if squeezed > SQUEEZE else cost + 0.25 * (over - squeezed) + 1.5 * squeezed

    def _line(self, start: int, end: int, room: float) -> Line:
        natural = self._natural(start, end)
        last = end == len(self.text)
        while end > start + 1 and self.text[end - 1] == " ":
            end -= 1
        slack = room - natural
        if slack < 0:
            slack = min(0.0, slack + self._trim(end))
        gaps = end - start - 1
        space = slack / gaps if gaps and (slack < 0 or not last) else 0.0
        return Line(start, end, space, frozenset(p - start for p in self.pulls if start <= p < end - 1))
