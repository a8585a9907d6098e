"""Packages: what is due to leave since the last one, and those that left; `releases` makes them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from creditdesk.models import Officer, Package, Record
from creditdesk.models.records import LEAVING
from creditdesk.services import office_keys, offices, skips
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk

NEW, CHANGED, WITHDRAWN = "new", "changed", "withdrawn"


@dataclass(frozen=True)
class KindCount:
    """How many records of one kind would leave, and as what."""

    kind: str
    label: str
    new: int
    changed: int
    withdrawn: int
    contested: int
    held: int

    @property
    def leaving(self) -> int:
        """How many rows of this kind the package will have."""
        return self.new + self.changed + self.withdrawn


@dataclass(frozen=True)
class Preparation:
    """What the next package would hold, and what stays back and why."""

    serial: int
    since: datetime | None
    counts: tuple[KindCount, ...]
    held: tuple[tuple[str, int], ...]

    @property
    def rows(self) -> int:
        """How many rows would leave."""
        return sum(count.leaving for count in self.counts)


@dataclass(frozen=True)
class PackageLine:
    """A package as the ledger shows one."""

    id: str
    receiver: str
    serial: int
    created: date
    rows: int
    file_name: str
    digest: str
    officer: str


def due(first: ColumnElement[Any]) -> Select[Any]:
    """Return a query for the records whose present version has not left yet and may leave.

    The columns are `first`, then identity, version, action and mark.
    A record that was revoked before it ever left stays at home: there is nothing to withdraw.
    """
    revoked, left = Record.state == "revoked", Record.left_version > 0
    action = case((revoked, WITHDRAWN), (left, CHANGED), else_=NEW)
    query = select(first, Record.id, Record.version, action, Record.objection_mark)
    return query.where(LEAVING, Record.withheld.is_(None), ~(revoked & ~left))


def due_counts(session: Session) -> dict[str, int]:
    """Return how many records of each kind are due, and as what: `kind.action`."""
    due_now = due(Record.kind.expression).subquery()
    query = select(due_now.c[0], due_now.c[3], func.count()).group_by(due_now.c[0], due_now.c[3])
    return {f"{kind}.{action}": count for kind, action, count in session.execute(query)}


def _action(state: str, *, left: bool) -> str | None:
    if state == "revoked":
        return WITHDRAWN if left else None
    return CHANGED if left else NEW


_LEFT = Record.left_version > 0
_LEAVING_COUNTS = (
    select(Record.kind, Record.state, Record.withheld, Record.objection_mark, _LEFT, func.count())
    .where(LEAVING)
    .group_by(Record.kind, Record.state, Record.withheld, Record.objection_mark, _LEFT)
)


def prepare(desk: Desk) -> Preparation:
    """Count what the next package would hold."""
    tally: Counter[tuple[str, str]] = Counter()
    held: Counter[str] = Counter()
    with desk.read() as session:
        for kind, state, withheld, marked, left, count in session.execute(_LEAVING_COUNTS):
            action = _action(state, left=left)
            if action and withheld:
                held[withheld] += count
                tally[kind, "held"] += count
            elif action:
                tally[kind, action] += count
                tally[kind, "contested"] += count * marked
        receiver = offices.office_of(session).receiver
        last, serial = newest(session, receiver), link(session, receiver)[0] + 1
        since = last.created_at if last else None
    counts = tuple(
        KindCount(
            kind.name,
            kind.label,
            *(tally[kind.name, part] for part in (NEW, CHANGED, WITHDRAWN, "contested", "held")),
        )
        for kind in desk.catalogue.current_kinds()
    )
    return Preparation(serial, since, counts, tuple(held.most_common()))


def identity(session: Session) -> str:
    """Return the desk's identity, 32 hexadecimal digits; a copy of the desk has the same."""
    return str(session.connection().exec_driver_sql("SELECT desk_id FROM vault_identity").scalar_one())


def newest(session: Session, receiver: str) -> Package | None:
    """Return the last package of the chain with a receiver."""
    return session.scalar(select(Package).where(Package.receiver == receiver).order_by(Package.serial.desc()).limit(1))


def link(session: Session, receiver: str) -> tuple[int, str | None]:
    """Return serial and digest of the last package in the chain with a receiver: (0, None) before the first.

    It may be one that only a desk set aside still has: the receiver has it too, and the next one follows on it.
    """
    last, skipped = newest(session, receiver), skips.last(session, skips.package_register(receiver))
    if skipped is not None and (last is None or last.serial < skipped.last):
        return skipped.last, skipped.digest
    return (last.serial, last.digest) if last else (0, None)


def certificate(desk: Desk) -> bytes:
    """Return the office's certificate as PEM, to be handed to whoever checks its packages."""
    with desk.read() as session:
        return office_keys.active(session).certificate_pem


def ledger(desk: Desk) -> tuple[PackageLine, ...]:
    """Return the packages that left, the newest first."""
    query = select(Package, Officer.name).join(Officer, Officer.id == Package.officer_id)
    with desk.read() as session:
        return tuple(
            PackageLine(
                row.id,
                row.receiver,
                row.serial,
                office_date(row.created_at),
                row.rows,
                row.file_name,
                row.digest,
                officer,
            )
            for row, officer in session.execute(query.order_by(Package.created_at.desc(), Package.id.desc()))
        )
