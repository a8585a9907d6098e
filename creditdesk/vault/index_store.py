"""The rows of the search index: written, forgotten and numbered together, so that its three tables agree."""

import json
from collections.abc import Callable, Sequence
from itertools import count
from operator import itemgetter

from sqlalchemy import Connection

from creditdesk.vault import opening
from creditdesk.vault.index_row import Row

NOUN_SPACE = 1 << 40
"""An entry's number is its noun's number times this, plus a count: all of one noun is a range of rowids."""

# Rows written between two looks at whether the officer still wants them.
_AT_ONCE = 2000

_STORED = """
    SELECT number, id, title, keys, words, initials FROM search_entry
    WHERE noun = ? AND id IN (SELECT value FROM json_each(?))"""
_LAST = "SELECT max(number) FROM search_entry WHERE number >= ? AND number < ?"
_FORGET = "INSERT INTO search_text (search_text, rowid, words, initials) VALUES ('delete', ?, ?, ?)"
_ENTER = "INSERT INTO search_entry VALUES (?, ?, ?, ?, ?, ?, ?)"
# One statement for many rows does not go back and forth between SQLite and Python for each of them.
_TEXTS = """
    INSERT INTO search_text (rowid, words, initials) SELECT number, words, initials FROM search_entry
    WHERE number IN (SELECT value FROM json_each(?))"""
# In the order of the B-tree, which is twice as fast for an import.
_KEYS = """
    INSERT INTO search_key (noun, key, entry) SELECT e.noun, k.value, e.number FROM search_entry e, json_each(e.keys) k
    WHERE e.number IN (SELECT value FROM json_each(?)) ORDER BY e.noun, k.value"""


def put_rows(connection: Connection, noun: int, rows: dict[str, Row], told: Callable[[], object] | None = None) -> None:
    """Keep these rows of one noun, keyed by their identifiers; what is already kept word for word stays untouched."""
    stored = _stored(connection, noun, list(rows))
    same = {row.id for _, row in stored if rows[row.id] == row}
    if len(same) == len(rows):
        return
    _remove(connection, noun, [each for each in stored if each[1].id not in same])
    numbers = {row.id: number for number, row in stored}
    new = count(_next_number(connection, noun))
    fresh = [(numbers.get(row.id) or next(new), row) for row in rows.values() if row.id not in same]
    # FTS5 gathers what comes in the order of its numbers, and writes all it has gathered at each step back.
    _insert(connection, noun, sorted(fresh, key=itemgetter(0)), told)


def drop_rows(connection: Connection, noun: int, ids: list[str]) -> None:
    """Forget these things of one noun for good; those not there are left alone."""
    _remove(connection, noun, _stored(connection, noun, ids))


def clear(connection: Connection) -> None:
    """Empty the whole index, even a damaged one."""
    connection.exec_driver_sql("INSERT INTO search_text (search_text) VALUES ('delete-all')")
    for table in ("search_key", "search_entry", "search_noun"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 -- the three names above


def _stored(connection: Connection, noun: int, ids: list[str]) -> list[tuple[int, Row]]:
    found = opening.rows(connection, _STORED, (noun, json.dumps(ids)))
    return sorted(((int(number), Row(*texts)) for number, *texts in found), key=itemgetter(0))


def _insert(connection: Connection, noun: int, rows: list[tuple[int, Row]], told: Callable[[], object] | None) -> None:
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        entries = [(number, noun, row.id, row.title, row.keys, row.words, row.initials) for number, row in some]
        connection.exec_driver_sql(_ENTER, entries)
        for statement in (_TEXTS, _KEYS):
            connection.exec_driver_sql(statement, (json.dumps([number for number, _ in some]),))
            if told is not None:
                told()


def _remove(connection: Connection, noun: int, rows: list[tuple[int, Row]]) -> None:
    # FTS5 must be told the very words it once indexed, or it would keep them.
    keys = [(noun, key, number) for number, row in rows for key in row.key_list()]
    _each(connection, _FORGET, [(number, row.words, row.initials) for number, row in rows])
    _each(connection, "DELETE FROM search_key WHERE noun = ? AND key = ? AND entry = ?", keys)
    _each(connection, "DELETE FROM search_entry WHERE number = ?", [(number,) for number, _ in rows])


def _each(connection: Connection, statement: str, parameters: Sequence[tuple[object, ...]]) -> None:
    if parameters:
        connection.exec_driver_sql(statement, list(parameters))


def noun_number(connection: Connection, noun: str) -> int:
    """Return the number of a noun, giving it one the first time."""
    numbers = noun_numbers(connection, noun)
    if not numbers:
        connection.exec_driver_sql("INSERT INTO search_noun (noun) VALUES (?)", (noun,))
        numbers = noun_numbers(connection, noun)
    return numbers[0]


def noun_numbers(connection: Connection, noun: str | None) -> list[int]:
    """Return the number of a noun, or of all nouns; none for one that was never indexed."""
    found = opening.rows(connection, "SELECT number FROM search_noun WHERE noun = coalesce(?, noun)", (noun,))
    return [int(number) for (number,) in found]


def _next_number(connection: Connection, noun: int) -> int:
    [(last,)] = opening.rows(connection, _LAST, (noun * NOUN_SPACE, (noun + 1) * NOUN_SPACE))
    return noun * NOUN_SPACE + 1 if last is None else int(last) + 1
