"""Spreadsheets damaged by chance: no unhandled error, no hang, no crash, and never half an import.

A run takes a few hundred; CREDITDESK_FUZZ=10000 raises it.
"""

import os
import random
import shutil
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange.importing import check_rows
from creditdesk.exchange.sheets import read_sheet
from creditdesk.models import Record, RecordVersion
from creditdesk.paths import resources
from creditdesk.services import imports
from creditdesk.services.desk import Desk
from tests.exchange.incoming import FILES, ods_row, open_document, workbook
from tests.exchange.mutations import crc, damaged

SEED = 20260212
MUTANTS = int(os.environ.get("CREDITDESK_FUZZ", "240"))
LONGEST = 10.0
"""Seconds one small file may take on a busy machine before it counts as a hang."""

SAMPLE = resources() / "samples" / "双公示-行政处罚.xlsx"


@pytest.fixture(scope="module")
def originals(tmp_path_factory, catalogue) -> dict[str, bytes]:
    """A small good file of each format: the sample's first rows."""
    folder = tmp_path_factory.mktemp("originals")
    sheet = read_sheet(SAMPLE, catalogue.layouts_of(catalogue.kind("xzcf")))
    rows = [sheet.header, *sheet.rows[:6]]
    escaped = [[cell.replace("&", "&amp;").replace("<", "&lt;") for cell in row] for row in rows]
    (folder / "a.csv").write_bytes("\r\n".join(",".join(row) for row in rows).encode("gb18030"))
    workbook(folder / "a.xlsx", [["双公示报送表"], *rows])
    open_document(folder / "a.ods", [ods_row(*row) for row in escaped])
    shutil.copy(FILES / "sheet.xls", folder / "a.xls")
    return {path.suffix[1:]: path.read_bytes() for path in folder.iterdir()}


def test_the_originals_are_good(originals, tmp_path, catalogue):
    kind = catalogue.kind("xzcf")
    for suffix in ("xlsx", "ods", "csv"):
        path = tmp_path / f"a.{suffix}"
        path.write_bytes(originals[suffix])
        preview = check_rows(kind, catalogue.layouts_of(kind), read_sheet(path, catalogue.layouts_of(kind)))
        assert len(preview.good) + len(preview.bad) == 6


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "csv"])
def test_a_damaged_file_is_read_or_refused_in_one_sentence(originals, tmp_path, catalogue, suffix):
    kind = catalogue.kind("xzcf")
    layouts = () if suffix == "xls" else catalogue.layouts_of(kind)
    chance = random.Random(f"{SEED} {suffix}")
    path = tmp_path / f"damaged.{suffix}"
    sentences = []
    for number in range(MUTANTS // 4):
        content = damaged(originals[suffix], suffix, chance)
        path.write_bytes(content)
        begun = time.monotonic()
        try:
            sheet = read_sheet(path, layouts)
            if layouts:
                check_rows(kind, layouts, sheet)
        except InputProblem as problem:
            sentences.append(problem.sentence)
        except Exception as bug:
            raise AssertionError(f"mutant {number} of {suffix} ({crc(content)})") from bug
        assert time.monotonic() - begun < LONGEST, f"mutant {number} of {suffix} ({crc(content)})"
    assert sentences
    assert all(sentence.endswith("。") and "\n" not in sentence for sentence in sentences)


def test_a_damaged_file_is_imported_whole_or_not_at_all(originals, tmp_path, desk: Desk):
    chance = random.Random(SEED)
    suffixes = ("xlsx", "ods", "csv")
    for number in range(min(MUTANTS // 8, 300)):
        suffix = chance.choice(suffixes)
        path: Path = tmp_path / f"damaged.{suffix}"
        path.write_bytes(damaged(originals[suffix], suffix, chance))
        before = _counted(desk)
        try:
            planned = imports.plan(desk, path, "xzcf")
            result = desk.perform(imports.run, planned).result
        except Problem:
            assert _counted(desk) == before, number
        else:
            records, versions = _counted(desk)
            assert records == before[0] + result["new"], number
            assert versions == before[1] + result["new"] + result["changed"], number


def _counted(desk: Desk) -> tuple[int, int]:
    with desk.read() as session:
        records = session.scalar(select(func.count()).select_from(Record))
        versions = session.scalar(select(func.count()).select_from(RecordVersion))
    return records or 0, versions or 0
