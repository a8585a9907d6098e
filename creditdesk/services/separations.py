"""Taking subjects apart: a merge undone at any later time, and pairs that look alike found to be two."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Case, CaseItem, Record, Subject, SubjectApart, SubjectMerge, SubjectName
from creditdesk.models.merges import SEPARATED, STANDING
from creditdesk.services import merges, subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power


@act("subject.unmerge", Power.RECORD, "拆开已合并的主体", undoable=True)
def unmerge(a: Act, merge_id: str, reason: str) -> Result:
    """Take a merged subject out again with all it brought, and with what came since under its own identity."""
    made = a.session.get_one(SubjectMerge, merge_id)
    _check(a.session, made, reason)
    kept, merged = a.session.get_one(Subject, made.kept_id), a.session.get_one(Subject, made.merged_id)
    back = {name: value for name, value in made.given.items() if getattr(kept, name) == value}
    merges.hand_over(a.session, back, kept, merged)
    _take_name_back(a.session, made)
    _move_back(a.session, made)
    _move_later_records(a.session, made, kept, merged)
    _move_later_cases(a.session, kept, merged)
    made.state, made.separated_because = SEPARATED, reason.strip()
    merges.touch(a, merged, kept)
    a.say(f"已将{merged.name}从{kept.name}分出")
    return {"subject": kept.id, "merged": merged.id}


def _check(session: Session, made: SubjectMerge, reason: str) -> None:
    stated(reason, "撤销合并必须写明理由，请填写。")
    if made.state != STANDING:
        raise InputProblem("这次合并已经撤销，不必再撤销。")
    if merges.kept_of(session, made.kept_id) != made.kept_id:
        raise InputProblem("保留的主体后来又并入了另一个主体，请先撤销后来的合并。")


def _take_name_back(session: Session, made: SubjectMerge) -> None:
    name = session.get(SubjectName, made.name_id) if made.name_id else None
    if name is not None:
        session.delete(name)
        session.flush()


def _move_back(session: Session, made: SubjectMerge) -> None:
    for moved in made.moved:
        owner, _, identity = moved.partition("/")
        model, column = merges.OWNERS[owner]
        row = session.get(model, identity)
        if row is not None and getattr(row, column.key) == made.kept_id:
            setattr(row, column.key, made.merged_id)
    session.flush()


def _move_later_records(session: Session, made: SubjectMerge, kept: Subject, merged: Subject) -> None:
    """Move the records made since the merge that name the merged subject and not the kept one."""
    own, others = _keys(merged), _keys(kept)
    for record in session.scalars(select(Record).where(Record.subject_id == kept.id, Record.created_at >= made.at)):
        keys = set(subjects.keys_of(subjects.identity_of(record.content)))
        if keys & own and not keys & others:
            record.subject_id = merged.id
    session.flush()


def _keys(subject: Subject) -> set[tuple[str, ...]]:
    identity = {name: getattr(subject, name) for name in subjects.IDENTITY if getattr(subject, name)}
    return set(subjects.keys_of(identity))


def _move_later_cases(session: Session, kept: Subject, merged: Subject) -> None:
    """Let cases follow the records they are about."""
    about = select(Case, Record.subject_id).join(CaseItem, CaseItem.case_id == Case.id)
    about = about.join(Record, Record.id == CaseItem.record_id).where(Case.subject_id == kept.id)
    owners: dict[Case, set[str]] = {}
    for case, owner in session.execute(about).all():
        owners.setdefault(case, set()).add(owner)
    for case, found in owners.items():
        if found == {merged.id}:
            case.subject_id = merged.id
    session.flush()


@act("subject.keep_apart", Power.RECORD, "确认不是同一主体", undoable=True)
def keep_apart(a: Act, one_id: str, other_id: str, reason: str) -> Result:
    """Write down that two subjects which look alike are two, so that they are not offered again."""
    reason = stated(reason, "请写明两个主体不是同一主体的理由。")
    one, other = a.session.get_one(Subject, one_id), a.session.get_one(Subject, other_id)
    first, second = sorted((one.id, other.id))
    if one is other or a.session.get(SubjectApart, (first, second)) is not None:
        raise InputProblem("这两个主体已经登记为不同主体，不必再登记。")
    a.session.add(SubjectApart(one_id=first, other_id=second, reason=reason, officer_id=a.officer.id, at=a.now))
    a.say(f"已登记{one.name}与{other.name}不是同一主体")
    return {"subject": one.id, "other": other.id}


def apart(session: Session, subject_ids: Iterable[str]) -> set[frozenset[str]]:
    """Return the pairs with one of these subjects that were found to be two."""
    wanted = list(subject_ids)
    query = select(SubjectApart.one_id, SubjectApart.other_id)
    query = query.where(SubjectApart.one_id.in_(wanted) | SubjectApart.other_id.in_(wanted))
    return {frozenset((one, other)) for one, other in session.execute(query)}
