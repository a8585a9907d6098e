"""Blocks on as many pages as they need, with a line of small words at the foot of each: how printed lists end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from creditdesk.documents.flow import Block, paginate
from creditdesk.documents.fonts import Lettering
from creditdesk.documents.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Edges:
    """The white around the blocks in points: at both sides, above, and from the line at the foot to the paper's end."""

    side: float
    top: float
    foot: float


def draw(
    sheet: Sheet, blocks: Iterable[Block], edges: Edges, foot: Callable[[int, int], str], face: Lettering, size: float
) -> None:
    """Draw the blocks; `foot(page, pages)` is written at the right end of each page's foot, in points of `size`."""
    line = sheet.page_height - edges.foot
    pages = paginate(list(blocks), edges.top, edges.top, line - size * 2)
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        for placed in page:
            for mark in placed.block.marks:
                mark.draw(sheet, edges.side, placed.top)
        sheet.label(sheet.page_width - edges.side, line, foot(number, len(pages)), face, size, align=1.0)
