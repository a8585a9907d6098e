"""The journal's chain: what each row was before and after, sealed by the hash of the entry before it.

An entry about a person whose data were erased by law loses its personal words and keeps its hash, so that every hash
after it, and every head that was printed on a letter, stays what it was. Such an entry no longer fits its own hash: it
holds only when a later, intact entry of an erasure vouches for it, with its number, its hash and the hash of what is
left of it (`VOUCHED` in its result). So nobody can take words out, or change those that are left, without an entry that
says so. The salt that an entry was sealed with goes with its words: the hash that stays confirms no guess at them.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from creditdesk.models import Base, Draft, JournalEntry
from creditdesk.models.base import moment_text
from creditdesk.services.acts import Act, Changes, Result
from creditdesk.services.journal_rows import digest
from creditdesk.vault.opening import rows

GENESIS = "0" * 64
VOUCHED = "vouched"
"""In the result of an erasure: number, hash, and hash of what is left, of each entry that lost its personal words."""
VOUCHING = frozenset({"retention.erase", "retention.again", "salvage.done"})
"""The acts whose entries vouch for others."""
_SALT_BYTES = 16
_UNTOLD = (JournalEntry, Draft)
_COLUMNS = tuple(column.key for column in inspect(JournalEntry).column_attrs)
# Written past the session: an entry is never changed by it, and each act waits for this one row.
_ENTER = f"INSERT INTO journal ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 -- names


class Recorder:
    """Collects what a session inserts, changes and deletes, so that no act can forget to tell."""

    def __init__(self, session: Session) -> None:
        self.changes: list[dict[str, Any]] = []
        self.nouns: set[str] = set()
        event.listen(session, "after_flush", self._flushed)

    def _flushed(self, session: Session, context: UOWTransaction) -> None:
        told = [(row, _inserted(row)) for row in session.new]
        told += [(row, _changed(row)) for row in session.dirty if session.is_modified(row)]
        told += [(row, {"before": _values(row)}) for row in session.deleted]
        for row, change in told:
            self.nouns.add(row.__tablename__)
            if not isinstance(row, _UNTOLD):
                self.changes.append({"table": row.__tablename__, "id": _identity(row), **change})


def _identity(row: Base) -> str:
    return "/".join(str(part) for part in inspect(row).mapper.primary_key_from_instance(row))


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return digest(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _told(row: Base) -> Iterator[str]:
    return (column.key for column in inspect(row).mapper.column_attrs if column.columns[0].computed is None)


def _values(row: Base) -> dict[str, object]:
    return {key: _plain(getattr(row, key)) for key in _told(row) if getattr(row, key) is not None}


def _inserted(row: Base) -> dict[str, object]:
    return {"after": _values(row)}


def _changed(row: Base) -> dict[str, object]:
    before, after = {}, {}
    for key in _told(row):
        history = inspect(row).attrs[key].history
        if history.has_changes():
            before[key] = _plain(history.deleted[0]) if history.deleted else None
            after[key] = _plain(history.added[0]) if history.added else None
    return {"before": before, "after": after}


def words_of(entry: JournalEntry) -> list[Any]:
    """Return everything an entry says and the hash of the entry before it, in the order in which it is sealed."""
    return [
        entry.seq,
        entry.at.isoformat(timespec="milliseconds"),
        entry.officer_id,
        entry.officer_name,
        entry.act,
        entry.sentence,
        entry.once,
        entry.nouns,
        entry.result,
        entry.changes,
        entry.previous_hash,
        *([entry.salt] if entry.salt else []),
    ]


def seal(entry: JournalEntry) -> str:
    """Return the SHA-256 (hex) over what an entry says; docs/check-a-journal.md shows how anybody can do the same."""
    return hashlib.sha256(json.dumps(words_of(entry), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def head(session: Session) -> JournalEntry | None:
    """Return the newest entry."""
    return session.scalar(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1))


def head_hash(session: Session) -> str:
    """Return the hash of the newest entry, or the hash before the first one."""
    return end(session)[1]


def end(session: Session) -> tuple[int, str]:
    """Return the number and the hash of the newest entry without what it tells, which may be a whole import."""
    ends = rows(session.connection(), "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
    return ends[0] if ends else (0, GENESIS)


def write(a: Act, act_name: str, once: str | None, result: Result, recorder: Recorder) -> Changes:
    """Add the act's entry to the chain and return the Changes it tells of."""
    last, previous = end(a.session)
    nouns = sorted(recorder.nouns | {str(bulk["table"]) for bulk in a.bulk})
    entry = JournalEntry(
        seq=last + 1,
        at=a.now,
        officer_id=a.officer.id,
        officer_name=a.officer.name,
        act=act_name,
        sentence=a.sentence,
        once=once,
        nouns=nouns,
        result=result,
        changes=recorder.changes + a.bulk,
        previous_hash=previous,
        salt=secrets.token_hex(_SALT_BYTES),
    )
    # The time is sealed as it will be read back: UTC, milliseconds.
    entry.at = datetime.fromisoformat(entry.at.astimezone(UTC).isoformat(timespec="milliseconds"))
    entry.hash = seal(entry)
    a.session.connection().exec_driver_sql(_ENTER, tuple(_stored(getattr(entry, name)) for name in _COLUMNS))
    return answer(entry)


def _stored(value: object) -> object:
    """Return a value of an entry as its column keeps it."""
    if isinstance(value, datetime):
        return moment_text(value)
    return json.dumps(value) if isinstance(value, dict | list) else value


def answer(entry: JournalEntry) -> Changes:
    """Return the Changes that a journal entry tells of."""
    return Changes(frozenset(entry.nouns), entry.result, entry.sentence, entry.seq)


def repeated(session: Session, once: str) -> Changes | None:
    """Return the answer already given to an act with this idempotency key."""
    entry = session.scalar(select(JournalEntry).where(JournalEntry.once == once))
    return answer(entry) if entry else None


def broken_at(session: Session) -> int | None:
    """Walk the whole chain and return the sequence number of the first entry that does not hold, or None."""
    previous, expected = GENESIS, 1
    emptied: dict[int, tuple[str, str]] = {}
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.seq).execution_options(yield_per=500)):
        if entry.seq != expected or entry.previous_hash != previous:
            return expected
        if (sealed := seal(entry)) != entry.hash:
            emptied[entry.seq] = (entry.hash, sealed)
        else:
            _vouch(entry, emptied)
        previous, expected = entry.hash, expected + 1
        session.expunge(entry)
    return min(emptied, default=None)


def _vouch(entry: JournalEntry, emptied: dict[int, tuple[str, str]]) -> None:
    """Take the entries that an intact erasure vouches for off the list of those that do not hold."""
    for seq, original, left in entry.result.get(VOUCHED, []) if entry.act in VOUCHING else ():
        if emptied.get(seq) == (original, left):
            del emptied[seq]
