"""The records of a period as the assessment judges each: left in time or not, answered how, corrected afterwards.

A record belongs to the period in which it was decided. It is judged by its schedule, by the packages to the platform
and by the platform's receipts; one that was revoked before it ever left is nobody's business.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.exchange.receipts import Answer
from creditdesk.models import Package, PackageRow, Receipt, ReceiptRow, Record, RecordVersion
from creditdesk.models.base import moment_text
from creditdesk.rules.china_time import start_of
from creditdesk.services import offices, report_dues
from creditdesk.services.desk import Desk

_LONGEST = 366 * 2
_ENDED_BY_ERROR = ("correction", "revocation")


@dataclass(frozen=True)
class Period:
    """The days of decision that are judged, both included; two years at the most."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InputProblem(f"起始日期{self.start}晚于截止日期{self.end}，请核对期间。")
        if (self.end - self.start).days > _LONGEST:
            raise InputProblem("一次最多算两年，请缩短期间。")

    @classmethod
    def month(cls, name: str) -> "Period":
        """Return the month written 2026-10."""
        try:
            first = date.fromisoformat(f"{name}-01")
        except ValueError:
            raise InputProblem(f"月份应写成“2026-10”，不能是“{name}”。") from None
        if not 1900 <= first.year <= 2200:
            raise InputProblem(f"{first.year}年不在可以统计的年份里，请核对月份。")
        return cls(first, (first + timedelta(31)).replace(day=1) - timedelta(1))


def judged(desk: Desk, session: Session, period: Period) -> Select[Any]:
    """Return a query for the records of a period, one row each.

    `due` is the last day to leave, `due_end` the moment after it, `first` the moment of the first package; `answered`
    and `refused` tell of the version that left last, `rejected` and `corrected` of everything since the first package;
    `old` is one on an older edition of the catalogue.
    """
    receiver = offices.office_of(session).receiver
    dues = _dues(desk, period)
    first = _exits(receiver, func.min(Package.created_at))
    return (
        select(
            Record.id,
            Record.kind,
            func.coalesce(Record.source_unit, "").label("unit"),
            Record.withheld,
            dues.c.due,
            dues.c.due_end,
            first.label("first"),
            _answered(receiver).label("answered"),
            _refused(receiver, Record.left_version == ReceiptRow.version).label("refused"),
            _refused(receiver).label("rejected"),
            _corrected(receiver).label("corrected"),
            _old(desk).label("old"),
        )
        .join(dues, dues.c.key == _schedule_name(desk) + literal(" ") + _first_day(desk))
        .where(Record.decided_on.between(str(period.start), str(period.end)))
        .where(~and_(Record.state == "revoked", Record.left_version == 0))
    )


def once(query: Select[Any]) -> CTE:
    """Return judged records as a table that is written down once; else SQLite looks each up whenever it is named."""
    return query.cte("judged").prefix_with("MATERIALIZED")


def _schedule_name(desk: Desk) -> ColumnElement[str]:
    one, rest = report_dues.singly(desk), report_dues.rules(desk).schedule("", fresh=True)
    return case((Record.kind.in_(one.kinds), one.name), else_=rest.name)


def _first_day(desk: Desk) -> ColumnElement[str]:
    """Return the day from which a record's time runs: its decision, or its entry where the schedule says so."""
    entered = func.date(Record.created_at, "+8 hours", type_=String)
    return case((Record.kind.in_(report_dues.singly(desk).kinds), Record.decided_on), else_=entered)


def _dues(desk: Desk, period: Period) -> FromClause:
    """Return a table of when rows must have left, by schedule and first day; SQLite cannot count working days."""
    last = max(period.end, desk.clock().date())
    days = [period.start + timedelta(each) for each in range((last - period.start).days + 1)]
    told = []
    for schedule in (report_dues.singly(desk), report_dues.rules(desk).schedule("", fresh=True)):
        for day in days:
            due = schedule.due(day, desk.calendar)
            told.append([f"{schedule.name} {day}", str(due), moment_text(start_of(due + timedelta(1)))])
    rows = func.json_each(json.dumps(told)).table_valued("value", name="told")
    parts = [func.json_extract(rows.c.value, f"$[{place}]", type_=String) for place in range(3)]
    # Without a limit SQLite asks for the parts anew on every comparison; with one it writes the table down once.
    named = select(parts[0].label("key"), parts[1].label("due"), parts[2].label("due_end"))
    return named.select_from(rows).limit(len(told)).subquery("dues")


def _exits(receiver: str, wanted: ColumnElement[Any]) -> Any:
    """Return something asked of the packages in which a record left."""
    query = select(wanted).select_from(PackageRow).join(Package, Package.id == PackageRow.package_id)
    # The plus sign keeps SQLite from walking all packages to the receiver for every record.
    query = query.where(PackageRow.record_id == Record.id, literal_column("+package.receiver", String) == receiver)
    return query.correlate(Record).scalar_subquery()


def _answered(receiver: str) -> ColumnElement[bool]:
    return exists(
        select(Receipt.id)
        .join(Package, Package.id == Receipt.package_id)
        .join(PackageRow, PackageRow.package_id == Package.id)
        .where(PackageRow.record_id == Record.id, PackageRow.version == Record.left_version)
        .where(Package.receiver == receiver, Receipt.ended_by.is_(None))
        .where(or_(Receipt.kind.is_(None), Receipt.kind == Record.kind))
        .correlate(Record)
    )


def _refused(receiver: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(ReceiptRow.id)
        .join(Receipt, Receipt.id == ReceiptRow.receipt_id)
        .join(Package, Package.id == Receipt.package_id)
        .where(ReceiptRow.record_id == Record.id, ReceiptRow.answer == Answer.REJECTED)
        .where(Package.receiver == receiver, Receipt.ended_by.is_(None), *more)
        .correlate(Record)
    )


def _corrected(receiver: str) -> ColumnElement[bool]:
    after = (
        select(RecordVersion.id)
        .where(RecordVersion.record_id == Record.id, RecordVersion.origin.in_(_ENDED_BY_ERROR))
        .where(RecordVersion.version > _exits(receiver, func.min(PackageRow.version)))
    )
    # Most records have one version, and need not be looked up among the others.
    return and_(Record.version > 1, exists(after.correlate(Record)))


def _old(desk: Desk) -> ColumnElement[bool]:
    present = [f"{kind.name} {kind.edition}" for kind in desk.catalogue.current_kinds()]
    return (Record.kind + literal(" ") + Record.edition).not_in(present)


def incomplete(desk: Desk, session: Session, period: Period) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Return the reportable records that lack a required field of the present catalogue: unit, kind, missing labels.

    A record on the present edition lacks none, it would not have been saved; so only those on older ones are read.
    """
    kinds = {kind.name: kind for kind in desk.catalogue.current_kinds()}
    query = (
        select(Record.id, Record.kind, Record.content)
        .where(Record.decided_on.between(str(period.start), str(period.end)), Record.withheld.is_(None))
        .where(~and_(Record.state == "revoked", Record.left_version == 0))
        .where(_old(desk))
    )
    found = {}
    for record_id, kind_name, content in session.execute(query):
        kind = kinds[kind_name]
        needed = (field for field in kind.fields if kind.needs(field, content) and not content.get(field.name))
        if labels := tuple(field.label for field in needed):
            found[record_id] = (content.get("source_unit", ""), kind_name, labels)
    return found
