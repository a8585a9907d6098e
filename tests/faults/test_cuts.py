"""The power cut while each deed is done: what was never synced is lost, torn or out of order, and the desk holds."""

from pathlib import Path
from random import Random

import pytest

from creditdesk.paths import sync_folder
from creditdesk.selftest import below, cuts
from creditdesk.selftest.below import Change, Kind
from creditdesk.selftest.cuts import Tape
from creditdesk.selftest.deed import Deed
from creditdesk.selftest.deeds import DEEDS
from creditdesk.selftest.disk import Disk
from creditdesk.selftest.ground import Ground
from creditdesk.vault.durable import replace_file
from tests.attacked import CUTS

pytestmark = pytest.mark.skipif(not below.available(), reason="this system does not let us look below SQLite")


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_what_was_confirmed_survives_a_power_cut(ground: Ground, deed: Deed) -> None:
    outcome = cuts.attack_one(ground, deed, CUTS, Random(f"23 {deed.name}"))
    assert outcome.lost == ()
    assert outcome.count == CUTS
    assert outcome.figures["changes recorded"] > 300


def test_an_act_that_waited_for_no_disk_would_be_noticed(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every sync out of what was recorded: the acts confirmed meanwhile are lost, and told as lost."""
    whole = cuts.record(ground, DEEDS[0])
    begun = whole.changes[: whole.begun]
    unsynced = [change for change in whole.changes[whole.begun :] if change.kind is not Kind.SYNC]
    forgetful = Tape([*begun, *unsynced], [(min(count, len(begun)), line) for count, line in whole.told])
    monkeypatch.setattr(cuts, "record", lambda _ground, _deed: forgetful)
    assert cuts.attack_one(ground, DEEDS[0], 2, Random(1)).lost != ()


def left(folder: Path, changes: list[Change], seed: int) -> dict[str, bytes]:
    """Return what lies in a folder after changes and a power cut."""
    disk = Disk(folder)
    for change in changes:
        disk.take(change)
    disk.cut(Random(seed))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_synced_bytes_and_names_always_survive(tmp_path: Path) -> None:
    file, new = tmp_path / "folder" / "file", tmp_path / "folder" / "new"
    changes = [
        Change(Kind.CREATE, new),
        Change(Kind.WRITE, new, 0, b"synced"),
        Change(Kind.SYNC, new),
        Change(Kind.RENAME, new, to=file),
        Change(Kind.SYNC_NAMES, file.parent),
        Change(Kind.WRITE, file, 6, b"not"),
        Change(Kind.CREATE, new),
    ]
    seen = set()
    for seed in range(60):
        found = left(tmp_path, changes, seed)
        (tmp_path / "folder" / "file").unlink()
        (tmp_path / "folder" / "new").unlink(missing_ok=True)
        assert found["folder/file"][:6] == b"synced"
        seen.add((found["folder/file"][6:], "folder/new" in found))
    assert seen == {(b"", False), (b"", True), (b"not", False), (b"not", True)}


def test_everything_a_program_does_is_recorded(tmp_path: Path) -> None:
    """What is recorded, played to its end, is what lies there."""
    tape, before = Tape(), Disk(tmp_path)
    with below.watching(tmp_path, tape.record):
        work_on_files(tmp_path)
    for change in tape.changes:
        before.take(change)
    assert (tmp_path / "kept" / "b").read_bytes() == b"twice"
    (tmp_path / "kept" / "b").write_bytes(b"")
    before.cut(Random(1))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b"]
    assert (tmp_path / "kept" / "b").read_bytes() == b"twice"


def work_on_files(folder: Path) -> None:
    """Write, replace, rename a folder and remove, each waiting for the disk."""
    (folder / "made").mkdir()
    for data in (b"once", b"twice"):
        replace_file(folder / "made" / "a", data)
    (folder / "made" / "a").rename(folder / "made" / "b")
    (folder / "made").rename(folder / "kept")
    replace_file(folder / "gone", b"gone")
    (folder / "gone").unlink()
    sync_folder(folder)
