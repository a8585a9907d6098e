"""Likely doubles of the whole desk: neighbours in the order of names and of codes, and codes under another key.

One walk along two indexes and a few joins over them, for a reading thread.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from creditdesk.models import Subject, SubjectMerge
from creditdesk.models.merges import STANDING
from creditdesk.rules.resemblance import one_slip
from creditdesk.services import doubles, separations
from creditdesk.services.desk import Desk

MOST = 500
"""Subjects offered at once; when these are settled the next ones come."""
_NEIGHBOURS = 3
_AT_ONCE = 5000
_Pair = tuple[str, str]


def suspected(desk: Desk) -> list[str]:
    """Return the subjects that may have a double, each pair together, at most MOST of them."""
    with desk.read() as session:
        merged = set(session.scalars(select(SubjectMerge.merged_id).where(SubjectMerge.state == STANDING)))
        found: dict[str, None] = {}
        for pair in dict.fromkeys(_pairs(session)):
            if len(found) < MOST and not merged & set(pair) and _stands(session, pair):
                found |= dict.fromkeys(pair)
    return list(found)


def _stands(session: Session, pair: _Pair) -> bool:
    one, other = (session.get_one(Subject, each) for each in pair)
    known = frozenset(pair) in separations.apart(session, [one.id])
    return not known and bool(doubles.reasons(one, other, doubles.addresses_of(session, pair)))


def _pairs(session: Session) -> Iterator[_Pair]:
    for query in _same_codes():
        yield from ((one, other) for one, other in session.execute(query.limit(MOST)))
    yield from _neighbours(session, Subject.name)
    yield from _neighbours(session, Subject.uscc)
    yield from _neighbours(session, Subject.document_number)


def _same_codes() -> Iterator[Select[str, str]]:
    """Return the queries for a code that stands under another key in another row; each ends in an index."""
    other = aliased(Subject)
    keys = (Subject.reg_number, Subject.tax_number, Subject.institution_number, Subject.social_number)
    for key in keys:
        for target in (other.uscc, other.org_code, other.reg_number):
            yield select(Subject.id, other.id).join(other, target == key).where(Subject.id != other.id)
    inside = func.substr(Subject.tax_number, 7)
    query = select(Subject.id, other.id).join(other, other.org_code == inside)
    yield query.where(func.length(Subject.tax_number) == 15, Subject.id != other.id)


def _neighbours(session: Session, column: InstrumentedAttribute[Any]) -> Iterator[_Pair]:
    """Return neighbours in the order of a column of text that are the same there or one slip apart."""
    query = select(Subject.id, column).where(column.is_not(None)).order_by(column)
    before: deque[_Pair] = deque(maxlen=_NEIGHBOURS)
    for subject_id, text in session.execute(query.execution_options(yield_per=_AT_ONCE)):
        for earlier_id, earlier in before:
            if text == earlier or one_slip(text, earlier):
                yield earlier_id, subject_id
        before.append((subject_id, text))
