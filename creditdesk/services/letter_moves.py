"""Letters that told a date which has moved since: they keep it, and whoever got them should be told the new one."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from creditdesk.models import Case, Letter, LetterClock


def moved() -> Select[Letter, LetterClock, Case]:
    """Return the letters of open cases whose overall due is another one now, the newest letter of each kind alone."""
    query = select(Letter, LetterClock, Case)
    query = query.join(LetterClock, LetterClock.letter_id == Letter.id).join(Case, Case.id == LetterClock.case_id)
    newest = select(func.max(Letter.id)).where(Letter.case_id.is_not(None)).group_by(Letter.case_id, Letter.form)
    return query.where(
        Case.open, LetterClock.overall_due.is_not(None), LetterClock.overall_due.is_distinct_from(Case.overall_due)
    ).where(Letter.id.in_(newest))


def count(session: Session) -> int:
    """Return how many letters told a date that has moved since."""
    return session.scalar(select(func.count()).select_from(moved().subquery())) or 0
