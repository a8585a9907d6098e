"""The one place that opens an encrypted database: key first, then the settings every connection lives by."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import PoolProxiedConnection, QueuePool
from sqlalchemy.util import LRUCache
from sqlcipher3 import _sqlite3, dbapi2

from creditdesk.vault.faults import Damaged, damaged, problem_of, translate

LIBRARY: str = _sqlite3.__file__
"""The file of SQLCipher's library, for whoever looks below it."""

PAGE_BYTES = 4096
"""SQLCipher's page size; a whole database is a multiple of it."""

SOUND = ("1",)
"""What `PRAGMA cipher_status` says of a connection that met no damaged page."""

_BUSY_MILLISECONDS = 5000
_READERS = 4
# SQLite's own 2 MB do not hold the pages of all indexes through an import: each is written, read and decrypted again.
_WRITER_CACHE_KIB, _READER_CACHE_KIB = 32 * 1024, 8 * 1024
_ROOM_TO_READ = f"PRAGMA cache_size = -{_READER_CACHE_KIB}"

# SQLCipher would write its own log, in English and with page numbers, to the terminal.
_QUIET = "PRAGMA cipher_log_level = NONE"
# cipher_memory_security stays off, as SQLCipher ships it since 4.5. Its own keys and buffers it wipes and locks either
# way; the setting would do so with every block of SQLite's, which made writes 7 to 20 times and reads up to 8 times
# slower, while the rows it guards are copied into Python's heap at once, where nothing wipes them. `privacy.py` keeps
# the whole process's memory out of dumps instead.
_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}",
)


_PATH = "desk_database"
"""The option in which an engine keeps the path of its database, for the sentence about an error."""

# A desk has two engines, and a rehearsal or a restore opens another desk: each statement is put into SQL once for all.
_COMPILED: LRUCache[Any, Any] = LRUCache(500)


@dataclass(repr=False)
class DeskKey:
    """A desk's raw 256-bit key, and the desk's identifier, which is also the salt at the head of its databases."""

    desk_id: str
    key: bytearray

    def pragma(self) -> str:
        """Return the statement that keys a connection; RuntimeError after `forget`."""
        if not any(self.key):
            raise RuntimeError("the desk is closed")
        return f"PRAGMA key = \"x'{self.key.hex()}{self.desk_id}'\""

    def forget(self) -> None:
        """Overwrite the key; copies Python made meanwhile are beyond reach, and end with the process."""
        self.key[:] = bytes(len(self.key))


def connect(path: Path, key: DeskKey, *, query_only: bool = False) -> dbapi2.Connection:
    """Open a database with its key; a wrong key, damage or a full disk is a Problem. Transactions are the caller's."""
    cache = _ROOM_TO_READ if query_only else f"PRAGMA cache_size = -{_WRITER_CACHE_KIB}"
    return _keyed(str(path), path, key, *_SETTINGS, cache, *(["PRAGMA query_only = ON"] if query_only else []))


def connect_unlogged(path: Path, key: DeskKey) -> dbapi2.Connection:
    """Make a database that is worthless until it is whole: neither a log nor a wait for the disk on the way."""
    return _keyed(str(path), path, key, "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF")


def connect_still(path: Path, key: DeskKey) -> dbapi2.Connection:
    """Open for reading a database that nobody writes, such as a backup; nothing appears beside it."""
    return _keyed(f"{path.absolute().as_uri()}?immutable=1", path, key, "PRAGMA query_only = ON", uri=True)


def connect_damaged(path: Path, key: DeskKey) -> dbapi2.Connection:
    """Open a copy for reading whose pages may be damaged or missing; a beginning that is damaged is a Problem."""
    uri = f"{path.absolute().as_uri()}?immutable=1"
    # Else SQLite would refuse a whole database that is shorter than its header says.
    return _keyed(uri, path, key, "PRAGMA query_only = ON", "PRAGMA writable_schema = ON", uri=True)


def fold_log(path: Path, key: DeskKey) -> None:
    """Bring the write-ahead log of a copy that may be damaged into it, as far as the log is whole."""
    connection = _keyed(str(path), path, key, "PRAGMA writable_schema = ON")
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _keyed(name: str, path: Path, key: DeskKey, *settings: str, uri: bool = False) -> dbapi2.Connection:
    connection = dbapi2.connect(name, isolation_level=None, check_same_thread=False, uri=uri)
    try:
        for statement in (_QUIET, key.pragma(), *settings):
            connection.execute(statement)
        # The key is tried by the first page that is read.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.Error as error:
        connection.close()
        raise problem_of(error, path) or error from error
    return connection


def writer_engine(path: Path, key: DeskKey) -> Engine:
    """Return the engine of the one writing connection; each transaction takes the write lock when it begins."""
    return _engine(path, key, "BEGIN IMMEDIATE", query_only=False, connections=1)


