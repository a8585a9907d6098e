"""How far an erasure reaches: every row that belongs to the records and persons it is about, found by relation.

The tables themselves say what belongs to what. From the erased rows on, every row that cannot be without one of them
goes too; a row that can only loses the pointer. So a table added later is reached without a word here. What the
relations do not tell is written down above the functions: cases go with the records they are about; a letter and a tip
keep number and date, for a register must have no gap, and lose their words (`erasure_letters`, `erasure_tips`).

Everything runs past the session's objects: the journal tells of it in numbers, and never says what was erased.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product

from sqlalchemy import Delete, Table, Update, delete, select, update
from sqlalchemy.orm import Session

from creditdesk.models import (
    Base,
    EnquirySubject,
    Mirror,
    PackageRow,
    Promise,
    Record,
    RoleLink,
    Subject,
    SubjectMerge,
    SubjectName,
    TipReferral,
)
from creditdesk.services import erasure_letters, erasure_tips
from creditdesk.services.erasure_scopes import GONE, Reach, found, pointing_to, table_of
from creditdesk.services.identities import among

# Rows that could be without what goes, and mean nothing then.
_GO_TOO = {("letter_batch_item", "case_id")}
# What such a row says instead, lest what was decided once is proposed again.
_SAYS = {("mirror", "record_id"): {Mirror.reason: GONE}, ("promise", "record_id"): {Promise.declined: GONE}}


_BOTH = ("record", "case")


def of(session: Session, records: Iterable[str], subjects: Iterable[str], tips: Iterable[str] = ()) -> Reach:
    """Return how far erasing these records, and these persons as a whole, reaches; `tips` are known to be theirs."""
    reach = Reach(frozenset(records), frozenset(subjects))
    reach.titles, reach.names, reach.numbers = _words(session, reach)
    _spread(session, reach, table_of("record"), set(reach.records))
    _spread(session, reach, table_of("subject"), set(reach.subjects))
    wanted = among(list(reach.records))
    _spread(session, reach, table_of("case"), {case_id for _, case_id in cases_about(session, reach.records)})
    _spread(session, reach, table_of("enquiry"), _enquiries(session, reach))
    reach.tips = erasure_tips.about(session, reach) | set(tips)
    reach.referrals = found(session, TipReferral.id, TipReferral.tip_id, reach.tips)
    reach.letters = erasure_letters.of(session, reach)
    reach.packages = set(session.scalars(select(PackageRow.package_id).where(PackageRow.record_id.in_(wanted))))
    return reach


def cases_about(session: Session, records: Iterable[str]) -> list[tuple[str, str]]:
    """Return the records with the cases about them: every table that points to both says so."""
    wanted, found = among(list(records)), set[tuple[str, str]]()
    for table in Base.metadata.sorted_tables:
        to = {name: [each.parent for each in table.foreign_keys if each.column.table.name == name] for name in _BOTH}
        for record, case in product(to["record"], to["case"]):
            query = select(record, case).where(record.in_(wanted), case.is_not(None))
            found |= {(record_id, case_id) for record_id, case_id in session.execute(query)}
    return sorted(found)


def _words(session: Session, reach: Reach) -> tuple[frozenset[str], ...]:
    """Return what the records and the persons are called: the numbers of decisions, names, document numbers."""
    records, subjects = among(list(reach.records)), among(list(reach.subjects))
    titles = session.scalars(select(Record.decision_number).where(Record.id.in_(records)))
    persons = session.execute(select(Subject.name, Subject.document_number).where(Subject.id.in_(subjects))).all()
    others = session.scalars(select(SubjectName.name).where(SubjectName.subject_id.in_(subjects)))
    names, numbers = {name for name, _ in persons}.union(others), {number for _, number in persons}
    return tuple(frozenset(word for word in words if word) for words in (titles, names, numbers))


def whole_persons(session: Session, records: Sequence[str], today: date) -> set[str]:
    """Return the persons, with every identity they were merged from, of whom nothing stays but these records.

    A person who has another record, or holds an office in an organisation today, stays with name and number.
    """
    chosen, whole = set(records), set[str]()
    office = (RoleLink.valid_until.is_(None)) | (RoleLink.valid_until >= today)
    for subject_id in set(session.scalars(select(Record.subject_id).where(Record.id.in_(among(list(chosen)))))):
        known = _identities(session, subject_id)
        theirs = set(session.scalars(select(Record.id).where(Record.subject_id.in_(known))))
        holds = session.scalar(select(RoleLink.id).where(RoleLink.person_id.in_(known), office).limit(1))
        if theirs <= chosen and holds is None:
            whole |= known
    return whole


def _identities(session: Session, subject_id: str) -> set[str]:
    found, size = {subject_id}, 0
    while len(found) > size:
        size = len(found)
        pairs = select(SubjectMerge.merged_id, SubjectMerge.kept_id)
        either = SubjectMerge.merged_id.in_(found) | SubjectMerge.kept_id.in_(found)
        for pair in session.execute(pairs.where(either)):
            found |= set(pair)
    return found


def _spread(session: Session, reach: Reach, table: Table, ids: set[str]) -> None:
    """Take rows in, and with them all that cannot be without them."""
    new = ids - reach.rows[table.name]
    if not new:
        return
    reach.rows[table.name] |= new
    for column in pointing_to(table):
        other = column.table
        if column.nullable and (other.name, column.name) not in _GO_TOO:
            reach.cleared[column] |= new
        elif [each.name for each in other.primary_key] == ["id"]:
            _spread(session, reach, other, set(session.scalars(select(other.c.id).where(column.in_(among(list(new)))))))
        else:
            reach.parts[column] |= new


def _enquiries(session: Session, reach: Reach) -> set[str]:
    """Return the enquiries that were about nobody who stays."""
    about = found(session, EnquirySubject.enquiry_id, EnquirySubject.subject_id, reach.subjects)
    others = select(EnquirySubject.enquiry_id).where(EnquirySubject.subject_id.not_in(among(list(reach.subjects))))
    return about - set(session.scalars(others.where(EnquirySubject.enquiry_id.in_(among(list(about))))))


def take_away(session: Session, reach: Reach) -> None:
    """Delete and clear everything in reach, in whatever order: the relations are compared when the act is committed."""
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for column, ids in reach.cleared.items():
        says = _SAYS.get((column.table.name, column.name), {})
        new = {column.name: None} | {each.key: words for each, words in says.items()}
        _run(session, update(column.table).where(column.in_(among(list(ids)))).values(new))
    for column, ids in reach.parts.items():
        _run(session, delete(column.table).where(column.in_(among(list(ids)))))
    for name, ids in reach.rows.items():
        table = table_of(name)
        _run(session, delete(table).where(table.c.id.in_(among(list(ids)))))


def _run(session: Session, statement: Update | Delete) -> None:
    session.connection().execute(statement)
