"""What the record pages read: lists, one record with its history, and an officer's draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, literal_column, or_, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from creditdesk.catalog.kinds import Field
from creditdesk.models import Case, CaseItem, Officer, Record, RecordVersion
from creditdesk.models.records import LEAVING
from creditdesk.services import records
from creditdesk.services.desk import Desk
from creditdesk.services.identities import MOST_FOUND, Identities, among, identities, listed, packed
from creditdesk.vault import search


class RecordRow(NamedTuple):
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
        if found := wanted.text.strip():
            among_hits, cut = _found(session, found)
            return identities(session, packed(_query(wanted).where(among_hits), first), cut=cut)
        return identities(session, _packed(wanted, first))


@lru_cache
def _packed(wanted: Filter, first: int) -> Select[bytes]:
    """Keep a query for the next time, because its making takes longer than its answer."""
    return packed(_query(wanted), first)


def page(desk: Desk, wanted: Filter, first: int) -> list[RecordRow]:
    """Return the first rows of a list at once; without a text it is one question to one index."""
    if wanted.text.strip():
        return rows(desk, ids(desk, wanted, first))
    found = desk.rows(_page(wanted, first))
    return [_row(_Told._make(each)) for each in found]


@lru_cache
def _page(wanted: Filter, first: int) -> str:
    """Keep the words of a question for the next time; a filter holds words of the catalogue and identities only."""
    columns = [getattr(Record, name) for name in _Told._fields]
    query = _ordered(_narrow(select(*columns), wanted), wanted).limit(first)
    return str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


def _query(wanted: Filter) -> Select[Any]:
    return _ordered(_narrow(select(Record.id), wanted), wanted)


def _ordered(query: Select[Any], wanted: Filter) -> Select[Any]:
    # The later column runs the same way as the first, so that an index serves both directions.
    columns = _ORDERS.get(wanted.sort, (Record.changed_at, Record.id))
    return query.order_by(*(column.desc() if wanted.descending else column for column in columns))


def _narrow(query: Select[Any], wanted: Filter) -> Select[Any]:
    beside = bool(wanted.text.strip() or wanted.subject_id)
    if wanted.kind:
        query = query.where((_WALKED["kind"] if beside or wanted.sort in _ORDERS else Record.kind) == wanted.kind)
    if wanted.grade:
        walked = beside or wanted.sort in _ORDERS.keys() - {"grade"}
        query = query.where((_WALKED["grade"] if walked else Record.grade) == wanted.grade)
    if wanted.subject_id:
        query = query.where(Record.subject_id == wanted.subject_id)
    return query.where(_in_state(wanted.state)) if wanted.state else query


def _in_state(state: str) -> ColumnElement[bool]:
    if state == "revoked":
        # Written out, because a partial index serves only the very condition it was made with.
        return literal_column("record.state", String) == literal_column("'revoked'")
    standing = Record.state != "revoked"
    if state == "contested":
        return standing & Record.objection_mark.is_(True)
    return standing & Record.objection_mark.is_(False) & (~LEAVING if state == "reported" else LEAVING)


def _found(session: Session, text: str) -> tuple[ColumnElement[bool], bool]:
    """Return the condition for what a text finds, and whether it may find more than was looked through."""
    hits = search.find(session.connection(), text, None, MOST_FOUND)
    condition = or_(
        Record.id.in_(among([hit.id for hit in hits if hit.noun == "record"])),
        Record.subject_id.in_(among([hit.id for hit in hits if hit.noun == "subject"])),
    )
    return condition, len(hits) == MOST_FOUND


class _Told(NamedTuple):
    """The columns of _ROWS."""

    id: str
    kind: str
    decision_number: str | None
    subject_name: str | None
    grade: str | None
    decided_on: str | None
    source_unit: str | None
    state: str
    objection_mark: int
    version: int
    left_version: int


_ROWS = """
    SELECT id, kind, decision_number, subject_name, grade, decided_on, source_unit, state, objection_mark, version,
           left_version
    FROM record WHERE id IN (SELECT value FROM json_each(?))"""


def rows(desk: Desk, wanted: Sequence[str]) -> list[RecordRow]:
    """Return list rows for these identities, in the same order."""
    found = {row[0]: row for row in desk.rows(_ROWS, (listed(wanted),))}
    return [_row(_Told._make(found[one])) for one in wanted if one in found]


def _row(told: Any) -> RecordRow:
    texts = [text or "" for text in told[: _Told._fields.index("state")]]
    return RecordRow._make([*texts, records.STATE_LABELS[records.state_of(told)]])


def sheet(desk: Desk, record_id: str) -> Sheet:
    """Return one record, whole."""
    with desk.read() as session:
        record = session.get_one(Record, record_id)
        return Sheet(
            record.id,
            record.kind,
            record.edition,
            record.subject_id,
            dict(record.content),
            records.STATE_LABELS[records.state_of(record)],
            record.withheld or "",
            _history(desk, session, record),
            _cases(session, record_id),
        )


ORIGIN_LABELS = {
    "entry": "录入",
    "import": "导入",
    "late": "补录",
    "correction": "更正",
    "revocation": "撤销",
    "archival": "转为档案",
    "objection_mark": "异议标注",
    "pushed": "推送",
    "performance": "履约核查",
}


def _history(desk: Desk, session: Session, record: Record) -> tuple[VersionRow, ...]:
    fields = desk.catalogue.kind(record.kind, record.edition).fields
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
