"""The search index over all nouns: by name, by sound, by code, from the first character on.

Beginnings are found in `search_key`, a B-tree of names, pinyin and codes (and of codes read backwards, for the last
digits of a number); anything further inside a text by FTS5. Both take about a millisecond among a million entries.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass

from sqlalchemy import Connection

from creditdesk.vault import words
from creditdesk.vault.index_row import LONGEST_KEY, LONGEST_SOUND, TAIL, Entry, Row, row_of

_SHORTEST_TAIL = 4
# An entry's number is its noun's number times this, plus a count: all of one noun is a range of rowids.
_NOUN_SPACE = 1 << 40
_HIGHEST = "\U0010ffff"
# One entry can hold a beginning several times, as a name, as initials and in full pinyin.
_KEYS_PER_ENTRY = 4

_STORED = "SELECT number, id, title, keys, words, initials FROM search_entry WHERE noun = ? AND id = ?"
_BEGINNINGS = """
    SELECT k.key, e.number, n.noun, e.id, e.title FROM search_key k
    JOIN search_entry e ON e.number = k.entry JOIN search_noun n ON n.number = k.noun
    WHERE k.noun = ? AND k.key >= ? AND k.key < ? ORDER BY k.key LIMIT ?"""
_INSIDES = """
    SELECT e.number, n.noun, e.id, e.title FROM search_text t
    JOIN search_entry e ON e.number = t.rowid JOIN search_noun n ON n.number = e.noun
    WHERE t.search_text MATCH ? AND t.rowid >= ? AND t.rowid < ? LIMIT ?"""


@dataclass(frozen=True)
class Hit:
    """A thing that was found, with the title it was indexed under."""

    noun: str
    id: str
    title: str


def put(
    connection: Connection, noun: str, thing_id: str, title: str, texts: Sequence[str] = (), codes: Sequence[str] = ()
) -> None:
    """Index a thing under its title, further texts and codes, in place of what was indexed for it before."""
    row = row_of(Entry(noun, thing_id, title, texts, codes))
    number = _noun_number(connection, noun)
    old = _stored(connection, number, thing_id)
    if old is None:
        _insert(connection, number, _next_number(connection, number), row)
    elif old[1] != row:
        _remove(connection, number, *old)
        _insert(connection, number, old[0], row)


def drop(connection: Connection, noun: str, thing_id: str) -> None:
    """Take a thing out of the index for good; one that is not there is left alone."""
    number = _noun_number(connection, noun)
    old = _stored(connection, number, thing_id)
    if old is not None:
        _remove(connection, number, *old)


def rebuild(connection: Connection, entries: Iterable[Entry]) -> None:
    """Empty the whole index, even a damaged one, and fill it again from these entries."""
    connection.exec_driver_sql("INSERT INTO search_text (search_text) VALUES ('delete-all')")
    for table in ("search_key", "search_entry", "search_noun"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 -- the three names above
    for entry in entries:
        put(connection, entry.noun, entry.id, entry.title, entry.texts, entry.codes)


def find(connection: Connection, text: str, noun: str | None = None, limit: int = 50) -> tuple[Hit, ...]:
    """Return what matches: exactly, then from the beginning, then by the last digits, then anywhere inside.

    Words with spaces between them must all occur. Without a noun all nouns are searched.
    """
    terms = [term for term in map(words.normalised, text.split()) if term]
    if not terms:
        return ()
    nouns = _noun_numbers(connection, noun)
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
    rows = [
        row
        for noun in nouns
        for row in connection.exec_driver_sql(
            _BEGINNINGS, (noun, start, start + _HIGHEST, limit * _KEYS_PER_ENTRY)
        ).all()
    ]
    # The shortest possible key is the exact one, so the order of the keys puts it first.
    rows.sort(key=lambda row: str(row.key))
    return ((row.number, Hit(row.noun, row.id, row.title)) for row in rows)


def _insides(connection: Connection, terms: list[str], nouns: list[int], limit: int) -> Iterator[tuple[int, Hit]]:
    match = " AND ".join(f"{_columns(term)} : {words.phrase(term)}" for term in terms)
    lowest, highest = min(nouns, default=0), max(nouns, default=0) + 1
    bounds = (lowest * _NOUN_SPACE, highest * _NOUN_SPACE)
    for row in connection.exec_driver_sql(_INSIDES, (match, *bounds, limit)).all():
        yield row.number, Hit(row.noun, row.id, row.title)


def _columns(term: str) -> str:
    return "{words initials}" if term.isascii() and term.isalpha() else "words"


def _stored(connection: Connection, noun: int, thing_id: str) -> tuple[int, Row] | None:
    found = connection.exec_driver_sql(_STORED, (noun, thing_id)).one_or_none()
    return None if found is None else (int(found[0]), Row(*found[1:]))


def _insert(connection: Connection, noun: int, number: int, row: Row) -> None:
    connection.exec_driver_sql(
        "INSERT INTO search_entry (number, noun, id, title, keys, words, initials) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, noun, *astuple(row)),
    )
    connection.exec_driver_sql(
        "INSERT INTO search_text (rowid, words, initials) VALUES (?, ?, ?)", (number, row.words, row.initials)
    )
    if row.key_list():
        connection.exec_driver_sql(
            "INSERT INTO search_key (noun, key, entry) VALUES (?, ?, ?)",
            [(noun, key, number) for key in row.key_list()],
        )


def _remove(connection: Connection, noun: int, number: int, row: Row) -> None:
    # FTS5 must be told the very words it once indexed, or it would keep them.
    connection.exec_driver_sql(
        "INSERT INTO search_text (search_text, rowid, words, initials) VALUES ('delete', ?, ?, ?)",
        (number, row.words, row.initials),
    )
    for key in row.key_list():
        connection.exec_driver_sql(
            "DELETE FROM search_key WHERE noun = ? AND key = ? AND entry = ?", (noun, key, number)
        )
    connection.exec_driver_sql("DELETE FROM search_entry WHERE number = ?", (number,))


def _noun_number(connection: Connection, noun: str) -> int:
    numbers = _noun_numbers(connection, noun)
    if not numbers:
        connection.exec_driver_sql("INSERT INTO search_noun (noun) VALUES (?)", (noun,))
        numbers = _noun_numbers(connection, noun)
    return numbers[0]


def _noun_numbers(connection: Connection, noun: str | None) -> list[int]:
    rows = connection.exec_driver_sql("SELECT number FROM search_noun WHERE noun = coalesce(?, noun)", (noun,))
    return [int(number) for number in rows.scalars()]


def _next_number(connection: Connection, noun: int) -> int:
    last = connection.exec_driver_sql(
        "SELECT max(number) FROM search_entry WHERE number >= ? AND number < ?",
        (noun * _NOUN_SPACE, (noun + 1) * _NOUN_SPACE),
    ).scalar_one()
    return noun * _NOUN_SPACE + 1 if last is None else int(last) + 1
