"""The bad rows of a spreadsheet, back to the unit that sent them: the same columns, the reason in every faulty cell.

Every cell is text, so that 18-digit numbers survive being opened and saved, and a cell that begins like a formula stays
what it is. Nothing is written to a temporary folder: the rows hold names and numbers of persons.
"""

import io
from collections.abc import Iterable
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from creditdesk.exchange.importing import REASON_HEADER, BadRow
from creditdesk.exchange.sheets import Sheet
from creditdesk.exchange.whole_files import replace_file

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_TEXT = {"num_format": "@", "font_name": "宋体", "font_size": 11, "valign": "top"}
_HEADER = {**_TEXT, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#F2F2F2"}
_FAULT = {**_TEXT, "bg_color": "#FFD9D6", "font_color": "#9C0006"}
_COMMENT = {"font_size": 10, "x_scale": 1.6, "author": "creditdesk"}
_COLUMN_WIDTH = 18
_REASON_WIDTH = 70
_CELL_CHARACTERS = 32_767


class _Pen:
    """Writes text cells and nothing else."""

    def __init__(self, book: xlsxwriter.Workbook, style: dict[str, object]) -> None:
        self._plain: Format = book.add_format(style)
        # As if typed after an apostrophe: stays text even when somebody edits the cell.
        self._quoted: Format = book.add_format({**style, "quote_prefix": True})

    def write(self, page: Worksheet, row: int, column: int, text: str) -> None:
        """Write the text; an empty cell keeps its format, so that what is typed into it is text."""
        quoted = text.startswith(_FORMULA_SIGNS)
        page.write_string(row, column, text[:_CELL_CHARACTERS], self._quoted if quoted else self._plain)


def write_rejected(path: Path, sheet: Sheet, bad_rows: Iterable[BadRow]) -> None:
    """Write a workbook of the bad rows; Problem when the file cannot be written.

    Columns stand as they came. An old column 退回原因 is replaced, so that a file can go back and forth.
    """
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, _OPTIONS) as book:
        _Return(book, sheet).fill(bad_rows)
    replace_file(path, memory.getvalue())


class _Return:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        self._sheet = sheet
        self._text, self._fault, self._bold = (_Pen(book, style) for style in (_TEXT, _FAULT, _HEADER))
        self._page = book.add_worksheet("退回")
        self._columns = [place for place, header in enumerate(sheet.header) if header.strip() != REASON_HEADER]

    def fill(self, bad_rows: Iterable[BadRow]) -> None:
        for column, place in enumerate(self._columns):
            self._bold.write(self._page, 0, column, self._sheet.header[place])
        self._bold.write(self._page, 0, len(self._columns), REASON_HEADER)
        self._page.set_column(0, len(self._columns) - 1, _COLUMN_WIDTH)
        self._page.set_column(len(self._columns), len(self._columns), _REASON_WIDTH)
        self._page.freeze_panes(1, 0)
        for number, bad in enumerate(bad_rows, start=1):
            self._write_row(number, bad)

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
