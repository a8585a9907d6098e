"""What is stamped on a copy of a letter: 作废 over every page, or which reprint it is; the letter itself stays.

The stamp is drawn like any paper of ours and laid under the page's own text, so that nothing becomes unreadable.
"""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from creditdesk.documents import glyphs
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.fonts import Style, standard
from creditdesk.documents.geometry import RED
from creditdesk.documents.paragraphs import fitted
from creditdesk.documents.sheet import MM, Colour, Sheet

_PALE: Colour = (0.95, 0.80, 0.80)
_LINE_TOP = 17 * MM  # above every letterhead
_LEFT, _WIDE = 28 * MM, 156 * MM
_MARK, _MARK_SIZE = "作废", 150.0


def void_copy(pdf: bytes, reason: str, on: date, replaced_by: str = "") -> bytes:
    """Return a copy of a letter with 作废 across each page, and why and when in a line at its head."""
    instead = f"，由{replaced_by}代替" if replaced_by else ""
    told = f"作废：{chinese_date(on)}{instead}。理由：{reason}"
    glyphs.check([told])

    def draw(sheet: Sheet) -> None:
        title = standard()[Style.TITLE]
        middle = sheet.page_width / 2
        sheet.label(middle, 165 * MM, _MARK, title, _MARK_SIZE, align=0.5, space=20, colour=_PALE)
        sheet.frame(middle - 66 * MM, 103 * MM, 132 * MM, 84 * MM, 6, _PALE)
        _line(sheet, told)

    return _stamped(pdf, draw, on, every=True)


def reprint_copy(pdf: bytes, serial: int, on: date) -> bytes:
    """Return a copy of a letter that says at the head of its first page which reprint it is."""
    told = f"重印第 {serial} 次　{chinese_date(on)}"
    return _stamped(pdf, lambda sheet: _line(sheet, told), on, every=False)


def _line(sheet: Sheet, told: str) -> None:
    text, size = fitted(told, standard()[Style.HEI], 10.5, _WIDE)
    sheet.label(_LEFT, _LINE_TOP, text, standard()[Style.HEI], size, colour=RED)


def _stamped(pdf: bytes, draw: Callable[[Sheet], None], on: date, *, every: bool) -> bytes:
    sheet = Sheet("", "", on)
    draw(sheet)
    stamp = PdfReader(BytesIO(sheet.pdf())).pages[0]
    writer = PdfWriter(clone_from=BytesIO(pdf))
    for page in writer.pages if every else writer.pages[:1]:
        page.merge_page(stamp, over=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
