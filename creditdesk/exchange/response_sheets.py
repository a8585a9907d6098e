"""Feedback sheets (响应反馈表): one row for each subject of a list, sent to a unit, filled in there and read again.

The letter's number and the unit stand in every row, so that a sheet still says what it answers after rows were sorted
or a title was put above them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from creditdesk.catalog.layouts import header_key
from creditdesk.errors import InputProblem
from creditdesk.exchange.list_sheets import ListSheet, write_lists
from creditdesk.exchange.sheets import HEADER_SEARCH_ROWS, read_grids

NAME = "响应反馈表"
HEADER = (
    *("函号", "响应单位", "序号", "主体名称", "代码或证件号码", "变动"),
    *("已采取的措施", "实施日期", "效果和建议"),
)
_LETTER, _UNIT, _PLACE, _SUBJECT, _MEASURE, _DAY, _EFFECT = (0, 1, 2, 3, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One subject on the sheet of a unit, before it is filled in."""

    place: int
    name: str
    code: str
    change: str


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row as the unit filled it in; `number` is its line in the file."""

    number: int
    place: int
    name: str
    measure: str
    day: str
    effect: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet that came back: which letter to which unit it answers, its rows, and the file's SHA-256."""

    letter: str
    unit: str
    rows: tuple[FilledRow, ...]
    digest: str


def write_sheet(path: Path, letter: str, unit: str, rows: Sequence[AskedRow]) -> None:
    """Write the sheet of a unit; every cell is text."""
    cells = [(letter, unit, str(row.place), row.name, row.code, row.change, "", "", "") for row in rows]
    write_lists(path, [ListSheet(NAME, HEADER, cells)])


def read_sheet(path: Path) -> Filled:
    """Return what a unit filled in; InputProblem for a file that is no feedback sheet or mixes two of them."""
    for grid in read_grids(path):
        top = next((at for at, row in enumerate(grid.rows[:HEADER_SEARCH_ROWS]) if _is_header(row)), None)
        if top is not None:
            return _filled(path, list(_rows(grid.rows, top)))
    raise InputProblem(f"“{path.name}”不是{NAME}：没有找到“{'、'.join(HEADER[:3])}”等列，请用本中心发出的表填写。")


def _is_header(row: Sequence[str]) -> bool:
    return tuple(map(header_key, row[: len(HEADER)])) == tuple(map(header_key, HEADER))


def _rows(grid: Sequence[Sequence[str]], top: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the head that hold anything, each with its line."""
    for number, row in enumerate(grid[top + 1 :], start=top + 2):
        cells = [cell.strip() for cell in row[: len(HEADER)]]
        if any(cells):
            yield number, cells


def _filled(path: Path, rows: list[tuple[int, list[str]]]) -> Filled:
    if not rows:
        raise InputProblem(f"“{path.name}”里没有填写任何主体，请核对是否选错了文件。")
    heads = {(cells[_LETTER], cells[_UNIT]) for _, cells in rows}
    if len(heads) > 1:
        raise InputProblem(f"“{path.name}”里有两份以上的反馈（函号、响应单位不同），请分开后逐份载入。")
    [(letter, unit)] = heads
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Filled(letter, unit, tuple(_row(number, cells) for number, cells in rows), digest)


def _row(number: int, cells: Sequence[str]) -> FilledRow:
    place = normalize("NFKC", cells[_PLACE])
    if not (place.isascii() and place.isdigit()):
        raise InputProblem(f"第{number}行的序号“{cells[_PLACE]}”不是数字，请按发出的表填写。")
    return FilledRow(number, int(place), cells[_SUBJECT], cells[_MEASURE], cells[_DAY], cells[_EFFECT])
