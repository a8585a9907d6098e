"""A new random key for the whole database: a copy is encrypted under it and proved, and only then replaces the desk's.

The keys given up stay inside the desk, so that it can still rehearse and restore the backups made under them.
"""

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine
from sqlcipher3 import dbapi2

from creditdesk.vault import backup
from creditdesk.vault.backup import Progress
from creditdesk.vault.costs import KEY_BYTES
from creditdesk.vault.durable import sync_file
from creditdesk.vault.faults import WrongKey
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import DeskKey, connect, connect_still

_REMEMBER = "INSERT OR IGNORE INTO vault_former_key (key) VALUES (?)"
_COPY = "copy.db"


def new_key(desk_id: str) -> DeskKey:
    """Return a new random key for a desk."""
    return DeskKey(desk_id, bytearray(os.urandom(KEY_BYTES)))


def copy_under(source: Path, target: Path, key: DeskKey, new: DeskKey, progress: Progress | None = None) -> None:
    """Copy a database under a new key, prove the copy, and remember the key given up in it."""
    with backup.plainly(target):
        expected = backup.copy(source, target, key, progress, under=new)
        backup.prove(target, new, expected, progress)
        with closing(connect(target, new)) as made:
            made.execute(_REMEMBER, (bytes(key.key),))


def former(database: Path, key: DeskKey) -> tuple[DeskKey, ...]:
    """Return the keys that a desk had before, the newest first."""
    with closing(connect(database, key, query_only=True)) as desk:
        rows = desk.execute("SELECT key FROM vault_former_key ORDER BY number DESC").fetchall()
    return tuple(DeskKey(key.desk_id, bytearray(raw)) for (raw,) in rows)


def remember(writer: Engine, former_keys: Iterable[DeskKey]) -> None:
    """Let a restored desk know the keys that the desk had before, too."""
    with writer.begin() as connection:
        for each in former_keys:
            connection.exec_driver_sql(_REMEMBER, (bytes(each.key),))


def note(database: Path, key: DeskKey, former_keys: Iterable[DeskKey]) -> None:
    """Write into a database under the present key which keys it had before, where that is not known any more."""
    for each in former_keys:
        with closing(connect(database, key)) as made:
            made.execute(_REMEMBER, (bytes(each.key),))


def adopt(folder: Path, key: DeskKey, former_keys: Iterable[DeskKey]) -> None:
    """Encrypt a copied backup that was made under a former key under the present one; others stay as they are."""
    database = folder / DATABASE
    if opens(database, key):
        return
    for each in former_keys:
        if opens(database, each):
            with backup.plainly(database):
                backup.copy(database, folder / _COPY, each, under=key)
                sync_file(folder / _COPY)
            (folder / _COPY).replace(database)
            return


def opens(database: Path, key: DeskKey) -> bool:
    """Tell whether a key opens a database that nobody writes."""
    try:
        connection: dbapi2.Connection = connect_still(database, key)
    except WrongKey:
        return False
    connection.close()
    return True
