"""The package for the credit site: its public columns as tables of a Data Package, signed, in one zip.

It stands in no chain and answers nobody: each one holds everything that the site shall show, and takes the place of
the one before it.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO, Any

from creditdesk.exchange.archive import Measure, member
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.descriptor import table_entry
from creditdesk.exchange.packages import close
from creditdesk.exchange.resources import ENCODING, encoded
from creditdesk.rules.china_time import in_china

_ROWS_PER_PIECE = 500


@dataclass(frozen=True, slots=True)
class SiteHead:
    """Whose columns they are, what the site calls them, and when they were made."""

    office: str
    title: str
    created: datetime


@dataclass(frozen=True, slots=True)
class SiteTable:
    """One column of the site: `fields` are name, head and whether it is a date; the first field is the key."""

    name: str
    title: str
    fields: tuple[tuple[str, str, bool], ...]
    rows: Iterable[Sequence[str]]


def write_site(
    file: IO[bytes], head: SiteHead, tables: Iterable[SiteTable], signer: OfficeCertificate
) -> dict[str, int]:
    """Write the package into an empty file; returns the rows of each table."""
    moment = in_china(head.created)
    with zipfile.ZipFile(file, "w") as archive:
        resources = [_write_table(archive, moment, table) for table in tables]
        close(archive, _descriptor(head, resources), moment, signer)
    return {resource["name"]: resource["rows"] for resource in resources}


def _write_table(archive: zipfile.ZipFile, moment: datetime, table: SiteTable) -> dict[str, Any]:
    path, size, rows, digest = f"data/{table.name}.csv", 0, 0, hashlib.sha256()
    with archive.open(member(path, moment, deflated=True), "w") as target:
        for count, piece in _pieces(table):
            rows, size = rows + count, size + len(piece)
            digest.update(piece)
            target.write(piece)
    return table_entry(table.name, table.title, path, Measure(size, digest.hexdigest()), rows, _schema(table))


def _pieces(table: SiteTable) -> Iterator[tuple[int, bytes]]:
    yield 0, _lines([[name for name, _, _ in table.fields]])
    rows = iter(table.rows)
    while some := list(islice(rows, _ROWS_PER_PIECE)):
        yield len(some), _lines(some)


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return encoded(buffer.getvalue())


def _schema(table: SiteTable) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {"name": name, "title": title, "type": "date" if dated else "string"} for name, title, dated in table.fields
    ]
    fields[0] |= {"constraints": {"required": True, "unique": True}}
    return {"fields": fields, "missingValues": [""], "primaryKey": [fields[0]["name"]]}


def _descriptor(head: SiteHead, resources: Sequence[dict[str, Any]]) -> bytes:
    content = {
        "profile": "tabular-data-package",
        "name": "creditdesk-site",
        "title": head.title,
        "created": in_china(head.created).isoformat(),
        "contributors": [{"title": head.office, "role": "publisher"}],
        "resources": [*resources],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(ENCODING)