def barred_engine(path: Path, key: DeskKey) -> Engine:
    """Return what stands for the writing connection where nothing may be written."""
    return _engine(path, key, "BEGIN", query_only=True, connections=1)


def reader_engine(path: Path, key: DeskKey) -> Engine:
    """Return the engine for reading: each transaction sees one unchanging state and can write nothing."""
    return _engine(path, key, "BEGIN", query_only=True, connections=_READERS)


def _engine(path: Path, key: DeskKey, begin: str, *, query_only: bool, connections: int) -> Engine:
    common = _common()
    pool = QueuePool(
        lambda: connect(path, key, query_only=query_only),
        pool_size=connections,
        max_overflow=0,
        # The connection used last has the pages of the last questions in its cache.
        use_lifo=True,
        dialect=common.dialect,
    )
    options = {"compiled_cache": _COMPILED, _PATH: path}
    engine = Engine(pool, common.dialect, common.url, execution_options=options)

    def begin_transaction(connection: Connection) -> None:
        # The driver is in autocommit mode, so that this is the only BEGIN there is.
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", begin_transaction)
    event.listen(engine, "commit", lambda connection: require_sound(connection, path))
    return engine


@cache
def _common() -> Engine:
    """Return an engine without a database, whose dialect all others share."""
    common = create_engine("sqlite://", module=dbapi2)
    common.connect().close()
    event.listen(common, "handle_error", _put_into_words)
    return common


def _put_into_words(context: ExceptionContext) -> None:
    if context.engine is not None:
        sound = context.connection is None or _pooled_sound(context.connection.connection)
        translate(context, context.engine.get_execution_options()[_PATH], sound=sound)


def require_sound(connection: Connection, path: Path) -> None:
    """Refuse what was read within a transaction where a page on the way was damaged; takes microseconds.

    Of the damaged last page of a long value SQLCipher hands out zeros once, without an error: that comes with the next
    page only.
    """
    if not _pooled_sound(connection.connection):
        # It would refuse every page from now on.
        connection.invalidate()
        raise damaged(path)


def _pooled_sound(connection: PoolProxiedConnection) -> bool:
    driver = connection.driver_connection
    return driver is None or is_sound(driver)


def is_sound(connection: Any) -> bool:
    """Tell whether a connection of the driver met no damaged page so far."""
    return bool(connection.execute("PRAGMA cipher_status").fetchone() == SOUND)


def rows(connection: Connection, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a small question as plain tuples, within the connection's transaction.

    It goes past SQLAlchemy, whose own work on a statement takes longer than what an index needs to answer it.
    """
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    try:
        return list(driver.execute(sql, values))
    except dbapi2.Error:
        # Asked again in the usual way, which puts every fault into words.
        connection.exec_driver_sql(sql, values if isinstance(values, dict) else tuple(values))
        raise


def answer(engine: Engine, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of one small question that needs no transaction around it, as `rows` does."""
    path: Path = engine.get_execution_options()[_PATH]
    connection = engine.raw_connection()
    try:
        found = list(connection.cursor().execute(sql, values))
    except dbapi2.Error as error:
        problem = problem_of(error, path, sound=_pooled_sound(connection))
        if isinstance(problem, Damaged):
            connection.invalidate()
        raise problem or error from error
    else:
        if not _pooled_sound(connection):
            connection.invalidate()
            raise damaged(path)
        return found
    finally:
        connection.close()


@contextmanager
def without_relations(writer: Engine) -> Iterator[None]:
    """Let rows be written whose relations are not there yet, or never again; whoever does so checks them afterwards."""
    _relations(writer, "OFF")
    try:
        yield
    finally:
        _relations(writer, "ON")


def _relations(writer: Engine, state: str) -> None:
    connection = writer.raw_connection()
    try:
        # Past SQLAlchemy, because the setting does nothing inside a transaction.
        connection.cursor().execute(f"PRAGMA foreign_keys = {state}")
    finally:
        connection.close()


def leave_log(*engines: Engine) -> None:
    """Let the connections end without folding the log into a database that somebody else took over.

    SQLite does that when the last connection closes, and stops where it is interrupted.
    """
    for engine in engines:
        event.listen(engine.pool, "close", lambda connection, _record: connection.interrupt())


def checkpoint(engine: Engine) -> bool:
    """Fold the write-ahead log into the database and empty it, unless somebody reads; tells whether it is empty.

    On a full or failing disk the log stays as it is: it has every act, and is played when the desk is opened next.
    """
    connection = engine.raw_connection()
    try:
        # Past SQLAlchemy, because a checkpoint cannot run inside a transaction.
        busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except dbapi2.Error as error:
        if problem_of(error, Path()) is None:
            raise
        return False
    else:
        return not busy
    finally:
        connection.close()
