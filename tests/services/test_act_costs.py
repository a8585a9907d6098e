"""What one act asks of the database and of the disk, counted and not timed."""

import shutil
from pathlib import Path

import pytest

from creditdesk.models import JournalEntry
from creditdesk.selftest import below
from creditdesk.selftest.below import Change, Kind
from creditdesk.services import case_notes, journal
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault.lock import DATABASE
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import objection, penalty

NOTE = "与当事人通话，已说明期限（示例）"


@pytest.mark.skipif(not below.available(), reason="needs a look below SQLite")
def test_a_note_is_seven_statements_and_waits_for_the_disk_once(founded: Path, tmp_path: Path) -> None:
    changes: list[Change] = []
    statements: list[str] = []

    def watch(change: Change) -> int:
        changes.append(change)
        return 0

    folder = Path(shutil.copytree(founded, tmp_path / "desk"))
    clock = fixed_clock(TODAY)
    with below.watching(folder, watch), Desk.open(folder, OFFICER, PASSPHRASE, clock=clock, cost=CHEAP) as desk:
        case = objection(desk, penalty(desk), TODAY)
        raw = desk.vault.writer.raw_connection()
        assert raw.driver_connection is not None
        raw.driver_connection.set_trace_callback(statements.append)
        raw.close()
        changes.clear()
        desk.perform(case_notes.add, case, NOTE)
        synced = [change.path.name for change in changes if change.kind is Kind.SYNC]
        asked = [statement.split()[0] for statement in statements]
    assert synced == [f"{DATABASE}-wal"]
    assert asked == ["BEGIN", "SELECT", "INSERT", "SELECT", "INSERT", "PRAGMA", "COMMIT"]


def test_an_entry_is_read_back_as_it_was_sealed(desk: Desk) -> None:
    case = objection(desk, penalty(desk), TODAY)
    done = desk.perform_once("一次", case_notes.add, case, NOTE)
    with desk.read() as session:
        entry = session.get_one(JournalEntry, done.seq)
        assert (entry.once, entry.act, entry.result) == ("一次", "case_note.add", done.result)
        assert entry.changes[0]["after"]["text"] == NOTE
        assert journal.seal(entry) == entry.hash
        assert journal.broken_at(session) is None
    assert desk.perform_once("一次", case_notes.add, case, NOTE) == done
