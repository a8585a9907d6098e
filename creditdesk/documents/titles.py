"""A title in 2号小标宋 over balanced lines, cut where the words allow it (GB/T 9704-2012 §7.3.1)."""

import math
import re
from itertools import accumulate, pairwise, product

from creditdesk.documents.breaking import break_costs
from creditdesk.documents.flow import Block
from creditdesk.documents.fonts import Lettering
from creditdesk.documents.geometry import BODY_WIDTH, PITCH, SIZE, TITLE_SIZE
from creditdesk.documents.paragraphs import centred
from creditdesk.documents.sheet import width

TITLE_PITCH = TITLE_SIZE + PITCH - SIZE
FULLEST = BODY_WIDTH - 2 * TITLE_SIZE  # a title as wide as the text looks like text
EXTRA_LINE, TOO_WIDE = 1e5, 1e7
UNNATURAL = 12000.0  # square points of shape given up for a line that ends where a reader pauses
# Words a title is not cut in; the longest first.
_WHOLE = re.compile(
    "有限责任公司|股份有限公司|有限公司|通知书|告知书|决定书|行政处罚|行政许可|统一社会信用代码|"
    "严重失信主体名单|严重失信主体|守信红名单|红名单|黑名单|联合惩戒|联合激励|"
    "信用|异议|信息|核查|处理|结果|事项|中心|申请|受理|有关|关于|严重|失信|主体|名单|惩戒|联合"
)
# Where a reader pauses: behind the first kind of words, before the second.
_PAUSE = re.compile(
    "(?<=公司|中心|关于|信息|事项|异议|处罚|许可|政府|作社)|(?<=员会|公室)|(?<=[局县镇乡村市的、》”）])|(?=行政|信用|异议|有关|申请|处理|并|严重失信|守信|实施|拟列入)"
)
# 梯形 for two lines, 菱形 for three: how much of the title each line should hold.
_SHAPES = {2: (0.55, 0.45), 3: (0.32, 0.38, 0.30)}


def title_blocks(title: str, lettering: Lettering) -> list[Block]:
    """Return the title's lines, centred and kept together; a line end in the title is a line end on paper."""
    lines = [line for part in title.split("\n") for line in balanced(part.strip(), lettering)]
    last = len(lines) - 1
    return [
        Block(TITLE_PITCH, TITLE_SIZE, (centred(line, lettering, TITLE_SIZE, BODY_WIDTH / 2),), glued=number < last)
        for number, line in enumerate(lines)
    ]


def balanced(title: str, lettering: Lettering) -> list[str]:
    """Cut a title into as few lines as it needs, in the shape of a trapezium or a lozenge."""
    sums = [0.0, *accumulate(width(char, lettering, TITLE_SIZE) for char in title)]
    fewest = max(1, math.ceil(sums[-1] / FULLEST))
    ends = _ends(title)
    found = [_best(sums, ends, lines) for lines in (fewest, fewest + 1)]
    _, cut = min(found)
    return [title[start:end].strip() for start, end in pairwise((0, *cut))]


def _best(sums: list[float], ends: dict[int, float], lines: int) -> tuple[float, tuple[int, ...]]:
    """Return the cut into so many lines that comes nearest to its shape, and how far it is from it.

    A line too wide for the page counts more than any shape, and so does a line more than needed.
    """
    shares = _SHAPES.get(lines, (1 / lines,) * lines)
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (EXTRA_LINE * lines, ())}
    for share in shares:
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for (start, (strain, cut)), (end, cost) in product(ways.items(), ends.items()):
            if end > start:
                wide = sums[end] - sums[start]
                worse = strain + cost + (wide - share * sums[-1]) ** 2 + (TOO_WIDE if wide > BODY_WIDTH else 0.0)
                longer[end] = min(longer.get(end, (math.inf, ())), (worse, (*cut, end)))
        ways = longer
    whole = len(sums) - 1
    return ways.get(whole, (math.inf, (whole,)))


def _ends(title: str) -> dict[int, float]:
    """Return the places where a line of a title may end, not inside a word or a number, and what it costs there."""
    whole = {place for word in _WHOLE.finditer(title) for place in range(word.start() + 1, word.end())}
    pauses = {pause.end() for pause in _PAUSE.finditer(title)} | {len(title)}
    costs = break_costs(title)
    free = (place for place in range(1, len(title) + 1) if costs[place] == 0.0 and place not in whole)
    return {place: 0.0 if place in pauses else UNNATURAL for place in free}
