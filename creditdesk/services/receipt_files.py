"""A receipt's file read and proved, and compared with the package it answers; nothing is written here.

A signed receipt must name every row of the package in the version that left. A platform's error workbook answers for
the rows of its kind only: its rows are found by the kind's key, all others of the kind count as taken in.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.kinds import RecordKind
from creditdesk.errors import InputProblem
from creditdesk.exchange.descriptor import Answered
from creditdesk.exchange.error_books import ErrorBook, Returned, read_error_book
from creditdesk.exchange.receipts import Answer, Line, Receipt, claimed, read_receipt
from creditdesk.exchange.resources import name_of
from creditdesk.models import Package, PackageRow, Record
from creditdesk.services import office_keys, packages, partners
from creditdesk.services.desk import Desk
from creditdesk.services.upload_templates import Content, rows_of

BOOKS = (".xlsx", ".xls", ".ods", ".csv", ".txt")
_SUBJECT = ("uscc", "document_number", "subject_name")


@dataclass(frozen=True)
class Taking:
    """What a file says of one package: proved and complete, not yet written.

    `lines` are those that were not simply taken in, each with the field's own name. `digest` and `previous` are of the
    receipts' files; a workbook has neither number, fingerprint nor moment, but the `kind` it answers for.
    """

    package_id: str
    serial: int
    receiver: str
    file_name: str
    digest: str
    rows: int
    lines: tuple[Line, ...]
    number: int | None = None
    previous: str | None = None
    fingerprint: str | None = None
    made_at: datetime | None = None
    kind: str | None = None

    @property
    def signed(self) -> bool:
        """Whether the receiver signed it; a workbook is believed by an officer, with a reason."""
        return self.number is not None

    def count(self, answer: Answer) -> int:
        """Return how many records have an answer."""
        others = Counter(dict.fromkeys((line.record_id for line in self.lines), 0))
        told = {line.record_id for line in self.lines if line.answer is answer}
        return self.rows - len(others) if answer is Answer.ACCEPTED else len(told)


def is_book(path: Path) -> bool:
    """Return whether a file is a workbook by its name; anything else should be a signed receipt."""
    return path.suffix.lower() in BOOKS


def read(desk: Desk, path: Path, package_id: str = "") -> Taking:
    """Read a file as a signed receipt, or as a workbook about a package that is chosen."""
    if not is_book(path):
        return read_signed(desk, path)
    if not package_id:
        raise InputProblem("退回表格里没有写是哪一个数据包，请先选定那个数据包再登记。")
    return read_book(desk, path, package_id)


def read_signed(desk: Desk, path: Path) -> Taking:
    """Prove a signed receipt and compare it with its package; every refusal is an InputProblem of its own."""
    with desk.read() as session:
        opener = partial(office_keys.opened, session)
        package = _answered_package(session, claimed(path, opener))
        receipt = read_receipt(path, partners.signers(session, package.receiver), opener=opener)
        package = _answered_package(session, receipt.answers)
        return _taking(session, desk.catalogue, package, receipt, path.name)


def _answered_package(session: Session, answers: Answered) -> Package:
    if answers.desk != packages.identity(session):
        raise InputProblem(f"回执答复的是“{answers.office}”另一个桌面的数据包，不是本桌面发出的，请退给对方核对。")
    found = session.scalars(select(Package).where(Package.serial == answers.serial)).all()
    if not found:
        raise InputProblem(f"本桌面没有发出过第{answers.serial:04d}号数据包，请对方核对回执答复的是哪一个。")
    for package in found:
        if package.digest == answers.digest:
            return package
    raise InputProblem(
        f"回执写的第{answers.serial:04d}号数据包摘要与发出的不同：对方收到的不是本桌面发出的文件，请对方重新核收。"
    )


def _taking(session: Session, catalogue: Catalogue, package: Package, receipt: Receipt, file_name: str) -> Taking:
    left = {row_id: (version, kind) for row_id, version, kind in session.execute(_left(package.id))}
    _compare(package, left, receipt.lines)
    names = _Names(catalogue)
    lines = tuple(
        Line(line.record_id, line.version, line.answer, names.of(left[line.record_id][1], line.field), line.reason)
        for line in receipt.lines
        if line.answer is not Answer.ACCEPTED
    )
    head = receipt.head
    return Taking(
        package.id,
        package.serial,
        package.receiver,
        file_name,
        receipt.digest,
        len(left),
        lines,
        number=head.serial,
        previous=head.previous,
        fingerprint=receipt.fingerprint,
        made_at=head.created,
    )


def _left(package_id: str) -> Select[str, int, str]:
    return (
        select(PackageRow.record_id, PackageRow.version, Record.kind)
        .join(Record, Record.id == PackageRow.record_id)
        .where(PackageRow.package_id == package_id)
    )


def _compare(package: Package, left: Mapping[str, tuple[int, str]], lines: Sequence[Line]) -> None:
    """Refuse rows the package does not have, other versions of its rows, and rows that are not answered."""
    name = f"第{package.serial:04d}号数据包"
    told = {line.record_id for line in lines}
    if unknown := len(told - left.keys()):
        raise InputProblem(f"回执里有 {unknown} 条记录不在{name}中，请对方核对后重新出具。")
    wrong = {line.record_id for line in lines if line.version != left[line.record_id][0]}
    if wrong:
        raise InputProblem(f"回执里有 {len(wrong)} 条记录的版本与{name}的不同，请对方核对后重新出具。")
    if missing := len(left.keys() - told):
        raise InputProblem(f"回执漏答了{name}的 {missing} 条记录，请对方补全后重新出具。")


class _Names:
    """The columns of packages by their names there, each to its field."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, kind_name: str, told: str) -> str:
        """Return the field that a receipt means; "" for the row as a whole."""
        kind = self._catalogue.kind(kind_name)
        if not told or kind.has(told):
            return told
        for layout in reversed(self._catalogue.layouts_of(kind)):
            if column := next((one for one in layout.columns if name_of(one) == told), layout.column(told)):
                return column.field
        raise InputProblem(f"回执指出的列“{told}”不是{kind.label}的列，请对方按数据包的列名重新出具。")


