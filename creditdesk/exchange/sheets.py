"""Spreadsheets of the units, of any format, as one header and rows of text."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from creditdesk.catalog.layouts import Layout, header_key
from creditdesk.errors import InputProblem
from creditdesk.exchange.delimited import read_delimited
from creditdesk.exchange.inspection import Format, inspect
from creditdesk.exchange.pulse import Pulse, part_of, still
from creditdesk.exchange.workbooks import Grid, read_legacy, read_modern

HEADER_SEARCH_ROWS = 30
_FEWEST_KNOWN = 2
_LONGEST_HEADER = 80


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `header_row` is the row number a spreadsheet shows for the header; rows are as wide as the header.

    `above` are the rows above the header (titles), `widths` the widths of the columns in characters, 0 where unknown.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[str, ...], ...]
    above: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()

    def number(self, index: int) -> int:
        """Return the row number a spreadsheet shows for rows[index]."""
        return self.header_row + 1 + index


def read_sheet(path: Path, layouts: Iterable[Layout] = ()) -> Sheet:
    """Return the sheet of a file whose header the layouts know best, or simply its first table when none are given.

    Title rows above the header are passed over. InputProblem says why a file cannot be read or has no such header.
    """
    return max(read_sheets(path, layouts), key=lambda found: found[0])[1]


def read_sheets(path: Path, layouts: Iterable[Layout] = (), pulse: Pulse = still) -> list[tuple[int, Sheet]]:
    """Return every visible sheet that has a header, each with the number of its headers that the layouts know."""
    return find_sheets(path, read_grids(path, pulse), layouts)


def find_sheets(path: Path, grids: Iterable[Grid], layouts: Iterable[Layout] = ()) -> list[tuple[int, Sheet]]:
    """Return the sheets of a file that was read, as `read_sheets` does."""
    known = _known(layouts)
    found = [table for grid in grids if (table := _table(grid, known))]
    if found:
        return found
    raise _without_header(path) if known else InputProblem(f"“{path.name}”里没有数据，请核对是否选错了文件。")


def best_header(path: Path, grids: Iterable[Grid], layouts: Iterable[Layout]) -> tuple[str, ...]:
    """Return the header of a file that the layouts know best, without looking at what stands below it."""
    known = _known(layouts)
    headers = [(*_find_header(grid.rows, known), grid) for grid in grids]
    score, top, grid = max(headers, key=lambda found: found[0], default=(0, 0, Grid("", [])))
    if score < _FEWEST_KNOWN:
        raise _without_header(path)
    return tuple(grid.rows[top])


def _known(layouts: Iterable[Layout]) -> frozenset[str]:
    return frozenset(key for layout in layouts for column in layout.columns for key in column.keys)


def _without_header(path: Path) -> InputProblem:
    return InputProblem(f"在“{path.name}”的前 {HEADER_SEARCH_ROWS} 行里找不到认识的表头，请核对是否用了报送模板。")


def read_grids(path: Path, pulse: Pulse = still) -> list[Grid]:
    """Return all cells of a file that is safe to read; InputProblem says why it is not."""
    form = inspect(path, part_of(pulse, 0, 0.2))
    reading = part_of(pulse, 0.2, 1)
    if form is Format.CSV:
        return [Grid(path.stem, _squared(read_delimited(path, reading)))]
    return read_legacy(path, reading) if form is Format.XLS else read_modern(path, reading)


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
    above = tuple(tuple(row[:width]) for row in grid.rows[:top])
    return score, Sheet(grid.name, tuple(header[:width]), top + 1, cut, above, grid.widths[:width])


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
