"""Rows written by the thousand: past the session's bookkeeping, through one prepared statement per table.

An import and an invented county write up to millions of rows; an object for each would take far longer than the
database does. Whoever writes in bulk tells the journal so (`Act.wrote`).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from creditdesk.catalog.kinds import RecordKind
from creditdesk.models import Base, Record, RecordVersion
from creditdesk.models.base import moment_text, new_id
from creditdesk.rules.exclusions import withheld_reason

AT_ONCE = 5000
"""Rows handed over together; more would only take more memory."""

T = TypeVar("T")

_STATE = "recorded"
IMPORT, LATE, MERGE = "import", "late", "merge"
"""Where a record comes from: a unit's file, one that came after its time (补录), another desk."""
_RECORD = (
    *("id", "kind", "edition", "subject_id", "content", "state", "objection_mark", "withheld", "version", "origin"),
    *("created_at", "changed_at", "officer_id"),
)
_VERSION = ("id", "record_id", "version", "state", "origin", "reason", "at", "officer_id")
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def insert(session: Session, model: type[Base], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows whose values stand in the order of `names`, as the database keeps them."""
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join("?" * len(names))
    # Only names of our own tables and columns become part of the text.
    statement = f'INSERT INTO "{model.__tablename__}" ({columns}) VALUES ({places})'  # noqa: S608
    connection = session.connection()
    for some in chunks(rows, AT_ONCE):
        connection.exec_driver_sql(statement, some)


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to be written in bulk: its identity, its kind, whom it is about, and what it says."""

    id: str
    kind: RecordKind
    subject_id: str
    content: dict[str, str]


def insert_records(
    session: Session, new: Iterable[NewRecord], officer_id: str, at: datetime, origin: str, reason: str = ""
) -> None:
    """Insert new records of one origin, each with its first version."""
    moment = moment_text(at)
    for some in chunks(new, AT_ONCE):
        insert(session, Record, _RECORD, (_record(each, origin, officer_id, moment) for each in some))
        versions = ((new_id(), each.id, 1, _STATE, origin, reason or None, moment, officer_id) for each in some)
        insert(session, RecordVersion, _VERSION, versions)


def _record(new: NewRecord, origin: str, officer_id: str, moment: str) -> tuple[object, ...]:
    content = _encoded(new.content)
    withheld = withheld_reason(new.kind.name, new.content)
    told = (new.id, new.kind.name, new.kind.edition, new.subject_id, content, _STATE, False, withheld, 1, origin)
    return (*told, moment, moment, officer_id)


def chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut anything iterable into lists of at most `size`."""
    remaining = iter(values)
    while some := list(islice(remaining, size)):
        yield some
