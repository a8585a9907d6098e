"""The bad rows of a spreadsheet, back to the unit that sent them: the same columns, the reason in every faulty cell.

Every cell is text; `text_cells` says why.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from creditdesk.exchange.importing import REASON_HEADER, BadRow
from creditdesk.exchange.sheets import Sheet
from creditdesk.exchange.text_cells import HEADER, TEXT, Pen, text_book

_FAULT: dict[str, object] = {**TEXT, "bg_color": "#FFD9D6", "font_color": "#9C0006"}
_COMMENT = {"font_size": 10, "x_scale": 1.6, "author": "creditdesk"}
_COLUMN_WIDTH = 18.0
_REASON_WIDTH = 70
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


def write_rejected(path: Path, returned: Sequence[tuple[Sheet, Sequence[BadRow]]]) -> None:
    """Write a workbook of the bad rows of each sheet; Problem when the file cannot be written.

    Sheets have their names, titles, header and column widths as they came; one without bad rows is left out. An old
    column 退回原因 is replaced, so that a file can go back and forth.
    """
    names: set[str] = set()
    with text_book(path) as book:
        for sheet, bad_rows in returned:
            if bad_rows or len(returned) == 1:
                _Return(book, sheet, _page_name(sheet.name, names)).fill(bad_rows)


def _page_name(name: str, taken: set[str]) -> str:
    """Return the sheet's own name where a workbook may have it: short, without signs, each once."""
    plain = _FORBIDDEN.sub("", name).strip("'")[:_LONGEST_NAME].strip()
    found = plain if plain and plain.lower() not in {"history", *taken} else f"退回{len(taken) + 1}"
    taken.add(found.lower())
    return found


class _Return:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet, name: str) -> None:
        self._sheet = sheet
        self._text, self._fault, self._bold = (Pen(book, style) for style in (TEXT, _FAULT, HEADER))
        self._page = book.add_worksheet(name)
        self._columns = [place for place, header in enumerate(sheet.header) if header.strip() != REASON_HEADER]

    def fill(self, bad_rows: Sequence[BadRow]) -> None:
        top = len(self._sheet.above)
        for row, cells in enumerate(self._sheet.above):
            self._write_title(row, cells)
        for column, place in enumerate(self._columns):
            self._bold.write(self._page, top, column, self._sheet.header[place])
            self._page.set_column(column, column, self._width(place))
        self._bold.write(self._page, top, len(self._columns), REASON_HEADER)
        self._page.set_column(len(self._columns), len(self._columns), _REASON_WIDTH)
        self._page.freeze_panes(top + 1, 0)
        for number, bad in enumerate(bad_rows, start=top + 1):
            self._write_row(number, bad)

    def _width(self, place: int) -> float:
        width = self._sheet.widths[place] if place < len(self._sheet.widths) else 0.0
        return width or _COLUMN_WIDTH

    def _write_title(self, row: int, cells: Sequence[str]) -> None:
        """Write a row above the header; the text of merged cells, which each of them repeats, only once."""
        shown = [cells[place] for place in self._columns]
        for column, text in enumerate(shown):
            if text and (not column or shown[column - 1] != text):
                self._text.write(self._page, row, column, text)

    def _write_row(self, number: int, bad: BadRow) -> None:
        cells = self._sheet.rows[bad.number - self._sheet.header_row - 1]
        for column, place in enumerate(self._columns):
            reason = bad.faults_by_column.get(place)
            (self._fault if reason else self._text).write(self._page, number, column, cells[place])
            if reason:
                self._page.write_comment(number, column, reason, _COMMENT)
        self._fault.write(self._page, number, len(self._columns), self._reasons(bad))

    def _reasons(self, bad: BadRow) -> str:
        parts = (
            reason if place is None else f"{self._sheet.header[place]}：{reason}"
            for place, reason in bad.faults_by_column.items()
        )
        return f"原第 {bad.number} 行：{'；'.join(parts)}"
