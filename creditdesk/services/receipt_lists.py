"""What the receipts tell: how each package stands, which rows came back, and whose receipt is missing."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from creditdesk.catalog.receipt_rules import ReceiptRule
from creditdesk.exchange.receipts import Answer
from creditdesk.models import Package, Receipt, ReceiptRow, Record
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.identities import AMONG, listed
from creditdesk.services.powers import Power

WAITING, DELIVERED, REJECTED, ALL_REJECTED, REPLACED = "待回执", "已送达", "部分退回", "全部退回", "已替换"
CORRECTED, OPEN = "已更正，待报送", "待更正"
_RULE = "platform"
_SIGNED, _BOOK = "回执，已核对签名", "退回表格，未签名"


@dataclass(frozen=True)
class PackageState:
    """How a package stands with its receiver: its state, when and by what it was answered, and what still waits.

    `open` counts the rejected rows on the work list, `waited` the working days since it left without a whole answer.
    """

    id: str
    serial: int
    receiver: str
    created: date
    rows: int
    state: str
    answered: int
    answered_on: date | None
    source: str
    rejected: int
    open: int
    waited: int
    late: bool


@dataclass(frozen=True)
class ReturnedRow:
    """A rejected row: which record of which package, the field and what it says now, and the receiver's reason."""

    id: str
    record_id: str
    serial: int
    receiver: str
    kind: str
    title: str
    subject: str
    field: str
    field_label: str
    value: str
    reason: str
    state: str


def rule(desk: Desk) -> ReceiptRule:
    """Return after how many working days a receiver is urged."""
    return desk.catalogue.receipt_rule(_RULE)


def states(desk: Desk) -> tuple[PackageState, ...]:
    """Return how every package stands, the newest first; nobody's record is told, so that the 体检 may ask too."""
    with desk.read(Power.READ, Power.DESK, Power.JOURNAL) as session:
        answers: dict[str, list[Receipt]] = defaultdict(list)
        for receipt in session.scalars(select(Receipt).where(Receipt.ended_by.is_(None)).order_by(Receipt.taken_at)):
            answers[receipt.package_id].append(receipt)
        waiting = _open_counts(session)
        newest = select(Package).order_by(Package.created_at.desc(), Package.serial.desc())
        return tuple(_state(desk, one, answers[one.id], waiting[one.id]) for one in session.scalars(newest))


def _state(desk: Desk, package: Package, answers: Sequence[Receipt], waiting: int) -> PackageState:
    answered = sum(one.accepted + one.rejected + one.replaced for one in answers)
    rejected, replaced = sum(one.rejected for one in answers), sum(one.replaced for one in answers)
    whole = bool(answers) and answered >= package.rows
    created, today = office_date(package.created_at), desk.clock().date()
    waited = 0 if whole else desk.calendar.between(created, today)
    return PackageState(
        package.id,
        package.serial,
        package.receiver,
        created,
        package.rows,
        word_of(package.rows, rejected, replaced) if whole else WAITING,
        answered,
        office_date(answers[-1].taken_at) if answers else None,
        (_SIGNED if answers[-1].number is not None else _BOOK) if answers else "",
        rejected,
        waiting,
        waited,
        not whole and waited > rule(desk).working_days,
    )


def word_of(rows: int, rejected: int, replaced: int) -> str:
    """Return the state of a package that was wholly answered."""
    if rejected:
        return ALL_REJECTED if rejected == rows else REJECTED
    return REPLACED if replaced == rows else DELIVERED


def _waits() -> ColumnElement[bool]:
    """Hold for a rejected row that nobody settled and of whose record no later version left."""
    return (
        (ReceiptRow.answer == Answer.REJECTED)
        & ReceiptRow.settled_at.is_(None)
        & Receipt.ended_by.is_(None)
        & (Record.left_version <= ReceiptRow.version)
    )


def _open_counts(session: Session) -> Counter[str]:
    query = (
        select(Receipt.package_id, func.count(func.distinct(ReceiptRow.record_id)))
        .select_from(ReceiptRow)
        .join(Receipt, Receipt.id == ReceiptRow.receipt_id)
        .join(Record, Record.id == ReceiptRow.record_id)
        .where(_waits())
        .group_by(Receipt.package_id)
    )
    counts: Counter[str] = Counter()
    for package_id, count in session.execute(query):
        counts[package_id] = count
    return counts


def returned_ids(desk: Desk, package_id: str = "") -> list[str]:
    """Return the identities of the rows on the work list, of one package or of all, the oldest package first."""
    query = (
        select(ReceiptRow.id)
        .join(Receipt, Receipt.id == ReceiptRow.receipt_id)
        .join(Package, Package.id == Receipt.package_id)
        .join(Record, Record.id == ReceiptRow.record_id)
        .where(_waits())
        .order_by(Package.created_at, Package.serial, Record.kind, Record.id, ReceiptRow.id)
    )
    with desk.read() as session:
        return list(session.scalars(query.where(Package.id == package_id) if package_id else query))


def returned_rows(desk: Desk, wanted: Sequence[str]) -> list[ReturnedRow]:
    """Return the rows of these identities, in the same order."""
    query = (
        select(ReceiptRow, Package, Record)
        .join(Receipt, Receipt.id == ReceiptRow.receipt_id)
        .join(Package, Package.id == Receipt.package_id)
        .join(Record, Record.id == ReceiptRow.record_id)
        .where(ReceiptRow.id.in_(AMONG))
    )
    with desk.read() as session:
        rows = session.execute(query, {"ids": listed(wanted)})
        found = {row.id: _row(desk, row, package, record) for row, package, record in rows}
    return [found[one] for one in wanted if one in found]


def returned(desk: Desk, package_id: str = "") -> tuple[ReturnedRow, ...]:
    """Return the whole work list, of one package or of all."""
    return tuple(returned_rows(desk, returned_ids(desk, package_id)))


def _row(desk: Desk, row: ReceiptRow, package: Package, record: Record) -> ReturnedRow:
    kind = desk.catalogue.kind(record.kind)
    field = kind.field(row.field) if row.field and kind.has(row.field) else None
    return ReturnedRow(
        row.id,
        record.id,
        package.serial,
        package.receiver,
        kind.label,
        kind.title(record.content),
        record.subject_name or "",
        row.field,
        field.label if field else "整条信息",
        field.show(record.content.get(field.name, "")) if field else "",
        row.reason,
        CORRECTED if record.version > row.version else OPEN,
    )


def late(desk: Desk) -> tuple[PackageState, ...]:
    """Return the packages whose receipt is missing for longer than the rule allows, the oldest first."""
    return tuple(one for one in reversed(states(desk)) if one.late)
