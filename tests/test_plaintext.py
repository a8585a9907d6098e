"""No subject's name or number is readable in any file that the desk leaves, while it works and afterwards."""

import hashlib
import logging
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.exchange.sheets import read_sheet
from creditdesk.services import backups, generating, sample
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.conftest import CHEAP
from tests.searched import Known

SECRET = ("subject_name", "uscc", "document_number", "legal_representative", "decision_number")
INVENTED = 400
"""How many subjects are entered after the main job."""


def _of_the_sample() -> set[str]:
    """Return every name and number of the sample, and what its officers wrote."""
    catalogue = load(paths.forms())
    layouts = catalogue.layouts_of(catalogue.kind("xzcf"))
    sheet = read_sheet(paths.resources() / "samples" / sample.SHEET, layouts)
    wanted = [
        place for place, head in enumerate(sheet.header) if (one := layouts[0].column(head)) and one.field in SECRET
    ]
    words = {row[place] for row in sheet.rows for place in wanted if len(row[place]) > 3}
    assert len(words) > 400
    return words | {sample.sample_objection()["request"], sample.sample_objection()["opinion"], "罚款金额（万元）"}


def _of_the_desk(desk: Desk) -> set[str]:
    """Return the names and numbers of all subjects and decisions of a desk."""
    subjects = desk.rows("SELECT name, uscc, document_number FROM subject")
    decisions = desk.rows("SELECT subject_name, decision_number FROM record")
    return {str(word) for row in (*subjects, *decisions) for word in row if word and len(str(word)) > 3}


class Search:
    """Looks through all files below some folders, each as often as it has changed."""

    def __init__(self, *folders: Path) -> None:
        self.folders, self.searched = folders, 0
        self._seen: set[bytes] = set()

    def __call__(self, words: Iterable[str]) -> None:
        known, looked = Known(words), set()
        for path in (path for folder in self.folders for path in folder.rglob("*") if path.is_file()):
            told = path.read_bytes()
            digest = hashlib.sha256(told).digest()
            if digest not in self._seen:
                assert known.found_in(told) == set(), path.name
                self.searched += 1
            looked.add(digest)
        self._seen = looked


def test_nothing_is_readable_during_and_after_the_main_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scratch, out = tmp_path / "scratch", tmp_path / "out"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(scratch))
    caplog.set_level(logging.DEBUG)
    words = _of_the_sample()
    search = Search(out / "desk", scratch)
    sample.main_job(out, CHEAP, lambda _sentence: search(words))
    assert (out / "desk" / "desk.db").stat().st_size > 500_000
    with Desk.open(out / "desk", sample.HEAD, sample.PASSPHRASE, clock=fixed_clock(sample.TODAY), cost=CHEAP) as desk:
        generating.generate(desk, INVENTED, INVENTED)
        words |= _of_the_desk(desk)
        assert len(words) > 1000
        backups.make(desk, "自检")
        Search(out / "desk", scratch)(words)
    Search(out / "desk", scratch)(words)
    assert search.searched > 10
    assert Known(words).found_in(caplog.text.encode()) == set()
    # The search would find them: the package that is meant to leave can be read.
    with zipfile.ZipFile(next(out.glob("*.zip"))) as package:
        assert len(Known(words).found_in(package.read("data/penalty.csv"))) > 400
