"""The search index over all nouns: by name, by sound, by code, from the first character on.

Beginnings are found in `search_key`, a B-tree of names, pinyin and codes (and of codes read backwards, for the last
digits of a number); anything further inside a text by FTS5. Both take about a millisecond among a million entries.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection

from creditdesk.vault import index_store, opening, words
from creditdesk.vault.index_row import LONGEST_KEY, LONGEST_SOUND, TAIL, Entry, Row, row_of
from creditdesk.vault.index_store import NOUN_SPACE

__all__ = ["Entry", "Hit", "drop", "find", "put", "put_all", "rebuild"]

_SHORTEST_TAIL = 4
_HIGHEST = "\U0010ffff"
# One entry can hold a beginning several times, as a name, as initials and in full pinyin.
_KEYS_PER_ENTRY = 4
# Entries written together by a rebuild, which must not hold a million in memory.
_AT_ONCE = 5000

_BEGINNINGS = """
    SELECT * FROM (
        SELECT k.key, e.number, n.noun, e.id, e.title FROM search_key k
        JOIN search_entry e ON e.number = k.entry JOIN search_noun n ON n.number = k.noun
        WHERE k.noun = ? AND k.key >= ? AND k.key < ? ORDER BY k.key LIMIT ?
    )"""
_INSIDES = """
    SELECT e.number, n.noun, e.id, e.title FROM search_text t
    JOIN search_entry e ON e.number = t.rowid JOIN search_noun n ON n.number = e.noun
    WHERE t.search_text MATCH ? AND t.rowid >= ? AND t.rowid < ? LIMIT ?"""


class Hit(NamedTuple):
    """A thing that was found, with the title it was indexed under."""

    noun: str
    id: str
    title: str


def put(connection: Connection, entry: Entry) -> None:
    """Index a thing in place of what was indexed for it before."""
    put_all(connection, [entry])


def put_all(connection: Connection, entries: Iterable[Entry], told: Callable[[], object] | None = None) -> None:
    """Index many things at once, as an import does; an identifier that comes twice is a ValueError.

    `told` is called every few hundred rows written; what it raises stops the work.
    """
    by_noun: dict[str, dict[str, Row]] = {}
    for entry in entries:
        rows = by_noun.setdefault(entry.noun, {})
        if entry.id in rows:
            raise ValueError(entry.id)
        rows[entry.id] = row_of(entry)
    for noun, rows in by_noun.items():
        index_store.put_rows(connection, index_store.noun_number(connection, noun), rows, told)


def drop(connection: Connection, noun: str, thing_id: str) -> None:
    """Take a thing out of the index for good; one that is not there is left alone."""
    for number in index_store.noun_numbers(connection, noun):
        index_store.drop_rows(connection, number, [thing_id])


def rebuild(connection: Connection, entries: Iterable[Entry]) -> None:
    """Empty the whole index, even one that differs, fill it again from these entries, and sort every B-tree again."""
    index_store.clear(connection)
    remaining = iter(entries)
    while some := list(islice(remaining, _AT_ONCE)):
        put_all(connection, some)
    connection.exec_driver_sql("REINDEX")


def find(connection: Connection, text: str, noun: str | None = None, limit: int = 50) -> tuple[Hit, ...]:
    """Return what matches: exactly, then from the beginning, then by the last digits, then anywhere inside.

    Words with spaces between them must all occur. Without a noun all nouns are searched.
    """
    terms = [term for term in map(words.normalised, text.split()) if term]
    if not terms:
        return ()
    nouns = index_store.noun_numbers(connection, noun)
    whole = "".join(terms)
    found: dict[int, Hit] = {}
    for stage in (
        _beginnings(connection, whole, nouns, limit),
        _tails(connection, whole, nouns, limit),
        _insides(connection, terms, nouns, limit),
    ):
        for number, hit in stage:
            if len(found) == limit:
                return tuple(found.values())
            found.setdefault(number, hit)
    return tuple(found.values())


def _beginnings(connection: Connection, whole: str, nouns: list[int], limit: int) -> Iterator[tuple[int, Hit]]:
    longest = LONGEST_SOUND if whole.isascii() and whole.isalpha() else LONGEST_KEY
    return _keys_from(connection, whole[:longest], nouns, limit)


def _tails(connection: Connection, whole: str, nouns: list[int], limit: int) -> Iterator[tuple[int, Hit]]:
    if len(whole) >= _SHORTEST_TAIL:
        yield from _keys_from(connection, TAIL + whole[::-1][:LONGEST_KEY], nouns, limit)


def _keys_from(connection: Connection, start: str, nouns: list[int], limit: int) -> Iterator[tuple[int, Hit]]:
    # One question for all nouns, each of which has its own stretch of the index.
    question = " UNION ALL ".join([_BEGINNINGS] * len(nouns))
    values = [each for noun in nouns for each in (noun, start, start + _HIGHEST, limit * _KEYS_PER_ENTRY)]
    found = opening.rows(connection, question, values) if nouns else []
    # The shortest possible key is the exact one, so the order of the keys puts it first.
    found.sort(key=itemgetter(0))
    return ((number, Hit(*told)) for _key, number, *told in found)


def _insides(connection: Connection, terms: list[str], nouns: list[int], limit: int) -> Iterator[tuple[int, Hit]]:
    match = " AND ".join(f"{_columns(term)} : {words.phrase(term)}" for term in terms)
    lowest, highest = min(nouns, default=0), max(nouns, default=0) + 1
    bounds = (lowest * NOUN_SPACE, highest * NOUN_SPACE)
    for number, *told in opening.rows(connection, _INSIDES, (match, *bounds, limit)):
        yield number, Hit(*told)


def _columns(term: str) -> str:
    return "{words initials}" if term.isascii() and term.isalpha() else "words"
