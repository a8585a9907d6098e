"""What pages show of the points of persons: whether they are on, the rules, and which records may still be counted."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from creditdesk.models import PointConsent, PointEntry, PointRule, Record, Setting, Subject
from creditdesk.rules import editions
from creditdesk.services import merges
from creditdesk.services.desk import Desk
from creditdesk.services.person_points import EVENTS, SETTING


@dataclass(frozen=True)
class RuleRow:
    """One rule: how many points an event is worth, by which text, from when to when."""

    id: str
    event: str
    points: int
    basis: str
    valid_from: date
    valid_until: date | None


def standing(desk: Desk) -> tuple[bool, str]:
    """Return whether points are on, and the text named when they were last switched ("" when they never were)."""
    with desk.read() as session:
        setting = session.get(Setting, SETTING)
    return (bool(setting.value["on"]), str(setting.value["basis"])) if setting else (False, "")


def rules(desk: Desk) -> tuple[RuleRow, ...]:
    """Return every rule, event by event, the newest first."""
    events = desk.catalogue.point_events(EVENTS).events
    order = {event.name: place for place, event in enumerate(events)}
    labels = {event.name: event.label for event in events}
    with desk.read() as session:
        found = session.scalars(select(PointRule).order_by(PointRule.valid_from.desc())).all()
    found = sorted(found, key=lambda rule: order.get(rule.event, len(order)))
    return tuple(
        RuleRow(one.id, labels.get(one.event, one.event), one.points, one.basis, one.valid_from, one.valid_until)
        for one in found
    )


def countable(desk: Desk, record_id: str) -> bool:
    """Tell whether a record can be counted now: points on, a person's consent, a rule of its day, not counted yet."""
    if not standing(desk)[0]:
        return False
    with desk.read() as session:
        record = session.get_one(Record, record_id)
        person = session.get_one(Subject, merges.kept_of(session, record.subject_id))
        event = desk.catalogue.point_events(EVENTS).of_kind(record.kind)
        day = date.fromisoformat(str(record.content.get("decided_on") or date.max))
        consent = select(PointConsent.id).where(
            PointConsent.person_id == person.id, PointConsent.withdrawn_on.is_(None)
        )
        return bool(
            event
            and record.state != "revoked"
            and session.scalar(consent)
            and not session.scalar(select(PointEntry.id).where(PointEntry.record_id == record.id))
            and editions.in_force(session.scalars(select(PointRule).where(PointRule.event == event.name)), day)
        )
