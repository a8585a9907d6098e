"""Text files with separated columns, as spreadsheets and old systems write them: UTF-8, UTF-16 or GB18030."""

import codecs
import csv
import io
from pathlib import Path

from creditdesk.errors import InputProblem
from creditdesk.exchange.inspection import refuse_oversize
from creditdesk.exchange.pulse import Pulse, counted, still

_SEPARATORS = ",\t;|"
_SAMPLE_LINES = 20
# A quotation mark that is never closed swallows the rest of a file into one cell; no spreadsheet writes one as long.
LONGEST_CELL = 131_072
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_delimited(path: Path, pulse: Pulse = still) -> list[list[str]]:
    """Return the rows of a text file; InputProblem when it is no text, or a cell or row is beyond reason."""
    text = _decode(path)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
        rows = list(counted(reader, text.count("\n"), pulse))
    except csv.Error as error:
        raise _badly_separated(path) from error
    # The module's own limit is one for the whole process, and other libraries lift it.
    if len(text) > LONGEST_CELL and any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise _badly_separated(path)
    refuse_oversize(path.name, len(rows), max(map(len, rows), default=0))
    return [[cell if cell[:2] != '="' else _unwrap(cell) for cell in row] for row in rows]


def _badly_separated(path: Path) -> InputProblem:
    return InputProblem(f"“{path.name}”的引号或分列有误：请用表格软件打开，另存为 .xlsx 后再导入。")


def _decode(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-16",) if content.startswith(_UTF16_MARKS) else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputProblem(f"“{path.name}”不是文本文件，或编码无法识别：请用表格软件打开，另存为 .xlsx 后再导入。")


def _separator(text: str) -> str:
    """Return the separator that the first lines use most; a comma when there is none."""
    sample = "".join(text.splitlines()[:_SAMPLE_LINES])
    return max(_SEPARATORS, key=sample.count)


def _unwrap(cell: str) -> str:
    """Return what ="410122…" means, a way to make a spreadsheet keep a number as text."""
    return cell[2:-1] if cell.endswith('"') and len(cell) > 2 else cell
