"""A backup counts only when it was opened with its key, checked and compared; until then it has no name."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2

from creditdesk.errors import Problem
from creditdesk.vault import keys, points, soundness
from creditdesk.vault.asking import Asking
from creditdesk.vault.durable import PRIVATE_FILE, replace_file, sync_file, unwritable
from creditdesk.vault.faults import problem_of
from creditdesk.vault.founding import BACKUPS
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import DeskKey, connect, connect_unlogged

Progress = Callable[[int, int], object]

_PAGES_AT_ONCE = 2048  # 8 MB between two looks at whether the backup is still wanted


def make(folder: Path, key: DeskKey, label: str, now: datetime, progress: Progress | None = None) -> Path:
    """Copy the desk as it stands at this moment, prove the copy, and return its folder below backups/.

    The copy is a desk folder of its own: desk.db under the same key, the keys.json of today, and a note. Others may go
    on writing meanwhile. A full disk or a copy that does not check is a Problem, and leaves nothing behind.
    `progress(done, total)` counts pages; what it raises stops the backup and leaves nothing behind either.
    """
    backups = folder / BACKUPS
    with plainly(backups / DATABASE), points.building(backups, label, now) as building:
        expected = copy(folder / DATABASE, building / DATABASE, key, progress)
        prove(building / DATABASE, key, expected, progress)
        replace_file(building / keys.NAME, (folder / keys.NAME).read_bytes())
        points.note(building, label, now, expected)
    return backups / building.name.removesuffix(points.UNFINISHED)


@contextmanager
def plainly(database: Path) -> Iterator[None]:
    """Say in a sentence what stops a copy of a database."""
    try:
        yield
    except dbapi2.Error as error:
        # The backup call tells no code when it fails, only words.
        raise problem_of(error, database) or _failed(str(error)) from error
    except OSError as error:
        raise unwritable(database, error) from error


def newest(folder: Path) -> datetime | None:
    """Return when the newest finished and whole backup was made (aware), or None when there is none."""
    point = points.newest(folder / BACKUPS)
    return point.made if point else None


def copy(
    source_path: Path,
    target_path: Path,
    key: DeskKey,
    progress: Progress | None = None,
    *,
    under: DeskKey | None = None,
) -> dict[str, int]:
    """Copy a database through SQLite's backup call; returns the rows of each table at that moment.

    The copy is encrypted under the same key, or another one. The disk need not have it yet.
    """
    with closing(connect(source_path, key, query_only=True)) as source, _snapshot(source):
        # Nobody reads the copy before it is whole: no log, and no wait for the disk on the way.
        with closing(connect_unlogged(target_path, under or key)) as target:
            source.backup(target, pages=_PAGES_AT_ONCE, progress=_told(progress))
        counted = counts(source)
    target_path.chmod(PRIVATE_FILE)
    return counted


@contextmanager
def _snapshot(connection: dbapi2.Connection) -> Iterator[None]:
    # Copy and counts must see one state, whatever the writer commits in between. BEGIN alone waits for the first
    # question, and the backup call would end the reading it began itself.
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    yield
    connection.execute("COMMIT")


def _told(progress: Progress | None) -> Callable[[int, int, int], None]:
    """Return what the backup call tells after some pages: its state, the pages that remain, and all pages."""

    def tell(_state: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    return tell


def prove(database: Path, key: DeskKey, expected: dict[str, int], progress: Progress | None = None) -> None:
    """Bring a copy down to the disk, open it with its key, look at every page and structure, and compare its rows."""
    with ThreadPoolExecutor(1) as disk, Asking(database, key) as asking:
        # To wait for the disk takes no processor.
        synced = disk.submit(sync_file, database)
        checked, sealed, counted = soundness.structure(asking), soundness.free_pages(asking), asking.let(counts)
        asking.wait([synced, *checked, *sealed, counted], partial(_told(progress), 0, 0, 1))
    if any(each.result() for each in sealed):
        raise _failed("加密页校验不符")
    if soundness.faults(checked):
        raise _failed("数据库结构检查未通过")
    if counted.result() != expected:
        raise _failed("记录条数与原库不一致")


def counts(connection: dbapi2.Connection) -> dict[str, int]:
    """Return the number of rows of each table."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    names = [str(name) for (name,) in tables]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def rows(folder: Path, key: DeskKey) -> int:
    """Return how many rows all tables of a desk have together."""
    with closing(connect(folder / DATABASE, key, query_only=True)) as connection:
        return sum(counts(connection).values())


def _failed(reason: str) -> Problem:
    return Problem(f"备份没有通过核验（{reason}），已作废；请检查磁盘后重新备份。")
