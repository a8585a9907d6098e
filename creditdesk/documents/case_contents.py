"""案卷目录: the first page of a case as one file: what is in it, of which day, on which pages, and what is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from creditdesk.documents import glyphs
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.flow import Block, paginate
from creditdesk.documents.fonts import Fonts, Style, standard
from creditdesk.documents.geometry import TITLE_SIZE
from creditdesk.documents.paragraphs import centred
from creditdesk.documents.sheet import A4, MM, Sheet
from creditdesk.documents.tables import Column, Table, table_blocks, texts

TITLE = "案卷目录"
_MARGIN, _TOP, _FOOT = 20 * MM, 20 * MM, 20 * MM
_WIDTH = A4[0] - 2 * _MARGIN
_SMALL, _LINE_SIZE = 10.5, 12.0
_COLUMNS = (
    Column("序号", 0.5, "center"),
    Column("材料", 3.0),
    Column("文号", 2.0),
    Column("日期", 1.2),
    Column("页次", 1.0, "center"),
)


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One paper of the case; `pages` is 3–4, or — for one that is not in the file."""

    title: str
    number: str
    on: date
    pages: str


@dataclass(frozen=True, slots=True)
class CaseContents:
    """What stands on the page."""

    office: str
    officer: str
    number: str
    applicant: str
    state: str
    on: date
    lines: tuple[ContentsLine, ...]

    def table(self) -> Table:
        """Return the papers as a table."""
        rows = [(str(at), one.title, one.number, str(one.on), one.pages) for at, one in enumerate(self.lines, 1)]
        return Table(_COLUMNS, tuple(rows))

    def about(self) -> str:
        """Return the line under the title."""
        return f"{self.number}　{self.applicant}　{self.state}"

    def foot(self) -> str:
        """Return who made the file, and when."""
        return f"{self.office}　经办 {self.officer}　{chinese_date(self.on)}整理"


def case_contents_pdf(contents: CaseContents, fonts: Fonts | None = None) -> bytes:
    """Return the page as PDF; raises a Problem that names the characters no font can draw."""
    fonts = fonts or standard()
    glyphs.check(_texts(contents), fonts)
    sheet = Sheet(f"{TITLE} {contents.number}", contents.office, contents.on)
    for number, page in enumerate(paginate(list(_blocks(contents, fonts)), _TOP, _TOP, A4[1] - _FOOT), 1):
        if number > 1:
            sheet.next_page()
        for placed in page:
            for mark in placed.block.marks:
                mark.draw(sheet, _MARGIN, placed.top)
    return sheet.pdf()


def _blocks(contents: CaseContents, fonts: Fonts) -> Iterator[Block]:
    middle = _WIDTH / 2
    yield Block(TITLE_SIZE * 1.4, TITLE_SIZE, (centred(TITLE, fonts[Style.TITLE], TITLE_SIZE, middle),), glued=True)
    for told, size in ((contents.about(), _LINE_SIZE), (contents.foot(), _SMALL)):
        yield Block(size * 1.6, size, (centred(told, fonts[Style.SONG], size, middle),), glued=True)
    yield from table_blocks(contents.table(), fonts, _WIDTH)


def _texts(contents: CaseContents) -> Sequence[str]:
    return [TITLE, contents.about(), contents.foot(), *texts(contents.table())]
