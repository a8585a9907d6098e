"""What the queue is narrowed by, written as conditions that the indexes of the cases serve."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from creditdesk.models import Attachment, Case
from creditdesk.rules.urgency import Thresholds, Urgency
from creditdesk.rules.workdays import Calendar
from creditdesk.services.identities import MOST_FOUND, among
from creditdesk.vault import search


def of_view(view: str, today: date) -> ColumnElement[bool]:
    """Return which cases a chip holds."""
    views: dict[str, ColumnElement[bool]] = {
        "open": Case.open.is_(True),
        "due": Case.open.is_(True) & (Case.effective_due <= today),
        "unit": Case.open.is_(True) & (Case.stage == "verify"),
        "reply": Case.open.is_(True) & (Case.stage == "notify"),
        "done": Case.open.is_(False),
    }
    return views[view]


class Days(NamedTuple):
    """The days at which one urgency ends and the next begins, as they stand today."""

    today: date
    ample_from: date
    known: date


def days(today: date, calendar: Calendar, thresholds: Thresholds) -> Days:
    """Return the days between which `urgency_of` names each urgency."""
    return Days(today, calendar.add(today, thresholds.soon_days + 1), calendar.last_known)


def of_urgency(urgency: Urgency, days: Days) -> ColumnElement[bool]:
    """Return which cases have an urgency, as one stretch of the index."""
    due, (today, ample_from, known) = Case.effective_due, days
    spans: dict[Urgency, ColumnElement[bool]] = {
        Urgency.OVERDUE: due < today,
        Urgency.TODAY: (due == today) & (due <= known),
        Urgency.SOON: (due > today) & (due < ample_from) & (due <= known),
        Urgency.AMPLE: or_(due.is_(None), (due >= ample_from) & (due <= known)),
        Urgency.PROVISIONAL: (due >= today) & (due > known),
    }
    return Case.open.is_(True) & spans[urgency] if urgency in spans else Case.open.is_(False)


def of_text(session: Session, text: str) -> ColumnElement[bool]:
    """Return which cases a typed text finds: by number, applicant, subject, or the name of a paper in them."""
    named = Attachment.withdrawn_at.is_(None) & Attachment.name.contains(text.strip(), autoescape=True)
    hits = search.find(session.connection(), text, None, MOST_FOUND)
    return or_(
        Case.id.in_(among([hit.id for hit in hits if hit.noun == "case"])),
        Case.subject_id.in_(among([hit.id for hit in hits if hit.noun == "subject"])),
        Case.id.in_(select(Attachment.case_id).where(named)),
    )
