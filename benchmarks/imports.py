"""A unit's workbook read, checked and stored, beside reading it and storing its bare cells."""

import tempfile
from itertools import count
from pathlib import Path
from random import Random

import openpyxl
import xlsxwriter
from frictionless import Resource, system
from python_calamine import CalamineWorkbook
from sqlcipher3 import dbapi2

from benchmarks import Row, medians, row
from benchmarks.counties import CLOCK, FULL, county, words
from creditdesk.catalog.catalogue import Catalogue
from creditdesk.services import imports, invented_subjects
from creditdesk.services.desk import Desk
from creditdesk.services.invented_records import County

_ROWS = 100_000 if FULL else 20_000
_ROUNDS = 3 if FULL else 1
_LAYOUT = "xzcf_municipal"


def import_rows() -> list[Row]:
    """Measure on an empty desk for each round."""
    with county(0) as desk, tempfile.TemporaryDirectory() as scratch:
        files = [Path(scratch) / f"{number}.xlsx" for number in range(_ROUNDS)]
        columns = max(_workbook(desk.catalogue, file, number) for number, file in enumerate(files))
        ours_turn, floor_turn, databases = iter(files), iter(files), count()

        def ours() -> None:
            _import(desk, next(ours_turn))

        def floor() -> None:
            _bare(next(floor_turn), Path(scratch) / f"{next(databases)}.db", columns)

        def peer() -> None:
            book = openpyxl.load_workbook(files[0], read_only=True)
            for _ in book.active.iter_rows(values_only=True):
                pass

        def validate() -> None:
            # A file named by its whole path is told to be one of our own.
            with system.use_context(trusted=True):
                found = Resource(path=str(files[0])).validate()
            if not found.valid:
                raise AssertionError("frictionless finds faults in the workbook")

        ours_s, floor_s, peer_s, validate_s = medians(ours, floor, peer, validate, rounds=_ROUNDS)
    work = f"import of {words(_ROWS)} rows × {columns} columns, checked and stored; ratio to "
    return [
        row(work + "calamine and a bare encrypted executemany", ours_s, goal=3, floor_s=floor_s),
        row(work + "the peer's reading alone", ours_s, goal=1, against="peer", peer="openpyxl read", peer_s=peer_s),
        row(
            work + "the peer's checking alone",
            ours_s,
            goal=1,
            against="peer",
            peer="frictionless validate",
            peer_s=validate_s,
        ),
    ]


def _workbook(catalogue: Catalogue, path: Path, number: int) -> int:
    """Write penalties no other workbook has, in the municipal layout; returns its number of columns."""
    kind = catalogue.kind("penalty")
    layout = next(layout for layout in catalogue.layouts_of(kind) if layout.name == _LAYOUT)
    chance = Random(number)
    about = list(invented_subjects.subjects(chance, number * _ROWS, _ROWS))
    written = County([kind], invented_subjects.units(), CLOCK().date(), chance).records(about, number * _ROWS)
    # Texts are kept in one table, as a spreadsheet program keeps them.
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.header for column in layout.columns])
        for place, (_, content) in enumerate(written, 1):
            for at, column in enumerate(layout.columns):
                if column.field in content:
                    sheet.write_string(place, at, column.write(content[column.field]))
    return len(layout.columns)


def _import(desk: Desk, path: Path) -> None:
    planned = imports.plan(desk, path, "penalty")
    done = desk.perform(imports.run, planned)
    if done.result["new"] != _ROWS:
        raise AssertionError(f"only {done.result['new']} of {_ROWS} rows came in: {planned.preview.bad[:1]}")


def _bare(path: Path, database: Path, columns: int) -> None:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    connection = dbapi2.connect(str(database), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'00' * 32}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"CREATE TABLE bare ({', '.join(f'c{place}' for place in range(columns))})")
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO bare VALUES ({', '.join('?' * columns)})", rows)  # noqa: S608 - our own names
    connection.execute("COMMIT")
    connection.close()
