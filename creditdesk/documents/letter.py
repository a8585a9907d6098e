"""An official letter as PDF: GB/T 9704-2012, letter format."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from creditdesk.documents import glyphs
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.flow import Block, Placed, glue, paginate
from creditdesk.documents.fonts import Fonts, Style, standard
from creditdesk.documents.geometry import BOTTOM, LEFT, PITCH, SIZE, TOP
from creditdesk.documents.letterhead import draw_first, draw_foot, draw_page_number, first_page_top
from creditdesk.documents.paragraphs import INDENT, blank, spans, text_blocks
from creditdesk.documents.sheet import Sheet
from creditdesk.documents.signoff import (
    SEAL_RAISE,
    SealPlace,
    attachment_blocks,
    axis,
    copies_blocks,
    sign_off_blocks,
    with_code,
)
from creditdesk.documents.tables import Table, table_blocks, texts
from creditdesk.documents.titles import title_blocks

# What is tried where name and date find no room, the usual first (§7.3.5.5): lines above the name, and line pitches.
SEAL_GAP, LEAST_SEAL_GAP = 2, 1
PITCHES = (1.0, 0.97, 0.94)
_SENTENCE_ENDS = "。；："  # a heading with its text in the same line ends like this
WITH_SIGN_OFF = 2  # lines of text that go with the name to another page


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: level 0 is text, 1 a heading 一、, 2 （一）, 3 1.; the text carries its own number."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment printed behind the letter, from a page of its own."""

    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class LetterContent:
    """What stands in a letter, without any question of form.

    `contact` is the remark in brackets below the date, `footer` the copies (抄送) at the foot of the last page, `code`
    what the QR code beside name and date says, `foot` the small line below the rules of the first page. The titles of
    `annexes` are the last of `attachments`.
    """

    issuer: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[Paragraph, ...]
    signer: str
    date: date
    table: Table | None = None
    attachments: tuple[str, ...] = ()
    contact: str = ""
    footer: str = ""
    code: str = ""
    foot: str = ""
    annexes: tuple[Annex, ...] = ()

    def texts(self) -> Iterator[str]:
        """Return every text that will be printed."""
        yield from (self.issuer, self.number, self.title, self.addressee, self.signer, chinese_date(self.date))
        yield from (paragraph.text for paragraph in self.paragraphs)
        yield from (*self.attachments, self.contact, self.footer, self.foot)
        yield from () if self.table is None else texts(self.table)
        for mark, annex in self.marked_annexes():
            yield from (mark, annex.title, *(paragraph.text for paragraph in annex.paragraphs))
            yield from () if annex.table is None else texts(annex.table)

    def marked_annexes(self) -> Iterator[tuple[str, Annex]]:
        """Return the annexes, each with its place in the list of attachments: 附件2, or 附件 if it is the only one."""
        first = len(self.attachments) - len(self.annexes) + 1
        for number, annex in enumerate(self.annexes, start=first):
            yield (f"附件{number}" if len(self.attachments) > 1 else "附件"), annex


def table_place(paragraphs: Sequence[Paragraph], table: Table | None) -> int:
    """Return the number of the paragraph a table follows; -1 where it comes first or there is none."""
    last = len(paragraphs) - 1
    return last if table is not None and table.after < 0 else table.after if table is not None else -1


def letter_pdf(content: LetterContent, fonts: Fonts | None = None) -> bytes:
    """Return the letter as PDF/A-2u, the same bytes for the same content.

    Raises a Problem that names the characters no font can draw.
    """
    fonts = fonts or standard()
    glyphs.check(content.texts(), fonts)
    pages = lay_out(content, fonts)
    sheet = Sheet(content.title.replace("\n", ""), content.issuer, content.date)
    for number, page in enumerate(pages, start=1):
        if number == 1:
            draw_first(sheet, content.issuer, content.number, fonts)
        else:
            sheet.next_page()
            draw_page_number(sheet, number, fonts)
        for placed in page:
            for mark in placed.block.marks:
                mark.draw(sheet, LEFT, placed.top)
        if number == 1:
            draw_foot(sheet, content.foot, fonts)
    return sheet.pdf()


def seal_place(content: LetterContent, fonts: Fonts | None = None) -> SealPlace:
    """Return where the seal belongs: over name and date, its top within a line of the text (§7.3.5.1)."""
    fonts = fonts or standard()
    name = sign_off_blocks(content.signer, content.date, "", fonts)[0]
    pages = lay_out(content, fonts)
    page, place = next(
        (number, index)
        for number, page in enumerate(pages)
        for index, placed in enumerate(page)
        if placed.block.marks == name.marks
    )
    above, below = pages[page][place].top, pages[page][place + 1].top + SIZE
    middle = LEFT + axis(content.signer, content.date, fonts)
    return SealPlace(page + 1, middle, (above + below) / 2 - SEAL_RAISE)


