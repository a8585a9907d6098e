"""A package of 20,000 records: written and proved, beside the bare libraries doing the same."""

import csv
import hashlib
import io
import tempfile
import uuid
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks import Row, medians, row
from benchmarks.records import ROWS, contents
from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.exchange.certificates import OfficeCertificate, make_certificate
from creditdesk.exchange.cms import sign
from creditdesk.exchange.packages import Entry, PackageHead, Written, write_package
from creditdesk.exchange.verifying import Report, verify_package
from creditdesk.exchange.whole_files import new_file

_OFFICE = "示例县信用中心"
_HEAD = PackageHead(
    "report", _OFFICE, "0f" * 16, "示例平台", 8, "ab" * 32, datetime(2026, 2, 12, 2, tzinfo=UTC), "cd" * 32
)


def rows() -> list[Row]:
    """Measure writing and proving on the same records."""
    catalogue = load(paths.forms())
    signer = make_certificate(_OFFICE, date(2026, 2, 12))
    kind = catalogue.kind("xzcf")
    entries = [
        Entry(str(uuid.UUID(int=number)), 1, "new", kind.name, content, "0123456789abcdef")
        for number, content in enumerate(contents(catalogue, ROWS))
    ]
    names = [column.field for column in catalogue.layout(kind.layouts[-1]).columns]
    table = [
        [entry.record_id, "1", "new", "", "0123456789abcdef", *(entry.content.get(name, "") for name in names)]
        for entry in entries
    ]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)

        package, bare = folder / "package.zip", folder / "bare.zip"

        def write() -> Written:
            package.unlink(missing_ok=True)
            with new_file(package) as file:
                return write_package(file, _HEAD, catalogue, entries, signer)

        write()

        def prove() -> Report:
            return verify_package(package, signer.certificate_pem)

        if not prove().ok:
            raise ValueError("the package does not hold")
        written_s, bare_s, proved_s, read_s = medians(
            write, lambda: _bare_write(bare, table, signer), prove, lambda: _bare_read(bare)
        )
    size = f"a package of {ROWS} rows × {len(names) + 5} columns"
    return [
        row(f"{size} written; ratio to csv.writer, zipfile and CMS", written_s, goal=1.5, floor_s=bare_s),
        row(f"{size} proved; ratio to zipfile, sha256 and csv.reader", proved_s, goal=2.0, floor_s=read_s),
    ]


def _bare_write(path: Path, table: list[list[str]], signer: OfficeCertificate) -> None:
    """Write finished rows to a zip, hash them, sign the hash."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("data.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
            csv.writer(text).writerows(table)
        with archive.open("data.csv") as content:
            digest = hashlib.sha256(content.read()).hexdigest().encode()
        archive.writestr("digest", digest)
        archive.writestr("digest.p7s", sign(digest, signer.key_pem, signer.certificate_pem))


def _bare_read(path: Path) -> int:
    """Hash the table of a zip and read its rows."""
    with zipfile.ZipFile(path) as archive:
        with archive.open("data.csv") as content:
            hashlib.sha256(content.read())
        with archive.open("data.csv") as content:
            return sum(1 for _ in csv.reader(io.TextIOWrapper(content, "utf-8", newline="")))
