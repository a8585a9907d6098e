"""Blocks laid out on pages: what belongs together stays together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from creditdesk.documents.sheet import BLACK, Colour, Piece, Sheet


class Mark(Protocol):
    """Something drawn in a block, placed against the block's top left corner."""

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw it in a block whose corner is at `x`, `y`."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a line, placed against the top left corner of its block."""

    x: float
    baseline: float
    line: tuple[Piece, ...]
    size: float
    space: float = 0.0
    scale: float = 100.0
    colour: Colour = BLACK

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw the words in a block whose corner is at `x`, `y`."""
        sheet.text(x + self.x, y + self.baseline, self.line, self.size, self.space, self.scale, self.colour)


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle, placed against the top left corner of its block."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour = BLACK

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw the bar in a block whose corner is at `x`, `y`."""
        sheet.bar(x + self.x, y + self.y, self.width, self.height, self.colour)


@dataclass(frozen=True, slots=True)
class Stencil:
    """A square of black modules, placed against the top left corner of its block."""

    x: float
    y: float
    side: float
    rows: tuple[int, ...]

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw the modules in a block whose corner is at `x`, `y`."""
        sheet.stencil(x + self.x, y + self.y, self.side, self.rows)


@dataclass(frozen=True, slots=True)
class Block:
    """A line, a row or a gap. `height` is how far the next block lies below, `need` what must still fit on the page.

    A glued block stays on one page with the block after it; a gap vanishes at the top of a page.
    """

    height: float
    need: float
    marks: tuple[Mark, ...] = ()
    glued: bool = False
    gap: bool = False
    elastic: bool = False  # its height may be lessened a little where that spares a page
    head: "Block | None" = None  # repeated above when the block comes first on a page: a table's head row

    def stepped(self, pitch: float) -> float:
        """Return how far the next block lies below at this part of the usual line pitch."""
        return self.height * pitch if self.elastic else self.height


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and the height of its top on its page."""

    top: float
    block: Block


def glue(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks as one group that no page break parts."""
    return [replace(block, glued=True) for block in blocks[:-1]] + list(blocks[-1:])


def paginate(
    blocks: Sequence[Block], first_top: float, top: float, bottom: float, pitch: float = 1.0
) -> list[list[Placed]]:
    """Lay blocks from `first_top` on the first page and from `top` on the others; none reaches below `bottom`.

    `pitch` times the height of what is elastic is taken (§7.3.5.5). A group higher than a page is parted where it ends.
    """
    pages: list[list[Placed]] = [[]]
    y = first_top
    for group in _groups(blocks):
        reach = sum(block.stepped(pitch) for block in group[:-1]) + group[-1].need
        if y + reach > bottom + 0.01 and pages[-1] and reach <= bottom - top:
            pages.append([])
            y = top
        for block in group:
            if y + block.need > bottom + 0.01 and pages[-1]:
                pages.append([])
                y = top
            y = _place(pages, block, y, pitch)
    return pages


def _place(pages: list[list[Placed]], block: Block, y: float, pitch: float) -> float:
    """Put a block at the end of the last page, below its repeated head if it begins a page; returns the next top."""
    page = pages[-1]
    if not page and len(pages) > 1:
        if block.gap:
            return y
        if block.head is not None:
            page.append(Placed(y, block.head))
            y += block.head.height
    page.append(Placed(y, block))
    return y + block.stepped(pitch)


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.glued:
            yield group
            group = []
    if group:
        yield group
