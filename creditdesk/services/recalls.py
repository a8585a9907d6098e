"""The recall list (更正、撤销后的告知): who was given wrong data in which package, letter or report, and is told so."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem
from creditdesk.models import (
    Case,
    CaseItem,
    JournalEntry,
    Letter,
    LetterVoid,
    Package,
    PackageRow,
    Recall,
    Record,
    RecordVersion,
    Subject,
)
from creditdesk.services import letters, offices
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.objections import CORRECTED, REVOKED
from creditdesk.services.powers import Power

NOTICE, RESTORATION = "correction_notice", "restoration"
FORMS = (NOTICE, RESTORATION)
_CHECK = "subject.batch_check"


@dataclass(frozen=True)
class Carrier:
    """One package, letter or report that carried wrong data to a receiver."""

    receiver: str
    kind: str
    number: str
    on: date
    record: str


@dataclass(frozen=True)
class Line:
    """One receiver of wrong data: what it was given, which notices were made for it, when it was told."""

    receiver: str
    carriers: tuple[Carrier, ...]
    notice_id: str
    notice_number: str
    restoration_id: str
    restoration_number: str
    told_on: date | None


@dataclass(frozen=True)
class _Wrong:
    """A record that was wrong until `until`, the version that put it right."""

    record: Record
    title: str
    version: int
    since: datetime
    until: datetime


def carriers(session: Session, catalogue: Catalogue, case: Case) -> tuple[Carrier, ...]:
    """Return everything that carried what this case corrected or revoked, the earliest first.

    Letters of the case itself told of the data as contested, and are not among them.
    """
    found: list[Carrier] = []
    for wrong in _wrong(session, catalogue, case):
        found += _packages(session, wrong)
        found += _letters(session, wrong, case)
        found += _reports(session, wrong)
    return tuple(sorted(set(found), key=lambda one: (one.on, one.number, one.record)))


def _wrong(session: Session, catalogue: Catalogue, case: Case) -> Iterator[_Wrong]:
    decided = select(CaseItem.record_id).where(CaseItem.case_id == case.id, CaseItem.outcome.in_((CORRECTED, REVOKED)))
    for record in session.scalars(select(Record).where(Record.id.in_(decided)).order_by(Record.id)):
        versions = list(session.scalars(_versions(record)))
        righted = next((one for one in versions if one.case_id == case.id), None)
        if righted is not None:
            title = f"{catalogue.kind(record.kind, record.edition).label}{record.decision_number or ''}"
            yield _Wrong(record, title, righted.version, versions[0].at, righted.at)


def _versions(record: Record) -> Any:
    return select(RecordVersion).where(RecordVersion.record_id == record.id).order_by(RecordVersion.version)


def _packages(session: Session, wrong: _Wrong) -> Iterator[Carrier]:
    query = select(Package).join(PackageRow, PackageRow.package_id == Package.id)
    query = query.where(PackageRow.record_id == wrong.record.id, PackageRow.version < wrong.version)
    for package in session.scalars(query):
        number = f"数据包第{package.serial:04d}号"
        yield Carrier(package.receiver, "数据包", number, office_date(package.created_at), wrong.title)


def _letters(session: Session, wrong: _Wrong, case: Case) -> Iterator[Carrier]:
    """Letters whose values name the record's document: the values are kept as JSON, with escapes."""
    number = wrong.record.decision_number
    if not number:
        return
    escaped = json.dumps(number)[1:-1].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    query = select(Letter).where(
        Letter.issued_at < wrong.until,
        (Letter.case_id != case.id) | Letter.case_id.is_(None),
        cast(Letter.values, String).like(f"%{escaped}%", escape="\\"),
        Letter.id.not_in(select(LetterVoid.letter_id)),
    )
    for letter in session.scalars(query):
        yield Carrier(letter.addressee, "文书", letter.number, letter.issued_on, wrong.title)


def _reports(session: Session, wrong: _Wrong) -> Iterator[Carrier]:
    """Batch checks that found the subject while the record stood wrong, each told to whoever asked."""
    query = select(JournalEntry).where(
        JournalEntry.act == _CHECK, JournalEntry.at >= wrong.since, JournalEntry.at < wrong.until
    )
    for entry in session.scalars(query):
        if wrong.record.subject_id in entry.result.get("subjects", ()):
            number = f"批量核查报告第{entry.seq}号"
            yield Carrier(entry.result["applicant"], "批量核查", number, office_date(entry.at), wrong.title)


def listing(desk: Desk, case_id: str) -> tuple[Line, ...]:
    """Return the recall list of a case, one line per receiver."""
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        kept = {one.receiver: one for one in session.scalars(select(Recall).where(Recall.case_id == case_id))}
        given = _by_receiver(carriers(session, desk.catalogue, case))
        return tuple(_line(session, receiver, some, kept.get(receiver)) for receiver, some in given.items())


