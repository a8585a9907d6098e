"""Small questions of an act as plain rows: SQLAlchemy's own work on a statement takes longer than its answer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from creditdesk.vault import opening


def rows(session: Session, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a small question, which sees what the session has not written yet."""
    session.flush()
    return opening.rows(session.connection(), sql, values)


def first(session: Session, sql: str, values: Sequence[Any] = ()) -> Any:
    """Return the first column of the first row, or None when there is no row."""
    found = rows(session, sql, values)
    return found[0][0] if found else None
