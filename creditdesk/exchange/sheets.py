"""Spreadsheets of the units, of any format, as one header and rows of text."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from creditdesk.catalog.layouts import Layout, header_key
from creditdesk.errors import InputProblem
from creditdesk.exchange.delimited import read_delimited
from creditdesk.exchange.inspection import Format, inspect
from creditdesk.exchange.workbooks import Grid, read_legacy, read_modern

HEADER_SEARCH_ROWS = 30
_FEWEST_KNOWN = 2
_LONGEST_HEADER = 80


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `header_row` is the row number a spreadsheet shows for the header; rows are as wide as the header."""

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[str, ...], ...]

    def number(self, index: int) -> int:
        """Return the row number a spreadsheet shows for rows[index]."""
        return self.header_row + 1 + index


def read_sheet(path: Path, layouts: Iterable[Layout] = ()) -> Sheet:
    """Return the sheet of a file whose header the layouts know best, or simply its first table when none are given.

    Title rows above the header are passed over. InputProblem says why a file cannot be read or has no such header.
    """
    return max(read_sheets(path, layouts), key=lambda found: found[0])[1]


def read_sheets(path: Path, layouts: Iterable[Layout] = ()) -> list[tuple[int, Sheet]]:
    """Return every visible sheet that has a header, each with the number of its headers that the layouts know."""
    known = frozenset(key for layout in layouts for column in layout.columns for key in column.keys)
    found = [table for grid in _grids(path) if (table := _table(grid, known))]
    if found:
        return found
    if known:
        raise InputProblem(f"在“{path.name}”的前 {HEADER_SEARCH_ROWS} 行里找不到认识的表头，请核对是否用了报送模板。")
    raise InputProblem(f"“{path.name}”里没有数据，请核对是否选错了文件。")


def _grids(path: Path) -> list[Grid]:
    form = inspect(path)
    if form is Format.CSV:
        return [Grid(path.stem, _squared(read_delimited(path)))]
    return read_legacy(path) if form is Format.XLS else read_modern(path)


def _squared(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]


def _table(grid: Grid, known: Collection[str]) -> tuple[int, Sheet] | None:
    score, top = _find_header(grid.rows, known)
    if score < (_FEWEST_KNOWN if known else 1):
        return None
    header, rows = grid.rows[top], grid.rows[top + 1 :]
    while rows and not any(rows[-1]):
        rows.pop()
    width = len(header)
    while width and not header[width - 1].strip() and not any(row[width - 1] for row in rows):
        width -= 1
    cut = tuple(map(tuple, rows if width == len(header) else (row[:width] for row in rows)))
    return score, Sheet(grid.name, tuple(header[:width]), top + 1, cut)


def _find_header(rows: Sequence[Sequence[str]], known: Collection[str]) -> tuple[int, int]:
    """Return (score, index) of the most likely header: the most known names, else the first row of a table's look."""
    scores = [_known_in(row, known) if known else _looks_like_header(row) for row in rows[:HEADER_SEARCH_ROWS]]
    best = max(scores, default=0)
    return best, scores.index(best) if best else 0


def _known_in(row: Sequence[str], known: Collection[str]) -> int:
    return sum(header_key(cell) in known for cell in row if 0 < len(cell) <= _LONGEST_HEADER)


def _looks_like_header(row: Sequence[str]) -> int:
    """Return 2 for two different texts in a row, 1 for a single column; a merged title repeats one text."""
    return min(2, len({cell.strip() for cell in row} - {""}))
