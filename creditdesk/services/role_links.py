"""Role links (关联): which persons answer for an organisation, from when to when; plan 五(二) and 五(六), 省条例第35条.

A link is made by the officer, or taken from a record (stated_roles). It is never deleted: it ends on a day, or it is
withdrawn as wrong, both with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import RoleLink, Subject
from creditdesk.rules import editions
from creditdesk.rules.identifiers import check_citizen_number, mask
from creditdesk.services import subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

ROLES = {
    "legal_representative": "法定代表人",
    "principal": "主要负责人",
    "controller": "实际控制人",
    "responsible_person": "直接责任人员",
}
CITIZEN_CARD = "身份证"
SOLE = "legal_representative"


@dataclass(frozen=True)
class LinkRow:
    """A link as seen from one subject: whom it leads to, in which role, and when."""

    id: str
    other_id: str
    name: str
    code: str
    role: str
    of_person: bool
    valid_from: date
    valid_until: date | None
    origin: str
    running: bool


@act("subject.link", Power.RECORD, "登记主体关联", undoable=True)
def link(
    a: Act,
    subject_id: str,
    person: Mapping[str, str],
    role: str,
    valid_from: date,
    valid_until: date | None = None,
    *,
    kept_because: str = "",
) -> Result:
    """Write down that a person (`subject_name`, `document_type`, `document_number`) holds a role in an organisation.

    A citizen number with a failed check digit is kept only with a reason; a second legal representative at the same
    time, a name that differs from the known one, and days in the wrong order are each an InputProblem.
    """
    organisation = organisation_of(a.session, subject_id)
    _check_days(a, role, valid_from, valid_until)
    responsible = _person(a, person, kept_because)
    _refuse_overlap(a.session, organisation, responsible, role, valid_from, valid_until)
    made = new_link(a, organisation, responsible, role, valid_from)
    made.valid_until, made.origin, made.reason = valid_until, "officer", kept_because or None
    a.session.add(made)
    a.session.flush()
    a.say(f"已关联{organisation.name}的{ROLES[role]}{responsible.name}")
    return {"link": made.id, "subject": organisation.id, "person": responsible.id}


@act("subject.unlink", Power.RECORD, "解除主体关联", undoable=True)
def unlink(a: Act, link_id: str, reason: str, until: date | None = None) -> Result:
    """End a link on its last day, or withdraw it as wrong when no day is given; the row stays readable."""
    ended = a.session.get_one(RoleLink, link_id)
    reason = stated(reason, "解除关联必须写明理由，请填写理由。")
    if ended.state != "standing":
        raise InputProblem("这条关联已经作废，不必再解除。")
    if until is not None and until < ended.valid_from:
        raise InputProblem(f"终止日期不能早于任职开始的{ended.valid_from}，请核对。")
    ended.valid_until, ended.reason = until or ended.valid_until, reason
    ended.state = "standing" if until else "withdrawn"
    person = a.session.get_one(Subject, ended.person_id)
    told = f"已登记{person.name}任{ROLES[ended.role]}至{until}" if until else f"已作废{person.name}的关联"
    a.say(told)
    return {"link": ended.id, "subject": ended.subject_id, "person": ended.person_id}


def new_link(a: Act, organisation: Subject, person: Subject, role: str, valid_from: date) -> RoleLink:
    """Make a link that goes on, not yet in the session."""
    return RoleLink(
        subject_id=organisation.id,
        person_id=person.id,
        role=role,
        valid_from=valid_from,
        state="standing",
        origin="record",
        officer_id=a.officer.id,
        created_at=a.now,
    )


def organisation_of(session: Session, subject_id: str) -> Subject:
    """Return an organisation; a person is an InputProblem."""
    subject = session.get_one(Subject, subject_id)
    if subject.category == "person":
        raise InputProblem("自然人没有法定代表人或责任人，请在单位的页面上添加关联。")
    return subject


def _check_days(a: Act, role: str, valid_from: date, valid_until: date | None) -> None:
    if role not in ROLES:
        raise InputProblem("没有选择关联的身份，请选择法定代表人、主要负责人、实际控制人或直接责任人员。")
    if valid_from > a.today:
        raise InputProblem("任职开始日期不能晚于今天，请核对。")
    if valid_until is not None and valid_until < valid_from:
        raise InputProblem("任职终止日期不能早于开始日期，请核对。")


def _person(a: Act, person: Mapping[str, str], kept_because: str) -> Subject:
    named = {name: person.get(name, "").strip() for name in ("subject_name", "document_type", "document_number")}
    if not all(named.values()):
        raise InputProblem("责任人的姓名、证件类型和证件号码都要填写，没有号码不能确认是谁。")
    if named["document_type"] == CITIZEN_CARD and not kept_because.strip():
        checked = check_citizen_number(named["document_number"])
        if not checked.valid:
            raise InputProblem(f"责任人的身份证号码{checked.reason}，请核对；确实无误的，写明理由后保留。")
    if known := other_name(a.session, named):
        raise InputProblem(f"这个证件号码属于桌面中的{known}，与填写的姓名不同，请核对姓名或号码。")
    return subjects.settle(a, {"subject_category": "自然人", **named})


def _refuse_overlap(
    session: Session, organisation: Subject, person: Subject, role: str, valid_from: date, valid_until: date | None
) -> None:
    links = [each for each in standing(session, organisation.id, role) if role == SOLE or each.person_id == person.id]
    if other := editions.overlapping(links, valid_from, valid_until):
        holder = session.get_one(Subject, other.person_id).name
        raise InputProblem(f"{holder}在这段时间已登记为{organisation.name}的{ROLES[role]}，请先登记其终止日期。")


def standing(session: Session, subject_id: str, role: str = "") -> list[RoleLink]:
    """Return the links of an organisation that were not withdrawn, in one role or in all, by their first day."""
    query = select(RoleLink).where(RoleLink.subject_id == subject_id, RoleLink.state == "standing")
    query = query.where(RoleLink.role == role) if role else query
    return list(session.scalars(query.order_by(RoleLink.valid_from, RoleLink.id)))


def other_name(session: Session, person: Mapping[str, str]) -> str:
    """Return the name a known person has, when it is not the one stated."""
    known = subjects.find_by_key(session, ("document", person["document_type"], person["document_number"]))
    return known.name if known and known.name != person["subject_name"] else ""


def held_on(day: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Return the condition that a link holds on a day."""
    ended = or_(RoleLink.valid_until.is_(None), RoleLink.valid_until >= day)
    return (RoleLink.state == "standing") & (RoleLink.valid_from <= day) & ended