def lay_out(content: LetterContent, fonts: Fonts) -> list[list[Placed]]:
    """Lay the letter and its annexes out, the copies at the foot of the last page (§7.4)."""
    copies = copies_blocks(content.footer, fonts)
    foot = sum(block.height for block in copies)
    # Their room is kept free below the last line.
    kept_free = [Block(0.0, foot + PITCH)] if copies else []
    pages = _letter_pages(content, [] if content.annexes else kept_free, fonts)
    marked = list(content.marked_annexes())
    for number, (mark, annex) in enumerate(marked, start=1):
        pages += annex_pages(mark, annex, kept_free if number == len(marked) else [], fonts)
    top = BOTTOM - foot + (copies[-1].height - copies[-1].need if copies else 0.0)
    for block in copies:
        pages[-1].append(Placed(top, block))
        top += block.height
    return pages


def annex_pages(mark: str, annex: Annex, end: list[Block], fonts: Fonts) -> list[list[Placed]]:
    """Lay an annex out: 附件1 in the first line, the title in the third, text and table below it (§7.3.7)."""
    head = [
        *text_blocks([(mark, fonts[Style.HEI])]),
        blank(),
        *title_blocks(annex.title, fonts[Style.TITLE]),
        Block(PITCH * 0.5, 0.0),
    ]
    body = _text(annex.paragraphs, annex.table, fonts)
    return paginate([*glue([*head, *body[:1]]), *body[1:-1], *glue([*body[1:][-1:], *end])], TOP, TOP, BOTTOM)


def _letter_pages(content: LetterContent, kept_free: list[Block], fonts: Fonts) -> list[list[Placed]]:
    """Lay the letter itself out; a smaller gap above the name or a closer pitch is taken when that spares a page."""
    body, end = _body(content, fonts), sign_off_blocks(content.signer, content.date, content.contact, fonts)
    end = with_code(end, content.code, content.signer, content.date, fonts)
    end = glue([*end, *kept_free])
    # Two lines between the number and the title.
    first_top = first_page_top(content.issuer, fonts) + 3 * PITCH

    def laid(pitch: float, gap: int) -> list[list[Placed]]:
        return paginate(_joined(body, end, gap), first_top, TOP, BOTTOM, pitch)

    return _fewest(laid)


def _fewest(laid: Callable[[float, int], list[list[Placed]]]) -> list[list[Placed]]:
    """Return the usual layout, or the first closer one that spares a page."""
    usual = laid(PITCHES[0], SEAL_GAP)
    if len(usual) == 1 or len(laid(PITCHES[-1], LEAST_SEAL_GAP)) == len(usual):
        return usual
    tries = (laid(pitch, gap) for pitch in PITCHES for gap in (SEAL_GAP, LEAST_SEAL_GAP))
    return next(pages for pages in tries if len(pages) < len(usual))


def _joined(body: list[Block], end: list[Block], gap: int) -> list[Block]:
    """Return text and sign-off, the sign-off glued to the text's last lines."""
    kept = len(body) - _kept(body)
    return [*body[:kept], *glue([*body[kept:], *[blank()] * gap, *end])]


def _body(content: LetterContent, fonts: Fonts) -> list[Block]:
    """Return everything from the title to the list of attachments."""
    addressee = content.addressee.rstrip("：:")
    return [
        *glue([*title_blocks(content.title, fonts[Style.TITLE]), blank()]),
        *(text_blocks([(f"{addressee}：", fonts[Style.FANGSONG])]) if addressee else []),
        *_text(content.paragraphs, content.table, fonts),
        *attachment_blocks(content.attachments, fonts),
    ]


def _kept(body: list[Block]) -> int:
    """Return how many blocks from the end go with the sign-off: two lines of text, and all that is glued to them."""
    lines = 0
    for count, block in enumerate(reversed(body), start=1):
        lines += not (block.gap or block.glued)
        if lines == WITH_SIGN_OFF:
            return count
    return len(body)


def _text(paragraphs: Sequence[Paragraph], table: Table | None, fonts: Fonts) -> list[Block]:
    """Return paragraphs and table; a heading without text of its own stays with the line after it."""
    last, place = len(paragraphs) - 1, table_place(paragraphs, table)
    blocks: list[Block] = table_blocks(table, fonts) if table is not None and place < 0 else []
    for number, paragraph in enumerate(paragraphs):
        for text in filter(None, map(str.strip, paragraph.text.split("\n"))):
            lines = text_blocks(spans(paragraph.level, text, fonts), INDENT)
            heading = paragraph.level in {1, 2} and number < last and text[-1] not in _SENTENCE_ENDS
            blocks += [replace(line, glued=True) for line in lines] if heading else lines
        if number == place and table is not None:
            blocks += table_blocks(table, fonts)
    return blocks
