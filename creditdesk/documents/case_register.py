"""Registers (台账) on paper: A4 across, one row each, the head row on every page, pages numbered 第1页 共3页."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from creditdesk.documents import figures, glyphs
from creditdesk.documents.charts import Chart
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.flow import Block, glue
from creditdesk.documents.fonts import Fonts, Style, standard
from creditdesk.documents.footed import Edges, draw
from creditdesk.documents.geometry import TITLE_SIZE
from creditdesk.documents.paragraphs import centred
from creditdesk.documents.sheet import A4, MM, Sheet, width
from creditdesk.documents.tables import Column, Table, table_blocks, texts

_MARGIN, _TOP, _FOOT = 15 * MM, 16 * MM, 12 * MM
_WIDTH = A4[1] - 2 * _MARGIN
_SMALL = 10.5


@dataclass(frozen=True, slots=True)
class CaseRegister:
    """What stands in the register: its period, one row of texts for each thing, and a sentence that sums them up.

    `narrowed` says in words what it holds, `nothing` what it says without a row; `charts` stand before the rows.
    """

    office: str
    officer: str
    start: date
    end: date
    on: date
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    summary: str
    title: str = "异议台账"
    narrowed: str = ""
    charts: tuple[Chart, ...] = ()
    nothing: str = "本期没有收到异议。"

    def table(self) -> Table:
        """Return the rows as a table."""
        return Table(self.columns, self.rows)

    def about(self) -> tuple[str, str]:
        """Return what stands under the title: whose it is and of when, and what sums it up."""
        narrowed = self.narrowed or f"收到日期 {self.start} 至 {self.end}"
        return f"{self.office}　{narrowed}", self.summary

    def foot(self, page: int, pages: int) -> str:
        """Return the line under a page."""
        return f"制表人 {self.officer}　制表日期 {chinese_date(self.on)}　第{page}页 共{pages}页"


def case_register_pdf(register: CaseRegister, fonts: Fonts | None = None) -> bytes:
    """Return the register as PDF/A-2u; raises a Problem that names the characters no font can draw."""
    fonts = fonts or standard()
    glyphs.check(_texts(register), fonts)
    sheet = Sheet(register.title, register.office, register.on, (A4[1], A4[0]))
    draw(sheet, _blocks(register, fonts), Edges(_MARGIN, _TOP, _FOOT), register.foot, fonts[Style.SONG], _SMALL)
    return sheet.pdf()


def _blocks(register: CaseRegister, fonts: Fonts) -> Iterator[Block]:
    middle = _WIDTH / 2
    title = centred(register.title, fonts[Style.TITLE], TITLE_SIZE, middle)
    yield Block(TITLE_SIZE * 1.4, TITLE_SIZE, (title,), glued=True)
    about, song = "　".join(register.about()), fonts[Style.SONG]
    for line in (about,) if width(about, song, _SMALL) <= _WIDTH else register.about():
        yield Block(_SMALL * 1.4, _SMALL, (centred(line, song, _SMALL, middle),), glued=True)
    for chart in register.charts:
        yield from glue(figures.figure_blocks(chart, fonts, _WIDTH))
    if register.rows:
        yield from table_blocks(register.table(), fonts, _WIDTH)
    else:
        yield Block(_SMALL * 4, 0.0)
        nothing = centred(register.nothing, fonts[Style.SONG], _SMALL, middle)
        yield Block(_SMALL, _SMALL, (nothing,))


def _texts(register: CaseRegister) -> Iterator[str]:
    yield from (register.title, *register.about(), register.foot(1, 9), register.nothing)
    yield from texts(register.table())
    for chart in register.charts:
        yield from figures.texts(chart)
