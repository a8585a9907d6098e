"""What the record pages read: lists, one record with its history, and an officer's draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, exists, func, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from creditdesk.catalog.kinds import Field
from creditdesk.models import Case, CaseItem, Officer, PackageRow, Record, RecordVersion
from creditdesk.services import records
from creditdesk.services.desk import Desk
from creditdesk.services.identities import AMONG, Identities, among, identities, listed
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


_ORDERS: dict[str, tuple[InstrumentedAttribute[Any], ...]] = {
    "decision_number": (Record.decision_number, Record.id),
    "subject": (Record.subject_name, Record.id),
    "grade": (Record.grade, Record.changed_at, Record.id),
    "decided_on": (Record.decided_on, Record.id),
}
# The plus sign keeps SQLite from sorting all that an index of the filter finds: it walks the index of the order, or the
# few that a text or a subject leaves.
_WALKED: dict[str, ColumnElement[str]] = {
    "kind": literal_column("+record.kind", String),
    "grade": literal_column("+record.grade", String),
}


def ids(desk: Desk, wanted: Filter, first: int = -1) -> Identities:
    """Return the identities of the records that a list shows, in its order; with `first` only so many of them."""
    with desk.read() as session:
        return identities(session, _query(session, wanted), first)


def _query(session: Session, wanted: Filter) -> Select[Any]:
    query = _narrow(session, select(Record.id), wanted)
    # The later column runs the same way as the first, so that an index serves both directions.
    columns = _ORDERS.get(wanted.sort, (Record.changed_at, Record.id))
    return query.order_by(*(column.desc() if wanted.descending else column for column in columns))


def _narrow(session: Session, query: Select[Any], wanted: Filter) -> Select[Any]:
    found = wanted.text.strip()
    beside = bool(found or wanted.subject_id)
    if wanted.kind:
        query = query.where((_WALKED["kind"] if beside or wanted.sort in _ORDERS else Record.kind) == wanted.kind)
    if wanted.grade:
        walked = beside or wanted.sort in _ORDERS.keys() - {"grade"}
        query = query.where((_WALKED["grade"] if walked else Record.grade) == wanted.grade)
    if wanted.subject_id:
        query = query.where(Record.subject_id == wanted.subject_id)
    if wanted.state:
        query = query.where(_in_state(wanted.state))
    return query.where(_found(session, wanted.text)) if found else query


def _in_state(state: str) -> ColumnElement[bool]:
    if state == "revoked":
        # Written out, because a partial index serves only the very condition it was made with.
        return literal_column("record.state", String) == literal_column("'revoked'")
    standing = Record.state != "revoked"
    if state == "contested":
        return standing & Record.objection_mark.is_(True)
    left = exists().where(PackageRow.record_id == Record.id, PackageRow.version >= Record.version)
    return standing & Record.objection_mark.is_(False) & (left if state == "reported" else ~left)


def _found(session: Session, text: str) -> ColumnElement[bool]:
    hits = search.find(session.connection(), text, None, 2000)
    return or_(
        Record.id.in_(among([hit.id for hit in hits if hit.noun == "record"])),
        Record.subject_id.in_(among([hit.id for hit in hits if hit.noun == "subject"])),
    )


_REPORTED = (
    select(func.max(PackageRow.version)).where(PackageRow.record_id == Record.id).correlate(Record).scalar_subquery()
)
_ROWS = select(
    *(Record.id, Record.kind, Record.decision_number, Record.subject_name, Record.grade, Record.decided_on),
    *(Record.source_unit, Record.state, Record.objection_mark, Record.version, _REPORTED.label("reported")),
).where(Record.id.in_(AMONG))


def rows(desk: Desk, wanted: Sequence[str]) -> list[RecordRow]:
    """Return list rows for these identities, in the same order."""
    with desk.read() as session:
        found = {row.id: row for row in session.execute(_ROWS, {"ids": listed(wanted)})}
    return [_row(found[one]) for one in wanted if one in found]


def _row(row: Any) -> RecordRow:
    one, kind, number, subject, grade, decided_on, source_unit = row[:7]
    # The row has the columns that the state is told from, and is much cheaper than a whole Record.
    state = records.STATE_LABELS[records.state_of(row, row.reported)]
    return RecordRow(one, kind, number or "", subject or "", grade or "", decided_on or "", source_unit or "", state)


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
        content = version.content or record.content
        changes = _changes(before, content, fields) if before else ()
        origin = ORIGIN_LABELS.get(version.origin, version.origin)
        history.append(VersionRow(version.version, origin, version.at, officer, version.reason or "", changes))
        before = content
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
