"""The scope of an erasure: what goes, table by table, and what the erased records and persons are called."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from creditdesk.models import Base
from creditdesk.services.identities import among

Pointer = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]

GONE = "（已依法消除）"
"""What stands where something personal stood."""


@dataclass
class Reach:
    """What goes: `rows` by table and identity, `parts` by the column that points to it.

    `letters`, `tips` and their `referrals` lose their words.

    `packages` and `receipts` had a record of it, `cleared` are pointers of rows that stay. `titles` name the records,
    `names` and `numbers` the persons who go as a whole.
    """

    records: frozenset[str]
    subjects: frozenset[str]
    rows: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    parts: dict[Column[str], set[str]] = field(default_factory=lambda: defaultdict(set))
    cleared: dict[Column[str], set[str]] = field(default_factory=lambda: defaultdict(set))
    letters: set[str] = field(default_factory=set)
    tips: set[str] = field(default_factory=set)
    referrals: set[str] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)
    titles: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """Return everything that the records and the persons are called."""
        return self.titles | self.names | self.numbers

    @property
    def ids(self) -> frozenset[str]:
        """Return every identity of a row that goes, or of one that loses its words."""
        return frozenset().union(self.letters, self.tips, self.referrals, *self.rows.values())

    def counts(self) -> dict[str, int]:
        """Return how many rows of which table go, and how many letters, tips and packages are emptied."""
        told = {name: len(ids) for name, ids in sorted(self.rows.items()) if ids}
        return told | {"letter": len(self.letters), "tip": len(self.tips), "package_file": len(self.packages)}


def table_of(name: str) -> Table:
    """Return a table by its name."""
    return Base.metadata.tables[name]


def pointing_to(table: Table) -> list[Column[str]]:
    """Return every column, of whatever table, that points to a table."""
    return [
        each.parent
        for other in Base.metadata.sorted_tables
        for each in other.foreign_keys
        if each.column.table is table
    ]


def found(session: Session, wanted: Pointer, pointing: Pointer, ids: Iterable[str]) -> set[str]:
    """Return what rows say in one column that say one of these identities in another."""
    return {one for one in session.scalars(select(wanted).where(pointing.in_(among(list(ids))))) if one is not None}
