"""Salvage: every row that can still be read goes from a damaged database into a new one; what is missing is counted.

SQLCipher seals each page, so damage shows page by page. A connection that met a damaged page refuses all others, so
reading goes on with a new one behind the gap. A table is read in the order of its rowids from both ends; between two
damaged pages an index that is still whole tells which rows there were, and halving finds them where none is.

The database is copied first and never written. Pages of nothing but zeros, which SQLCipher would let pass for new
ones, are made unreadable in the copy, so that no zeros come out as if they had been written.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from creditdesk.errors import Problem
from creditdesk.vault import backup, keys
from creditdesk.vault.backup import Progress
from creditdesk.vault.durable import PRIVATE_FILE, PRIVATE_FOLDER, replace_file, sync_file
from creditdesk.vault.faults import Damaged, WrongKey, problem_of
from creditdesk.vault.founding import BACKUPS
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import (
    PAGE_BYTES,
    SOUND,
    DeskKey,
    connect,
    connect_damaged,
    connect_still,
    connect_unlogged,
    fold_log,
)
from creditdesk.vault.soundness import SEALS

INDEX_PREFIX = "search_"
"""Tables of the search index, which is not salvaged but built again from the others."""

_TEXT = f"{INDEX_PREFIX}text"
_IDENTITY = "vault_identity"
_COPY = "damaged.db"
_MOST_GAPS = 20_000  # tries in one table without an index before the rest of it is given up
_ROWS_IN_A_PAGE = 64
_AT_ONCE = 1000

_WITHOUT_ROWID = re.compile(r"\)[^()]*WITHOUT\s+ROWID[^()]*$", re.IGNORECASE)
_ONE = "NOT INDEXED WHERE rowid = ?"
_WHOLE = "PRAGMA integrity_check(1)"

Values = tuple[Any, ...]

Key = tuple[Any, ...]
"""The primary key of a row, as the database keeps it."""

Trace = dict[str, Any]
"""What one index tells of a row whose own page is gone."""


@dataclass(frozen=True)
class Saved:
    """What became of one table: the rows kept, and how many are missing; None when nothing tells how many.

    `lost` are the missing rows by their primary keys, where an index that is still whole tells them; `traces` are
    what indexes of unique columns still tell of them.
    """

    table: str
    kept: int
    missing: int | None
    lost: frozenset[Key] | None = frozenset()
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True)
class Salvage:
    """What became of every table; `sound` tells that no page was damaged at all."""

    tables: tuple[Saved, ...]
    sound: bool


class Unreadable(Problem):
    """Nothing at all can be read of a database."""


@dataclass(frozen=True)
class _Thing:
    """A table or an index as the schema of the damaged database tells it."""

    kind: str
    name: str
    sql: str


class _Gap(Exception):
    """A page on the way could not be read."""


class _Reader:
    """Reads a damaged database with as many connections as it takes."""

    def __init__(self, database: Path, key: DeskKey) -> None:
        self._database, self._key = database, key
        self._connection = connect_damaged(database, key)
        self.pages = database.stat().st_size // PAGE_BYTES

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Values]:
        """Yield the rows of a question as long as its pages can be read; then _Gap."""
        try:
            for row in self._connection.execute(sql, values):
                # Of a damaged page in a long row SQLCipher hands out zeros; an error comes with the next page only.
                if self._connection.execute("PRAGMA cipher_status").fetchone() != SOUND:
                    raise self._gap()
                yield row
        except dbapi2.DatabaseError as error:
            if problem_of(error, self._database) is None:
                raise
            raise self._gap() from error

    def _gap(self) -> _Gap:
        self._connection.close()
        self._connection = connect_damaged(self._database, self._key)
        return _Gap()

    def all(self, sql: str) -> list[Values]:
        """Return the rows of a question about the schema; damage there is a Problem."""
        try:
            return list(self.rows(sql))
        except _Gap as error:
            raise _unreadable() from error


def desk(folder: Path, place: Path, key: DeskKey, progress: Progress | None = None) -> Salvage:
    """Make the contents of a new desk folder from a damaged one; returns what became of each table."""
    saved = into(folder / DATABASE, place / DATABASE, key, progress)
    with closing(connect(place / DATABASE, key)) as made:
        # Lost together with its page, it would keep the desk shut; the key proved whose desk it is.
        made.execute("INSERT OR IGNORE INTO vault_identity (desk_id) VALUES (?)", (key.desk_id,))
    replace_file(place / keys.NAME, (folder / keys.NAME).read_bytes())
    (place / BACKUPS).mkdir(mode=PRIVATE_FOLDER)
    return saved


def into(source: Path, target: Path, key: DeskKey, progress: Progress | None = None) -> Salvage:
    """Make a new database at `target` from every row of `source` that can be read; returns what became of each table.

    `target`'s folder is used for the copy that is read. Needs the desk's lock and that nobody has `source` open.
    """
    copy = target.with_name(_COPY)
    try:
        _copy(source, copy)
        _begin(copy, key)
        with (
            backup.plainly(target),
            closing(_Reader(copy, key)) as reader,
            closing(connect_unlogged(target, key)) as new,
        ):
            tables = tuple(_tables(reader, new, progress or (lambda _done, _total: None)))
        sound = all(one.missing == 0 for one in tables) and _sound(copy, key)
    finally:
        for left in target.parent.glob(f"{_COPY}*"):
            left.unlink()
    target.chmod(PRIVATE_FILE)
    sync_file(target)
    return Salvage(tables, sound)


def _begin(copy: Path, key: DeskKey) -> None:
    """Bring the log into the copy; where the first page cannot be read, nothing can."""
    try:
        fold_log(copy, key)
    except (Damaged, WrongKey) as error:
        raise Unreadable("桌面的数据库开头已损坏，读不出任何一张表。") from error


def _sound(copy: Path, key: DeskKey) -> bool:
    """Tell whether every page of the copy holds, those of indexes and free ones too."""
    with closing(connect_still(copy, key)) as connection:
        try:
            return not connection.execute(SEALS).fetchall() and connection.execute(_WHOLE).fetchall() == [("ok",)]
        except dbapi2.DatabaseError:
            return False


def _unreadable() -> Unreadable:
    return Unreadable("桌面的数据库表结构已损坏，读不出任何一张表。")


def _copy(source: Path, copy: Path) -> None:
    """Copy the database page by page, with the log beside it; what is torn or empty becomes unreadable."""
    empty = bytes(PAGE_BYTES)
    with source.open("rb") as read, copy.open("wb") as write:
        while page := read.read(PAGE_BYTES):
            torn = len(page) < PAGE_BYTES or page == empty
            write.write(os.urandom(PAGE_BYTES) if torn else page)
    log = source.with_name(f"{DATABASE}-wal")
    if log.exists():
        shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))


def _tables(reader: _Reader, made: dbapi2.Connection, tell: Callable[[int, int], object]) -> Iterator[Saved]:
    things = [_Thing(*row) for row in reader.all("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")]
    if not any(each.name == _IDENTITY for each in things):
        raise _unreadable()
    own = [each for each in things if not each.name.startswith(("sqlite_", f"{_TEXT}_"))]
    made.execute("BEGIN")
    for each in own:
        if each.kind == "table":
            made.execute(each.sql)
    if any(each.name == _TEXT for each in own):
        made.execute(f"INSERT INTO {_TEXT} ({_TEXT}, rank) VALUES ('secure-delete', 1)")  # noqa: S608
    tables = [each for each in own if each.kind == "table" and not each.name.startswith(INDEX_PREFIX)]
    for done, table in enumerate(tables):
        tell(done, len(tables))
        yield _save(reader, made, table)
    for each in own:
        if each.kind != "table":
            made.execute(each.sql)
    for name in ("application_id", "user_version"):
        made.execute(f"PRAGMA {name} = {int(reader.all(f'PRAGMA {name}')[0][0])}")
    made.execute("COMMIT")


def _save(reader: _Reader, made: dbapi2.Connection, thing: _Thing) -> Saved:
    table = thing.name
    # Generated columns are not stored by an INSERT.
    columns = [str(row[1]) for row in reader.all(f'PRAGMA table_xinfo("{table}")') if row[6] == 0]
    # Read from the text: SQLite's own list of tables opens the search index, whose pages may be damaged.
    without = _WITHOUT_ROWID.search(thing.sql) is not None
    reading = _Table(reader, table, columns, without)
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    insert = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 -- names of the schema
    if not without:
        insert = f'INSERT INTO "{table}" (rowid, {names}) VALUES (?, {marks})'  # noqa: S608
    batch: list[Values] = []
    for row in reading.rows():
        batch.append(row)
        if len(batch) == _AT_ONCE:
            made.executemany(insert, batch)
            batch.clear()
    made.executemany(insert, batch)
    kept = int(made.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608
    return Saved(table, kept, reading.missing, reading.lost, tuple(reading.traces))


class _Table:
    """One table of a damaged database; `missing` and `lost` are known when its rows were read."""

    def __init__(self, reader: _Reader, name: str, columns: Sequence[str], without: bool) -> None:
        told = ", ".join(f'"{column}"' for column in columns)
        self._reader, self._name, self._without = reader, name, without
        self._select = f'SELECT {"" if without else "rowid, "}{told} FROM "{name}"'  # noqa: S608
        self._seen: set[int] = set()
        self._gaps = 0
        self.missing: int | None = 0
        self.lost: frozenset[Key] | None = frozenset()
        self.traces: list[Trace] = []

    def rows(self) -> Iterator[Values]:
        """Yield every readable row once, the rowid first where the table has one."""
        if self._without:
            yield from self._plain()
            return
        yield from self._run("NOT INDEXED ORDER BY rowid")
        if not self._gaps:
            return
        low = max(self._seen, default=0)
        yield from self._run("NOT INDEXED ORDER BY rowid DESC")
        high = min((each for each in self._seen if each > low), default=low + self._reader.pages * _ROWS_IN_A_PAGE)
        known, whole = self._known()
        for rowid in sorted(known):
            # Each alone first: one that is gone costs a connection, and the driver, which looks a row ahead, would
            # not hand out what stands right before a gap.
            if rowid not in self._seen:
                yield from self._run(_ONE, rowid)
                if rowid in self._seen:
                    yield from self._run("NOT INDEXED WHERE rowid > ? ORDER BY rowid", rowid)
        if not whole:
            yield from self._between(low + 1, high - 1)
        self.missing = len(known - self._seen) if whole else None
        self.lost = self._keys(known - self._seen) if whole else None
        self._trace()

    def _plain(self) -> Iterator[Values]:
        try:
            yield from self._reader.rows(self._select)
        except _Gap:
            self.missing = self.lost = None

    def _run(self, how: str, *values: int) -> Iterator[Values]:
        """Yield what was not seen yet, up to the next gap or to what was read before."""
        try:
            for row in self._reader.rows(f"{self._select} {how}", values):
                if row[0] in self._seen:
                    return
                self._seen.add(row[0])
                yield row
        except _Gap:
            self._gaps += 1

    def _known(self) -> tuple[set[int], bool]:
        """Return the rowids that the indexes of the table know, and whether one of them is whole."""
        found: set[int] = set()
        for _, index, _, _, partial in self._reader.all(f'PRAGMA index_list("{self._name}")'):
            if partial:
                continue
            listed: set[int] = set()
            try:
                asked = f'SELECT rowid FROM "{self._name}" INDEXED BY "{index}"'  # noqa: S608
                for (rowid,) in self._reader.rows(asked):
                    listed.add(rowid)
            except _Gap:
                found |= listed
                continue
            return listed, True
        return found, False

    def _keys(self, rowids: set[int]) -> frozenset[Key] | None:
        """Return the primary keys of these rows, or None where neither the rowid nor a whole index tells them."""
        indexes = self._reader.all(f'PRAGMA index_list("{self._name}")')
        own = next((str(name) for _, name, _, origin, _ in indexes if origin == "pk"), None)
        if own is None:
            return frozenset((rowid,) for rowid in rowids)
        columns = self._reader.all(f'PRAGMA table_info("{self._name}")')
        told = sorted((place, str(name)) for _, name, _, _, _, place in columns if place)
        names = ", ".join(f'"{name}"' for _, name in told)
        asked = f'SELECT rowid, {names} FROM "{self._name}" INDEXED BY "{own}"'  # noqa: S608
        try:
            return frozenset(row[1:] for row in self._reader.rows(asked) if row[0] in rowids)
        except _Gap:
            return None

    def _trace(self) -> None:
        """Read what indexes tell of the rows that are missing."""
        for index in self._indexes():
            columns = [str(name) for _, _, name in self._reader.all(f'PRAGMA index_info("{index}")')]
            told = ", ".join(f'"{column}"' for column in columns)
            asked = f'SELECT rowid, {told} FROM "{self._name}" INDEXED BY "{index}"'  # noqa: S608
            with suppress(_Gap):
                for row in self._reader.rows(asked):
                    if row[0] not in self._seen:
                        self.traces.append(dict(zip(columns, row[1:], strict=True)))

    def _indexes(self) -> list[str]:
        """Return the indexes of what must be unique beside the primary key: numbers, as a rule."""
        listed = self._reader.all(f'PRAGMA index_list("{self._name}")')
        return [str(index) for _, index, _, origin, _ in listed if origin == "u"]

    def _between(self, low: int, high: int) -> Iterator[Values]:
        """Yield the readable rows of a stretch by halving it around its gaps."""
        before, places = self._gaps, [1 << power for power in range(high.bit_length())]
        for rowid in places if not self._seen else ():
            yield from self._run(_ONE, rowid)
        # Where every place fails, the way to all of them is gone.
        stretches = [] if self._gaps - before == len(places) else [(low, high)]
        while stretches and self._gaps < _MOST_GAPS:
            low, high = stretches.pop()
            if low == high:
                yield from self._run(_ONE, low)
                continue
            before, last = self._gaps, low - 1
            for row in self._run("NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid", low, high):
                last = row[0]
                yield row
            if self._gaps > before and last < high:
                middle = (last + 1 + high) // 2
                stretches += [(middle + 1, high)] if middle < high else []
                stretches.append((last + 1, middle))
