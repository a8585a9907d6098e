"""A backup counts only when it was opened with its key, checked and compared; until then it has no name."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from creditdesk.errors import Problem
from creditdesk.paths import sync_folder
from creditdesk.vault import keys
from creditdesk.vault.durable import PRIVATE_FILE, PRIVATE_FOLDER, replace_file, sync_file, unwritable
from creditdesk.vault.faults import problem_of
from creditdesk.vault.founding import BACKUPS
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import DeskKey, connect

_UNFINISHED = ".unfinished"
_LONGEST_LABEL = 40
# Local time: the officer looks for the backup of this morning.
_STAMP = "%Y%m%d-%H%M%S"


def make(folder: Path, key: DeskKey, label: str, now: datetime) -> Path:
    """Copy the desk as it stands at this moment, prove the copy, and return its folder below backups/.

    The copy is a desk folder of its own: desk.db under the same key, and the keys.json of today. Others may go on
    writing meanwhile. A full disk or a copy that does not check is a Problem, and leaves nothing behind.
    """
    backups = folder / BACKUPS
    backups.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    for leftover in backups.glob(f"*{_UNFINISHED}"):
        shutil.rmtree(leftover, ignore_errors=True)
    place = _free_name(backups, f"{now.astimezone():{_STAMP}}-{_safe(label)}")
    building = place.with_name(place.name + _UNFINISHED)
    try:
        _copy(folder, building, key)
        building.rename(place)
        sync_folder(backups)
    except dbapi2.Error as error:
        # The backup call tells no code when it fails, only words.
        raise problem_of(error, building / DATABASE) or _failed(str(error)) from error
    except OSError as error:
        raise unwritable(building, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return place


def newest(folder: Path) -> datetime | None:
    """Return when the newest finished backup was made (aware), or None when there is none."""
    names = (path.name for path in (folder / BACKUPS).glob("*-*") if path.suffix != _UNFINISHED)
    return max(filter(None, map(_moment, names)), default=None)


def _copy(folder: Path, building: Path, key: DeskKey) -> None:
    building.mkdir(mode=PRIVATE_FOLDER)
    database = building / DATABASE
    with closing(connect(folder / DATABASE, key, query_only=True)) as source, _snapshot(source):
        with closing(connect(database, key)) as target:
            source.backup(target)
        expected = _counts(source)
    database.chmod(PRIVATE_FILE)
    _prove(database, key, expected)
    replace_file(building / keys.NAME, (folder / keys.NAME).read_bytes())
    sync_file(database)
    sync_folder(building)


@contextmanager
def _snapshot(connection: dbapi2.Connection) -> Iterator[None]:
    # Copy and counts must see one state, whatever the writer commits in between.
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")


def _prove(database: Path, key: DeskKey, expected: dict[str, int]) -> None:
    with closing(connect(database, key, query_only=True)) as copy:
        if copy.execute("PRAGMA cipher_integrity_check").fetchall():
            raise _failed("加密页校验不符")
        if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise _failed("数据库结构检查未通过")
        if _counts(copy) != expected:
            raise _failed("记录条数与原库不一致")


def _counts(connection: dbapi2.Connection) -> dict[str, int]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    names = [str(name) for (name,) in tables]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _failed(reason: str) -> Problem:
    return Problem(f"备份没有通过核验（{reason}），已作废；请检查磁盘后重新备份。")


def _free_name(backups: Path, name: str) -> Path:
    place, number = backups / name, 2
    while place.exists():
        place, number = backups / f"{name}-{number}", number + 1
    return place


def _safe(label: str) -> str:
    return "".join(character if character.isalnum() else "-" for character in label)[:_LONGEST_LABEL]


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name[:15], _STAMP).astimezone()
    except ValueError:
        return None
