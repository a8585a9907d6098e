"""Workbooks (xlsx, ods, xls) as grids of text, one per visible sheet."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import xlrd
from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook
from xlrd.biffh import XLRDError

from creditdesk.errors import InputProblem
from creditdesk.exchange.cells import text_of
from creditdesk.exchange.column_widths import widths_of
from creditdesk.exchange.inspection import oversize, refuse_oversize
from creditdesk.exchange.pulse import Pulse, counted, part_of, patiently, still

Range = tuple[tuple[int, int], tuple[int, int]]
_BYTES_A_SECOND = 5_000_000
_WIDTH_UNIT = 256  # an xls counts widths in parts of a character


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of one sheet from A1 on, as text; every row has the same width. Column widths are in characters."""

    name: str
    rows: list[list[str]]
    widths: tuple[float, ...] = ()


def read_modern(path: Path, pulse: Pulse = still) -> list[Grid]:
    """Return the visible sheets of an inspected xlsx or ods file; InputProblem when it cannot be read."""
    usual = path.stat().st_size / _BYTES_A_SECOND
    try:
        sheets = patiently(partial(_modern_sheets, path), part_of(pulse, 0, 0.7), usual)
        widths = widths_of(path)
        height = sum(sheet.total_height for sheet in sheets)
        # Row by row: all rows at once would keep every other thread waiting for a second.
        return [
            _modern_grid(path.name, sheet, height, widths.get(sheet.name, ()), part_of(pulse, 0.7, 1))
            for sheet in sheets
        ]
    except PasswordError as error:
        raise _locked(path) from error
    except (CalamineError, OSError, ValueError) as error:
        if "limit exceeded" in str(error):
            raise oversize(path.name) from error
        raise _damaged(path) from error


def _modern_sheets(path: Path) -> list[CalamineSheet]:
    with load_workbook(path) as workbook:
        return [
            workbook.get_sheet_by_name(sheet.name)
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]


def _modern_grid(file_name: str, sheet: CalamineSheet, height: int, widths: tuple[float, ...], pulse: Pulse) -> Grid:
    refuse_oversize(file_name, sheet.total_height, sheet.total_width)
    rows = counted(sheet.iter_rows(), height, pulse)
    texts = [[cell if type(cell) is str else text_of(cell) for cell in row] for row in rows]
    _spread(texts, sheet.merged_cell_ranges or ())
    return Grid(sheet.name, texts, widths)


def read_legacy(path: Path, pulse: Pulse = still) -> list[Grid]:
    """Return the visible sheets of an inspected xls file; InputProblem when it cannot be read."""
    return patiently(partial(_read_legacy, path), pulse)


def _read_legacy(path: Path) -> list[Grid]:
    """Read all of an xls file.

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
            yield Grid(sheet.name, rows, _legacy_widths(sheet))


def _legacy_widths(sheet: xlrd.sheet.Sheet) -> tuple[float, ...]:
    infos = (sheet.colinfo_map.get(column) for column in range(sheet.ncols))
    return tuple(info.width / _WIDTH_UNIT if info else 0.0 for info in infos)


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
