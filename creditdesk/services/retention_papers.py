"""The certificates of erasing and archiving: what went by which rule, and which receivers still have it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.models import Letter, Package, PackageRow
from creditdesk.rules.retention import ERASE, Retention
from creditdesk.services import letters, offices
from creditdesk.services.acts import Act
from creditdesk.services.identities import among
from creditdesk.services.retention import DueRow

FORMS = {ERASE: "erasure_certificate"}
ARCHIVING = "archive_certificate"


def sent(session: Session, record_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the packages in which any of these records left, as papers name them."""
    query = select(Package.receiver, Package.serial).join(PackageRow, PackageRow.package_id == Package.id)
    query = query.where(PackageRow.record_id.in_(among(list(record_ids)))).distinct()
    found = session.execute(query.order_by(Package.receiver, Package.serial))
    return tuple(f"{receiver}第{serial:04d}号" for receiver, serial in found)


def certify(a: Act, rule: Retention, rows: Sequence[DueRow], packages: Sequence[str], persons: int) -> Letter:
    """Issue the certificate; it names records by their random identities, and nobody."""
    office = offices.office_of(a.session)
    values: dict[str, Any] = {
        "rule": rule.basis,
        "years": rule.years,
        "count": len(rows),
        "persons": persons,
        "rows": [_told(row) for row in rows],
        "packages": list(packages),
        "contact": office.contact,
        "phone": office.phone,
        "address": office.address,
    }
    return letters.issue(a, a.catalogue.letter(FORMS.get(rule.outcome, ARCHIVING)), values, None)


def _told(row: DueRow) -> dict[str, str]:
    return {"kind": row.kind, "id": row.record_id, "start": row.start.isoformat(), "until": row.until.isoformat()}
