"""How far an erasure reaches: every row that belongs to the records and persons it is about, found by relation.

The tables themselves say what belongs to what. From the erased rows on, every row that cannot be without one of them
goes too; a row that can only loses the pointer. So a table added later is reached without a word here. What the
relations do not tell is written down above the functions: cases go with the records they are about, and a letter keeps
its number and date, for the register must have no gap, and loses its words.

Everything runs past the session's objects: the journal tells of it in numbers, and never says what was erased.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from sqlalchemy import Column, Delete, Table, Update, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from creditdesk.models import (
    Base,
    Enquiry,
    EnquirySubject,
    Letter,
    Mirror,
    PackageRow,
    Promise,
    Record,
    RoleLink,
    Subject,
    SubjectMerge,
    SubjectName,
)
from creditdesk.services.identities import among

Pointer = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]

GONE = "（已依法消除）"
"""What stands where something personal stood."""

# Rows that could be without what goes, and mean nothing then.
_GO_TOO = {("letter_batch_item", "case_id")}
# What such a row says instead, lest what was decided once is proposed again.
_SAYS = {("mirror", "record_id"): {Mirror.reason: GONE}, ("promise", "record_id"): {Promise.declined: GONE}}


_BOTH = ("record", "case")


@dataclass
class Reach:
    """What goes: `rows` by table and identity, `parts` by the column that points to it; `letters` lose their words.

    `packages` and `receipts` had a record of it, `cleared` are pointers of rows that stay. `titles` name the records,
    `names` and `numbers` the persons who go as a whole.
    """

    records: frozenset[str]
    subjects: frozenset[str]
    rows: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    parts: dict[Column[str], set[str]] = field(default_factory=lambda: defaultdict(set))
    cleared: dict[Column[str], set[str]] = field(default_factory=lambda: defaultdict(set))
    letters: set[str] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)
    titles: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """Return everything that the records and the persons are called."""
        return self.titles | self.names | self.numbers

    def tells(self, text: str) -> bool:
        """Tell whether a text names an erased record."""
        return any(title in text for title in self.titles)

    @property
    def ids(self) -> frozenset[str]:
        """Return every identity of a row that goes, or of a letter that loses its words."""
        return frozenset().union(self.letters, *self.rows.values())

    def counts(self) -> dict[str, int]:
        """Return how many rows of which table go, and how many letters and packages are emptied."""
        told = {name: len(ids) for name, ids in sorted(self.rows.items()) if ids}
        return told | {"letter": len(self.letters), "package_file": len(self.packages)}


def of(session: Session, records: Iterable[str], subjects: Iterable[str]) -> Reach:
    """Return how far erasing these records, and these persons as a whole, reaches."""
    reach = Reach(frozenset(records), frozenset(subjects))
    reach.titles, reach.names, reach.numbers = _words(session, reach)
    _spread(session, reach, table_of("record"), set(reach.records))
    _spread(session, reach, table_of("subject"), set(reach.subjects))
    wanted = among(list(reach.records))
    _spread(session, reach, table_of("case"), {case_id for _, case_id in cases_about(session, reach.records)})
    _spread(session, reach, table_of("enquiry"), _enquiries(session, reach))
    reach.letters = _letters(session, reach)
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


def table_of(name: str) -> Table:
    """Return a table by its name."""
    return Base.metadata.tables[name]


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
    for column in _pointing_to(table):
        other = column.table
        if column.nullable and (other.name, column.name) not in _GO_TOO:
            reach.cleared[column] |= new
        elif [each.name for each in other.primary_key] == ["id"]:
            _spread(session, reach, other, set(session.scalars(select(other.c.id).where(column.in_(among(list(new)))))))
        else:
            reach.parts[column] |= new


def _pointing_to(table: Table) -> list[Column[str]]:
    return [
        each.parent
        for other in Base.metadata.sorted_tables
        for each in other.foreign_keys
        if each.column.table is table
    ]


def _found(session: Session, wanted: Pointer, pointing: Pointer, ids: Iterable[str]) -> set[str]:
    """Return what rows say in one column that say one of these identities in another."""
    return {one for one in session.scalars(select(wanted).where(pointing.in_(among(list(ids))))) if one is not None}


def _enquiries(session: Session, reach: Reach) -> set[str]:
    """Return the enquiries that were about nobody who stays."""
    about = _found(session, EnquirySubject.enquiry_id, EnquirySubject.subject_id, reach.subjects)
    others = select(EnquirySubject.enquiry_id).where(EnquirySubject.subject_id.not_in(among(list(reach.subjects))))
    return about - set(session.scalars(others.where(EnquirySubject.enquiry_id.in_(among(list(about))))))


def _letters(session: Session, reach: Reach) -> set[str]:
    """Return the letters of the erased cases, and the answers to enquiries about a person.

    About one who stays only those that tell of an erased record.
    """
    of_cases = _found(session, Letter.id, Letter.case_id, reach.rows["case"])
    answers = select(Enquiry.letter_id).join(EnquirySubject, EnquirySubject.enquiry_id == Enquiry.id)
    answers = answers.where(Enquiry.letter_id.is_not(None))
    gone = set(session.scalars(answers.where(EnquirySubject.subject_id.in_(among(list(reach.subjects))))))
    staying = select(Record.subject_id).where(Record.id.in_(among(list(reach.records))))
    about = select(Letter.id, Letter.values).where(
        Letter.id.in_(answers.where(EnquirySubject.subject_id.in_(staying))), Letter.id.not_in(gone)
    )
    telling = {one for one, values in session.execute(about) if reach.tells(json.dumps(values, ensure_ascii=False))}
    return of_cases | {one for one in gone if one is not None} | telling


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
