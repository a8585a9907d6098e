"""Letters that told a date which has moved since: they keep it, and whoever got them should be told the new one."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.models import Case, Letter, LetterClock

_DATES = frozenset({"overall_due", "opinion_latest", "due"})


def moved(catalogue: Catalogue) -> Select[Letter, LetterClock, Case]:
    """Return the letters of open cases that told a date counted to another end than the case's now.

    Only forms that write a due date count, and of one form in one case only the newest letter.
    """
    dated = [form.name for form in catalogue.letters if any(_DATES & {one.name, *one.of} for one in form.values)]
    newest = select(func.max(Letter.id)).where(Letter.case_id.is_not(None)).group_by(Letter.case_id, Letter.form)
    query = select(Letter, LetterClock, Case)
    query = query.join(LetterClock, LetterClock.letter_id == Letter.id).join(Case, Case.id == LetterClock.case_id)
    query = query.where(Case.open, LetterClock.overall_due.is_distinct_from(Case.overall_due))
    return query.where(LetterClock.overall_due.is_not(None), Letter.form.in_(dated), Letter.id.in_(newest))


def count(session: Session, catalogue: Catalogue) -> int:
    """Return how many letters told a date that has moved since."""
    return session.scalar(select(func.count()).select_from(moved(catalogue).subquery())) or 0
