"""Workbooks (xlsx, ods, xls) as grids of text, one per visible sheet."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import xlrd
from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook
from xlrd.biffh import XLRDError

from creditdesk.errors import InputProblem
from creditdesk.exchange.cells import text_of
from creditdesk.exchange.inspection import oversize, refuse_oversize

Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of one sheet from A1 on, as text; every row has the same width."""

    name: str
    rows: list[list[str]]


def read_modern(path: Path) -> list[Grid]:
    """Return the visible sheets of an inspected xlsx or ods file; InputProblem when it cannot be read."""
    try:
        with load_workbook(path) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            ]
            return [_modern_grid(path.name, workbook.get_sheet_by_name(name)) for name in names]
    except PasswordError as error:
        raise _locked(path) from error
    except (CalamineError, OSError, ValueError) as error:
        if "limit exceeded" in str(error):
            raise oversize(path.name) from error
        raise _damaged(path) from error


def _modern_grid(file_name: str, sheet: CalamineSheet) -> Grid:
    refuse_oversize(file_name, sheet.total_height, sheet.total_width)
    rows = sheet.to_python(skip_empty_area=False)
    texts = [[cell if type(cell) is str else text_of(cell) for cell in row] for row in rows]
    _spread(texts, sheet.merged_cell_ranges or ())
    return Grid(sheet.name, texts)


def read_legacy(path: Path) -> list[Grid]:
    """Return the visible sheets of an inspected xls file; InputProblem when it cannot be read.

    A reader in Python is used, because a damaged xls makes the faster one end the process; on torn bytes it raises
    whatever its code runs into.
    """
    try:
        book = xlrd.open_workbook(file_contents=path.read_bytes(), logfile=io.StringIO(), formatting_info=True)
        return list(_legacy_grids(path, book))
    except InputProblem:
        raise
    except XLRDError as error:
        raise (_locked(path) if "encrypted" in str(error) else _damaged(path)) from error
    except Exception as error:
        raise _damaged(path) from error


def _legacy_grids(path: Path, book: xlrd.Book) -> Iterator[Grid]:
    for sheet in book.sheets():
        if sheet.visibility == 0:
            refuse_oversize(path.name, sheet.nrows, sheet.ncols)
            rows = [[_legacy_text(cell, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows)]
            _spread(rows, [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells])
            yield Grid(sheet.name, rows)


def _legacy_text(cell: xlrd.sheet.Cell, date_mode: Literal[0, 1]) -> str:
    """Return the cell's text, with dates and truth values told from numbers; errors are empty as in modern files."""
    if cell.ctype == xlrd.XL_CELL_DATE:
        return text_of(xlrd.xldate_as_datetime(float(cell.value), date_mode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return text_of(bool(cell.value))
    return "" if cell.ctype == xlrd.XL_CELL_ERROR else text_of(cell.value)


def _spread(rows: list[list[str]], merged: Sequence[Range]) -> None:
    """Write the text of a merged cell into every cell it covers, as a reader of the sheet sees it."""
    for (top, left), (bottom, right) in merged:
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if text:
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [text] * (min(right + 1, len(row)) - left)


def _locked(path: Path) -> InputProblem:
    return InputProblem(f"“{path.name}”设有打开密码，请取消密码后再导入。")


def _damaged(path: Path) -> InputProblem:
    return InputProblem(f"“{path.name}”已损坏或不完整，请向报送单位重新索取。")
