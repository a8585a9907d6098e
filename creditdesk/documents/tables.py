"""A ruled table in 五号宋体 over the width of the body: rows stay whole, the head row comes again on every page."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from creditdesk.documents.breaking import Line, break_lines
from creditdesk.documents.flow import Bar, Block, Words
from creditdesk.documents.fonts import Fonts, Lettering, Style
from creditdesk.documents.geometry import ASCENT, BODY_WIDTH, PITCH, SIZE
from creditdesk.documents.paragraphs import centred, line_pieces
from creditdesk.documents.sheet import Piece, width

CELL_SIZE, CELL_PITCH = 10.5, 15.0  # 五号
PADDING_X, PADDING_Y = 4.0, 5.0
RULE, FRAME = 0.5, 0.75
_EMPTY = Line(0, 0, 0.0, frozenset())  # a line left free in a cell
ROW_LINES = 36  # a row with more lines than a page has room for is parted


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its share of the width (0 in any: all by content) and left, center or right."""

    title: str
    weight: float = 0.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under titled columns; it follows the paragraph numbered `after` from 0, the last by default."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    after: int = -1


def texts(table: Table) -> Iterator[str]:
    """Return every text of a table."""
    yield table.caption
    yield from (column.title for column in table.columns)
    yield from (cell for row in table.rows for cell in row)


def table_blocks(table: Table, fonts: Fonts, body: float = BODY_WIDTH) -> list[Block]:
    """Return the caption, the head row and the rows as blocks with their rules, over `body` points."""
    head_font, cell_font = fonts[Style.HEI], fonts[Style.SONG]
    wides = _column_widths(table, cell_font, body)
    titles = tuple(column.title for column in table.columns)
    head = _row(titles, wides, ["center"] * len(wides), _Cells(head_font), FRAME)
    aligns, cells = [column.align for column in table.columns], _Cells(cell_font)
    rows = [_row(part, wides, aligns, cells, RULE) for row in table.rows for part in _parted(row, wides, cells)]
    blocks = [Block(PITCH * 0.35, 0.0, gap=True)]
    if table.caption:
        words = centred(table.caption, head_font, CELL_SIZE + 1.5, body / 2)
        blocks.append(Block(PITCH * 0.8, SIZE, (words,), glued=True))
    if any(titles):  # a paper to fill in has no head row
        blocks.append(Block(head.height, head.need, head.marks, glued=True))
        rows = [replace(row, head=head) for row in rows]
    blocks += rows
    return [*blocks, Block(PITCH * 0.45, 0.0, gap=True)]


def _column_widths(table: Table, lettering: Lettering, body: float) -> list[float]:
    """Return the columns' widths in points: by weight where all have one, else by what stands in them."""
    if all(column.weight for column in table.columns):
        total = sum(column.weight for column in table.columns)
        return [body * column.weight / total for column in table.columns]
    longest = [
        max(_widest(cell, lettering) for cell in (column.title, *(row[number] for row in table.rows)))
        for number, column in enumerate(table.columns)
    ]
    return _shared([wide * CELL_SIZE / 1000 + 2 * PADDING_X + 0.01 for wide in longest], body)


def _shared(naturals: list[float], body: float) -> list[float]:
    """Give narrow columns what they need, and share the rest among the wide ones by the root of what they need."""
    wides, room = dict.fromkeys(range(len(naturals)), 0.0), body
    waiting = sorted(wides, key=naturals.__getitem__)
    while len(waiting) > 1 and naturals[waiting[0]] <= room / len(waiting):
        narrow = waiting.pop(0)
        wides[narrow] = naturals[narrow]
        room -= naturals[narrow]
    roots = {column: math.sqrt(naturals[column]) for column in waiting}
    wides |= {column: room * root / sum(roots.values()) for column, root in roots.items()}
    return [wides[column] for column in range(len(naturals))]


def _widest(cell: str, lettering: Lettering) -> float:
    return max((width(line, lettering, 1000.0) for line in cell.split("\n")), default=0.0)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a cell as it is drawn, and how wide it is; without pieces it is left free."""

    text: str
    pieces: tuple[Piece, ...]
    space: float
    width: float


class _Cells:
    """Cells broken into lines: each text once for a width, however often it stands in the table."""

    def __init__(self, lettering: Lettering) -> None:
        self._lettering = lettering
        self._known: dict[tuple[str, float], list[_Line]] = {}

    def lines(self, cell: str, wide: float) -> list[_Line]:
        """Return the lines of a cell in a column so many points wide."""
        found = self._known.get((cell, wide))
        if found is None:
            found = self._known[cell, wide] = [one for text in cell.split("\n") for one in self._broken(text, wide)]
        return found

    def _broken(self, text: str, wide: float) -> Iterator[_Line]:
        chosen = [self._lettering.chosen(char) for char in text]
        widths = [width_of * CELL_SIZE / 1000 for _, width_of in chosen]
        fonts = [font for font, _ in chosen]
        for line in break_lines(text, widths, CELL_SIZE, wide - 2 * PADDING_X) or [_EMPTY]:
            space = min(0.0, line.space)  # a cell is too narrow to be justified
            natural = sum(widths[line.start : line.end]) - len(line.narrowed) * CELL_SIZE / 2
            natural += space * (line.end - line.start - 1)
            yield _Line(text[line.start : line.end], line_pieces(text, fonts, line), space, natural)


def _parted(row: Sequence[str], wides: Sequence[float], cells: _Cells) -> Iterator[tuple[str, ...]]:
    """Return the row, or the rows it makes when a cell is higher than a page."""
    columns = [cells.lines(cell, wide) for cell, wide in zip(row, wides, strict=True)]
    highest = max(map(len, columns))
    if highest <= ROW_LINES:
        yield tuple(row)
        return
    for start in range(0, highest, ROW_LINES):
        yield tuple("\n".join(line.text for line in column[start : start + ROW_LINES]) for column in columns)


def _row(row: Sequence[str], wides: Sequence[float], aligns: Sequence[str], cells: _Cells, top_rule: float) -> Block:
    """Return one row with the rules around it; the rules below rows cover each other."""
    columns = [cells.lines(cell, wide) for cell, wide in zip(row, wides, strict=True)]
    body = sum(wides)
    height = max(1, *map(len, columns)) * CELL_PITCH + 2 * PADDING_Y - (CELL_PITCH - CELL_SIZE)
    marks: list[Words | Bar] = [
        Bar(0.0, 0.0, body, top_rule),
        Bar(0.0, height, body, FRAME),
    ]
    edges = [0.0, *accumulate(wides)]
    marks += [Bar(min(x, body - RULE), 0.0, RULE, height + RULE) for x in edges]
    for x, wide, align, lines in zip(edges, wides, aligns, columns, strict=False):
        top = (height - len(lines) * CELL_PITCH + CELL_PITCH - CELL_SIZE) / 2
        for number, line in enumerate(lines):
            if line.pieces:
                spare = wide - 2 * PADDING_X - line.width
                shift = max(0.0, {"left": 0.0, "center": spare / 2, "right": spare}[align])
                baseline = top + number * CELL_PITCH + CELL_SIZE * ASCENT
                marks.append(Words(x + PADDING_X + shift, baseline, line.pieces, CELL_SIZE, line.space))
    return Block(height, height + FRAME, tuple(marks))
