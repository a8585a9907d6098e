"""Rows written by the thousand: past the session's bookkeeping, through one prepared statement per table.

An import and an invented county write up to millions of rows; an object for each would take far longer than the
database does. Whoever writes in bulk tells the journal so (`Act.wrote`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from creditdesk.models import Base

AT_ONCE = 5000
"""Rows handed over together; more would only take more memory."""

T = TypeVar("T")


def insert(session: Session, model: type[Base], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows whose values stand in the order of `names`, as the database keeps them."""
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join("?" * len(names))
    # Only names of our own tables and columns become part of the text.
    statement = f'INSERT INTO "{model.__tablename__}" ({columns}) VALUES ({places})'  # noqa: S608
    connection = session.connection()
    for some in chunks(rows, AT_ONCE):
        connection.exec_driver_sql(statement, some)


def json_of(content: Mapping[str, str]) -> str:
    """Return a record's content as its column keeps it."""
    return json.dumps(content, ensure_ascii=False)


def chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut anything iterable into lists of at most `size`."""
    remaining = iter(values)
    while some := list(islice(remaining, size)):
        yield some
