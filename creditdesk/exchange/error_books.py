"""A platform's error workbook: the upload template again, with the rows that were not taken and a column that says why.

Nobody signs it: it is a hint that an officer believes. Its rows are known by the key of their kind; which column a
reason is about is read from the reason itself, where it names one (决定日期：格式不符).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Layout, Recognition, recognise
from creditdesk.errors import InputProblem
from creditdesk.exchange.columns import clean_columns
from creditdesk.exchange.pulse import Pulse, still
from creditdesk.exchange.receipts import LONGEST_REASON
from creditdesk.exchange.sheets import Sheet, read_sheet

_PARTS = re.compile(r"[;；\n]+")
_NAMED = re.compile(r"[\[【“]?([^：:\]】”]{1,80})[\]】”]?\s*[：:]\s*(.+)", re.DOTALL)
_ROW = re.compile(r"原?第 ?\d+ ?行[：:]\s*")
_UNIT = re.compile(r"[（(][^）)]*[）)]")
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Returned:
    """A row that came back: its number in the workbook, what it says, each reason with its field ("" for the row)."""

    number: int
    content: dict[str, str]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ErrorBook:
    """What a workbook gives back: rows of one kind; `passed` counts its rows without a reason."""

    kind: str
    rows: tuple[Returned, ...]
    passed: int


def read_error_book(path: Path, catalogue: Catalogue, pulse: Pulse = still) -> ErrorBook:
    """Return the rows of a workbook that have a reason; InputProblem when it has no template's header or no reasons."""
    layouts = catalogue.layouts
    sheet = read_sheet(path, layouts)
    reading = _reading(path, layouts, sheet)
    kind, place = catalogue.kind(reading.layout.kind), reading.layout.reason_in(sheet.header)
    if place is None:
        words = "、".join(reading.layout.reasons)
        raise InputProblem(f"“{path.name}”里没有退回原因的列（{words}），不是平台退回的表格，请核对是否选错了文件。")
    cells = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.header)
    columns = clean_columns(kind, reading, cells, {}, pulse)
    told = list(_returned(kind, reading.layout, sheet, place, columns))
    rows = tuple(row for row in told if row.reasons)
    return ErrorBook(kind.name, rows, len(told) - len(rows))


def _reading(path: Path, layouts: Sequence[Layout], sheet: Sheet) -> Recognition:
    """Return the reading of the layout that knows the header best; columns may be missing, none may stand twice."""
    reading = recognise(layouts, sheet.header)
    if reading is None:
        raise InputProblem(f"“{path.name}”的表头不是任何上传模板的列名，请核对是否选错了文件。")
    if reading.traps or reading.repeated:
        twice = f"“{'”“'.join(reading.repeated)}”出现了不止一次"
        raise InputProblem(f"“{path.name}”的表头不能用：{reading.traps[0] if reading.traps else twice}。")
    return reading


def _returned(
    kind: RecordKind, layout: Layout, sheet: Sheet, place: int, columns: dict[str, list[str]]
) -> Iterator[Returned]:
    for index, cells in enumerate(sheet.rows):
        content = {name: values[index] for name, values in columns.items() if values[index]}
        if content:
            reasons = tuple(_reasons(kind, layout, cells[place]))
            yield Returned(sheet.number(index), content, reasons)


def _reasons(kind: RecordKind, layout: Layout, cell: str) -> Iterator[tuple[str, str]]:
    """Yield the field and the words of every reason in a cell."""
    for part in _PARTS.split(_ROW.sub("", cell)):
        if text := part.strip():
            named = _NAMED.fullmatch(text)
            column = layout.column(named[1].strip()) if named else None
            field = column.field if column else _mentioned(kind, layout, text)
            told = named[2].strip() if named and column else text
            yield field, told[:LONGEST_REASON]


def _mentioned(kind: RecordKind, layout: Layout, text: str) -> str:
    """Return the field whose longest name stands in a reason, "" when none does."""
    names = [(word, column.field) for column in layout.columns for word in (column.header, *column.synonyms)]
    names += [(word, field.name) for field in kind.fields for word in (field.label, field.short or "")]
    names += [(_UNIT.sub("", word), field) for word, field in names]
    found = [(len(word), field) for word, field in names if len(word) >= _SHORTEST_NAME and word in text]
    return max(found)[1] if found else ""
