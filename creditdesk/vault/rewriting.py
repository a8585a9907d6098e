"""A kept point or a desk set aside is changed without ever being half changed: copied, changed, proved, then swapped.

The new database lies beside the old one under a name of its own until it is proved. Two files cannot take their names
at the same moment, so the note that belongs to the new database is written before the swap: after a kill the digest in
it tells how far the swap was.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from creditdesk.errors import Problem
from creditdesk.vault import backup, keys, points, rekeying
from creditdesk.vault.durable import PRIVATE_FILE, PRIVATE_FOLDER, replace_file, sync_file, unwritable
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import DeskKey, connect, connect_still, fold_log
from creditdesk.vault.points import NOTE

_PLACE = ".rewriting"
_NEW, _NEW_KEYS, _NEW_NOTE = (f".{name}.rewritten" for name in (DATABASE, keys.NAME, NOTE))
_LOG, _SHARED = f"{DATABASE}-wal", f"{DATABASE}-shm"


@dataclass(frozen=True, repr=False)
class KeptStates:
    """Reads and changes the databases that are kept beside the open one, under its key or a former one."""

    folder: Path
    key: DeskKey
    busy: Lock

    def answers(self, kept: Path, table: str, question: str) -> set[str]:
        """Return the first column of a question about a table; nothing where the database is too old to have it."""
        with self.busy:
            _settle(kept)
            key = self._opening(kept)
            if (kept / _LOG).exists():
                fold_log(kept / DATABASE, key)
            with closing(connect_still(kept / DATABASE, key)) as connection:
                known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
                return {str(row[0]) for row in connection.execute(question)} if known else set()

    def remove(self, kept: Path) -> None:
        """Remove a kept database for good, and what a killed removal left beside it."""
        try:
            with self.busy:
                points.sweep(kept.parent)
                points.remove(kept)
        except OSError as error:
            raise unwritable(kept / DATABASE, error) from error

    def _opening(self, kept: Path) -> DeskKey:
        """Return the key that a kept database has; Problem when the desk never had it."""
        for key in (self.key, *rekeying.former(self.folder / DATABASE, self.key)):
            if rekeying.opens(kept / DATABASE, key):
                return key
        raise Problem("用的是本桌面没有的密钥，不能改写，请销毁这份备份。")

    def rewrite(self, kept: Path, change: Callable[[Path], object]) -> None:
        """Let `change` work on a copy of a kept database, prove what it left, and put it in the old one's place.

        It has the desk's present key then, and the keys.json of today where it had a former one.
        """
        try:
            with self.busy, _copied(kept, self.folder) as place:
                same = rekeying.opens(kept / DATABASE, self.key)
                change(place)
                with closing(connect(place / DATABASE, self.key, query_only=True)) as connection:
                    counted = backup.counts(connection)
                backup.prove(place / DATABASE, self.key, counted)
                _bring(place, kept, counted, None if same else self.folder / keys.NAME)
                _settle(kept)
        except OSError as error:
            raise unwritable(kept / DATABASE, error) from error


@contextmanager
def _copied(kept: Path, folder: Path) -> Iterator[Path]:
    """Give a copy of a kept database inside the desk's folder; it is gone afterwards."""
    sweep(folder)
    place = folder / _PLACE
    place.mkdir(mode=PRIVATE_FOLDER)
    try:
        shutil.copyfile(kept / DATABASE, place / DATABASE)
        yield place
    finally:
        sweep(folder)


def sweep(folder: Path) -> None:
    """Remove what a killed rewriting left in the desk's folder."""
    shutil.rmtree(folder / _PLACE, ignore_errors=True)


def _bring(place: Path, kept: Path, counted: dict[str, int], new_keys: Path | None) -> None:
    """Lay the new database, what opens it and its note beside the old ones; the note is the last."""
    (kept / _NEW_KEYS).unlink(missing_ok=True)
    if new_keys is not None:
        replace_file(kept / _NEW_KEYS, new_keys.read_bytes())
    shutil.copyfile(place / DATABASE, kept / _NEW)
    (kept / _NEW).chmod(PRIVATE_FILE)
    sync_file(kept / _NEW)
    said = json.loads((kept / NOTE).read_bytes()) if (kept / NOTE).exists() else {}
    made = datetime.fromisoformat(said["made"]) if said else datetime.now().astimezone()
    points.note(place, said.get("label", ""), made, counted)
    replace_file(kept / _NEW_NOTE, (place / NOTE).read_bytes())


def _settle(kept: Path) -> None:
    """Finish a swap whose new database is whole, and take back one that a kill stopped before."""
    new, new_keys, note = kept / _NEW, kept / _NEW_KEYS, kept / _NEW_NOTE
    if new.exists() and _fits(new, note):
        # The log of the old database would be played into the new one.
        for name in (_LOG, _SHARED):
            (kept / name).unlink(missing_ok=True)
        new.replace(kept / DATABASE)
    if note.exists() and _fits(kept / DATABASE, note):
        if new_keys.exists():
            new_keys.replace(kept / keys.NAME)
        if (kept / NOTE).exists():
            note.replace(kept / NOTE)
    for left in (new, new_keys, note):
        left.unlink(missing_ok=True)


def _fits(database: Path, note: Path) -> bool:
    try:
        return bool(json.loads(note.read_bytes())["sha256"] == points.digest(database))
    except (OSError, ValueError, KeyError):
        return False
