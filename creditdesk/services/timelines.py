"""One subject's timeline: records, objections, letters, packages and enquiries, newest first, each with its page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.models import Case, Letter, Package, PackageRow, Record
from creditdesk.rules.china_time import CHINA
from creditdesk.services import enquiries, ledger, listings, objections, records, repairs
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import EnquiryRow

LISTING = "listing"
_CASES = ("case", repairs.PROCEDURE, LISTING)
_Placed = tuple[date, datetime, str]


@dataclass(frozen=True)
class Event:
    """One thing that happened to a subject: when, what it was, and the noun and identity that open its page."""

    key: str
    noun: str
    id: str
    on: date
    what: str
    title: str
    detail: str


def keys(desk: Desk, subject_id: str) -> list[str]:
    """Return the keys (`noun:identity`) of all events of a subject, the newest first."""
    with desk.read() as session:
        placed = [
            *_records(session, subject_id),
            *_cases(session, subject_id),
            *_letters(session, subject_id),
            *_packages(session, subject_id),
            *_enquiries(session, subject_id),
        ]
    return [key for _, _, key in sorted(placed, reverse=True)]


def _records(session: Session, subject_id: str) -> Iterator[_Placed]:
    query = select(Record.id, Record.decided_on, Record.created_at).where(Record.subject_id == subject_id)
    for record_id, decided_on, created_at in session.execute(query):
        yield _day(decided_on, created_at), created_at, f"record:{record_id}"


def _day(decided_on: str | None, created_at: datetime) -> date:
    return date.fromisoformat(decided_on) if decided_on else created_at.astimezone(CHINA).date()


def _cases(session: Session, subject_id: str) -> Iterator[_Placed]:
    query = select(Case.id, Case.procedure, Case.received_on, Case.changed_at).where(Case.subject_id == subject_id)
    for case_id, procedure, received_on, changed_at in session.execute(query):
        yield received_on, changed_at, f"{_noun(procedure)}:{case_id}"


def _noun(procedure: str) -> str:
    """Return the noun whose page shows a case: objections are the first procedure, several are about lists."""
    if procedure in listings.ALL_PROCEDURES:
        return LISTING
    return "case" if procedure == objections.PROCEDURE else procedure


def _letters(session: Session, subject_id: str) -> Iterator[_Placed]:
    query = select(Letter.id, Letter.issued_on, Letter.issued_at).join(Case, Case.id == Letter.case_id)
    for letter_id, issued_on, issued_at in session.execute(query.where(Case.subject_id == subject_id)):
        yield issued_on, issued_at, f"letter:{letter_id}"


def _packages(session: Session, subject_id: str) -> Iterator[_Placed]:
    query = select(Package.id, Package.created_at).join(PackageRow, PackageRow.package_id == Package.id)
    query = query.join(Record, Record.id == PackageRow.record_id).where(Record.subject_id == subject_id).distinct()
    for package_id, created_at in session.execute(query):
        yield created_at.astimezone(CHINA).date(), created_at, f"package:{package_id}"


def _enquiries(session: Session, subject_id: str) -> Iterator[_Placed]:
    for enquiry_id, at in enquiries.about(session, subject_id):
        yield office_date(at), at, f"enquiry:{enquiry_id}"


def events(desk: Desk, subject_id: str, wanted: Sequence[str]) -> list[Event]:
    """Return the events with these keys, in the same order."""
    by_noun: dict[str, list[str]] = {}
    for key in wanted:
        noun, _, identity = key.partition(":")
        by_noun.setdefault(noun, []).append(identity)
    with desk.read() as session:
        found = [
            *_told_records(desk, session, by_noun.get("record", [])),
            *_told_cases(desk, session, [one for noun in _CASES for one in by_noun.get(noun, [])]),
            *_told_letters(session, by_noun.get("letter", [])),
            *_told_packages(session, subject_id, by_noun.get("package", [])),
        ]
    found += [_told_enquiry(row) for row in enquiries.rows(desk, by_noun.get("enquiry", []))]
    by_key = {event.key: event for event in found}
    return [by_key[key] for key in wanted if key in by_key]


def _event(noun: str, identity: str, on: date, what: str, title: str, details: Iterable[str]) -> Event:
    return Event(f"{noun}:{identity}", noun, identity, on, what, title, " · ".join(each for each in details if each))


def _told_records(desk: Desk, session: Session, wanted: list[str]) -> Iterator[Event]:
    for record in session.scalars(select(Record).where(Record.id.in_(wanted))):
        kind = desk.catalogue.kind(record.kind, record.edition)
        state = records.STATE_LABELS[records.state_of(record)]
        day = _day(record.decided_on, record.created_at)
        title = record.decision_number or kind.title(record.content)
        yield _event("record", record.id, day, kind.label, title, (record.grade or "", state))


def _told_cases(desk: Desk, session: Session, wanted: list[str]) -> Iterator[Event]:
    for case in session.scalars(select(Case).where(Case.id.in_(wanted))):
        procedure = desk.catalogue.procedure(case.procedure)
        details = (procedure.states[case.state], case.outcome or "")
        yield _event(_noun(case.procedure), case.id, case.received_on, procedure.label, case.number, details)


def _told_letters(session: Session, wanted: list[str]) -> Iterator[Event]:
    for letter in session.scalars(select(Letter).where(Letter.id.in_(wanted))):
        yield _event("letter", letter.id, letter.issued_on, "文书", letter.number, (letter.title,))


def _told_packages(session: Session, subject_id: str, wanted: list[str]) -> Iterator[Event]:
    query = select(Package, PackageRow.action, Record).join(PackageRow, PackageRow.package_id == Package.id)
    query = query.join(Record, Record.id == PackageRow.record_id).where(Record.subject_id == subject_id)
    told: dict[str, tuple[Package, list[str], list[str]]] = {}
    answers = ledger.Answers(session, wanted)
    for package, action, record in session.execute(query.where(Package.id.in_(wanted))):
        _, actions, words = told.setdefault(package.id, (package, [], []))
        actions.append(ledger.ACTIONS[action])
        words.append(answers.word(package.id, record.kind, record.id))
    for package, actions, words in told.values():
        counted = [f"{word}{actions.count(word)}条" for word in dict.fromkeys(actions)]
        day = package.created_at.astimezone(CHINA).date()
        details = (package.receiver, *counted, ledger.answers_in_words(words))
        yield _event("package", package.id, day, "数据包", f"第{package.serial}号", details)


def _told_enquiry(row: EnquiryRow) -> Event:
    details = (row.authority, row.purpose, row.number, "报告已作废" if row.void else "")
    return _event("enquiry", row.id, office_date(row.at), f"查询·{row.form}", row.applicant, details)