def read_book(desk: Desk, path: Path, package_id: str) -> Taking:
    """Read a platform's error workbook and find its rows in a package."""
    book = read_error_book(path, desk.catalogue)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with desk.read() as session:
        package = session.get_one(Package, package_id)
        kind = desk.catalogue.kind(book.kind)
        lines = tuple(_found(session, package, kind, book))
        rows = session.scalar(
            select(func.count())
            .select_from(PackageRow)
            .join(Record, Record.id == PackageRow.record_id)
            .where(PackageRow.package_id == package.id, Record.kind == kind.name)
        )
    return Taking(
        package.id,
        package.serial,
        package.receiver,
        path.name,
        digest,
        rows or 0,
        lines,
        kind=kind.name,
    )


def _found(session: Session, package: Package, kind: RecordKind, book: ErrorBook) -> Iterator[Line]:
    """Yield a line for every reason; InputProblem where a row is of no record, or of several, of the package."""
    by_key: dict[tuple[str, ...], list[tuple[PackageRow, Content]]] = defaultdict(list)
    for row, content in rows_of(session, package.id, kind.name):
        by_key[kind.key_of(content)].append((row, content))
    if not by_key:
        raise InputProblem(f"第{package.serial:04d}号数据包里没有{kind.label}，请核对选的是哪一个数据包。")
    for returned in book.rows:
        row = _row_of(package, kind, returned, by_key.get(kind.key_of(returned.content), []))
        for field, reason in returned.reasons:
            yield Line(row.record_id, row.version, Answer.REJECTED, field, reason)


def _row_of(
    package: Package, kind: RecordKind, returned: Returned, among: Sequence[tuple[PackageRow, Content]]
) -> PackageRow:
    asked = {name: returned.content[name] for name in _SUBJECT if name in returned.content}
    same = [row for row, content in among if all(content.get(name) == value for name, value in asked.items())]
    found = same or [row for row, _ in among]
    if len(found) == 1:
        return found[0]
    name, key = f"第{package.serial:04d}号数据包", kind.told_key(returned.content)
    if not found:
        raise InputProblem(f"退回表格第 {returned.number} 行（{key}）不在{name}中，请核对选的是哪一个数据包。")
    raise InputProblem(f"退回表格第 {returned.number} 行（{key}）在{name}中不止一条，请补上主体代码后再登记。")
