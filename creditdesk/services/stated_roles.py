"""Legal representatives that records state: a link where a valid document number tells who it is, else nothing."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import Record, RoleLink, Subject
from creditdesk.rules import editions
from creditdesk.rules.identifiers import check_citizen_number
from creditdesk.services import role_links, subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power


@act("subject.link_stated", Power.RECORD, "登记记录载明的关联", undoable=True)
def link_stated(a: Act, subject_id: str) -> Result:
    """Take the legal representatives over from an organisation's records that came by import."""
    organisation = role_links.organisation_of(a.session, subject_id)
    made = _learn_from(a, organisation, _stating(a.session, organisation.id))
    if not made:
        raise InputProblem("该主体的记录中没有可以由证件号码确认、尚未关联的法定代表人。")
    a.say(f"已由{organisation.name}的记录关联法定代表人{made}名")
    return {"subject": organisation.id, "made": made}


def learn(a: Act, organisation: Subject, record: Record) -> None:
    """Link the legal representative a record names, when a valid document number tells who it is.

    The link holds from the day of the decision; what other records say of other days is then looked at again, so that
    the links are the same in whatever order the records came in.
    """
    if _learn(a, organisation, record) is not None:
        _learn_from(a, organisation, [each for each in _stating(a.session, organisation.id) if each is not record])


def _learn_from(a: Act, organisation: Subject, records: list[Record]) -> int:
    return sum(_learn(a, organisation, record) is not None for record in records)


def _learn(a: Act, organisation: Subject, record: Record) -> RoleLink | None:
    """Return the link a record brought or made longer, None when there was nothing to add."""
    stated = stated_person(record.content)
    decided_on = record.content.get("decided_on", "")
    if organisation.category == "person" or not stated or not decided_on or role_links.other_name(a.session, stated):
        return None
    day = date.fromisoformat(decided_on)
    links = role_links.standing(a.session, organisation.id, role_links.SOLE)
    before = [each for each in links if editions.holds(each, day)]
    known = subjects.find_by_key(a.session, ("document", stated["document_type"], stated["document_number"]))
    same = known.id if known else ""
    if known and _withdrawn(a.session, organisation.id, known.id, day):
        return None
    # Who holds it already, whom the officer entered, and two names on one day: none of them gives way to a record.
    if any(each.person_id == same or each.origin == "officer" or each.valid_from == day for each in before):
        return None
    for each in before:
        each.valid_until = day - timedelta(days=1)
    after = min((each for each in links if each.valid_from > day), key=lambda each: each.valid_from, default=None)
    if after is not None and after.person_id == same and after.origin == "record":
        after.valid_from = day
        a.session.flush()
        return after
    return _add(a, organisation, subjects.settle(a, stated), after, record)


def _add(a: Act, organisation: Subject, person: Subject, after: RoleLink | None, record: Record) -> RoleLink:
    day = date.fromisoformat(record.content["decided_on"])
    made = role_links.new_link(a, organisation, person, role_links.SOLE, day)
    made.valid_until = after.valid_from - timedelta(days=1) if after else None
    made.record_id = record.id
    a.session.add(made)
    a.session.flush()
    return made


def _withdrawn(session: Session, subject_id: str, person_id: str, day: date) -> bool:
    """Tell whether an officer found that this person did not hold the office on this day."""
    query = select(RoleLink).where(RoleLink.subject_id == subject_id, RoleLink.person_id == person_id)
    return any(editions.holds(each, day) for each in session.scalars(query.where(RoleLink.state == "withdrawn")))


def stated_person(content: Mapping[str, str]) -> dict[str, str]:
    """Return the person whom a record identifies as legal representative, empty when no number does."""
    number, name = content.get("representative_document_number", ""), content.get("legal_representative", "")
    document = content.get("representative_document_type", "")
    if not (number and name and document) or (
        document == role_links.CITIZEN_CARD and not check_citizen_number(number).valid
    ):
        return {}
    named = {"subject_category": "自然人", "subject_name": name}
    return named | {"document_type": document, "document_number": number}


def _stating(session: Session, subject_id: str) -> list[Record]:
    """Return an organisation's standing records that name a legal representative by number, the oldest first."""
    number = Record.content["representative_document_number"].as_string()
    query = select(Record).where(Record.subject_id == subject_id, Record.state != "revoked", number.is_not(None))
    return list(session.scalars(query.order_by(Record.decided_on, Record.id)))


def stated(session: Session, subject_id: str) -> int:
    """Return how many of an organisation's records identify a legal representative who is not linked for that day."""
    links = role_links.standing(session, subject_id, role_links.SOLE)
    missing = 0
    for record in _stating(session, subject_id):
        person, on = stated_person(record.content), record.content.get("decided_on", "")
        if not person or not on or role_links.other_name(session, person):
            continue
        day = date.fromisoformat(on)
        known = subjects.find_by_key(session, ("document", person["document_type"], person["document_number"]))
        refused = known is not None and _withdrawn(session, subject_id, known.id, day)
        missing += not refused and not any(editions.holds(each, day) for each in links)
    return missing
