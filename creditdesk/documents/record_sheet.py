"""信用记录单 on paper: one record as it stands, section by section, with its state, its notices and its history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from creditdesk.documents import glyphs
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.flow import Block, glue
from creditdesk.documents.fonts import Fonts, Style, standard
from creditdesk.documents.footed import Edges, draw
from creditdesk.documents.geometry import TITLE_SIZE
from creditdesk.documents.paragraphs import centred
from creditdesk.documents.sheet import A4, MM, Sheet
from creditdesk.documents.tables import Column, Table, table_blocks, texts

TITLE = "信用记录单"
_MARGIN, _TOP, _FOOT = 20 * MM, 20 * MM, 14 * MM
_WIDTH = A4[0] - 2 * _MARGIN
_SMALL, _FOOT_SIZE = 10.5, 9.0
_FIELDS = (Column("", 1.35), Column("", 4.0))
_HISTORY = (
    Column("版次", 0.75, "center"),
    Column("办理", 1.15),
    Column("时间、经办人", 1.7),
    Column("理由和变化", 4.2),
)
_NAME_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """What stands on the sheet.

    `sections` are headings with rows of label and value; `history` rows have four cells, the newest version first;
    `notices` are sentences such as why a record is not published.
    """

    office: str
    officer: str
    kind: str
    edition: str
    number: str
    subject: str
    state: str
    version: int
    notices: tuple[str, ...]
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    history: tuple[tuple[str, str, str, str], ...]
    on: date
    masked: bool

    def about(self) -> str:
        """Return the line under the title."""
        return f"{self.kind}（{self.edition}）　第{self.version}版　{self.state}"

    def named(self) -> str:
        """Return the line that names the record."""
        return "　".join(part for part in (self.subject, self.number) if part)

    def tables(self) -> Iterator[Table]:
        """Return the sections and the history as tables."""
        for title, rows in self.sections:
            yield Table(_FIELDS, rows, title)
        yield Table(_HISTORY, self.history, "办理经过")

    def foot(self, page: int, pages: int) -> str:
        """Return the line under a page."""
        masked = "证件号码已遮盖　" if self.masked else ""
        told = f"{self.office}　打印人 {self.officer}　{chinese_date(self.on)}"
        return f"{masked}{told}　第{page}页 共{pages}页"


def record_sheet_pdf(record: RecordSheet, fonts: Fonts | None = None) -> bytes:
    """Return the sheet as PDF/A-2u; raises a Problem that names the characters no font can draw."""
    fonts = fonts or standard()
    glyphs.check(_texts(record), fonts)
    sheet = Sheet(f"{TITLE} {record.named()}", record.office, record.on)
    draw(sheet, _blocks(record, fonts), Edges(_MARGIN, _TOP, _FOOT), record.foot, fonts[Style.SONG], _FOOT_SIZE)
    return sheet.pdf()


def _blocks(record: RecordSheet, fonts: Fonts) -> Iterator[Block]:
    middle, song = _WIDTH / 2, fonts[Style.SONG]
    lines = [
        Block(TITLE_SIZE * 1.4, TITLE_SIZE, (centred(TITLE, fonts[Style.TITLE], TITLE_SIZE, middle),)),
        *(
            Block(_NAME_SIZE * 1.5, _NAME_SIZE, (centred(line, fonts[Style.HEI], _NAME_SIZE, middle),))
            for line in _wrapped(record.named())
        ),
        *_small(record.about(), fonts),
        *(block for notice in record.notices for block in _small(notice, fonts)),
    ]
    yield from glue(lines)
    for table in record.tables():
        if table.rows:
            yield from table_blocks(table, fonts, _WIDTH)
    if not record.sections:
        yield Block(_SMALL, _SMALL, (centred("这条记录没有内容。", song, _SMALL, middle),))


def _small(text: str, fonts: Fonts) -> list[Block]:
    words = (centred(line, fonts[Style.SONG], _SMALL, _WIDTH / 2) for line in _wrapped(text, 44))
    return [Block(_SMALL * 1.45, _SMALL, (line,)) for line in words]


def _wrapped(text: str, most: int = 38) -> Sequence[str]:
    """Cut a heading that is wider than the page."""
    return [text[start : start + most] for start in range(0, len(text), most)]


def _texts(record: RecordSheet) -> Iterator[str]:
    yield from (TITLE, record.about(), record.named(), record.foot(1, 9), *record.notices)
    for table in record.tables():
        yield from texts(table)
