"""What the entry form asks while an officer types: drafts, known subjects, what the last record shares, report dues."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from creditdesk.catalog.kinds import RecordKind
from creditdesk.models import Draft, Record, Subject
from creditdesk.rules.urgency import Urgency, urgency_of, words
from creditdesk.services import merges, objections, records, report_dues, subjects, wordings
from creditdesk.services.desk import Desk

# What is never taken over from the record before: it belongs to one subject or one decision alone.
_OWN_TYPES = frozenset({"date", "money", "letter_number", "document_number", "code"})
_OWN_FIELDS = frozenset({"facts", "penalty_content", "licence_content", "decision_content", "decision_title", "remark"})
_SUBJECT_SECTION = "subject"
LATE_REASON = "late_because"
"""The name under which a draft keeps why the record is entered late; no form has a field of this name."""


@dataclass(frozen=True)
class DraftRow:
    """A form this officer has begun: its kind, what stands in it, and when it was last kept."""

    kind: str
    content: dict[str, str]
    changed_at: datetime


@dataclass(frozen=True)
class KnownSubject:
    """A subject the desk knows by a code: what it brings along, and how many records it has."""

    id: str
    content: dict[str, str]
    records: int


@dataclass(frozen=True)
class ReportDue:
    """By when a decision must be reported, and how pressing that is, in words too."""

    due: date
    urgency: Urgency
    words: str


def drafts(desk: Desk, kind_name: str = "") -> tuple[DraftRow, ...]:
    """Return this officer's drafts of one kind or of all, the newest first."""
    query = select(Draft).where(Draft.officer_id == desk.officer.id, Draft.kind.not_like(f"{wordings.DRAFT}%"))
    if kind_name:
        query = query.where(Draft.kind == kind_name)
    with desk.read() as session:
        rows = session.scalars(query.order_by(Draft.changed_at.desc()))
        return tuple(DraftRow(row.kind, dict(row.content), row.changed_at) for row in rows)


def keep_draft(desk: Desk, kind_name: str, content: Mapping[str, str]) -> None:
    """Keep what this officer has typed; a draft tells nobody and cannot be undone."""
    desk.perform(records.save_draft, kind_name, dict(content))


def give_up_draft(desk: Desk, kind_name: str) -> None:
    """Forget what this officer had typed."""
    desk.perform(records.drop_draft, kind_name)


def known_subject(desk: Desk, field: str, value: str, document_type: str = "") -> KnownSubject | None:
    """Return the subject a code belongs to, or the one it was merged into; None when the desk does not know it."""
    if field not in (*subjects.CODES, "document_number") or not value:
        return None
    key = ("document", document_type or "身份证", value) if field == "document_number" else (field, value)
    with desk.read() as session:
        named = subjects.find_by_key(session, key)
        if named is None:
            return None
        subject = session.get_one(Subject, merges.kept_of(session, named.id))
        count = session.scalar(select(func.count()).where(Record.subject_id == subject.id, Record.state != "revoked"))
        # The code that was typed stays what the record says, though the subject may have another one now.
        return KnownSubject(subject.id, subjects.brought(subject) | {field: value}, count or 0)


def carried_over(desk: Desk, kind_name: str) -> dict[str, str]:
    """Return what the next record of a kind usually shares with this officer's last one: unit, grounds, grade."""
    kind = desk.catalogue.kind(kind_name)
    query = select(Record.content).where(Record.kind == kind.name, Record.officer_id == desk.officer.id)
    with desk.read() as session:
        last = session.scalar(query.order_by(Record.created_at.desc(), Record.id.desc()).limit(1))
    return _shared(kind, last or {})


def _shared(kind: RecordKind, content: Mapping[str, str]) -> dict[str, str]:
    shared = (
        field.name
        for field in kind.fields
        if field.section != _SUBJECT_SECTION and field.type not in _OWN_TYPES and field.name not in _OWN_FIELDS
    )
    return {name: content[name] for name in shared if name in content}


def report_due(desk: Desk, kind_name: str, decided_on: str) -> ReportDue | None:
    """Return by when a decision of this day must be reported, None for kinds without such a term or for no date."""
    if kind_name not in report_dues.singly(desk).kinds:
        return None
    try:
        due = report_dues.due_of(desk, decided_on)
    except ValueError:
        return None
    today = desk.clock().date()
    urgency = urgency_of(
        due, today, desk.calendar, objections.thresholds(desk), provisional=not desk.calendar.known(due)
    )
    return ReportDue(due, urgency, words(urgency, desk.calendar.between(today, due)))
