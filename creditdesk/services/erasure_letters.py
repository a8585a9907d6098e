"""Which issued letters lose their words with an erasure: those of erased cases, and those that name an erased person.

A letter may name several persons, as the list of a round does. It is one sealed paper, so that its words go as a whole;
number, date and digest stay. With it go the one that replaced it and its supplements, which say the same again.
"""

import json
from collections.abc import Collection, Iterable
from itertools import chain

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from creditdesk.models import (
    Enquiry,
    EnquirySubject,
    Escalation,
    JointObject,
    JointResponse,
    JointUpdate,
    Letter,
    LetterVoid,
    Record,
    TipReferral,
)
from creditdesk.services.erasure_scopes import Reach, found, pointing_to, table_of
from creditdesk.services.identities import among


def of(session: Session, reach: Reach) -> set[str]:
    """Return the letters that lose their words with what is in reach."""
    letters = found(session, Letter.id, Letter.case_id, reach.rows["case"])
    letters |= found(session, TipReferral.letter_id, TipReferral.id, reach.referrals)
    for of_one in (_of_rows, _of_enquiries, _of_rounds, _of_escalations):
        letters |= of_one(session, reach)
    return _with_others(session, letters)


def _of_rows(session: Session, reach: Reach) -> set[str]:
    """Return what rows that go point to, as a step does to the one reminder of several cases."""
    letters = set[str]()
    for column in pointing_to(table_of("letter")):
        if ids := reach.rows.get(column.table.name):
            query = select(column).where(column.table.c.id.in_(among(list(ids))), column.is_not(None))
            letters |= set(session.scalars(query))
    return letters


def _of_enquiries(session: Session, reach: Reach) -> set[str]:
    """Return the answers to enquiries about a person; about one who stays only those that tell of an erased record."""
    answers = select(Enquiry.letter_id).join(EnquirySubject, EnquirySubject.enquiry_id == Enquiry.id)
    answers = answers.where(Enquiry.letter_id.is_not(None))
    gone = set(session.scalars(answers.where(EnquirySubject.subject_id.in_(among(list(reach.subjects))))))
    staying = select(Record.subject_id).where(Record.id.in_(among(list(reach.records))))
    about = set(session.scalars(answers.where(EnquirySubject.subject_id.in_(staying)))) - gone
    return {one for one in gone if one is not None} | _telling(session, about, reach.titles)


def _of_rounds(session: Session, reach: Reach) -> set[str]:
    """Return the letters with a list on which the person stood, and what else of that round says the name."""
    listing = found(session, JointObject.update_id, JointObject.id, reach.rows["joint_object"])
    rounds = found(session, JointUpdate.round_id, JointUpdate.id, listing)
    query = select(JointResponse.update_id, JointResponse.letter_id, JointResponse.urged)
    query = query.join(JointUpdate, JointUpdate.id == JointResponse.update_id)
    sent = session.execute(query.where(JointUpdate.round_id.in_(among(list(rounds))))).all()
    lists = {letter_id for update_id, letter_id, _ in sent if update_id in listing}
    others = {one for _, letter_id, urged in sent for one in (letter_id, *urged)} - lists
    return lists | _telling(session, others, reach.words)


def _of_escalations(session: Session, reach: Reach) -> set[str]:
    query = select(Escalation.letters).where(Escalation.id.in_(among(list(reach.rows["escalation"]))))
    return set(chain.from_iterable(session.scalars(query)))


def _telling(session: Session, letters: Iterable[str | None], words: Collection[str]) -> set[str]:
    """Return those of some letters that say one of these words."""
    wanted = among([one for one in letters if one is not None])
    told = session.execute(select(Letter.id, Letter.values).where(Letter.id.in_(wanted)))
    texts = ((one, json.dumps(values, ensure_ascii=False)) for one, values in told)
    return {one for one, text in texts if any(word in text for word in words)}


def _with_others(session: Session, letters: set[str]) -> set[str]:
    """Return letters with what stands for them: the replaced and the replacing ones, and supplements of one number."""
    other = aliased(Letter)
    same = and_(Letter.series == other.series, Letter.year == other.year, Letter.serial == other.serial)
    size = -1
    while len(letters) > size:
        size, known = len(letters), among(list(letters))
        pairs = select(LetterVoid.letter_id, LetterVoid.replaced_by).where(LetterVoid.replaced_by.is_not(None))
        pairs = pairs.where(or_(LetterVoid.letter_id.in_(known), LetterVoid.replaced_by.in_(known)))
        letters |= {one for pair in session.execute(pairs) for one in pair if one is not None}
        letters |= set(session.scalars(select(other.id).join(Letter, same).where(Letter.id.in_(known))))
    return letters
