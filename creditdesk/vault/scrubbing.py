"""What was deleted leaves the file too: written anew from the rows that are there, with an empty log behind it.

`secure_delete` overwrites a row with zeros where it stood. Copies of it can still stand in pages that were divided or
joined meanwhile, and in the write-ahead log. VACUUM writes every page anew, and the log is then folded in and cut.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from sqlalchemy import Engine
from sqlcipher3 import dbapi2

from creditdesk.vault import opening
from creditdesk.vault.backup import Progress
from creditdesk.vault.faults import problem_of

_OPTIMISE = "INSERT INTO search_text (search_text) VALUES ('optimize')"
_LOOK = 0.1  # seconds between two looks at how much is written


def scrub(engine: Engine, database: Path, progress: Progress | None = None) -> bool:
    """Write the database anew; tells whether the log is empty too, which a long reading by somebody else prevents.

    `progress(done, total)` counts the new pages, which all go to the log first; what it raises stops the writing as
    long as the rows are gathered, and the database stays as it was.
    """
    opening.checkpoint(engine)
    connection = engine.raw_connection()
    try:
        driver = connection.driver_connection
        if driver is None:
            raise RuntimeError("the connection is closed")
        pages = int(driver.execute("PRAGMA page_count").fetchone()[0])
        # SQLite tells nothing on the way, so that somebody else has to look at the log.
        with ThreadPoolExecutor(1) as beside:
            work = beside.submit(_write_anew, driver, database)
            if progress is not None:
                _watch(work, driver, database, pages, progress)
            work.result()
    finally:
        connection.close()
    return opening.checkpoint(engine)


def _write_anew(driver: dbapi2.Connection, database: Path) -> None:
    try:
        # FTS5 merges its own pages, so that none keeps what a later one takes back.
        driver.execute(_OPTIMISE)
        driver.execute("VACUUM")
    except (dbapi2.Error, MemoryError) as error:
        raise problem_of(error, database, sound=opening.is_sound(driver)) or error from error


def _watch(work: Future[None], driver: dbapi2.Connection, database: Path, pages: int, progress: Progress) -> None:
    log = database.with_name(f"{database.name}-wal")
    try:
        while not wait([work], _LOOK).done:
            written = log.stat().st_size // opening.PAGE_BYTES if log.exists() else 0
            progress(min(written, pages - 1), pages)
        progress(pages, pages)
    except BaseException:
        driver.interrupt()
        raise
