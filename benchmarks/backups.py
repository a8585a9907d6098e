"""A proved backup and a full check of an encrypted desk, beside what SQLite does with the same rows unencrypted."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from sqlcipher3 import dbapi2

from benchmarks import Row, medians, row
from benchmarks.counties import PlainDesk
from creditdesk.services import generating, offices
from creditdesk.services.clock import FixedClock, fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault.asking import ROOM_TO_CHECK
from creditdesk.vault.backup import counts
from creditdesk.vault.durable import sync_file
from creditdesk.vault.lock import DATABASE

_PASSPHRASE = "shili-desk-2026"  # noqa: S105 - opens invented data only
_DAY = fixed_clock(date(2026, 2, 12))
_SUBJECTS = int(os.environ.get("CREDITDESK_BACKUP_SUBJECTS", "10000"))
"""A million records about 180,000 subjects make a gigabyte and more; the ratio hardly changes with the size."""
_RECORDS_EACH = 3


def rows() -> list[Row]:
    """Measure on an invented county, beside the same rows in a plain database."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "desk"
        office = offices.Office("示例县信用中心")
        desk, _ = offices.create_desk(folder, office, "王示例", _PASSPHRASE, clock=_DAY)
        with desk:
            generating.generate(desk, _SUBJECTS, _SUBJECTS * _RECORDS_EACH)
        with Desk.open(folder, "王示例", _PASSPHRASE, clock=_DAY) as desk:
            plain = Path(scratch) / "plain.db"
            PlainDesk(desk, plain)
            size = (folder / DATABASE).stat().st_size
            return [*_copies(desk, plain, size), _check(desk, plain, size)]


def _copies(desk: Desk, plain: Path, size: int) -> list[Row]:
    """Copy and prove ours; the first floor only writes and syncs, the second is checked and counted as ours is."""
    target = plain.with_suffix(".copy")

    def ours() -> None:
        made = desk.vault.backup("测速", desk.clock())
        shutil.rmtree(made)
        desk.clock = FixedClock(desk.clock() + timedelta(minutes=1))

    def copied() -> None:
        target.unlink(missing_ok=True)
        with closing(sqlite3.connect(plain)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        sync_file(target)

    def proved() -> None:
        copied()
        _sound(target, counted=True)

    ours_s, copied_s, proved_s = medians(ours, copied, proved, rounds=3)
    work = f"backup of a desk of {size / (1 << 20):.0f} MiB, opened, checked and counted; ratio to a plain copy"
    return [
        row(work, ours_s, goal=1.3, floor_s=copied_s),
        row(f"{work} that is checked and counted too", ours_s, goal=1.3, floor_s=proved_s),
    ]


def _check(desk: Desk, plain: Path, size: int) -> Row:
    """Check every page, structure and relation; the floor has the same rows, neither encrypted nor sealed."""
    gibibytes = size / (1 << 30)

    def ours() -> None:
        if not all(finding.ok for finding in desk.vault.look() if finding.name != "磁盘空间"):
            raise ValueError("the desk is not sound")

    ours_s, floor_s = (seconds / gibibytes for seconds in medians(ours, lambda: _sound(plain), rounds=3))
    work = "seals, structure and relations checked, per GiB; ratio to SQLite's integrity check of the plain rows"
    return row(work, ours_s, goal=3.0, floor_s=floor_s)


def _sound(plain: Path, *, counted: bool = False) -> None:
    """Let the same SQLite check a plain database on one processor, with as much room as ours has."""
    with closing(dbapi2.connect(plain)) as connection:
        connection.execute(ROOM_TO_CHECK)
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise ValueError("the plain copy is not sound")
        if counted:
            counts(connection)
