"""Which procedure a case is a course of, for whoever must open the page that shows it."""

from collections.abc import Sequence

from sqlalchemy import select

from creditdesk.models import Case
from creditdesk.services.desk import Desk


def procedures_of(desk: Desk, wanted: Sequence[str]) -> dict[str, str]:
    """Return the procedure of each of these cases."""
    query = select(Case.id, Case.procedure).where(Case.id.in_(wanted))
    with desk.read() as session:
        return {row.id: row.procedure for row in session.execute(query)}
