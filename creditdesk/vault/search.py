"""The search index over all nouns: by name, by sound, by code, from the first character on.

Beginnings are found in `search_key`, a B-tree of names, pinyin and codes (and of codes read backwards, for the last digits
of a number); anything further inside a text by FTS5. Both answer among a million entries in about a millisecond.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from creditdesk.vault import words
from creditdesk.vault.pinyin import readings

_LONGEST_KEY = 40
_LONGEST_SOUND = 20
_SHORTEST_TAIL = 4
# Sorts before every letter and cannot occur in a normalised text.
_TAIL = "<"
# A token that no text contains keeps a phrase from running over from one text into the next.
_BETWEEN = " ※ "
_NOUN_SHIFT = 40
_HIGHEST = "\U0010ffff"


@dataclass(frozen=True)
class Entry:
    """A thing to be found: by any part of its title or texts, by the beginning or the end of its codes."""

    noun: str
    id: str
    title: str
    texts: Sequence[str] = ()
    codes: Sequence[str] = ()


@dataclass(frozen=True)
class Hit:
    """A thing that was found, with the title it was indexed under."""

    noun: str
    id: str
    title: str


def put(
    connection: Connection, noun: str, id: str, title: str, texts: Sequence[str] = (), codes: Sequence[str] = ()
) -> None:
    """Index a thing under its title, further texts and codes, in place of what was indexed for it before."""
    number = _noun_number(connection, noun)
    row = _row(Entry(noun, id, title, texts, codes))
    old = _stored(connection, number, id)
    if old and old[1:] == row:
        return
    if old:
        _remove(connection, number, old)
    entry = old[0] if old else _next_number(connection, number)
    _insert(connection, number, entry, id, row)


def drop(connection: Connection, noun: str, id: str) -> None:
    """Take a thing out of the index for good; one that is not there is left alone."""
    number = _noun_number(connection, noun)
    old = _stored(connection, number, id)
    if old:
        _remove(connection, number, old)


def rebuild(connection: Connection, entries: Iterable[Entry]) -> None:
    """Empty the whole index, even a damaged one, and fill it again from these entries."""
    connection.exec_driver_sql("INSERT INTO search_text (search_text) VALUES ('delete-all')")
    for table in ("search_key", "search_entry", "search_noun"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 -- the three names above
    for entry in entries:
        put(connection, entry.noun, entry.id, entry.title, entry.texts, entry.codes)


def find(connection: Connection, text: str, noun: str | None = None, limit: int = 50) -> tuple[Hit, ...]:
    """Return what matches: first exactly, then from the beginning, then by the last digits, then anywhere inside.

    Words with spaces between them must all occur. Without a noun all nouns are searched.
    """
    whole = words.normalised(text)
    if not whole:
        return ()
    nouns = _nouns(connection, noun)
    found: dict[int, Hit] = {}
    for search in (_beginnings, _tails, _insides):
        if len(found) < limit:
            found.update({number: hit for number, hit in search(connection, text, nouns, limit) if number not in found})
    return tuple(found.values())[:limit]


def fault(connection: Connection, sources: Mapping[str, str]) -> str:
    """Return what is wrong with the index as a sentence, or nothing.

    FTS5 is compared with the stored words, the keys with the stored keys, and the things of each noun with the SELECT of
    their identifiers in `sources`. A damaged FTS5 index is a Problem.
    """
    connection.exec_driver_sql("INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)")
    stray = connection.exec_driver_sql(_STRAY_KEYS).scalar_one()
    stray += sum(_differences(connection, noun, select) for noun, select in sources.items())
    return f"搜索索引有 {stray} 处与数据不一致，请重建搜索索引。" if stray else ""


_STRAY_KEYS = """
    SELECT (SELECT count(*) FROM search_entry e, json_each(e.keys) k WHERE NOT EXISTS
            (SELECT 1 FROM search_key s WHERE s.noun = e.noun AND s.key = k.value AND s.entry = e.number))
         + (SELECT count(*) FROM search_key) - (SELECT total(json_array_length(keys)) FROM search_entry)"""
_DIFFERENCES = """
    WITH indexed AS (SELECT id FROM search_entry WHERE noun = ?), kept AS ({select})
    SELECT (SELECT count(*) FROM (SELECT * FROM indexed EXCEPT SELECT * FROM kept))
         + (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM indexed))"""
_BEGINNINGS = """
    SELECT k.key, e.number, e.id, e.title FROM search_key k JOIN search_entry e ON e.number = k.entry
    WHERE k.noun = ? AND k.key >= ? AND k.key < ? ORDER BY k.key LIMIT ?"""
_INSIDES = """
    SELECT number, noun, id, title FROM search_entry
    WHERE number IN (SELECT rowid FROM search_text WHERE search_text MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?)"""
