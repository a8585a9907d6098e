"""信封标签: fourteen on a sheet of A4, each with the address where it is known, the receiver, and the letter's number.

The sheet is the common one of two by seven labels, 99.1 mm × 38.1 mm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creditdesk.documents import glyphs
from creditdesk.documents.breaking import break_lines
from creditdesk.documents.fonts import Fonts, Lettering, Style, standard
from creditdesk.documents.paragraphs import fitted
from creditdesk.documents.sheet import MM, Sheet

_ACROSS, _DOWN = 2, 7
_LEFT, _TOP = 4.65 * MM, 15.15 * MM
_WIDE, _HIGH, _GAP = 99.1 * MM, 38.1 * MM, 2.5 * MM
_EDGE = 6 * MM
_NAMES, _SMALL = (14.0, 12.0, 10.0), 10.5
_RECEIVER = "收"


@dataclass(frozen=True, slots=True)
class Label:
    """One label; `address` is empty where the desk knows none, and its line then stays free to write on."""

    address: str
    receiver: str
    number: str
    sender: str


def labels_pdf(labels: Sequence[Label], on: date, fonts: Fonts | None = None) -> bytes:
    """Return the sheets as PDF; raises a Problem that names the characters no font can draw."""
    fonts = fonts or standard()
    glyphs.check([text for one in labels for text in (one.address, one.receiver, one.number, one.sender)], fonts)
    sheet = Sheet("信封标签", labels[0].sender if labels else "", on)
    for number, label in enumerate(labels):
        page, place = divmod(number, _ACROSS * _DOWN)
        if page and not place:
            sheet.next_page()
        _draw(sheet, label, place, fonts)
    return sheet.pdf()


def _lines(text: str, lettering: Lettering, size: float, room: float) -> list[str]:
    widths = [lettering.width(char) * size / 1000 for char in text]
    return [text[line.start : line.end] for line in break_lines(text, widths, size, room)]


def _draw(sheet: Sheet, label: Label, place: int, fonts: Fonts) -> None:
    down, across = divmod(place, _ACROSS)
    left, top = _LEFT + across * (_WIDE + _GAP) + _EDGE, _TOP + down * _HIGH
    song, hei, room = fonts[Style.SONG], fonts[Style.HEI], _WIDE - 2 * _EDGE
    for at, told in enumerate(_lines(label.address, song, _SMALL, room)[:2]):
        sheet.label(left, top + 8 * MM + at * _SMALL * 1.3, told, song, _SMALL)
    whole = f"{label.receiver}　{_RECEIVER}"
    # A receiver's name is never cut: a long one is smaller, over up to three lines.
    size = next((one for one in _NAMES if len(_lines(whole, hei, one, room)) <= _NAMES.index(one) + 1), _NAMES[-1])
    for at, told in enumerate(_lines(whole, hei, size, room)):
        sheet.label(left, top + 20 * MM + at * size * 1.25, told, hei, size)
    sender, small = fitted(f"{label.sender}　{label.number}", song, _SMALL * 0.86, room)
    sheet.label(left + room, top + 33 * MM, sender, song, small, align=1)
