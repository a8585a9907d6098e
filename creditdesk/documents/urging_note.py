"""回执催办单: a receiver is asked to answer a package, as a text to send and as a sheet to print."""

from dataclasses import dataclass
from datetime import date

from creditdesk.documents import glyphs
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.flow import Block, glue, paginate
from creditdesk.documents.fonts import Fonts, Style, standard
from creditdesk.documents.geometry import BOTTOM, LEFT, TOP
from creditdesk.documents.paragraphs import INDENT, blank, text_blocks
from creditdesk.documents.sheet import Sheet
from creditdesk.documents.signoff import sign_off_blocks
from creditdesk.documents.titles import title_blocks

TITLE = "数据包回执催办单"


@dataclass(frozen=True, slots=True)
class UrgingNote:
    """Who is asked by whom on which day, and the sentences that ask."""

    receiver: str
    sentences: tuple[str, ...]
    office: str
    contact: str
    on: date

    def text(self) -> str:
        """Return the note as text, to be sent by whatever means."""
        contact = [f"　　{self.contact}"] if self.contact else []
        paragraphs = [f"　　{sentence}" for sentence in self.sentences]
        return "\n".join([f"{self.receiver}：", *paragraphs, *contact, self.office, chinese_date(self.on)])


def urging_note_pdf(note: UrgingNote, fonts: Fonts | None = None) -> bytes:
    """Return the note as PDF/A-2u; raises a Problem that names the characters no font can draw."""
    fonts = fonts or standard()
    glyphs.check((TITLE, note.text()), fonts)
    sheet = Sheet(TITLE, note.office, note.on)
    for number, page in enumerate(paginate(_blocks(note, fonts), TOP, TOP, BOTTOM)):
        if number:
            sheet.next_page()
        for placed in page:
            for mark in placed.block.marks:
                mark.draw(sheet, LEFT, placed.top)
    return sheet.pdf()


def _blocks(note: UrgingNote, fonts: Fonts) -> list[Block]:
    body = fonts[Style.FANGSONG]
    paragraphs = [line for each in note.sentences for line in text_blocks([(each, body)], INDENT)]
    return [
        *glue([*title_blocks(TITLE, fonts[Style.TITLE]), blank()]),
        *text_blocks([(f"{note.receiver}：", body)]),
        *paragraphs,
        *[blank()] * 2,
        *glue(sign_off_blocks(note.office, note.on, note.contact, fonts)),
    ]