def _line(session: Session, receiver: str, some: tuple[Carrier, ...], kept: Recall | None) -> Line:
    made = [
        session.get(Letter, one) if one else None for one in (kept and kept.notice_id, kept and kept.restoration_id)
    ]
    notice, restoration = ((one.id, one.number) if one else ("", "") for one in made)
    return Line(receiver, some, *notice, *restoration, kept.told_on if kept else None)


def _by_receiver(found: Sequence[Carrier]) -> Mapping[str, tuple[Carrier, ...]]:
    receivers = dict.fromkeys(one.receiver for one in found)
    return {receiver: tuple(one for one in found if one.receiver == receiver) for receiver in receivers}


@act("recall.notify", Power.OBJECTION, "告知收到过错误信息的单位")
def notify(a: Act, case_id: str, forms: Sequence[str] = FORMS) -> Result:
    """Make a 更正、撤销通知 and a 消除影响告知函, or one of both, for every receiver without it, in one act."""
    case = a.session.get_one(Case, case_id)
    given = _by_receiver(carriers(a.session, a.catalogue, case))
    if not given:
        raise InputProblem(f"{case.number}没有已经对外提供的错误信息，不需要发更正、撤销通知。")
    made = [letter for receiver, some in given.items() for letter in _tell(a, case, receiver, some, forms)]
    if not made:
        raise InputProblem(f"{case.number}的每个接收单位都已有通知，请到文书登记簿重新打印。")
    a.say(f"{case.number}已生成{len(made)}份告知文书，{made[0].number}起")
    return {"case": case.id, "letters": [letter.id for letter in made]}


def _tell(a: Act, case: Case, receiver: str, some: Sequence[Carrier], forms: Sequence[str]) -> Iterator[Letter]:
    recall = _recall(a.session, case, receiver)
    values = _values(a.session, a.catalogue, case, receiver, some)
    if NOTICE in forms and recall.notice_id is None:
        letter = letters.issue(a, a.catalogue.letter(NOTICE), values | {"withdraw_days": 0}, case.id)
        recall.notice_id = letter.id
        yield letter
    if RESTORATION in forms and recall.restoration_id is None:
        letter = letters.issue(a, a.catalogue.letter(RESTORATION), values | {"measures": []}, case.id)
        recall.restoration_id = letter.id
        yield letter


def _recall(session: Session, case: Case, receiver: str) -> Recall:
    kept = session.scalar(select(Recall).where(Recall.case_id == case.id, Recall.receiver == receiver))
    if kept is None:
        kept = Recall(case_id=case.id, receiver=receiver)
        session.add(kept)
    return kept


@act("recall.told", Power.OBJECTION, "记下已告知", undoable=True)
def told(a: Act, case_id: str, receiver: str, on: date) -> Result:
    """Tick a receiver as told on a day; only one that a notice was made for."""
    case = a.session.get_one(Case, case_id)
    kept = _recall(a.session, case, receiver)
    notice = a.session.get(Letter, kept.notice_id) if kept.notice_id else None
    if notice is None:
        raise InputProblem(f"还没有给{receiver}的更正、撤销通知，请先生成通知。")
    if not notice.issued_on <= on <= a.today:
        raise InputProblem(f"告知日期{on}应在通知日期{notice.issued_on}至今天之间，请核对日期。")
    kept.told_on = on
    a.say(f"已登记{receiver}于{on}收到更正、撤销通知")
    return {"case": case.id, "receiver": receiver}


def _values(
    session: Session, catalogue: Catalogue, case: Case, receiver: str, some: Sequence[Carrier]
) -> dict[str, Any]:
    office, subject = offices.office_of(session), session.get_one(Subject, case.subject_id)
    wrong = tuple(_wrong(session, catalogue, case))
    given = {one.record for one in some}
    return {
        "receiver": receiver,
        "subject": subject.name,
        "subject_code": subject.uscc or "",
        "case_number": case.number,
        "decided_on": max(office_date(one.until) for one in wrong),
        "items": [item for one in wrong if one.title in given for item in _items(session, catalogue, case, one)],
        "provided": [{"on": str(one.on), "number": one.number, "what": one.record} for one in some],
        "contact": office.contact,
        "phone": office.phone,
        "address": office.address,
    }


def _items(session: Session, catalogue: Catalogue, case: Case, wrong: _Wrong) -> Iterator[dict[str, str]]:
    """Tell what of a record was put right: each corrected field, or the whole of a revoked one."""
    kind = catalogue.kind(wrong.record.kind, wrong.record.edition)
    query = select(CaseItem).where(CaseItem.case_id == case.id, CaseItem.record_id == wrong.record.id)
    items = list(session.scalars(query.order_by(CaseItem.id)))
    if any(item.outcome == REVOKED for item in items):
        yield {"record": wrong.title, "field": "整条信息", "old": "已提供", "outcome": REVOKED, "new": ""}
        return
    for item in items:
        if item.outcome == CORRECTED:
            field = kind.field(item.field)
            old, new = field.show(item.old_value), field.show(field.clean(item.new_value or ""))
            yield {"record": wrong.title, "field": field.label, "old": old, "outcome": CORRECTED, "new": new}
