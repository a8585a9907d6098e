"""A proved backup and a full check of an encrypted desk, beside what SQLite does with plain databases of the size."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from benchmarks import Row, medians, row
from benchmarks.counties import PlainDesk
from creditdesk.services import generating, offices
from creditdesk.services.clock import FixedClock, fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault.durable import sync_file
from creditdesk.vault.lock import DATABASE

_PASSPHRASE = "shili-desk-2026"  # noqa: S105 - opens invented data only
_DAY = fixed_clock(date(2026, 2, 12))
_SUBJECTS = int(os.environ.get("CREDITDESK_BACKUP_SUBJECTS", "10000"))
"""A million records about 180,000 subjects make a gigabyte and more; the ratio hardly changes with the size."""
_RECORDS_EACH = 3


def rows() -> list[Row]:
    """Measure on an invented county; the copy of ours is opened, checked and counted, the floor's is only written."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, plain = Path(scratch) / "desk", Path(scratch) / "plain.db"
        office = offices.Office("示例县信用中心")
        desk, _ = offices.create_desk(folder, office, "王示例", _PASSPHRASE, clock=_DAY)
        with desk:
            generating.generate(desk, _SUBJECTS, _SUBJECTS * _RECORDS_EACH)
        with Desk.open(folder, "王示例", _PASSPHRASE, clock=_DAY) as desk:
            size = (folder / DATABASE).stat().st_size
            _fill(plain, size)
            return [_compare(desk, plain, size), _check(desk, size)]


def _compare(desk: Desk, plain: Path, size: int) -> Row:
    def ours() -> None:
        made = desk.vault.backup("测速", desk.clock())
        shutil.rmtree(made)
        desk.clock = FixedClock(desk.clock() + timedelta(minutes=1))

    def floor() -> None:
        target = plain.with_suffix(".copy")
        with closing(sqlite3.connect(plain)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        sync_file(target)
        target.unlink()

    ours_s, floor_s = medians(ours, floor, rounds=3)
    work = f"backup of a desk of {size / (1 << 20):.0f} MiB, opened, checked and counted; ratio to a plain copy"
    return row(work, ours_s, goal=1.3, floor_s=floor_s)


def _check(desk: Desk, size: int) -> Row:
    """Check every page, structure and relation; the floor has the same rows, neither encrypted nor sealed."""
    gibibytes = size / (1 << 30)
    engine = PlainDesk(desk, desk.folder.parent / "rows.db").engine

    def ours() -> None:
        if not all(finding.ok for finding in desk.vault.look() if finding.name != "磁盘空间"):
            raise ValueError("the desk is not sound")

    def floor() -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA integrity_check").all()

    ours_s, floor_s = (seconds / gibibytes for seconds in medians(ours, floor, rounds=3))
    work = "seals, structure and relations checked, per GiB; ratio to SQLite's integrity check of the plain rows"
    return row(work, ours_s, goal=3.0, floor_s=floor_s)


def _fill(plain: Path, size: int) -> None:
    """Write a plain database of about this size."""
    with closing(sqlite3.connect(plain)) as connection, connection:
        connection.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, bytes BLOB)")
        blobs = ((os.urandom(3900),) for _ in range(size // 4096))
        connection.executemany("INSERT INTO page (bytes) VALUES (?)", blobs)
