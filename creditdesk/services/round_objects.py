"""Who is on the list of a round now, and on what ground: a black listing, or a severe record that stands."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem
from creditdesk.models import JointObject, JointRound, JointUpdate, Subject
from creditdesk.rules.measures import PUNISHMENT
from creditdesk.services import clean_records, listings
from creditdesk.services.records import SEVERE

ADDED, CHANGED, REMOVED = "新增", "变更", "移出"
CHANGES = (ADDED, CHANGED, REMOVED)


def round_of(session: Session, round_id: str) -> JointRound:
    """Return a round; InputProblem for an identity that is no round's."""
    row = session.get(JointRound, round_id)
    if row is None:
        raise InputProblem("没有这个编号的联合奖惩，请先列出再核对编号。")
    return row


def current(session: Session, round_id: str) -> dict[str, JointObject]:
    """Return the objects of a round by subject, each as the last update that named it has it."""
    query = select(JointObject).join(JointUpdate, JointUpdate.id == JointObject.update_id)
    query = query.where(JointUpdate.round_id == round_id).order_by(JointUpdate.serial, JointObject.place)
    found: dict[str, JointObject] = {}
    for each in session.scalars(query):
        if each.change == REMOVED:
            found.pop(each.subject_id, None)
        else:
            found[each.subject_id] = each
    return found


def grounds(session: Session, catalogue: Catalogue, subject_id: str, on: date) -> tuple[str, ...]:
    """Return what speaks for punishing a subject together: its black listings and its severe records in force."""
    listed = listings.in_force(session, on, subject_id=subject_id)
    severe = clean_records.adverse(session, catalogue, subject_id, on, grade=SEVERE)
    return (*(f"黑名单“{each.list_name}”" for each in listed), *severe)


def refuse_groundless(session: Session, catalogue: Catalogue, row: JointRound, subject: Subject, on: date) -> None:
    """Raise InputProblem for a punished subject without a ground, and for a rewarded one with a severe breach."""
    found = grounds(session, catalogue, subject.id, on)
    if row.kind == PUNISHMENT and not found:
        raise InputProblem(f"{subject.name}没有有效的严重失信记录，也不在黑名单上，不能列为联合惩戒对象。")
    if row.kind != PUNISHMENT and found:
        raise InputProblem(f"{subject.name}有严重失信情形（{found[0]}），不能列为联合激励对象。")


def told(session: Session, objects: Sequence[JointObject]) -> list[tuple[JointObject, Subject]]:
    """Return objects with their subjects, in the same order."""
    wanted = {each.subject_id for each in objects}
    named = {one.id: one for one in session.scalars(select(Subject).where(Subject.id.in_(wanted)))}
    return [(each, named[each.subject_id]) for each in objects]
