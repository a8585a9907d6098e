"""Receipts of a test's packages, as the platform would give them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select

from creditdesk.exchange.certificates import OfficeCertificate, make_certificate
from creditdesk.exchange.descriptor import RECEIPT, Answered, PackageHead
from creditdesk.exchange.receipts import Answer, Line, receipt_name, write_receipt
from creditdesk.models import Package, PackageRow
from creditdesk.rules.china_time import CHINA
from creditdesk.services import offices, packages, partners
from creditdesk.services.desk import Desk

PLATFORM_DESK = "1e" * 16
ANSWERED_AT = datetime(2026, 2, 13, 9, 0, tzinfo=CHINA)


@cache
def platform() -> OfficeCertificate:
    """Return the platform's key, the same for a whole run."""
    return make_certificate("郑州市公共信用信息平台", date(2026, 1, 1))


@cache
def stranger() -> OfficeCertificate:
    """Return the key of somebody nobody knows."""
    return make_certificate("另一家示例平台", date(2026, 1, 1))


def trust_platform(desk: Desk) -> None:
    """Load the platform's certificate, its fingerprint compared by telephone."""
    name = offices.office(desk).receiver
    desk.perform(partners.trust, name, platform().certificate_pem, "电话", "李示例")


def answered(desk: Desk, package_id: str) -> Answered:
    """Return how a receipt names a package."""
    with desk.read() as session:
        package = session.get_one(Package, package_id)
        return Answered(offices.office_of(session).name, packages.identity(session), package.serial, package.digest)


def lines_of(desk: Desk, package_id: str, told: Mapping[str, tuple[Answer, str, str]]) -> list[Line]:
    """Return a line for every row of a package, accepted where nothing else is told."""
    query = select(PackageRow).where(PackageRow.package_id == package_id).order_by(PackageRow.record_id)
    with desk.read() as session:
        return [
            Line(row.record_id, row.version, *told.get(row.record_id, (Answer.ACCEPTED, "", "")))
            for row in session.scalars(query)
        ]


def receipt(
    folder: Path,
    about: Answered,
    lines: Sequence[Line],
    signer: OfficeCertificate | None = None,
    *,
    number: int = 1,
    previous: str | None = None,
) -> Path:
    """Write a receipt file, signed by the platform unless told otherwise."""
    head = PackageHead(
        RECEIPT, "郑州市公共信用信息平台", PLATFORM_DESK, about.office, number, previous, ANSWERED_AT, "cd" * 32
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / receipt_name(head, about)
    with path.open("w+b") as file:
        write_receipt(file, head, about, lines, signer or platform())
    return path
