"""Lists as workbooks: what a list shows, or the answers of a check, one sheet each, every cell text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from creditdesk.exchange.text_cells import HEADER, TEXT, Pen, text_book

_NARROWEST, _WIDEST = 8, 48  # characters of a spreadsheet's column
_MEASURED = 200  # rows looked at for a column's width


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet: its name, the heads of its columns, and its rows."""

    name: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]


def write_lists(path: Path, sheets: Iterable[ListSheet]) -> None:
    """Write a workbook in one step; the head row stays in sight and filters. Problem when it cannot be written."""
    with text_book(path) as book:
        text, bold = Pen(book, TEXT), Pen(book, HEADER)
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, text, bold)


def _fill(page: Worksheet, sheet: ListSheet, text: Pen, bold: Pen) -> None:
    for column, head in enumerate(sheet.header):
        bold.write(page, 0, column, head)
        page.set_column(column, column, _width(column, sheet))
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            text.write(page, number, column, cell)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)


def _width(column: int, sheet: ListSheet) -> int:
    """Return a column's width: a Chinese character takes the room of two letters."""
    cells = [sheet.header[column], *(row[column] for row in sheet.rows[:_MEASURED])]
    widest = max(len(cell) + sum(char > "\u2e80" for char in cell) for cell in cells)
    return min(max(widest + 2, _NARROWEST), _WIDEST)
