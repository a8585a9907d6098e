"""No subject's name or number is readable in any file that the desk leaves, while it works and afterwards."""

import logging
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.exchange.sheets import read_sheet
from creditdesk.services import sample
from tests.conftest import CHEAP

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
SECRET = ("subject_name", "uscc", "document_number", "legal_representative", "decision_number")


def _known() -> list[bytes]:
    """Every name and number of the sample, and of its officers, in every encoding it could lie in."""
    catalogue = load(paths.forms())
    layouts = catalogue.layouts_of(catalogue.kind("xzcf"))
    sheet = read_sheet(paths.resources() / "samples" / sample.SHEET, layouts)
    wanted = [
        place for place, head in enumerate(sheet.header) if (one := layouts[0].column(head)) and one.field in SECRET
    ]
    words = {row[place] for row in sheet.rows for place in wanted if len(row[place]) > 3}
    assert len(words) > 400
    words |= {sample.sample_objection()["request"], sample.sample_objection()["opinion"], "罚款金额（万元）"}
    return [word.encode(encoding) for word in words for encoding in ENCODINGS]


def _files(*folders: Path) -> Iterator[Path]:
    return (path for folder in folders for path in folder.rglob("*") if path.is_file())


def test_nothing_is_readable_during_and_after_the_main_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scratch, out = tmp_path / "scratch", tmp_path / "out"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(scratch))
    caplog.set_level(logging.DEBUG)
    known, searched = _known(), 0

    def search(_sentence: str) -> None:
        nonlocal searched
        for path in _files(out / "desk", scratch):
            told = path.read_bytes()
            searched += 1
            assert [word for word in known if word in told] == [], path.name

    sample.main_job(out, CHEAP, search)
    search("")
    assert (out / "desk" / "desk.db").stat().st_size > 500_000
    assert searched > 20
    logged = caplog.text.encode()
    assert [word for word in known if word in logged] == []
    # The search would find them: the package that is meant to leave can be read.
    with zipfile.ZipFile(next(out.glob("*.zip"))) as package:
        table = package.read("data/penalty.csv")
    assert sum(word in table for word in known) > 400
