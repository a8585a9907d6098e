"""The power cut while each deed is done: what was never synced is lost, torn or out of order, and the desk holds."""

from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from creditdesk.paths import sync_folder
from creditdesk.selftest import below, cuts
from creditdesk.selftest.below import Change, Kind
from creditdesk.selftest.cuts import Tape
from creditdesk.selftest.deed import Deed
from creditdesk.selftest.deeds import DEEDS
from creditdesk.selftest.desks import open_desk, unsound
from creditdesk.selftest.disk import Disk
from creditdesk.selftest.ground import Ground
from creditdesk.selftest.outcome import Turns
from creditdesk.vault.durable import replace_file
from creditdesk.vault.opening import PAGE_BYTES, DeskKey, connect
from tests.attacked import CUTS

pytestmark = pytest.mark.skipif(not below.available(), reason="this system does not let us look below SQLite")


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_what_was_confirmed_survives_a_power_cut(ground: Ground, deed: Deed) -> None:
    tape = cuts.record(ground, deed)
    assert len(tape.changes) > 100
    part = cuts.strike(ground, tape, deed, Turns.all(CUTS), 23)
    assert part.lost == ()
    assert part.count == CUTS


def test_an_act_that_waited_for_no_disk_would_be_noticed(ground: Ground) -> None:
    """Take every sync out of what was recorded: the acts confirmed meanwhile are lost, and told as lost."""
    whole = cuts.record(ground, DEEDS[0])
    begun = whole.changes[: whole.begun]
    unsynced = [change for change in whole.changes[whole.begun :] if change.kind is not Kind.SYNC]
    forgetful = Tape([*begun, *unsynced], [(min(count, len(begun)), line) for count, line in whole.told])
    assert cuts.strike(ground, forgetful, DEEDS[0], Turns.all(2), 1).lost != ()


def test_pages_torn_while_the_log_was_folded_in_are_no_damage(ground: Ground) -> None:
    """The log has them whole; the check reads the database itself, and must not send anybody to a backup."""
    with ground.copy("logged") as place:
        log, database = place / "desk" / "desk.db-wal", bytearray((place / "desk" / "desk.db").read_bytes())
        page = int.from_bytes(log.read_bytes()[32:36])
        database[page * PAGE_BYTES - 600 : page * PAGE_BYTES] = bytes(600)
        (place / "desk" / "desk.db").write_bytes(database)
        with open_desk(place / "desk") as desk:
            assert unsound(desk) == []


def test_a_log_that_a_reader_made_has_its_name_synced_by_whoever_writes_first(tmp_path: Path) -> None:
    """SQLite does so whoever made the log; a layer that told nothing of it would call sound desks damaged."""
    key, seen = DeskKey("00" * 16, bytearray(range(1, 33))), list[Change]()
    with closing(connect(tmp_path / "desk.db", key)) as made:
        made.execute("CREATE TABLE line (text)")
    with (
        below.watching(tmp_path, lambda change: seen.append(change) or 0),
        closing(connect(tmp_path / "desk.db", key, query_only=True)) as reader,
        closing(connect(tmp_path / "desk.db", key)) as writer,
    ):
        reader.execute("SELECT * FROM line").fetchall()
        writer.execute("INSERT INTO line VALUES ('示例')")
        kinds = [change.kind for change in seen]
    assert kinds.index(Kind.SYNC_NAMES) == kinds.index(Kind.SYNC) + 1
    assert kinds.count(Kind.SYNC_NAMES) == 1


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
