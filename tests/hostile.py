"""Packages that a known unit signed although their rows are not what a desk would write."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from creditdesk.exchange.archive import DESCRIPTOR, SIGNATURE, member
from creditdesk.exchange.cms import sign
from creditdesk.exchange.descriptor import REPORT, Measure, PackageHead, compose, describe
from creditdesk.exchange.lineage import begun
from creditdesk.exchange.packages import Entry, table_of
from creditdesk.exchange.resources import Tally
from creditdesk.models.base import new_id
from creditdesk.rules.china_time import in_china
from creditdesk.services import office_keys, offices, packages
from creditdesk.services.desk import Desk

JOURNAL = "cd" * 32


def signed_row(unit: Desk, to: Desk, path: Path, content: Mapping[str, str], **cells: str) -> Path:
    """Write a package of one penalty, its cells replaced by column name, signed by the unit and counted rightly."""
    resource = table_of(unit.catalogue, "penalty")
    assert resource is not None
    buffer = io.BytesIO()
    lineage = begun("penalty", content, "recorded").text
    resource.write([Entry(new_id(), 1, "new", "penalty", content, lineage)], buffer)
    header, row = csv.reader(io.StringIO(buffer.getvalue().decode(), newline=""))
    row = [cells.get(name, cell) for name, cell in zip(header, row, strict=True)]
    return _written(unit, to, path, [header, row])


def _written(unit: Desk, to: Desk, path: Path, rows: Sequence[Sequence[str]]) -> Path:
    resource = table_of(unit.catalogue, "penalty")
    assert resource is not None
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    data, moment = text.getvalue().encode(), in_china(unit.clock())
    tally = Tally(len(data), hashlib.sha256(data).hexdigest(), len(rows) - 1)
    tally.actions["new"] = len(rows) - 1
    with unit.read() as session:
        key = office_keys.active(session)
        identity = packages.identity(session)
    head = PackageHead(
        REPORT, offices.office(unit).name, identity, offices.office(to).name, 1, None, unit.clock(), JOURNAL
    )
    with path.open("w+b") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member(resource.path, moment, deflated=True), data)
        file.seek(0)
        before = file.read()
        measure = Measure(len(before), hashlib.sha256(before).hexdigest())
        descriptor = compose(head, measure, [describe(resource, tally)])
        archive.writestr(member(DESCRIPTOR, moment, deflated=False), descriptor)
        signature = sign(descriptor, key.key_pem, key.certificate_pem)
        archive.writestr(member(SIGNATURE, moment, deflated=False), signature)
    return path
