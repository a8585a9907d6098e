"""The end of a letter: attachments, the seal's place, name over date, the remark and the copies (§7.3.4–7.3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from creditdesk.documents import qr
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.flow import Block, Stencil, Words, glue
from creditdesk.documents.fonts import Fonts, Style
from creditdesk.documents.geometry import (
    ASCENT,
    BODY_WIDTH,
    CHARACTER,
    PITCH,
    SEAL_DIAMETER,
    SIZE,
    SMALL_SIZE,
    SPACE,
)
from creditdesk.documents.paragraphs import INDENT, blank, centred, text_blocks
from creditdesk.documents.sheet import MM, pieces, width

LONGEST_UNPARTED = 8  # lines of attachments that are kept on one page
DATE_INDENT = 4 * CHARACTER
LEAST_INDENT = 2 * CHARACTER
CODE_SIDE, LEAST_CODE_SIDE = 23 * MM, 18 * MM
CODE_GAP = 3 * MM  # white between the code and what stands beside it
SEAL_RAISE = 2 * MM  # name and date lie slightly below the seal's centre


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where the seal is pressed: page from 1, centre in points from the paper's top left corner."""

    page: int
    x: float
    y: float
    diameter: float = SEAL_DIAMETER


def axis(signer: str, on: date, fonts: Fonts) -> float:
    """Return the common middle of name and date: the date four characters from the right, the name two at least."""
    body = fonts[Style.FANGSONG]
    day, name = (width(text, body, SIZE) + SPACE * (len(text) - 1) for text in (chinese_date(on), signer))
    return BODY_WIDTH - max(DATE_INDENT + day / 2, LEAST_INDENT + name / 2)


def sign_off_blocks(signer: str, on: date, contact: str, fonts: Fonts) -> list[Block]:
    """Return name, date and the remark in brackets below them."""
    middle, body = axis(signer, on, fonts), fonts[Style.FANGSONG]
    name, day = (
        Block(PITCH, SIZE, (centred(text, body, SIZE, middle, SPACE),), elastic=True)
        for text in (signer, chinese_date(on))
    )
    remark = contact.strip("（）")
    return [name, day, *(text_blocks([(f"（{remark}）", body)], INDENT) if remark else [])]


def with_code(blocks: Sequence[Block], code: str, signer: str, on: date, fonts: Fonts) -> list[Block]:
    """Return the sign-off with the letter's code at its left: beside name and date, its foot level with the date's.

    A name so long that it leaves no room there sends the code below everything.
    """
    if not code:
        return list(blocks)
    body = fonts[Style.FANGSONG]
    widest = max(width(text, body, SIZE) + SPACE * (len(text) - 1) for text in (chinese_date(on), signer))
    free = axis(signer, on, fonts) - widest / 2 - CODE_GAP
    rows = qr.modules(code)
    if free < LEAST_CODE_SIDE:
        return [*blocks, Block(CODE_SIDE + CODE_GAP, CODE_SIDE + CODE_GAP, (Stencil(0.0, CODE_GAP, CODE_SIDE, rows),))]
    side = min(CODE_SIDE, free)
    name, day, *rest = blocks
    return [name, replace(day, marks=(*day.marks, Stencil(0.0, SIZE - side, side, rows))), *rest]


def attachment_blocks(attachments: Sequence[str], fonts: Fonts) -> list[Block]:
    """Return the list of attachments one line below the text, numbered if there are several, without end marks."""
    if not attachments:
        return []
    body = fonts[Style.FANGSONG]
    several = len(attachments) > 1
    left = INDENT + 3 * CHARACTER + (_wide(f"{len(attachments)}.", fonts) if several else 0.0)
    blocks = [blank()]
    for number, attachment in enumerate(attachments, start=1):
        label = ("附件：" if number == 1 else "") + (f"{number}." if several else "")
        lines = text_blocks([(attachment.rstrip("。；，"), body)], left=left)
        mark = Words(left - _wide(label, fonts), SIZE * ASCENT, pieces(label, body), SIZE, SPACE)
        blocks += [replace(lines[0], marks=(mark, *lines[0].marks)), *lines[1:]]
    return glue(blocks) if len(blocks) <= LONGEST_UNPARTED else blocks


def _wide(label: str, fonts: Fonts) -> float:
    """Return the width of a label that text follows, on the 28-character grid."""
    return width(label, fonts[Style.FANGSONG], SIZE) + SPACE * len(label)


def copies_blocks(footer: str, fonts: Fonts) -> list[Block]:
    """Return the copies (抄送) in 4号, one character in from both edges, for the foot of the last page."""
    return [block for line in footer.split("\n") if line.strip() for block in _copies_line(line.strip(), fonts)]


def _copies_line(line: str, fonts: Fonts) -> list[Block]:
    """Return one kind of copies; its further lines begin under the first name (§7.4.2)."""
    body = fonts[Style.FANGSONG]
    label, colon, names = line.rpartition("：") if line.count("：") == 1 else ("", "", line)
    wide = width(label + colon, body, SMALL_SIZE)
    blocks = text_blocks([(names, body)], left=SMALL_SIZE + wide, right=SMALL_SIZE, size=SMALL_SIZE)
    mark = Words(SMALL_SIZE, SMALL_SIZE * ASCENT, pieces(label + colon, body), SMALL_SIZE)
    return [replace(blocks[0], marks=(mark, *blocks[0].marks)), *blocks[1:]] if blocks else []
