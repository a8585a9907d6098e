"""Is a database whole, as SQLite itself checks it, with the work spread over the processors.

`integrity_check` of a whole database runs on one processor. It is `quick_check` of the whole, which opens every page
that is in use and counts that each is used once, and `integrity_check` of each table, which holds the table against its
indexes. Every page that is opened is held against its seal. What neither opens are the pages that are free. Of a small
database the whole is asked at once: that takes a third of the time.
"""

from concurrent.futures import Future

from creditdesk.vault.asking import Asking, Rows

SEALS = "PRAGMA cipher_integrity_check"
"""Holds every page against its seal, free ones too; a row for each that differs."""
RELATIONS = "PRAGMA foreign_key_check"
"""Looks for what every row points to; a row for each that points nowhere."""

# The tables with the most indexes take longest and are begun first. The text index, which has no pages of its own but
# those of tables beside it, is compared with itself within `quick_check` already.
_TABLES = """
    SELECT name FROM sqlite_master t WHERE type = 'table' AND rootpage > 0
    ORDER BY (SELECT count(*) FROM sqlite_master i WHERE i.type = 'index' AND i.tbl_name = t.name) DESC"""
_FINE = [("ok",)]


def structure(asking: Asking) -> list[Future[Rows]]:
    """Ask for everything that `faults` needs to know."""
    if asking.at_once == 1:
        return [asking.ask("PRAGMA integrity_check")]
    names = asking.ask(_TABLES).result()
    return [
        asking.ask("PRAGMA quick_check"),
        *(asking.ask(f'PRAGMA integrity_check("{name}")') for (name,) in names),
    ]


def faults(answers: list[Future[Rows]]) -> int:
    """Return how many faults of structure there are; a damaged page is a Problem."""
    return sum(len(rows) for rows in (each.result() for each in answers) if rows != _FINE)


def free_pages(asking: Asking) -> list[Future[Rows]]:
    """Ask for the seals of pages where some are free, which no check of the structure opens."""
    free = asking.ask("PRAGMA freelist_count").result()[0][0]
    return [asking.ask(SEALS)] if free else []
