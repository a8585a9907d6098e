"""Records that this desk and another had both changed: both sides are kept until an officer chooses, field by field."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.exchange import lineage
from creditdesk.exchange.lineage import Lineage
from creditdesk.models import IncomingConflict, IncomingPackage, Record
from creditdesk.services import incoming, lineages, records
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.arrivals import ours_of
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

_REVOKED = "revoked"


@dataclass(frozen=True)
class Side:
    """One field that the two sides say differently; `shown` is both as an officer reads them, ours first."""

    field: str
    label: str
    ours: str
    theirs: str
    shown: tuple[str, str]


@dataclass(frozen=True)
class Conflict:
    """A record with two versions; `withdrawn` tells that the other desk withdrew it, `revoked` that this one did."""

    id: str
    record_id: str
    kind: str
    title: str
    office: str
    serial: int
    sides: tuple[Side, ...]
    withdrawn: bool
    revoked: bool


def waiting(desk: Desk) -> tuple[Conflict, ...]:
    """Return what waits for a choice, the oldest first."""
    query = (
        select(IncomingConflict, Record, IncomingPackage)
        .join(Record, Record.id == IncomingConflict.record_id)
        .join(IncomingPackage, IncomingPackage.id == IncomingConflict.package_id)
        .where(IncomingConflict.chosen_at.is_(None))
        .order_by(IncomingConflict.id)
    )
    with desk.read() as session:
        return tuple(_told(desk, *row) for row in session.execute(query))


def count(session: Session) -> int:
    """Return how many records wait for a choice."""
    query = select(func.count()).select_from(IncomingConflict).where(IncomingConflict.chosen_at.is_(None))
    return session.scalar(query) or 0


def _told(desk: Desk, row: IncomingConflict, record: Record, package: IncomingPackage) -> Conflict:
    kind = desk.catalogue.kind(record.kind)
    sides = tuple(
        Side(
            field.name,
            field.label,
            ours,
            theirs,
            (field.show(ours) if ours else "", field.show(theirs) if theirs else ""),
        )
        for field in kind.fields
        if (ours := record.content.get(field.name, "")) != (theirs := row.content.get(field.name, ""))
    )
    return Conflict(
        row.id,
        record.id,
        kind.label,
        kind.title(record.content),
        package.office,
        package.serial,
        sides,
        row.state == _REVOKED,
        record.state == _REVOKED,
    )


@act("incoming.choose", Power.EXCHANGE, "处理两边的不同内容")
def choose(a: Act, conflict_id: str, theirs: Sequence[str], reason: str, withdraw: bool = False) -> Result:
    """Settle a record that both had changed: the named fields as the other desk has them, all others as this one has.

    With `withdraw` the record is withdrawn, as one of the two did. The next package tells the other desk, and there
    it is the newer version.
    """
    row = a.session.get_one(IncomingConflict, conflict_id)
    record = a.session.get_one(Record, row.record_id)
    reason = stated(reason, "选择哪一方的内容必须写明理由，请填写。")
    if row.chosen_at is not None:
        raise InputProblem("这条记录已经选择过，请重新查看。")
    their = lineage.read(row.lineage)
    if their is None:
        raise ValueError("a kept lineage that cannot be read")
    kind = a.catalogue.kind(record.kind)
    content = {**record.content, **{name: row.content.get(name, "") for name in theirs}}
    clean = records.checked(a, kind, {name: value for name, value in content.items() if value}, reason)
    revoked = withdraw or record.state == _REVOKED
    if record.state == _REVOKED and not withdraw:
        raise InputProblem("本桌面已撤销这条记录，只能选择撤销；需要恢复的请另行录入。")
    ours = ours_of(a.session, [record.id])[record.id]
    incoming.carry(a, record, clean, withdrawn=revoked, reason=f"双方都改过，选择：{reason}")
    lineages.rest_on(a.session, record.id, record.version, _joined(record, ours, their))
    row.chosen_at, row.chosen_by, row.reason = a.now, a.officer.id, reason
    a.say(f"已选择{kind.label} {kind.title(clean)}的内容")
    return {"record": record.id, "conflict": row.id}


def _joined(record: Record, ours: Lineage, theirs: Lineage) -> Lineage:
    """Return the lineage of the choice; what says the same as one side is that side's version, newer than the other."""
    return lineage.joined(record.kind, record.content, record.state, ours, theirs)
