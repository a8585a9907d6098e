"""Entries and packages for tests."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.descriptor import REPORT
from creditdesk.exchange.packages import Entry, PackageHead, package_name, write_package
from creditdesk.exchange.resources import ACTIONS
from creditdesk.exchange.whole_files import new_file

OFFICE = "中牟县信用中心（示例）"
CREATED = datetime(2026, 2, 12, 9, 30, 17, tzinfo=UTC)
DESK = "0f" * 16
PLATFORM = "示例市公共信用信息平台"
LINEAGE = "0123456789abcdef"
BEFORE = "ab" * 32
JOURNAL = "cd" * 32


def head(serial: int = 8, previous: str | None = BEFORE) -> PackageHead:
    return PackageHead(REPORT, OFFICE, DESK, PLATFORM, serial, previous, CREATED, JOURNAL)


def content_of(kind: RecordKind, number: int) -> dict[str, str]:
    """Return content with every field filled in its type, right for a schema though not for the checks of the law."""
    return {field.name: _value(field, number) for field in kind.fields}


def _value(field: Field, number: int) -> str:
    if field.type == "date":
        return f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
    if field.type == "money":
        return f"{number}.200000"
    if field.choices:
        return field.choices[number % len(field.choices)]
    return f'示例"{field.label}",\n=第{number}号'[: field.length or None]


def entries_of(catalogue: Catalogue, count: int) -> Iterator[Entry]:
    """Yield entries of every kind in the order of the kinds' names, each third new, changed and withdrawn."""
    for kind in sorted(catalogue.current_kinds(), key=lambda kind: kind.name):
        for number in range(count):
            identity = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind.name} {number}"))
            content = content_of(kind, number)
            yield Entry(identity, number % 3 + 1, ACTIONS[number % 3], kind.name, content, LINEAGE, number % 5 == 0)


@dataclass(frozen=True)
class Kept:
    """A package that was written into a folder."""

    path: Path
    digest: str
    rows: int


def write(
    folder: Path, catalogue: Catalogue, signer: OfficeCertificate, count: int = 4, about: PackageHead | None = None
) -> Kept:
    """Write a package with this many rows of every kind into a folder."""
    return keep(folder, about or head(), catalogue, entries_of(catalogue, count), signer)


def keep(
    folder: Path, about: PackageHead, catalogue: Catalogue, entries: Iterable[Entry], signer: OfficeCertificate
) -> Kept:
    """Write a package of these entries into a folder under its name."""
    path = folder / package_name(about.serial, about.created)
    with new_file(path) as file:
        written = write_package(file, about, catalogue, entries, signer)
    return Kept(path, written.digest, written.rows)
