"""Plan 五(六): what happens to a mirrored record when its parent is corrected or revoked.

A follow-up is open while the parent has a telling version later than the one up to which an officer has settled the
mirrored record. An objection to the parent is not closed before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from creditdesk.catalog.kinds import RecordKind
from creditdesk.errors import InputProblem, stated
from creditdesk.models import Mirror, Record, RecordVersion, Subject
from creditdesk.services import records
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.mirrors import OWN_FIELDS
from creditdesk.services.powers import Power

CORRECTED, REVOKED, UNCHANGED = "更正", "撤销", "不变"
OUTCOMES = (CORRECTED, REVOKED, UNCHANGED)
# An objection's mark changes nothing that a mirrored record says.
_TELLING = ("correction", "revocation", "import")
_Parent = aliased(Record)


@dataclass(frozen=True)
class FollowUp:
    """A mirrored record whose parent has changed since; `news` is what the change would mean for it."""

    mirror_id: str
    record_id: str
    person_id: str
    person: str
    parent_id: str
    title: str
    parent_revoked: bool
    news: dict[str, str]
    told: tuple[str, ...]


@act("record.follow", Power.RECORD, "登记后续情况", undoable=True)
def follow(a: Act, mirror_id: str, outcome: str, reason: str, news: Mapping[str, str] | None = None) -> Result:
    """Settle a follow-up: correct the mirrored record as its parent was (or by `news`), revoke it, or leave it."""
    mirror = a.session.get_one(Mirror, mirror_id)
    if outcome not in OUTCOMES:
        raise InputProblem("处理结果只能是更正、撤销或不变，请重新选择。")
    reason = stated(reason, "处理关联记录必须写明理由，请填写。")
    if a.session.scalar(_open().where(Mirror.id == mirror.id)) is None or mirror.record_id is None:
        raise InputProblem("这条关联记录没有待处理的变化，不必再处理。")
    parent, record = a.session.get_one(Record, mirror.parent_id), a.session.get_one(Record, mirror.record_id)
    if outcome == CORRECTED:
        change = dict(news) if news is not None else _news(a.session, a.catalogue.kind(record.kind), mirror)
        records.correct(a, record.id, change, reason, kept_because=reason)
    elif outcome == REVOKED:
        records.revoke(a, record.id, reason)
    mirror.settled_version = parent.version
    name = a.session.get_one(Subject, mirror.person_id).name
    a.say(f"已处理{name}的关联记录：{outcome}")
    return {"mirror": mirror.id, "record": record.id, "subject": mirror.person_id}


def _open() -> Select[Mirror]:
    """Return the query for mirrored records that an officer still has to look at."""
    later = exists().where(
        RecordVersion.record_id == Mirror.parent_id,
        RecordVersion.version > Mirror.settled_version,
        RecordVersion.origin.in_(_TELLING),
    )
    return select(Mirror).join(Record, Record.id == Mirror.record_id).where(Record.state != "revoked", later)


def refuse_open(session: Session, parent_ids: Iterable[str]) -> None:
    """Raise InputProblem while a person's record that follows one of these records is not settled."""
    query = _open().join(Subject, Subject.id == Mirror.person_id).with_only_columns(Subject.name)
    names = list(session.scalars(query.where(Mirror.parent_id.in_(list(parent_ids)))))
    if names:
        told = "、".join(dict.fromkeys(names))
        raise InputProblem(f"责任人{told}的关联记录还没有随之处理（实施方案五（六）），请先在信用主体页处理，再办结。")


def open_ones(desk: Desk, subject_id: str = "") -> tuple[FollowUp, ...]:
    """Return the open follow-ups of one organisation or one person, or all of them."""
    query = _open().join(_Parent, _Parent.id == Mirror.parent_id).order_by(Mirror.id)
    if subject_id:
        query = query.where(or_(Mirror.person_id == subject_id, _Parent.subject_id == subject_id))
    with desk.read() as session:
        return tuple(_told(desk, session, mirror) for mirror in session.scalars(query))


def _told(desk: Desk, session: Session, mirror: Mirror) -> FollowUp:
    parent, person = session.get_one(Record, mirror.parent_id), session.get_one(Subject, mirror.person_id)
    kind = desk.catalogue.kind(parent.kind)
    news = _news(session, kind, mirror)
    told = tuple(
        f"{field.label}：{field.show(value) if (value := news[field.name]) else '（空）'}"
        for field in kind.fields
        if field.name in news
    )
    return FollowUp(
        mirror.id, mirror.record_id or "", person.id, person.name, parent.id, kind.title(parent.content),
        parent.state == "revoked", news, told,
    )  # fmt: skip


def _news(session: Session, kind: RecordKind, mirror: Mirror) -> dict[str, str]:
    """Return the fields of the parent that changed since the mirrored record was settled, its own ones left out."""
    parent = session.get_one(Record, mirror.parent_id)
    query = select(RecordVersion.content).where(
        RecordVersion.record_id == mirror.parent_id, RecordVersion.version == mirror.settled_version
    )
    settled = session.scalars(query).one() or parent.content
    child = session.get_one(Record, mirror.record_id)
    applicable = {field.name for field in kind.visible(child.content | parent.content | _whose(child))} - OWN_FIELDS
    names = (settled.keys() | parent.content.keys()) & applicable
    changed = {name: parent.content.get(name, "") for name in names}
    return {name: value for name, value in changed.items() if settled.get(name, "") != value}


def _whose(record: Record) -> dict[str, str]:
    return {"subject_category": record.content["subject_category"]}