def in_force(session: Session, subject_id: str, day: date) -> list[RoleLink]:
    """Return the links of an organisation that hold on a day."""
    query = select(RoleLink).where(RoleLink.subject_id == subject_id, held_on(day))
    return list(session.scalars(query.order_by(RoleLink.valid_from, RoleLink.id)))


def links_of(desk: Desk, subject_id: str) -> tuple[LinkRow, ...]:
    """Return a subject's links both ways, those that hold today first; withdrawn ones are left out."""
    today = desk.clock().date()
    either = or_(RoleLink.subject_id == subject_id, RoleLink.person_id == subject_id)
    with desk.read() as session:
        links = session.scalars(select(RoleLink).where(either, RoleLink.state == "standing")).all()
        rows = [_row(session, each, subject_id, today) for each in links]
    order = list(ROLES.values())
    return tuple(sorted(rows, key=lambda row: (not row.running, order.index(row.role), row.valid_from)))


def _row(session: Session, each: RoleLink, subject_id: str, today: date) -> LinkRow:
    of_person = each.subject_id == subject_id
    other = session.get_one(Subject, each.person_id if of_person else each.subject_id)
    code = mask(other.document_number or "") if of_person else other.uscc or other.reg_number or ""
    return LinkRow(
        each.id, other.id, other.name, code, ROLES[each.role], of_person,
        each.valid_from, each.valid_until, each.origin, editions.holds(each, today),
    )  # fmt: skip
