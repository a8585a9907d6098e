"""Rows that could not be read of a damaged database, taken from a backup as the journal tells they became since.

Rows are copied as the database keeps them, past the models: relations may point to what is not there yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from creditdesk.models import Base, Draft, PackageProposalRow
from creditdesk.services import journal_replay
from creditdesk.services.journal_replay import Since
from creditdesk.services.journal_rows import Row
from creditdesk.vault.salvage import Saved

JOURNAL = "journal"
_GOING = frozenset({Draft.__tablename__, PackageProposalRow.__tablename__})
"""Tables whose rows go without a word in the journal."""
_UNTOLD = _GOING | {JOURNAL}
"""Tables of whose rows the journal tells nothing."""

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Filled:
    """What became of one table: rows salvaged, rows brought back, and how many are missing still (None: unknown).

    `lost` are the missing ones as far as they are known, as the journal identifies them.
    """

    table: str
    kept: int
    brought: int
    missing: int | None
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Table:
    """One table in the database that is filled: its columns without the generated ones, and its primary key."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def keys(self, connection: Connection) -> Iterator[Key]:
        """Yield the primary keys of all rows."""
        for row in connection.exec_driver_sql(f"SELECT {_listed(self.key)} FROM {_quoted(self.name)}"):  # noqa: S608
            yield tuple(row)

    def row(self, connection: Connection, key: Key) -> Row | None:
        """Return a row as the database keeps it."""
        where = " AND ".join(f"{_quoted(name)} = ?" for name in self.key)
        asked = f"SELECT {_listed(self.columns)} FROM {_quoted(self.name)} WHERE {where}"  # noqa: S608
        found = connection.exec_driver_sql(asked, key).first()
        return dict(zip(self.columns, found, strict=True)) if found else None

    def insert(self, connection: Connection, row: Row) -> bool:
        """Insert a row unless another one has what must be unique."""
        marks = ", ".join("?" * len(self.columns))
        statement = f"INSERT INTO {_quoted(self.name)} ({_listed(self.columns)}) VALUES ({marks})"  # noqa: S608
        try:
            connection.exec_driver_sql(statement, tuple(row[name] for name in self.columns))
        except IntegrityError:
            return False
        return True


def fill(now: Connection, then: Connection | None, saved: Saved, since: Since) -> Filled:
    """Bring back the missing rows of one table, as far as a backup and the journal since know them."""
    if saved.missing == 0:
        return Filled(saved.table, saved.kept, 0, 0)
    table, told = _read(now, saved.table), since.of(saved.table)
    brought, lost = 0, set[str]()
    for identity, key in _wanted(table, now, then, saved, told).items():
        row = table.row(then, key) if then is not None else None
        gone = False
        if table.name in Base.metadata.tables:
            row, gone = journal_replay.replay(row, Base.metadata.tables[table.name], told.get(identity, ()))
        if row is not None and table.insert(now, row):
            brought += 1
        elif not gone or saved.lost is not None:
            lost.add(identity)
    exact = saved.lost is not None or (then is not None and _all_told(saved.table, since))
    missing = len(lost) if exact else saved.missing and max(saved.missing - brought, len(lost))
    return Filled(saved.table, saved.kept, brought, missing, frozenset(lost))


def fill_journal(now: Connection, then: Connection, saved: Saved, head: int) -> tuple[Filled, set[int]]:
    """Bring back the journal's missing entries up to the backup's head; returns which they were, too."""
    table = _read(now, JOURNAL)
    known = {seq for (seq,) in table.keys(now)}
    brought = {seq for (seq,) in table.keys(then) if seq <= head and seq not in known}
    for seq in sorted(brought):
        table.insert(now, table.row(then, (seq,)) or {})
    if saved.lost is None:
        return Filled(JOURNAL, saved.kept, len(brought), None), brought
    left = {seq for (seq,) in saved.lost} - brought
    return Filled(JOURNAL, saved.kept, len(brought), len(left), frozenset(map(str, left))), brought


def _all_told(table: str, since: Since) -> bool:
    """Tell whether the backup and the journal since name every row there is."""
    return since.whole and table not in since.bulk | _UNTOLD


def _wanted(
    table: _Table, now: Connection, then: Connection | None, saved: Saved, told: Mapping[str, list[Any]]
) -> dict[str, Key]:
    """Return the rows to bring back: those known to be lost, or else every one that was there once and is not now."""
    if saved.lost is not None:
        return {_identity(key): key for key in saved.lost}
    if table.name in _GOING:
        return {}  # Whether it is gone since, nothing tells.
    wanted = {_identity(key): key for key in table.keys(then)} if then is not None else {}
    for identity, changes in told.items():
        row = journal_replay.inserted(changes)
        if row is not None:
            wanted[identity] = tuple(row[name] for name in table.key)
    for key in table.keys(now):
        wanted.pop(_identity(key), None)
    return wanted


def _read(connection: Connection, name: str) -> _Table:
    columns = connection.exec_driver_sql(f"PRAGMA table_xinfo({_quoted(name)})").all()
    key = sorted((place, column) for _, column, _, _, _, place, _ in columns if place)
    return _Table(name, tuple(str(each[1]) for each in columns if each[6] == 0), tuple(name for _, name in key))


def _identity(key: Key) -> str:
    return "/".join(map(str, key))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'
