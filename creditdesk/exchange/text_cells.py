"""Workbooks of text cells: 18-digit numbers survive being opened and saved, and nothing in a cell is ever computed.

Nothing is written to a temporary folder: the rows hold names and numbers of persons.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from creditdesk.exchange.whole_files import replace_file

TEXT: dict[str, object] = {"num_format": "@", "font_name": "宋体", "font_size": 11, "valign": "top"}
HEADER: dict[str, object] = {**TEXT, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#F2F2F2"}

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
CELL_CHARACTERS = 32_767


@contextmanager
def text_book(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Give a workbook that appears under `path` once it is complete; Problem when the file cannot be written."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, _OPTIONS) as book:
        yield book
    replace_file(path, memory.getvalue())


class Pen:
    """Writes text cells of one style and nothing else; a cell that begins like a formula stays what it is."""

    def __init__(self, book: xlsxwriter.Workbook, style: dict[str, object]) -> None:
        self._plain: Format = book.add_format(style)
        # As if typed after an apostrophe: stays text even when somebody edits the cell.
        self._quoted: Format = book.add_format({**style, "quote_prefix": True})

    def write(self, page: Worksheet, row: int, column: int, text: str) -> None:
        """Write the text; an empty cell keeps its format, so that what is typed into it is text."""
        quoted = text.startswith(FORMULA_SIGNS)
        page.write_string(row, column, text[:CELL_CHARACTERS], self._quoted if quoted else self._plain)
