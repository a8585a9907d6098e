"""Import of the sample scaled to 20,000 rows, every subject another: read and checked, beside reading alone."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

import openpyxl
import xlsxwriter
from python_calamine import load_workbook
from stdnum.cn.uscc import calc_check_digit as close_uscc
from stdnum.iso7064.mod_11_2 import calc_check_digit as close_citizen

from benchmarks import Row, medians, row
from creditdesk import paths
from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.load import load
from creditdesk.exchange.importing import Preview, check_rows
from creditdesk.exchange.sheets import Sheet, read_sheet
from creditdesk.rules.identifiers.org_code import check_character

ROWS = 20_000
KIND = "xzcf"
_SAMPLE = "双公示-行政处罚.xlsx"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Columns of free text that no two decisions share.
_OWN_WORDS = ("subject_name", "facts", "penalty_content")


def rows() -> list[Row]:
    """Measure on a workbook written once; the peer reads the same file and checks nothing."""
    catalogue = load(paths.forms())
    kind = catalogue.kind(KIND)
    layouts = catalogue.layouts_of(kind)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "large.xlsx"
        _write(path, scaled(catalogue, ROWS))

        def ours() -> Preview:
            return check_rows(kind, layouts, read_sheet(path, layouts))

        def floor() -> list[object]:
            return [load_workbook(path).get_sheet_by_index(0).to_python()]

        def peer() -> int:
            book = openpyxl.load_workbook(path, read_only=True)
            return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))

        if len(ours().good) != ROWS:
            raise ValueError("the scaled sample is not valid")
        ours_s, floor_s, peer_s = medians(ours, floor, peer)
    work = f"{ROWS} rows × {len(layouts[0].columns)} columns of xlsx, read and checked; ratio to "
    return [
        row(work + "python-calamine reading alone", ours_s, goal=3.0, floor_s=floor_s),
        row(work + "the peer reading alone", ours_s, goal=1.0, against="peer", peer="openpyxl", peer_s=peer_s),
    ]


def scaled(catalogue: Catalogue, count: int) -> Sheet:
    """Return the valid rows of the sample over and over, each for a subject and a decision of its own."""
    kind = catalogue.kind(KIND)
    layouts = catalogue.layouts_of(kind)
    sample = read_sheet(paths.resources() / "samples" / _SAMPLE, layouts)
    good = [sample.rows[each.number - sample.header_row - 1] for each in check_rows(kind, layouts, sample).good]
    fields = [column.field if column else "" for column in layouts[0].recognise(sample.header).columns]
    return Sheet(sample.name, sample.header, 1, tuple(_changed(good, fields, count)))


def contents(catalogue: Catalogue, count: int) -> list[dict[str, str]]:
    """Return the scaled sample as the contents of records."""
    kind: RecordKind = catalogue.kind(KIND)
    return [row.content for row in check_rows(kind, catalogue.layouts_of(kind), scaled(catalogue, count)).good]


def _changed(good: Sequence[Sequence[str]], fields: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    for number, cells in enumerate(islice(cycle(good), count)):
        values = dict(zip(fields, cells, strict=True))
        values["decision_number"] = values["decision_number"].replace("号", f"-{number}号")
        values |= {name: f"{values[name]}第{number}例" for name in _OWN_WORDS}
        if values["uscc"]:
            values["uscc"] = _uscc(values["uscc"][:8], number)
            values["org_code"] = values["uscc"][8:17] if values["org_code"] else ""
        if values["document_number"]:
            values["document_number"] = _citizen_number(values["document_number"][:6], number)
        yield tuple(values[field] for field in fields)


def _uscc(head: str, number: int) -> str:
    """Return a valid code with this head and a number of its own inside."""
    body = ""
    for _ in range(8):
        number, digit = divmod(number, len(_USCC_ALPHABET))
        body = _USCC_ALPHABET[digit] + body
    start = head + body + check_character(body)
    return start + str(close_uscc(start))


def _citizen_number(division: str, number: int) -> str:
    """Return a valid number of this division with a day of birth of its own, the serial 000."""
    body = f"{division}{date(1930, 1, 1) + timedelta(days=number):%Y%m%d}000"
    return body + str(close_citizen(body))


def _write(path: Path, sheet: Sheet) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet(sheet.name)
        for number, cells in enumerate((sheet.header, *sheet.rows)):
            for column, text in enumerate(cells):
                page.write_string(number, column, text)
