"""Two subjects that are one: merged by an officer for a reason, and taken apart again at any later time (separations).

The merged row stays and points to the kept one. What belonged to it moves along and is written down row by row; codes
the kept one lacks move too, the others stay where they are, so that every old identity still finds the subject.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import (
    Base,
    Case,
    Escalation,
    JointObject,
    Listing,
    Mirror,
    PointConsent,
    PointEntry,
    Promise,
    Record,
    RoleLink,
    Subject,
    SubjectMerge,
    SubjectName,
)
from creditdesk.models.merges import STANDING
from creditdesk.services import subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.plain_rows import first
from creditdesk.services.powers import Power

# Everything that says whose it is, by the name it has in what a merge writes down.
OWNERS: dict[str, tuple[type[Base], InstrumentedAttribute[str]]] = {
    "record": (Record, Record.subject_id),
    "case": (Case, Case.subject_id),
    "subject_name": (SubjectName, SubjectName.subject_id),
    "role_link": (RoleLink, RoleLink.subject_id),
    "role_link_person": (RoleLink, RoleLink.person_id),
    "mirror": (Mirror, Mirror.person_id),
    "promise": (Promise, Promise.subject_id),
    "escalation": (Escalation, Escalation.subject_id),
    "joint_object": (JointObject, JointObject.subject_id),
    "listing": (Listing, Listing.subject_id),
    "point_consent": (PointConsent, PointConsent.person_id),
    "point_entry": (PointEntry, PointEntry.person_id),
}
# What moves together or not at all: a number means nothing without the document it is on, nor without its bearer.
_TOGETHER = (
    *((code,) for code in subjects.CODES),
    ("document_number", "document_type"),
    ("legal_representative", "representative_document_type", "representative_document_number"),
)


@dataclass(frozen=True)
class MergedRow:
    """A subject that was merged into the one whose page is shown."""

    merge_id: str
    name: str
    reason: str
    at: datetime


@act("subject.merge", Power.RECORD, "合并主体", undoable=True)
def merge(a: Act, kept_id: str, merged_id: str, reason: str) -> Result:
    """Merge a subject into another that it is; InputProblem for a person with an organisation, or without a reason."""
    kept, merged = a.session.get_one(Subject, kept_id), a.session.get_one(Subject, merged_id)
    _check(a.session, kept, merged, reason)
    given = _give_codes(a.session, merged, kept)
    made = SubjectMerge(
        merged_id=merged.id,
        kept_id=kept.id,
        state=STANDING,
        reason=reason.strip(),
        given=given,
        name_id=_give_name(a, merged, kept),
        moved=_move_all(a.session, merged.id, kept.id),
        officer_id=a.officer.id,
        at=a.now,
    )
    a.session.add(made)
    touch(a, merged, kept)
    a.say(f"已将{merged.name}并入{kept.name}")
    return {"merge": made.id, "subject": kept.id, "merged": merged.id}


def _check(session: Session, kept: Subject, merged: Subject, reason: str) -> None:
    stated(reason, "合并必须写明理由，请填写依据。")
    if kept.id == merged.id:
        raise InputProblem("不能把一个主体与它自己合并，请选择另一个主体。")
    if (kept.category == "person") != (merged.category == "person"):
        raise InputProblem("自然人和单位不能合并，请核对。")
    for one in (kept, merged):
        if kept_of(session, one.id) != one.id:
            raise InputProblem(f"{one.name}已经并入另一个主体，请打开那个主体办理。")


def _give_codes(session: Session, merged: Subject, kept: Subject) -> dict[str, str]:
    """Move to the kept subject what only the other knows; taken away first, because a code belongs to one row."""
    given: dict[str, str] = {}
    for names in _TOGETHER:
        if getattr(merged, names[0]) and not getattr(kept, names[0]):
            given |= {name: getattr(merged, name) for name in names if getattr(merged, name)}
    hand_over(session, given, merged, kept)
    return given


def hand_over(session: Session, values: Mapping[str, str], giver: Subject, taker: Subject) -> None:
    """Take values from one row and give them to another."""
    for name in values:
        setattr(giver, name, None)
    session.flush()
    for name, value in values.items():
        setattr(taker, name, value)
    session.flush()


def _give_name(a: Act, merged: Subject, kept: Subject) -> str | None:
    query = select(SubjectName.id).where(SubjectName.subject_id == kept.id, SubjectName.name == merged.name)
    if merged.name == kept.name or a.session.scalar(query) is not None:
        return None
    name = SubjectName(subject_id=kept.id, name=merged.name, until=a.today)
    a.session.add(name)
    a.session.flush()
    return name.id


def _move_all(session: Session, merged_id: str, kept_id: str) -> list[str]:
    """Move everything that belongs to one subject to another; returns what moved as owner/identity."""
    mirrored = set(session.scalars(select(Mirror.parent_id).where(Mirror.person_id == kept_id)))
    moved = []
    for owner, (model, column) in OWNERS.items():
        for row in session.scalars(select(model).where(column == merged_id)).all():
            # One proposal is decided once for one person: what both had decided stays with each.
            if not (isinstance(row, Mirror) and row.parent_id in mirrored):
                setattr(row, column.key, kept_id)
                moved.append(f"{owner}/{row.id}")  # type: ignore[attr-defined]
    session.flush()
    return moved


def touch(a: Act, *changed: Subject) -> None:
    """Count a new version of subjects and bring the search index up to them."""
    for subject in changed:
        subject.version, subject.changed_at = subject.version + 1, a.now
    a.session.flush()
    for subject in changed:
        subjects.index(a.session, subject)


def settle(a: Act, content: Mapping[str, str]) -> Subject:
    """Return the subject a record is about, under whichever of its identities the record names it."""
    named = subjects.settle(a, content)
    return a.session.get_one(Subject, kept_of(a.session, named.id))


def kept_of(session: Session, subject_id: str) -> str:
    """Return the subject that stands for this one: itself, or what it was merged into in the end."""
    pointer = "SELECT kept_id FROM subject_merge WHERE state = ? AND merged_id = ?"
    while (kept := first(session, pointer, (STANDING, subject_id))) is not None:
        subject_id = kept
    return subject_id


def all_kept(session: Session) -> dict[str, str]:
    """Return for every merged subject the one that stands for it."""
    query = select(SubjectMerge.merged_id).where(SubjectMerge.state == STANDING)
    return {merged: kept_of(session, merged) for merged in session.scalars(query)}


def identities_of(session: Session, subject_id: str) -> list[str]:
    """Return a subject and everything that was merged into it, straight or by way of another."""
    found, waiting = [subject_id], [subject_id]
    pointer = select(SubjectMerge.merged_id).where(SubjectMerge.state == STANDING)
    while waiting:
        waiting = list(session.scalars(pointer.where(SubjectMerge.kept_id.in_(waiting))))
        found += waiting
    return found


def kept(desk: Desk, subject_id: str) -> str:
    """Return the subject whose page shows this one."""
    with desk.read() as session:
        return kept_of(session, subject_id)


def followed(desk: Desk, found: Sequence[str]) -> Sequence[str]:
    """Return what a list shows for these subjects: merged ones give way to the subject that stands for them."""
    with desk.read() as session:
        stands = all_kept(session)
    if not any(merged in found for merged in stands):
        return found
    return list(dict.fromkeys(stands.get(one, one) for one in found))


def merged_into(desk: Desk, subject_id: str) -> tuple[MergedRow, ...]:
    """Return the subjects that were merged into this one and can be taken apart again, the latest first."""
    query = select(SubjectMerge, Subject.name).join(Subject, Subject.id == SubjectMerge.merged_id)
    query = query.where(SubjectMerge.kept_id == subject_id, SubjectMerge.state == STANDING)
    with desk.read() as session:
        rows = session.execute(query.order_by(SubjectMerge.at.desc(), SubjectMerge.id.desc()))
        return tuple(MergedRow(row.id, name, row.reason, row.at) for row, name in rows)
