"""What the journal tells since a backup, row by row: what became of a row that only the backup has left.

Acts tell each row they inserted, changed or deleted. Rows written in bulk are told by their number alone, now and then
with their identities; bytes are told by their digest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from creditdesk.models import JournalEntry, PackageRow
from creditdesk.services import journal_rows
from creditdesk.services.journal_rows import Row, Unknown

_AT_ONCE = 200
_ALONG = {"record": ("record_version",)}
"""What is written in bulk together with a table, without a word of its own."""
_LEFT = select(PackageRow.record_id, PackageRow.version).where(PackageRow.package_id == bindparam("package"))

Change = Mapping[str, Any]


@dataclass(frozen=True)
class Since:
    """The changes after an entry (0: all there are), by table and row; `whole` when no entry after it is missing.

    `bulk` are the tables that got rows of which the journal does not say which.
    """

    seq: int
    whole: bool
    changes: Mapping[str, Mapping[str, list[Change]]]
    bulk: frozenset[str]

    def of(self, table: str) -> Mapping[str, list[Change]]:
        """Return the changes of a table's rows, by their identities."""
        return self.changes.get(table, {})


def since(session: Session, seq: int, *, whole: bool) -> Since:
    """Read what the journal tells after an entry.

    What left with a package is told by the package alone, and which of its versions did by the package's own rows.
    """
    changes: dict[str, dict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
    bulk: set[str] = set()
    query = select(JournalEntry.changes).where(JournalEntry.seq > seq).order_by(JournalEntry.seq)
    for told in session.scalars(query.execution_options(yield_per=_AT_ONCE)):
        for change in told:
            if "rows" in change and "ids" not in change:
                bulk |= {change["table"], *_ALONG.get(change["table"], ())}
            if "package" in change:
                for record, version in session.execute(_LEFT, {"package": change["package"]}):
                    changes["record"][record].append({"before": {}, "after": {"left_version": version}})
            for identity, one in _each(change):
                changes[change["table"]][identity].append(one)
    return Since(seq, whole, changes, frozenset(bulk))


def _each(change: Change) -> Iterator[tuple[str, Change]]:
    if "id" in change:
        yield str(change["id"]), change
    for identity in change.get("ids", ()):
        yield str(identity), {"before": change["before"], "after": change["after"]}


def inserted(changes: Iterable[Change]) -> Row | None:
    """Return what a row was when it was inserted, as far as these changes tell."""
    return next((change["after"] for change in changes if "after" in change and "before" not in change), None)


def replay(row: Row | None, table: Table, changes: Iterable[Change]) -> tuple[Row | None, bool]:
    """Return a row after some changes, None where that cannot be told, and whether it was deleted in the end.

    Of an erased row the journal tells only that it was touched.
    """
    gone = False
    for change in changes:
        if change.get("erased"):
            continue
        gone = "after" not in change
        if gone:
            row = None
            continue
        try:
            if "before" not in change:
                row = journal_rows.written(dict.fromkeys(table.c.keys()), table, change["after"])
            elif row is not None:
                row = journal_rows.written(row, table, change["after"])
        except Unknown:
            row = None
    return row, gone
