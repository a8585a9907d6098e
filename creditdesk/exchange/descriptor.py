"""The descriptor of a package (datapackage.json): the Data Package standard's properties and, apart from them, ours.

Ours stand under `creditdesk`: format version, type, office, desk, receiver, serial number, digest of the package
before, head of the journal, and the digest of all bytes of the archive that stand before the descriptor; in a
receipt, the package it answers; in a table's entry, its rows by action or, in a receipt, by result.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from creditdesk.errors import InputProblem
from creditdesk.exchange.archive import Measure
from creditdesk.exchange.resources import ENCODING, Resource, Tally
from creditdesk.rules.china_time import in_china

FORMAT = 1
REPORT, RECEIPT, OPINION = TYPES = ("report", "receipt", "opinion")
"""What changed at a desk, the answer of whoever was told, and a unit's opinion on a contested record."""
HASH = "sha256:"
_HEX_DIGITS = 64
_DESK_DIGITS = 32


@dataclass(frozen=True, slots=True)
class PackageHead:
    """What a package says of itself: whose it is and for whom, its place in the chain, when it was made.

    `desk` is the identity of the desk that made it, `to` the receiver's name. Each desk has a chain with each receiver:
    `serial` counts in it, `previous` is the SHA-256 of the package file before it (hexadecimal; None for the first).
    `journal` is the hash of the office's newest journal entry.
    """

    type: str
    office: str
    desk: str
    to: str
    serial: int
    previous: str | None
    created: datetime
    journal: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The package that a receipt answers: whose it is, the desk that made it, its serial number and its SHA-256."""

    office: str
    desk: str
    serial: int
    digest: str


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What the descriptor promises about one table; `actions` counts the words of the column `counted`."""

    name: str
    path: str
    measure: Measure
    rows: int
    actions: Mapping[str, int]
    schema: Mapping[str, Any]
    counted: str = "action"


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A descriptor that was read; `before` measures what stands before it in the archive.

    `answers` is the package that a receipt answers, None for any other package.
    """

    head: PackageHead
    before: Measure
    tables: tuple[TableEntry, ...]
    answers: Answered | None = None

    @property
    def rows(self) -> int:
        """Return how many rows all tables have."""
        return sum(table.rows for table in self.tables)


def describe(resource: Resource, tally: Tally) -> dict[str, Any]:
    """Return the entry of one written table of records."""
    kind, written, told = resource.kind, Measure(tally.bytes, tally.digest), {"actions": tally.actions}
    return table_entry(
        kind.name, kind.label, resource.path, written, tally.rows, resource.schema(), told, edition=kind.edition
    )


def table_entry(
    name: str,
    title: str,
    path: str,
    written: Measure,
    rows: int,
    schema: Mapping[str, Any],
    told: Mapping[str, Any] | None = None,
    *,
    edition: str = "",
) -> dict[str, Any]:
    """Return the entry of a table of any package; `told` are properties that are ours, not the standard's."""
    return {
        "name": name,
        "path": path,
        "profile": "tabular-data-resource",
        "title": title,
        **({"description": edition} if edition else {}),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": ENCODING,
        "bytes": written.bytes,
        "hash": HASH + written.digest,
        "rows": rows,
        **({"creditdesk": told} if told else {}),
        "schema": schema,
    }


def compose(
    head: PackageHead, before: Measure, tables: Sequence[Mapping[str, Any]], answers: Answered | None = None
) -> bytes:
    """Return the descriptor file: the same package always gives the same bytes."""
    name, title = f"creditdesk-{head.serial:04d}", f"{head.office}第 {head.serial} 号数据包"
    if answers:
        name = f"creditdesk-receipt-{answers.serial:04d}-{head.serial}"
        title = f"{head.office}对第 {answers.serial} 号数据包的第 {head.serial} 次回执"
    if head.type == OPINION:
        name, title = "creditdesk-opinion", f"{head.office}的核实意见"
    content = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "created": in_china(head.created).isoformat(),
        "resources": [*tables],
        "creditdesk": {
            "format": FORMAT,
            "type": head.type,
            "office": head.office,
            "desk": head.desk,
            "to": head.to,
            "serial": head.serial,
            "previous": HASH + head.previous if head.previous else None,
            "journal": head.journal,
            "archive": {"bytes": before.bytes, "hash": HASH + before.digest},
            **({"answers": _told(answers)} if answers else {}),
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(ENCODING)


def _told(answers: Answered) -> dict[str, Any]:
    return {
        "office": answers.office,
        "desk": answers.desk,
        "serial": answers.serial,
        "hash": HASH + answers.digest,
    }


def read_descriptor(data: bytes) -> Descriptor:
    """Return the descriptor in these bytes; InputProblem when it is not one of this format version."""
    try:
        content = json.loads(data)
        version = _count(content["creditdesk"]["format"])
        if version == FORMAT:
            return _read(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputProblem("数据包描述文件 datapackage.json 缺项或写法不符，请对方重新生成。") from error
    raise InputProblem(f"数据包格式版本为 {version}，本程序只认识版本 {FORMAT}：请升级程序后再核对。")


def _read(content: dict[str, Any]) -> Descriptor:
    ours = content["creditdesk"]
    head = PackageHead(
        type=_type(ours["type"]),
        office=_text(ours["office"]),
        desk=_desk(ours["desk"]),
        to=_text(ours["to"]),
        serial=_count(ours["serial"]),
        previous=None if ours["previous"] is None else _digest(ours["previous"]),
        created=_moment(content["created"]),
        journal=_text(ours["journal"]),
    )
    answers = _answered(ours["answers"]) if head.type == RECEIPT else None
    return Descriptor(head, _measure(ours["archive"]), tuple(map(_table, content["resources"])), answers)


def _answered(told: dict[str, Any]) -> Answered:
    return Answered(_text(told["office"]), _desk(told["desk"]), _count(told["serial"]), _digest(told["hash"]))


def _table(entry: dict[str, Any]) -> TableEntry:
    ours = entry["creditdesk"]
    counted = "result" if "results" in ours else "action"
    counts = {_text(word): _count(number) for word, number in ours[f"{counted}s"].items()}
    return TableEntry(
        _text(entry["name"]),
        _text(entry["path"]),
        _measure(entry),
        _count(entry["rows"]),
        counts,
        dict(entry["schema"]),
        counted,
    )


def _measure(entry: dict[str, Any]) -> Measure:
    return Measure(_count(entry["bytes"]), _digest(entry["hash"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _type(value: object) -> str:
    if value not in TYPES:
        raise ValueError("no type of package")
    return _text(value)


def _desk(value: object) -> str:
    desk = _text(value)
    if len(desk) != _DESK_DIGITS or bytes.fromhex(desk).hex() != desk:
        raise ValueError("no identity of a desk")
    return desk


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a count")
    return value


def _digest(value: object) -> str:
    told = _text(value)
    digest = told.removeprefix(HASH)
    if told == digest or len(digest) != _HEX_DIGITS or bytes.fromhex(digest).hex() != digest:
        raise ValueError("not a SHA-256 digest")
    return digest


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment
