"""A unit's verification opinion (核实意见) on one case of the centre, as a signed Data Package of one row.

It stands outside the chains of packages: a case takes one opinion of a unit, so nothing can be missed or told twice.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from creditdesk.errors import InputProblem, stated
from creditdesk.exchange.archive import measured
from creditdesk.exchange.certificates import OfficeCertificate, fingerprint_of, load_certificate
from creditdesk.exchange.descriptor import OPINION, Descriptor, PackageHead, table_entry
from creditdesk.exchange.packages import write_one_table
from creditdesk.exchange.resources import ENCODING
from creditdesk.exchange.sealed import SealedArchive
from creditdesk.exchange.verifying import prove
from creditdesk.rules.china_time import in_china

PATH = "data/opinion.csv"
LONGEST = 4000
_MAX_BYTES = 2**20
_CASE = re.compile(r"\d{4}-\d{4,9}")
_SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "case", "title": "案号", "type": "string", "constraints": {"required": True, "maxLength": 14}},
        {"name": "date", "title": "出具日期", "type": "date", "constraints": {"required": True}},
        {
            "name": "opinion",
            "title": "核实意见",
            "type": "string",
            "constraints": {"required": True, "maxLength": LONGEST},
        },
    ],
    "missingValues": [""],
    "primaryKey": ["case"],
}
_NAMES = [field["name"] for field in _SCHEMA["fields"]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a unit says of a case, and the day on which it said so."""

    case: str
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Signed:
    """An opinion that was proved: its head, what it says, its zip's digest, the signer's certificate."""

    head: PackageHead
    opinion: Opinion
    digest: str
    fingerprint: str
    findings: tuple[str, ...]


def opinion_name(head: PackageHead, opinion: Opinion) -> str:
    """Return the file name of an opinion: its day and the case."""
    return f"{in_china(head.created):%Y%m%d}-opinion-{opinion.case}.zip"


def require_sound(opinion: Opinion) -> None:
    """Refuse an opinion that says nothing, too much, or of no case."""
    if not _CASE.fullmatch(opinion.case):
        raise InputProblem(f"“{opinion.case}”不是案号，案号见协助核实函，写法如2026-0001。")
    stated(opinion.text, "核实意见不能为空，请填写本单位的书面意见。")
    if len(opinion.text) > LONGEST or "\0" in opinion.text:
        raise InputProblem(f"核实意见最多 {LONGEST} 个字，不能有空字符，请改后重新制作。")


def write_opinion(file: IO[bytes], head: PackageHead, opinion: Opinion, signer: OfficeCertificate) -> str:
    """Write an opinion into an empty file or buffer; return its SHA-256."""
    require_sound(opinion)
    text = io.StringIO()
    csv.writer(text).writerows([_NAMES, [opinion.case, opinion.on.isoformat(), opinion.text]])
    content = text.getvalue().encode(ENCODING)
    entry = table_entry("opinion", "核实意见", PATH, measured(io.BytesIO(content)), 1, _SCHEMA, {"actions": {}})
    return write_one_table(file, head, entry, content, signer)


def read_opinion(archive: SealedArchive, certificates: Sequence[bytes]) -> Signed:
    """Return an opinion whose signature, hashes and row hold for one of its signer's certificates.

    InputProblem names the first thing wrong.
    """
    reports = [(prove(archive, load_certificate(pem)), pem) for pem in certificates]
    report, signer = max(reports, key=lambda found: (found[0].ok, len(found[0].findings)))
    for finding in report.findings:
        if not finding.ok:
            raise InputProblem(finding.sentence)
    descriptor = _of_this_kind(report.descriptor)
    (table,) = descriptor.tables
    rows = list(csv.reader(io.StringIO(archive.content(table, _MAX_BYTES).decode(ENCODING), newline=""), strict=True))
    (case, day, text) = rows[1]
    opinion = Opinion(case, date.fromisoformat(day), text)
    require_sound(opinion)
    fingerprint = fingerprint_of(load_certificate(signer))
    told = tuple(finding.sentence for finding in report.findings)
    return Signed(descriptor.head, opinion, archive.digest(), fingerprint, told)


def _of_this_kind(descriptor: Descriptor | None) -> Descriptor:
    if descriptor is None or descriptor.head.type != OPINION:
        raise InputProblem("这不是核实意见，请核对是否选错了文件。")
    shapes = [(table.path, dict(table.schema), table.rows) for table in descriptor.tables]
    if shapes != [(PATH, _SCHEMA, 1)]:
        raise InputProblem(f"核实意见的表应当是 {PATH}，一行，列为 {'、'.join(_NAMES)}：请对方用本系统重新制作。")
    return descriptor
