"""The journal's chain: what each row was before and after, sealed by the hash of the entry before it.

An entry about a person whose data were erased by law loses its personal words and keeps its hash, so that every hash
after it, and every head that was printed on a letter, stays what it was. Such an entry no longer fits its own hash: it
holds only when a later, intact entry of an erasure vouches for it, with its number, its hash and the hash of what is
left of it (`VOUCHED` in its result). So nobody can take words out, or change those that are left, without an entry that
says so. The salt that an entry was sealed with goes with its words: the hash that stays confirms no guess at them.

Entries that a damaged page took and no backup brought back leave a gap in the numbers. It holds in the same way: only
when the entry of the salvage that found them missing vouches for it, with its first and last number, the hash before
it and the hash that the entry behind it follows.
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
Gap = tuple[int, int]
"""The first and the last number of entries that are missing."""
VOUCHED = "vouched"
"""In the result of an erasure: number, hash, and hash of what is left, of each entry that lost its personal words.

In the result of a salvage also of each gap: first number, last number, the hash before, and the one followed behind.
"""
SALVAGE = "salvage.done"
VOUCHING = frozenset({"retention.erase", "retention.again", SALVAGE})
"""The acts whose entries vouch for others."""
_SALT_BYTES, _GAP_PARTS = 16, 4
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
        seq=max(last, a.after_entry) + 1,
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
    doubted: dict[int, list[Any]] = {}
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.seq).execution_options(yield_per=500)):
        if entry.seq > expected:
            doubted[expected] = [entry.seq - 1, previous, entry.previous_hash]
        elif entry.previous_hash != previous:
            return expected
        if (sealed := seal(entry)) != entry.hash:
            doubted[entry.seq] = [entry.hash, sealed]
        else:
            _vouch(entry, doubted)
        previous, expected = entry.hash, entry.seq + 1
        session.expunge(entry)
    return min(doubted, default=None)


def gaps(session: Session, last: int) -> list[list[Any]]:
    """Return what vouches for the entries that are missing up to number `last`, one list for each gap."""
    found, seq, sealed = [], 0, GENESIS
    for number, previous, own in rows(
        session.connection(), "SELECT seq, previous_hash, hash FROM journal ORDER BY seq"
    ):
        if number > seq + 1:
            found.append([seq + 1, number - 1, sealed, previous])
        seq, sealed = number, own
    return [*found, [seq + 1, last, sealed, sealed]] if last > seq else found


def vouched_gaps(session: Session) -> list[Gap]:
    """Return first and last number of each gap that a salvage vouches for."""
    told = session.scalars(select(JournalEntry.result).where(JournalEntry.act == SALVAGE))
    found = {(each[0], each[1]) for result in told for each in result.get(VOUCHED, []) if len(each) == _GAP_PARTS}
    return sorted(found)


def _vouch(entry: JournalEntry, doubted: dict[int, list[Any]]) -> None:
    """Take what an intact entry vouches for off the list of what does not hold."""
    for first, *told in entry.result.get(VOUCHED, []) if entry.act in VOUCHING else ():
        if doubted.get(first) == told:
            del doubted[first]
