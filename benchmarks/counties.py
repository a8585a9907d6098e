"""Invented counties to measure on: an encrypted desk, and the same desk as a plain SQLite file."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from creditdesk.services import generating, offices
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault import opening

FULL = os.environ.get("CREDITDESK_BENCH_FULL") == "1"
"""Whether to measure at a million subjects and records, whose desk alone takes a quarter of an hour to make."""

SMALL, MIDDLE, LARGE = (10_000, 100_000, 1_000_000) if FULL else (2_000, 20_000, 20_000)
SIZE = LARGE
CLOCK = fixed_clock(date(2026, 2, 12))
OFFICER = "王示例"
PASSPHRASE = "shili-desk-2026"  # noqa: S105 - opens invented data only


def words(count: int) -> str:
    """Return a number of subjects and records as a row tells it."""
    return f"{count // 10_000} 万" if count >= 10_000 else str(count)


@contextmanager
def county(count: int) -> Iterator[Desk]:
    """Give an open desk with so many subjects and as many records, which goes away afterwards; 0 is an empty one."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "desk"
        desk, _ = offices.create_desk(folder, offices.Office("示例县信用中心"), OFFICER, PASSPHRASE, clock=CLOCK)
        with desk:
            if count:
                generating.generate(desk, count, count)
        with Desk.open(folder, OFFICER, PASSPHRASE, clock=CLOCK) as opened:
            yield opened


class PlainDesk:
    """What reading functions need of a desk, over a copy of its database without encryption."""

    def __init__(self, desk: Desk, path: Path) -> None:
        raw = desk.vault.writer.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("ATTACH DATABASE ? AS plain KEY ''", (str(path),))
            cursor.execute("SELECT sqlcipher_export('plain')")
            cursor.execute("DETACH DATABASE plain")
        finally:
            raw.close()
        self.engine = create_engine("sqlite://", creator=lambda: dbapi2.connect(str(path), check_same_thread=False))

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of one small question."""
        return opening.answer(self.engine, sql, values)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session on the plain copy."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
