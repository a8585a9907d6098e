"""What the record pages read: lists, one record with its history, and an officer's draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from creditdesk.catalog.kinds import Field
from creditdesk.models import Case, CaseItem, Officer, PackageRow, Record, RecordVersion
from creditdesk.services import records
from creditdesk.services.desk import Desk
from creditdesk.vault import search


@dataclass(frozen=True)
class RecordRow:
    """A record as a list shows one."""

    id: str
    kind: str
    decision_number: str
    subject: str
    grade: str
    decided_on: str
    source_unit: str
    state: str


@dataclass(frozen=True)
class FieldChange:
    """One field of one version, old → new."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class VersionRow:
    """One version of a record: who made it, when, why, and what it changed."""

    version: int
    origin: str
    at: datetime
    officer: str
    reason: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Sheet:
    """One record, whole: its content, its state, its history and the cases it is contested in."""

    id: str
    kind: str
    edition: str
    subject_id: str
    content: dict[str, str]
    state: str
    withheld: str
    history: tuple[VersionRow, ...]
    cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Filter:
    """What a list of records is narrowed to; empty means everything."""

    kind: str = ""
    text: str = ""
    grade: str = ""
    state: str = ""
    subject_id: str = ""
    sort: str = "changed_at"
    descending: bool = True


def ids(desk: Desk, wanted: Filter) -> list[str]:
    """Return the identities of the records that a list shows, in its order."""
    with desk.read() as session:
        query = _narrow(session, select(Record.id), wanted)
        column = {
            "decision_number": Record.decision_number,
            "subject": Record.subject_name,
            "grade": Record.grade,
            "decided_on": Record.decided_on,
        }.get(wanted.sort, Record.changed_at)
        return list(session.scalars(query.order_by(column.desc() if wanted.descending else column, Record.id)))


def _narrow(session: Session, query: Select[tuple[str]], wanted: Filter) -> Select[tuple[str]]:
    if wanted.kind:
        query = query.where(Record.kind == wanted.kind)
    if wanted.grade:
        query = query.where(Record.grade == wanted.grade)
    if wanted.subject_id:
        query = query.where(Record.subject_id == wanted.subject_id)
    if wanted.state:
        query = query.where(_in_state(wanted.state))
    return query.where(_found(session, wanted.text)) if wanted.text.strip() else query


def _in_state(state: str) -> ColumnElement[bool]:
    if state == "revoked":
        return Record.state == "revoked"
    standing = Record.state != "revoked"
    if state == "contested":
        return standing & Record.objection_mark.is_(True)
    left = exists().where(PackageRow.record_id == Record.id, PackageRow.version >= Record.version)
    return standing & Record.objection_mark.is_(False) & (left if state == "reported" else ~left)


def _found(session: Session, text: str) -> ColumnElement[bool]:
    hits = search.find(session.connection(), text, None, 2000)
    return or_(
        Record.id.in_([hit.id for hit in hits if hit.noun == "record"]),
        Record.subject_id.in_([hit.id for hit in hits if hit.noun == "subject"]),
    )


def rows(desk: Desk, wanted: Sequence[str]) -> list[RecordRow]:
    """Return list rows for these identities, in the same order."""
    with desk.read() as session:
        found = {row.id: row for row in session.scalars(select(Record).where(Record.id.in_(wanted)))}
        reported = records.reported_versions(session, list(wanted))
        return [_row(found[one], reported.get(one)) for one in wanted if one in found]


def _row(record: Record, reported: int | None) -> RecordRow:
    return RecordRow(
        record.id,
        record.kind,
        record.decision_number or "",
        record.subject_name or "",
        record.grade or "",
        record.decided_on or "",
        record.source_unit or "",
        records.STATE_LABELS[records.state_of(record, reported)],
    )


def sheet(desk: Desk, record_id: str) -> Sheet:
    """Return one record, whole."""
    with desk.read() as session:
        record = session.get_one(Record, record_id)
        reported = records.reported_versions(session, [record_id]).get(record_id)
        return Sheet(
            record.id,
            record.kind,
            record.edition,
            record.subject_id,
            dict(record.content),
            records.STATE_LABELS[records.state_of(record, reported)],
            record.withheld or "",
            _history(desk, session, record),
            _cases(session, record_id),
        )


ORIGIN_LABELS = {
    "entry": "录入",
    "import": "导入",
    "correction": "更正",
    "revocation": "撤销",
    "objection_mark": "异议标注",
}


def _history(desk: Desk, session: Session, record: Record) -> tuple[VersionRow, ...]:
    fields = desk.catalogue.kind(record.kind).fields
    query = select(RecordVersion, Officer.name).join(Officer, Officer.id == RecordVersion.officer_id)
    versions = session.execute(query.where(RecordVersion.record_id == record.id).order_by(RecordVersion.version)).all()
    history: list[VersionRow] = []
    before: dict[str, str] = {}
    for version, officer in versions:
        changes = _changes(before, version.content, fields) if before else ()
        origin = ORIGIN_LABELS.get(version.origin, version.origin)
        history.append(VersionRow(version.version, origin, version.at, officer, version.reason or "", changes))
        before = version.content
    return tuple(reversed(history))


def _changes(old: dict[str, str], new: dict[str, str], fields: Sequence[Field]) -> tuple[FieldChange, ...]:
    """Return what differs, as officers read it: personal numbers are masked."""
    return tuple(
        FieldChange(field.label, _shown(field, old), _shown(field, new))
        for field in fields
        if old.get(field.name, "") != new.get(field.name, "")
    )


def _shown(field: Field, content: dict[str, str]) -> str:
    value = content.get(field.name, "")
    return field.show(value) if value else ""


def _cases(session: Session, record_id: str) -> tuple[tuple[str, str], ...]:
    query = select(Case.id, Case.number).join(CaseItem, CaseItem.case_id == Case.id)
    return tuple((row[0], row[1]) for row in session.execute(query.where(CaseItem.record_id == record_id).distinct()))


def draft(desk: Desk, kind_name: str) -> dict[str, str]:
    """Return what this officer had typed of a kind, empty when there is no draft."""
    with desk.read() as session:
        return records.draft_of(session, desk.officer.id, kind_name)
