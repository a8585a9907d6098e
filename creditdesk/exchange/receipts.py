"""Receipts (回执): what a receiver says of a package, row by row, as a signed Data Package of one table.

A receipt names the package it answers by office, desk, serial number and digest (`creditdesk.answers`). Its own serial
number counts the answers to that package: the first is 1, a later one names the digest of the answer before it. A row
that is rejected may stand several times, each time with another column; any other row stands once.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives import hashes

from creditdesk.errors import InputProblem
from creditdesk.exchange.archive import measured
from creditdesk.exchange.certificates import OfficeCertificate, load_certificate
from creditdesk.exchange.descriptor import RECEIPT, Answered, Descriptor, PackageHead, read_descriptor, table_entry
from creditdesk.exchange.packages import write_one_table
from creditdesk.exchange.resources import ENCODING
from creditdesk.exchange.sealed import Opener, SealedArchive
from creditdesk.exchange.verifying import Report, verify_package
from creditdesk.rules.china_time import in_china

PATH = "data/receipt.csv"
MAX_TABLE_BYTES = 256 * 2**20
LONGEST_REASON = 500
_LONGEST_FIELD, _VERSION_DIGITS, _DESK_SHOWN = 64, 9, 6


class Answer(StrEnum):
    """What became of a row: taken in; refused with a reason; not needed, a later version is there already."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a receipt: a record in the version that was received; `field` is the column's name, "" for the row."""

    record_id: str
    version: int
    answer: Answer
    field: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that was proved: its head, the package it answers, its own digest, who signed it when, its rows."""

    head: PackageHead
    answers: Answered
    digest: str
    fingerprint: str
    lines: tuple[Line, ...]


_SCHEMA: Mapping[str, Any] = {
    "fields": [
        {"name": "uuid", "title": "记录标识", "type": "string", "constraints": {"required": True, "maxLength": 36}},
        {"name": "version", "title": "记录版本", "type": "integer", "constraints": {"required": True, "minimum": 1}},
        {"name": "result", "title": "结果", "type": "string", "constraints": {"required": True, "enum": [*Answer]}},
        {"name": "field", "title": "列", "type": "string", "constraints": {"maxLength": _LONGEST_FIELD}},
        {"name": "reason", "title": "原因", "type": "string", "constraints": {"maxLength": LONGEST_REASON}},
    ],
    "missingValues": [""],
}
_NAMES = [field["name"] for field in _SCHEMA["fields"]]


def receipt_name(head: PackageHead, answers: Answered) -> str:
    """Return the file name of a receipt: its day, the serial number of the package, the answer's, the package's desk.

    Packages of two desks may have the same serial number, and their receipts lie in one folder.
    """
    return f"{in_china(head.created):%Y%m%d}-{answers.serial:04d}-r{head.serial}-{answers.desk[:_DESK_SHOWN]}.zip"


def write_receipt(
    file: IO[bytes], head: PackageHead, answers: Answered, lines: Iterable[Line], signer: OfficeCertificate
) -> str:
    """Write a receipt into an empty file or buffer; return its SHA-256."""
    told = list(lines)
    content, counts = table_of(told), Counter(line.answer for line in told)
    results = {"results": {answer: counts[answer] for answer in Answer}}
    entry = table_entry("receipt", "回执", PATH, measured(io.BytesIO(content)), len(told), _SCHEMA, results)
    return write_one_table(file, head, entry, content, signer, answers)


def table_of(lines: Iterable[Line]) -> bytes:
    """Return the rows as the CSV a receipt holds."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_NAMES)
    writer.writerows((line.record_id, line.version, line.answer, line.field, line.reason) for line in lines)
    return buffer.getvalue().encode(ENCODING)


def claimed(path: Path, opener: Opener | None = None) -> Answered:
    """Return which package a file says it answers; nothing of it is proved yet. `opener` opens an enveloped one.

    InputProblem when the file is none of ours or no receipt.
    """
    with SealedArchive(path, opener) as archive:
        archive.require_sane()
        descriptor = read_descriptor(archive.descriptor())
    return _answers(descriptor)


def read_receipt(
    path: Path, certificates: Sequence[bytes], previous: str | None = None, opener: Opener | None = None
) -> Receipt:
    """Return a receipt whose signature, hashes, counts and rows hold for one of its signer's certificates.

    `previous` is the digest of the answer before it, where there was one. InputProblem names the first thing wrong.
    """
    reports = [(verify_package(path, certificate, previous, opener), certificate) for certificate in certificates]
    report, certificate = max(reports, key=lambda found: (found[0].ok, len(found[0].findings)))
    descriptor = _proved(report)
    answers = _answers(descriptor)
    with SealedArchive(path, opener) as archive:
        (table,) = descriptor.tables
        content, digest = archive.content(table, MAX_TABLE_BYTES), archive.digest()
    fingerprint = load_certificate(certificate).fingerprint(hashes.SHA256()).hex()
    return Receipt(descriptor.head, answers, digest, fingerprint, tuple(_lines(content)))


def _proved(report: Report) -> Descriptor:
    for finding in report.findings:
        if not finding.ok:
            raise InputProblem(finding.sentence)
    if report.descriptor is None:
        raise InputProblem("回执没有描述文件，请向对方重新索取。")
    return report.descriptor


def _answers(descriptor: Descriptor) -> Answered:
    if descriptor.answers is None or descriptor.head.type != RECEIPT:
        raise InputProblem("这是数据包，不是回执：请到“接收”栏导入，或向对方索取回执。")
    shapes = [(table.path, [field.get("name") for field in table.schema["fields"]]) for table in descriptor.tables]
    if shapes != [(PATH, _NAMES)] or descriptor.tables[0].counted != "result":
        raise InputProblem(f"回执的表应当是 {PATH}，列为 {'、'.join(_NAMES)}：请对方按格式说明重新生成。")
    return descriptor.answers


def _lines(content: bytes) -> Iterator[Line]:
    """Yield the rows of a proved table; InputProblem for what no schema can say."""
    seen: dict[str, Answer] = {}
    faults: set[tuple[str, str]] = set()
    reader = csv.reader(io.StringIO(content.decode(ENCODING), newline=""), strict=True)
    for number, row in enumerate(reader, start=1):
        if number == 1:
            continue
        line = _line(row, number)
        former, told = seen.get(line.record_id), (line.record_id, line.field)
        if former is not None and (former is not line.answer or former is not Answer.REJECTED or told in faults):
            raise InputProblem(f"回执第 {number} 行：同一条记录说了两次，请对方改正后重新出具。")
        seen[line.record_id] = line.answer
        faults.add(told)
        yield line


def _line(row: Sequence[str], number: int) -> Line:
    record_id, version, answer, field, reason = row
    if answer not in {*Answer}:
        raise InputProblem(f"回执第 {number} 行的结果“{answer}”不是 {'、'.join(Answer)} 之一，请对方改正后重新出具。")
    if answer == Answer.REJECTED and not reason.strip():
        raise InputProblem(f"回执第 {number} 行退回了记录却没有写原因，请对方补写后重新出具。")
    if len(version) > _VERSION_DIGITS or int(version) < 1:
        raise InputProblem(f"回执第 {number} 行的记录版本不是从 1 起的整数，请对方改正后重新出具。")
    return Line(record_id, int(version), Answer(answer), field, reason.strip())
