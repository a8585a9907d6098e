"""Lines of text as blocks: broken, justified and placed on the 28-character grid."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from creditdesk.documents.breaking import Line, break_lines
from creditdesk.documents.embedding import EmbeddedFont
from creditdesk.documents.faces import narrow
from creditdesk.documents.flow import Block, Words
from creditdesk.documents.fonts import Fonts, Lettering, Style
from creditdesk.documents.geometry import ASCENT, BODY_WIDTH, CHARACTER, PITCH, SIZE, SPACE
from creditdesk.documents.sheet import Piece, pieces, width

Span = tuple[str, Lettering]

SMALL_LEADING = 1.5
INDENT = 2 * CHARACTER
_HEADINGS = {1: Style.HEI, 2: Style.KAI}


def spans(level: int, text: str, fonts: Fonts) -> list[Span]:
    """Return a paragraph with its lettering; of a heading with text behind it, only the first sentence is a heading."""
    body = fonts[Style.FANGSONG]
    if level not in _HEADINGS:
        return [(text, body)]
    heading, stop, rest = text.partition("。")
    return [(heading + stop, fonts[_HEADINGS[level]]), (rest, body)] if rest else [(text, fonts[_HEADINGS[level]])]


def text_blocks(
    parts: Sequence[Span], indent: float = 0.0, left: float = 0.0, right: float = 0.0, size: float = SIZE
) -> list[Block]:
    """Return the lines of a paragraph, the first indented, all `left` and `right` points in from the body's edges."""
    text = "".join(part for part, _ in parts)
    drawn = [lettering.chosen(char) for part, lettering in parts for char in part]
    fonts = [font for font, _ in drawn]
    tracking, pitch = (SPACE, PITCH) if size == SIZE else (0.0, size * SMALL_LEADING)
    widths = [wide * size / 1000 + tracking for _, wide in drawn]
    blocks = []
    # The tracking behind the last character of a line may stand in the margin.
    measure = BODY_WIDTH - left - right + tracking + 0.01
    for number, line in enumerate(break_lines(text, widths, size, measure, indent)):
        x = left + (indent if number == 0 else 0.0)
        words = Words(x, size * ASCENT, line_pieces(text, fonts, line), size, tracking + line.space)
        blocks.append(Block(pitch, size, (words,), elastic=True))
    return blocks


def line_pieces(text: str, fonts: Sequence[EmbeddedFont], line: Line) -> tuple[Piece, ...]:
    """Return one broken line in pieces of one font each, with its marks narrowed."""
    chars = list(text[line.start : line.end])
    for place in line.narrowed:
        chars[place - line.start] = narrow(text[place])
    drawn = zip(fonts[line.start : line.end], chars, strict=True)
    return tuple(Piece(font, "".join(char for _, char in run)) for font, run in groupby(drawn, key=itemgetter(0)))


def centred(text: str, lettering: Lettering, size: float, axis: float, space: float = 0.0) -> Words:
    """Return a line of words centred over `axis` points from the body's left edge."""
    wide = width(text, lettering, size) + space * (len(text) - 1)
    return Words(axis - wide / 2, size * ASCENT, pieces(text, lettering), size, space)


def blank(lines: float = 1.0) -> Block:
    """Return an empty gap of so many lines."""
    return Block(PITCH * lines, 0.0, gap=True, elastic=True)


def fitted(text: str, lettering: Lettering, size: float, room: float) -> tuple[str, float]:
    """Return a text and the size at which it fits a room: smaller down to two thirds, then cut with an ellipsis."""
    wide = width(text, lettering, size)
    least = size * 2 / 3
    if wide <= room or wide * least / size <= room:
        return text, min(size, size * room / wide) if wide else size
    while text and width(text + "…", lettering, least) > room:
        text = text[:-1]
    return text + "…", least
