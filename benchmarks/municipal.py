"""An upload template of 100,000 rows, beside xlsxwriter writing the same cells in constant memory."""

import tempfile
from itertools import islice
from pathlib import Path

import xlsxwriter

from benchmarks import Row, medians, row
from benchmarks.scaled import contents
from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.exchange.templates import Template, write_template

ROWS = 100_000
_LAYOUT = "xzcf_municipal"
_TEXT: dict[str, object] = {"num_format": "@", "font_name": "宋体", "font_size": 11, "valign": "top"}


def rows() -> list[Row]:
    """Measure both on the same records; the peer is handed finished cells."""
    catalogue = load(paths.forms())
    layout = catalogue.layout(_LAYOUT)
    template = Template(catalogue.kind(layout.kind), layout)
    records = list(islice(contents(catalogue, ROWS), ROWS))
    table = [template.cells(record) for record in records]
    with tempfile.TemporaryDirectory() as scratch:
        ours, theirs = Path(scratch) / "ours.xlsx", Path(scratch) / "theirs.xlsx"

        def write() -> int:
            ours.unlink(missing_ok=True)
            return write_template(ours, template, records)

        ours_s, theirs_s = medians(write, lambda: _constant_memory(theirs, template.header, table), rounds=3)
    work = f"upload template of {ROWS} rows × {len(template.header)} columns; ratio to finished cells"
    return [row(work, ours_s, goal=1.2, against="peer", peer="xlsxwriter constant_memory", peer_s=theirs_s)]


def _constant_memory(path: Path, header: tuple[str, ...], table: list[list[str]]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        text, page = book.add_format(_TEXT), book.add_worksheet()
        for number, cells in enumerate((header, *table)):
            for column, cell in enumerate(cells):
                page.write_string(number, column, cell, text)
