"""Opening a desk to its first page, beside what no program could do without: the passphrase and the bare database."""

import tempfile
from datetime import date
from pathlib import Path

from sqlcipher3 import dbapi2

from benchmarks import Row, medians, row
from creditdesk.services import home, offices
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault import DEFAULT_COST, Vault

_PASSPHRASE = "shili-desk-2026"  # noqa: S105 - opens invented data only
_OFFICER = "王示例"
_CLOCK = fixed_clock(date(2026, 2, 12))
_ROUNDS = 3
"""Each works through 256 MiB of memory for a second."""


def rows() -> list[Row]:
    """Measure on a desk founded at the cost every office pays."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "desk"
        desk, _ = offices.create_desk(folder, offices.Office("示例县信用中心"), _OFFICER, _PASSPHRASE, clock=_CLOCK)
        desk.close()
        return [_open(folder), _unlock(folder)]


def _unlock(folder: Path) -> Row:
    def ours() -> None:
        Vault.open(folder, _OFFICER, _PASSPHRASE).close()

    def floor() -> None:
        DEFAULT_COST.derive(_PASSPHRASE.encode(), bytes(16))

    ours_s, floor_s = medians(ours, floor, rounds=_ROUNDS)
    work = f"unlock a desk and close it; ratio to Argon2id alone, which is {floor_s / ours_s:.0%} of it"
    return row(work, ours_s, goal=1.2, floor_s=floor_s)


def _open(folder: Path) -> Row:
    def ours() -> None:
        with Desk.open(folder, _OFFICER, _PASSPHRASE, clock=_CLOCK) as desk:
            home.workbench(desk)

    def floor() -> None:
        key = DEFAULT_COST.derive(_PASSPHRASE.encode(), bytes(16))
        connection = dbapi2.connect(":memory:")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master")
        connection.close()

    ours_s, floor_s = medians(ours, floor, rounds=_ROUNDS)
    work = "open a desk to its first page; ratio to Argon2id and a bare connection"
    return row(work, ours_s, goal=1.5, floor_s=floor_s)
