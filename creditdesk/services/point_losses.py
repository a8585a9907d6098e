"""The rows that cost points in an assessment: each with its unit and every reason in words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, FromClause, and_, or_, select
from sqlalchemy.orm import Session

from creditdesk.exchange.receipts import Answer
from creditdesk.models import Receipt, ReceiptRow, Record
from creditdesk.models.base import moment_text
from creditdesk.services.assessments import NO_UNIT, counted
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.identities import AMONG, listed
from creditdesk.services.judged_records import Period, incomplete, judged, once

_AFTERWARDS = "报出后更正或撤销"


@dataclass(frozen=True)
class PointLoss:
    """A record that costs points: whose it is, what it is, and why."""

    id: str
    unit: str
    kind: str
    title: str
    subject: str
    decided_on: str
    reasons: tuple[str, ...]


def ids(desk: Desk, period: Period, units: Sequence[str] = (), figure: str = "") -> list[str]:
    """Return the identities of the rows that cost points, of some units or of all, by unit and day of decision.

    With a `figure` (the name of one in Figures) they are the rows that are counted there.
    """
    with desk.read() as session:
        one = once(judged(desk, session, period))
        lacking = listed([] if figure else list(incomplete(desk, session, period)))
        query = select(Record.id).join(one, one.c.id == Record.id)
        if figure:
            query = query.where(counted(one, moment_text(desk.clock()))[figure])
        else:
            query = query.where(or_(_costs(one, desk.clock()), Record.id.in_(AMONG)))
        if units:
            query = query.where(one.c.unit.in_(["" if unit == NO_UNIT else unit for unit in units]))
        return list(session.scalars(query.order_by(one.c.unit, Record.decided_on, Record.id), {"ids": lacking}))


def _costs(one: FromClause, now: datetime) -> ColumnElement[bool]:
    late = or_(one.c.first >= one.c.due_end, and_(one.c.first.is_(None), one.c.due_end <= moment_text(now)))
    return and_(one.c.withheld.is_(None), or_(late, one.c.rejected, one.c.corrected))


def rows(desk: Desk, period: Period, wanted: Sequence[str]) -> list[PointLoss]:
    """Return the rows of these identities, in the same order."""
    with desk.read() as session:
        one = once(judged(desk, session, period).where(Record.id.in_(AMONG)))
        query = select(Record, one.c.due, one.c.first, one.c.corrected).join(one, one.c.id == Record.id)
        lacking, rejections = incomplete(desk, session, period), _rejections(session, wanted)
        found = {}
        for record, due, first, corrected in session.execute(query, {"ids": listed(wanted)}):
            reasons = [*_lateness(desk, date.fromisoformat(due), first), *rejections[record.id]]
            reasons += [_AFTERWARDS] * corrected
            reasons += [f"缺少{'、'.join(lacking[record.id][2])}"] if record.id in lacking else []
            found[record.id] = _loss(desk, record, tuple(reasons))
    return [found[one_id] for one_id in wanted if one_id in found]


def _loss(desk: Desk, record: Record, reasons: tuple[str, ...]) -> PointLoss:
    kind = desk.catalogue.kind(record.kind)
    return PointLoss(
        record.id,
        record.source_unit or NO_UNIT,
        kind.label,
        kind.title(record.content),
        record.subject_name or "",
        record.decided_on or "",
        reasons,
    )


def _lateness(desk: Desk, due: date, first: datetime | None) -> Iterator[str]:
    """Yield by how many working days a row left late, or is late by now."""
    left = office_date(first) if first else desk.clock().date()
    days = desk.calendar.between(due, left)
    if days > 0:
        yield f"逾期 {days} 个工作日：最晚 {due}，{f'{left} 报出' if first else '尚未报出'}"


def _rejections(session: Session, wanted: Sequence[str]) -> dict[str, list[str]]:
    """Return why the receipts in force rejected each row."""
    query = select(ReceiptRow).join(Receipt, Receipt.id == ReceiptRow.receipt_id)
    query = query.where(ReceiptRow.record_id.in_(AMONG), ReceiptRow.answer == Answer.REJECTED)
    found: dict[str, list[str]] = defaultdict(list)
    for row in session.scalars(
        query.where(Receipt.ended_by.is_(None)).order_by(ReceiptRow.id), {"ids": listed(wanted)}
    ):
        found[row.record_id].append(f"被退回：{row.reason}")
    return found
