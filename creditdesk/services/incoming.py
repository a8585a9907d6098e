"""Taking in packages of other desks: what was looked through is written in one transaction, or nothing.

What only the other desk changed goes on here; what both changed is kept on both sides until an officer chooses
(`conflicts`); what the other desk withdrew is withdrawn here only when an officer says so. Taking the same package
again changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.kinds import RecordKind
from creditdesk.errors import InputProblem
from creditdesk.exchange.lineage import Lineage
from creditdesk.exchange.lineage import read as read_lineage
from creditdesk.exchange.pulse import Pulse, still
from creditdesk.models import Case, CaseItem, IncomingConflict, IncomingPackage, IssuedReceipt, Record
from creditdesk.services import (
    additions,
    arrival_answers,
    bulk,
    lineages,
    merges,
    receipt_answers,
    records,
    stated_roles,
)
from creditdesk.services.acts import Act, Result, Risk, act
from creditdesk.services.arrivals import (
    BOTH,
    FAULTY,
    NEW,
    NEWER,
    OLDER,
    SAME,
    WITHDRAWN,
    Arrived,
    Plan,
    ours_of,
    sort_of,
)
from creditdesk.services.bulk import chunks
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault import search
from creditdesk.vault.search import Entry

_AT_ONCE = 500
_REVOKED = "revoked"
Progress = Callable[[int, int], object]


@act("incoming.take", Power.EXCHANGE, "收下数据包", risk=Risk("接收数据包前", lambda plan, **_: len(plan.rows)))
def take(
    a: Act, plan: Plan, *, withdrawn: bool = False, whole: bool = False, progress: Progress | None = None
) -> Result:
    """Write what a proved package brings; records that the other desk withdrew only with `withdrawn`.

    With `whole` nothing is written unless every row can be taken. The package is answered row by row in the same act.
    `progress(done, total)` is told on the way; what it raises stops the work and leaves nothing behind.
    """
    if whole and plan.counts[FAULTY]:
        raise InputProblem(f"有{plan.counts[FAULTY]}行不能接收，按“全部有效才接收”的选择，没有写入任何一行。")
    _require_still(a, plan)
    row = IncomingPackage(
        desk=plan.head.desk,
        office=plan.head.office,
        serial=plan.head.serial,
        digest=plan.digest,
        counts=dict(plan.counts),
        at=a.now,
        officer_id=a.officer.id,
    )
    a.session.add(row)
    a.session.flush()
    total, done = len(plan.rows), 0
    found: dict[str, Entry] = {}
    for kind, rows in _new_by_kind(plan.rows).items():
        tell = _part_of(progress, done, len(rows), total)
        found |= {entry.id: entry for entry in _add(a, a.catalogue.kind(kind), rows, tell)}
        done += len(rows)
    search.put_all(a.session.connection(), found.values(), lambda: _part_of(progress, done, 0, total)(0))
    for arrived in plan.rows:
        if arrived.sort != NEW:
            done += 1
            if progress is not None and done % _AT_ONCE == 0:
                progress(done, total)
            _follow(a, row, arrived, withdrawn=withdrawn)
    lines = arrival_answers.lines_of(plan, withdrawn=withdrawn)
    issued = receipt_answers.answer(a, arrival_answers.about(plan), lines)["issued"]
    a.say(f"已接收{plan.sentence}；回执待交付")
    return {"package": row.id, "counts": dict(plan.counts), "issued": issued}


def _require_still(a: Act, plan: Plan) -> None:
    """Refuse a plan that this desk has outrun: the package was taken, or one of its records changed meanwhile."""
    query = select(IncomingPackage.id).where(
        IncomingPackage.desk == plan.head.desk, IncomingPackage.serial == plan.head.serial
    )
    if a.session.scalar(query):
        raise InputProblem(f"{plan.head.office}第{plan.head.serial:04d}号数据包已经接收过，不用再接收。")
    for some in chunks(plan.rows, _AT_ONCE):
        ours = ours_of(a.session, [one.entry.record_id for one in some])
        for one in some:
            if sort_of(one.entry, one.lineage, ours.get(one.entry.record_id)) != one.sort:
                raise InputProblem("核对之后本桌面的记录有变动，请重新核对这个数据包。")


def _new_by_kind(rows: Sequence[Arrived]) -> Mapping[str, list[Arrived]]:
    found: dict[str, list[Arrived]] = {}
    for one in rows:
        if one.sort == NEW:
            found.setdefault(one.entry.kind, []).append(one)
    return found


def _part_of(progress: Progress | None, done: int, rows: int, total: int) -> Pulse:
    """Return a pulse for the next rows of all."""
    return still if progress is None else lambda part: progress(done + round(part * rows), total)


def _add(a: Act, kind: RecordKind, rows: Sequence[Arrived], tell: Pulse) -> list[Entry]:
    """Insert records that are new here, under the identity they have elsewhere; returns what finds them."""
    contents = {one.entry.record_id: dict(one.entry.content) for one in rows}
    entries = additions.add(a, kind, contents, bulk.MERGE, tell)
    lineages.begin(a, {one.entry.record_id: one.lineage for one in rows if one.lineage.before})
    for one in rows:
        if one.entry.contested:
            records.mark(a, one.entry.record_id, contested=True)
    return entries


def _follow(a: Act, package: IncomingPackage, arrived: Arrived, *, withdrawn: bool) -> None:
    """Let a record of this desk go on as the other desk did, or keep both sides."""
    if arrived.sort == OLDER:
        return
    entry, record = arrived.entry, a.session.get_one(Record, arrived.entry.record_id)
    if arrived.sort == BOTH:
        _keep_both(a, package, arrived)
    elif arrived.sort == NEWER or (arrived.sort == WITHDRAWN and withdrawn):
        ours = ours_of(a.session, [record.id])[record.id]
        carry(a, record, dict(entry.content), withdrawn=arrived.sort == WITHDRAWN, reason=f"{package.office}报送")
        joined = Lineage(arrived.lineage.head, arrived.lineage.before | ours.before | {ours.head})
        lineages.rest_on(a.session, record.id, record.version, joined)
    elif arrived.sort == SAME and arrived.lineage.before - ours_of(a.session, [record.id])[record.id].before:
        ours = ours_of(a.session, [record.id])[record.id]
        lineages.rest_on(a.session, record.id, record.version, Lineage(ours.head, ours.before | arrived.lineage.before))
    lifted = entry.contested or not _contested_here(a.session, record.id)
    if arrived.sort in (NEWER, SAME) and record.objection_mark != entry.contested and lifted:
        records.mark(a, record.id, contested=entry.contested)


def carry(a: Act, record: Record, content: dict[str, str], *, withdrawn: bool, reason: str) -> None:
    """Give a record the content another desk gave it, or withdraw it as that desk did."""
    kind = a.catalogue.kind(record.kind)
    record.edition = kind.edition
    if withdrawn:
        record.state = _REVOKED
    else:
        record.subject_id = merges.settle(a, content).id
    records.advance(a, record, bulk.MERGE, reason, content=content)
    if not withdrawn:
        stated_roles.learn(a, merges.settle(a, content), record)
    records.index(a.session, record)


def _keep_both(a: Act, package: IncomingPackage, arrived: Arrived) -> None:
    """Keep the other desk's version beside ours, once."""
    entry = arrived.entry
    query = select(IncomingConflict).where(
        IncomingConflict.record_id == entry.record_id, IncomingConflict.chosen_at.is_(None)
    )
    for known in a.session.scalars(query):
        former = read_lineage(known.lineage)
        if former is not None and (former.head == arrived.lineage.head or arrived.lineage.head in former.before):
            return
        if former is not None and former.head in arrived.lineage.before:
            a.session.delete(known)
    state = _REVOKED if entry.action == WITHDRAWN else "recorded"
    a.session.add(
        IncomingConflict(
            package_id=package.id,
            record_id=entry.record_id,
            content=dict(entry.content),
            state=state,
            lineage=arrived.lineage.text,
        )
    )


def _contested_here(session: Session, record_id: str) -> bool:
    query = select(CaseItem.id).join(Case, Case.id == CaseItem.case_id)
    return bool(session.scalar(query.where(CaseItem.record_id == record_id, Case.open).limit(1)))


@dataclass(frozen=True)
class IncomingRow:
    """A package that was taken in, as the page lists one; `issued` is the last answer to it, "" when there is none."""

    id: str
    office: str
    serial: int
    on: date
    counts: dict[str, int]
    digest: str
    issued: str


def listing(desk: Desk) -> tuple[IncomingRow, ...]:
    """Return the packages that were taken in, the newest first."""
    with desk.read() as session:
        query = select(IssuedReceipt.package_digest, IssuedReceipt.id).order_by(IssuedReceipt.number)
        issued = {found.package_digest: found.id for found in session.execute(query)}
        return tuple(
            IncomingRow(
                row.id, row.office, row.serial, office_date(row.at), dict(row.counts), row.digest,
                issued.get(row.digest, ""),
            )
            for row in session.scalars(select(IncomingPackage).order_by(IncomingPackage.id.desc()))
        )  # fmt: skip
