"""Plan 五(六): a severe record of an organisation is proposed for the persons who answered for it at the time.

Proposals are not stored: they are every severe record with a person whose role held on the day of the decision, less
what an officer has decided, so that an import proposes as an entry does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, Select, String, exists, func, literal_column, or_, select, type_coerce
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem, stated
from creditdesk.models import Mirror, Record, RoleLink, Subject
from creditdesk.rules.identifiers import mask
from creditdesk.services import records, role_links, subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

MOST = 500
"""Proposals shown at once; when these are decided the next ones come."""
OWN_FIELDS = frozenset({*subjects.IDENTITY, "subject_category", "subject_name", "breach_ended_on"})
"""What a mirrored record has of its own and never takes from its parent."""


@dataclass(frozen=True)
class Proposal:
    """A severe record of an organisation that a responsible person does not have yet."""

    parent_id: str
    person_id: str
    role: str
    person: str
    code: str
    organisation: str
    title: str
    decided_on: str


@act("record.mirror", Power.RECORD, "为责任人登记同一失信", undoable=True)
def mirror(a: Act, parent_id: str, person_id: str, news: Mapping[str, str] | None = None) -> Result:
    """Make the same record for a responsible person; `news` holds its own fields, first of all `breach_ended_on`.

    Raises InputProblem when nothing of the kind is proposed: nobody is mirrored without a recorded role at the time.
    """
    parent, link = _proposed(a, parent_id, person_id)
    person, kind = a.session.get_one(Subject, person_id), a.catalogue.kind(parent.kind)
    role = role_links.ROLES[link.role]
    why = f"随{parent.content['subject_name']}的{kind.title(parent.content)}建立，{role}，实施方案五（六）"
    clean = records.checked(a, kind, _content(parent, person) | dict(news or {}), why)
    records.refuse_double(a.session, kind, person, clean)
    record = records.make(a, kind, person, clean, "mirror", why)
    _decide(a, parent, link, record.id, None)
    a.say(f"已为{role}{person.name}建立同样的{kind.label}记录")
    return {"record": record.id, "parent": parent.id, "subject": person.id}


@act("record.mirror_decline", Power.RECORD, "不为责任人登记", undoable=True)
def decline(a: Act, parent_id: str, person_id: str, reason: str) -> Result:
    """Decide, with a reason, that a responsible person does not get the record."""
    reason = stated(reason, "不为责任人建立记录必须写明理由，请填写。")
    parent, link = _proposed(a, parent_id, person_id)
    person = a.session.get_one(Subject, person_id)
    _decide(a, parent, link, None, reason)
    a.say(f"已决定不为{role_links.ROLES[link.role]}{person.name}建立记录")
    return {"parent": parent.id, "subject": person.id}


def _proposed(a: Act, parent_id: str, person_id: str) -> tuple[Record, RoleLink]:
    query = _open_query(a.catalogue).where(Record.id == parent_id, RoleLink.person_id == person_id)
    found = a.session.execute(query.limit(1)).first()
    if found is None:
        raise InputProblem("这名责任人在当时没有登记的身份，或已作过决定，不能再建立同样的记录。")
    return found[0], found[1]


def _content(parent: Record, person: Subject) -> dict[str, str]:
    own = {"subject_category": subjects.CATEGORY_LABELS[person.category], "subject_name": person.name}
    document = {"document_type": person.document_type or "", "document_number": person.document_number or ""}
    return {name: value for name, value in parent.content.items() if name not in OWN_FIELDS} | own | document


def _decide(a: Act, parent: Record, link: RoleLink, record_id: str | None, reason: str | None) -> None:
    a.session.add(
        Mirror(
            parent_id=parent.id,
            person_id=link.person_id,
            role_link_id=link.id,
            record_id=record_id,
            reason=reason,
            settled_version=parent.version,
            officer_id=a.officer.id,
            at=a.now,
        )
    )


def _open_query(catalogue: Catalogue) -> Select[Record, RoleLink]:
    """Return the query for severe records with each person who held a role on the day and is not decided on."""
    adverse = [kind.name for kind in catalogue.kinds if kind.adverse]
    day: ColumnElement[date] = type_coerce(
        func.coalesce(Record.decided_on, func.substr(Record.created_at, 1, 10)), Date
    )
    decided = exists().where(Mirror.parent_id == Record.id, Mirror.person_id == RoleLink.person_id)
    query = select(Record, RoleLink).join(RoleLink, RoleLink.subject_id == Record.subject_id)
    # The plus signs keep SQLite from walking every severe record: few of them have a person linked.
    severe = (
        (literal_column("+record.grade", String) == records.SEVERE)
        & (Record.state != "revoked")
        & literal_column("+record.kind", String).in_(adverse)
    )
    return query.where(severe, role_links.held_on(day), ~decided)


def proposals(desk: Desk, subject_id: str = "") -> tuple[Proposal, ...]:
    """Return what is proposed for one organisation or one person, or for all, the latest decisions first."""
    query = _open_query(desk.catalogue).order_by(Record.decided_on.desc(), Record.id, RoleLink.id).limit(MOST)
    if subject_id:
        query = query.where(or_(RoleLink.subject_id == subject_id, RoleLink.person_id == subject_id))
    with desk.read() as session:
        found: dict[tuple[str, str], Proposal] = {}
        for record, link in session.execute(query):
            found.setdefault((record.id, link.person_id), _told(desk, session, record, link))
    return tuple(found.values())


def _told(desk: Desk, session: Session, record: Record, link: RoleLink) -> Proposal:
    person = session.get_one(Subject, link.person_id)
    return Proposal(
        record.id,
        person.id,
        role_links.ROLES[link.role],
        person.name,
        mask(person.document_number or ""),
        record.content.get("subject_name", ""),
        desk.catalogue.kind(record.kind).title(record.content),
        record.decided_on or "",
    )


def parent_of(desk: Desk, record_id: str) -> str:
    """Return the organisation's record that a person's record was made after, empty for any other record."""
    with desk.read() as session:
        return session.scalar(select(Mirror.parent_id).where(Mirror.record_id == record_id)) or ""
