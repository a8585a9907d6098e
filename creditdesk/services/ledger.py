"""The ledger: every row that left, in which package, on which day, to whom, and what its receiver answered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from creditdesk.exchange.receipts import Answer
from creditdesk.models import Package, PackageRow, Receipt, ReceiptRow, Record
from creditdesk.rules.china_time import start_of
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.receipt_lists import WAITING

ACTIONS = {"new": "新增", "changed": "变更", "withdrawn": "撤销"}
TAKEN, REPLACED = "已接收", "已有更新版本"


@dataclass(frozen=True)
class LedgerLine:
    """One row that left: which record, as what, in which version, and the receiver's answer in words."""

    package_id: str
    serial: int
    day: date
    receiver: str
    record_id: str
    kind: str
    title: str
    subject: str
    action: str
    version: int
    receipt: str


@dataclass(frozen=True)
class PackagePart:
    """The rows of one kind in one package, counted by action and by answer."""

    serial: int
    day: date
    receiver: str
    kind: str
    new: int
    changed: int
    withdrawn: int
    taken: int
    rejected: int
    waiting: int

    @property
    def rows(self) -> int:
        """How many rows of the kind left in the package."""
        return self.new + self.changed + self.withdrawn


def of_subject(desk: Desk, subject_id: str) -> tuple[LedgerLine, ...]:
    """Return every row about a subject that left, the earliest first."""
    with desk.read() as session:
        return tuple(_lines(desk, session, _rows().where(Record.subject_id == subject_id)))


def of_period(desk: Desk, start: date, end: date) -> Iterator[LedgerLine]:
    """Yield every row that left from one day to another, both included, the earliest first."""
    with desk.read() as session:
        yield from _lines(desk, session, _rows().where(_within(start, end)))


def _rows() -> Select[PackageRow, Package, Record]:
    query = select(PackageRow, Package, Record).join(Package, Package.id == PackageRow.package_id)
    query = query.join(Record, Record.id == PackageRow.record_id)
    return query.order_by(Package.created_at, Package.serial, Record.kind, Record.id)


def _within(start: date, end: date) -> ColumnElement[bool]:
    return and_(Package.created_at >= start_of(start), Package.created_at < start_of(end + timedelta(days=1)))


def _lines(desk: Desk, session: Session, query: Select[PackageRow, Package, Record]) -> Iterator[LedgerLine]:
    answers = Answers(session)
    for row, package, record in session.execute(query.execution_options(yield_per=1000)):
        kind = desk.catalogue.kind(record.kind, record.edition)
        yield LedgerLine(
            package.id,
            package.serial,
            office_date(package.created_at),
            package.receiver,
            record.id,
            kind.label,
            kind.title(record.content),
            record.subject_name or "",
            ACTIONS[row.action],
            row.version,
            answers.word(package.id, record.kind, record.id),
        )
        # A period may have many rows; none is looked at twice.
        session.expunge(row)


class Answers:
    """What the receipts in force say of any row of some packages, or of all; asked once, so that a row costs little."""

    def __init__(self, session: Session, package_ids: Sequence[str] | None = None) -> None:
        self._receipts: dict[str, list[Receipt]] = defaultdict(list)
        self._told: dict[tuple[str, str], list[ReceiptRow]] = defaultdict(list)
        meant: ColumnElement[bool] = Receipt.ended_by.is_(None)
        if package_ids is not None:
            meant = and_(meant, Receipt.package_id.in_(package_ids))
        for receipt in session.scalars(select(Receipt).where(meant)):
            self._receipts[receipt.package_id].append(receipt)
        rows = select(Receipt.package_id, ReceiptRow).join(Receipt, Receipt.id == ReceiptRow.receipt_id)
        for package_id, row in session.execute(rows.where(meant)):
            self._told[package_id, row.record_id].append(row)

    def answered(self, package_id: str, kind: str) -> datetime | None:
        """Return when the rows of a kind in a package were answered, None while they are not."""
        found = [one.taken_at for one in self._receipts[package_id] if one.kind in (None, kind)]
        return max(found, default=None)

    def answer(self, package_id: str, kind: str, record_id: str) -> Answer | None:
        """Return what was answered for a row, None while nothing was."""
        told = self._told.get((package_id, record_id))
        if told:
            return Answer(told[0].answer)
        return Answer.ACCEPTED if self.answered(package_id, kind) else None

    def word(self, package_id: str, kind: str, record_id: str) -> str:
        """Return it in words, a rejection with its reasons."""
        answer = self.answer(package_id, kind, record_id)
        if answer is None:
            return WAITING
        if answer is Answer.REJECTED:
            return "退回：" + "；".join(row.reason for row in self._told[package_id, record_id])
        return REPLACED if answer is Answer.REPLACED else TAKEN


def parts_of(desk: Desk, start: date, end: date) -> tuple[PackagePart, ...]:
    """Return the packages of a period with their rows counted by kind, the earliest first."""
    columns = select(PackageRow.action, Package, Record.kind, Record.id).join(
        Package, Package.id == PackageRow.package_id
    )
    query = columns.join(Record, Record.id == PackageRow.record_id)
    query = query.order_by(Package.created_at, Package.serial, Record.kind, Record.id)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    packages: dict[str, Package] = {}
    with desk.read() as session:
        answers = Answers(session)
        found = session.execute(query.where(_within(start, end)).execution_options(yield_per=1000))
        for action, package, kind, record_id in found:
            packages[package.id] = package
            answer = answers.answer(package.id, kind, record_id)
            counts[package.id, kind].update((action, answer or WAITING))
    return tuple(_part(desk, packages[one], kind, count) for (one, kind), count in counts.items())


def _part(desk: Desk, package: Package, kind: str, count: Counter[str]) -> PackagePart:
    return PackagePart(
        package.serial,
        office_date(package.created_at),
        package.receiver,
        desk.catalogue.kind(kind).label,
        count["new"],
        count["changed"],
        count["withdrawn"],
        count[Answer.ACCEPTED] + count[Answer.REPLACED],
        count[Answer.REJECTED],
        count[WAITING],
    )


def answers_in_words(words: Iterable[str]) -> str:
    """Return how often each answer was given, a rejection without its reason."""
    counts = Counter(word.partition("：")[0] for word in words)
    return "、".join(f"{word}{count}条" for word, count in counts.items())
