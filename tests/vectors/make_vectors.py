"""Writes the packages of this folder and index.json, which tells what a reader must say of each.

usage: python -m tests.vectors.make_vectors [FOLDER]

The keys of the folder are kept, so that every run writes the same but for the moments in signatures and, with them, the
digests of whole files. The keys are for tests alone and prove nothing; people, offices and honours are invented (示例).
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.load import load
from creditdesk.exchange.certificates import OfficeCertificate, make_certificate
from creditdesk.exchange.descriptor import OPINION, RECEIPT, REPORT, Answered, PackageHead
from creditdesk.exchange.envelopes import envelope, open_envelope
from creditdesk.exchange.lineage import begun
from creditdesk.exchange.opinions import Opinion, write_opinion
from creditdesk.exchange.packages import Entry, write_package
from creditdesk.exchange.receipts import Answer, Line, write_receipt
from creditdesk.exchange.verifying import verify_package
from creditdesk.paths import forms
from creditdesk.rules.china_time import CHINA
from tests.vectors.faults import FAULTS, Hands

HERE = Path(__file__).parent
INDEX = "index.json"
OFFICE, PLATFORM = "示例县某局（示例）", "示例县信用中心（示例）"
DESK, PLATFORM_DESK, JOURNAL = "0f" * 16, "1e" * 16, "cd" * 32
MADE = datetime(2026, 2, 14, 9, 30, tzinfo=CHINA)
KEYS = {
    "office": (OFFICE, date(2026, 2, 1)),
    "platform": (PLATFORM, date(2026, 2, 1)),
    "stranger": ("另一家示例单位", date(2026, 2, 1)),
    "expired": (OFFICE, date(2019, 1, 1)),
    "early": (OFFICE, date(2060, 1, 1)),
}
HONOUR = {
    "subject_category": "自然人",
    "document_type": "身份证",
    "document_number": "410122197001010000",
    "subject_name": "陈示例",
    "decision_title": "示例县道德模范（示例）",
    "moral_class": "助人为乐",
    "honour_level": "县级",
    "decision_number": "示文明〔2026〕1号",
    "decided_on": "2026-01-05",
    "authority_uscc": "114101220052530072",
    "authority": OFFICE,
    "decision_content": "多年照顾邻里，\n称“示例”（示例）",
    "publicity_on": "2026-01-06",
    "publicity_until": "2027-01-06",
    "usage_scope": "公示",
    "status": "正常",
    "source_unit_uscc": "114101220052530072",
    "source_unit": OFFICE,
}
KIND = "moral_model"
FIRST, SECOND, THIRD = IDS = [f"0192f0c0-0000-7000-8000-00000000000{number}" for number in (1, 2, 3)]


@dataclass(frozen=True)
class Vector:
    """One file: what it is, and with what a reader checks it."""

    name: str
    about: str
    data: bytes
    certificate: str = "office"
    key: str | None = None
    previous: str | None = None


def keys(folder: Path) -> dict[str, OfficeCertificate]:
    """Return the keys of a folder; those it does not have yet are made."""
    for name, (office, first_day) in KEYS.items():
        if not (folder / f"{name}.pem").exists():
            made = make_certificate(office, first_day)
            (folder / f"{name}.pem").write_bytes(made.certificate_pem)
            (folder / f"{name}.key.pem").write_bytes(made.key_pem)
    return {
        name: OfficeCertificate((folder / f"{name}.key.pem").read_bytes(), (folder / f"{name}.pem").read_bytes())
        for name in KEYS
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that ships."""
    return load(forms())


def _report(serial: int, previous: str | None, entries: list[Entry], signer: OfficeCertificate) -> bytes:
    head = PackageHead(REPORT, OFFICE, DESK, PLATFORM, serial, previous, MADE + timedelta(serial - 1), JOURNAL)
    buffer = BytesIO()
    write_package(buffer, head, catalogue(), entries, signer)
    return buffer.getvalue()


def reports(signer: OfficeCertificate) -> tuple[bytes, bytes, bytes]:
    """Return three reports in a chain: two new records; one changed, one withdrawn; one new and contested."""
    told = {one: HONOUR | {"decision_number": f"示文明〔2026〕{number}号"} for number, one in enumerate(IDS, start=1)}
    known = {one: begun(KIND, content, "recorded") for one, content in told.items()}
    changed = told[FIRST] | {"moral_class": "见义勇为"}
    entry = partial(Entry, kind=KIND)
    first = [entry(one, 1, "new", content=told[one], lineage=known[one].text) for one in (FIRST, SECOND)]
    second = [
        entry(FIRST, 2, "changed", content=changed, lineage=known[FIRST].then(KIND, changed, "recorded").text),
        entry(
            SECOND, 2, "withdrawn", content=told[SECOND], lineage=known[SECOND].then(KIND, told[SECOND], "revoked").text
        ),
    ]
    third = [entry(THIRD, 1, "new", content=told[THIRD], lineage=known[THIRD].text, contested=True)]
    one = _report(1, None, first, signer)
    two = _report(2, _digest(one), second, signer)
    return one, two, _report(3, _digest(two), third, signer)


def receipt(answered: bytes, signer: OfficeCertificate) -> bytes:
    """Return the platform's answer to the first report: one row accepted, one rejected for two reasons."""
    head = PackageHead(RECEIPT, PLATFORM, PLATFORM_DESK, OFFICE, 1, None, MADE + timedelta(2), JOURNAL)
    lines = [
        Line(FIRST, 1, Answer.ACCEPTED),
        Line(SECOND, 1, Answer.REJECTED, "DM_RQ", "日期与决定书不符（示例）"),
        Line(SECOND, 1, Answer.REJECTED, "DM_WSH", "文号重复（示例）"),
    ]
    buffer = BytesIO()
    write_receipt(buffer, head, Answered(OFFICE, DESK, 1, _digest(answered)), lines, signer)
    return buffer.getvalue()


def opinion(signer: OfficeCertificate) -> bytes:
    """Return the office's answer to a case of the platform."""
    head = PackageHead(OPINION, OFFICE, DESK, PLATFORM, 1, None, MADE, JOURNAL)
    buffer = BytesIO()
    write_opinion(buffer, head, Opinion("2026-0001", MADE.date(), "经核实，\n以决定书为准（示例）。"), signer)
    return buffer.getvalue()


def good(own: dict[str, OfficeCertificate]) -> Iterator[Vector]:
    """Yield what every reader must take."""
    first, second, third = reports(own["office"])
    yield Vector("good-report-1.zip", "the first report: two new records", first)
    yield Vector("good-report-2.zip", "one changed, one withdrawn", second, previous=_digest(first))
    yield Vector("good-report-3.zip", "one new and contested", third, previous=_digest(second))
    sealed = envelope(first, own["platform"].certificate_pem)
    yield Vector("good-report-1.zip.p7m", "the first report for platform.pem alone", sealed, key="platform")
    yield Vector("good-receipt.zip", "the answer to the first report", receipt(first, own["platform"]), "platform")
    yield Vector("good-opinion.zip", "a unit's opinion on a case", opinion(own["office"]))


def bad(own: dict[str, OfficeCertificate]) -> Iterator[Vector]:
    """Yield what every reader must refuse, each with one fault."""
    first, _, third = reports(own["office"])
    hands = Hands(own["office"], own["stranger"], own["expired"], own["early"])
    for name, fault in FAULTS.items():
        yield Vector(f"bad-{name}.zip", fault.about, fault.do(first, hands), fault.certificate)
    yield Vector("bad-gap.zip", "the report before it is missing", third, previous=_digest(first))
    sealed = envelope(first, own["stranger"].certificate_pem)
    yield Vector("bad-envelope.zip.p7m", "an envelope for somebody else", sealed, key="platform")
    torn = Vector("bad-envelope-torn.zip.p7m", "an envelope with its end torn off", b"", key="platform")
    yield replace(torn, data=envelope(first, own["platform"].certificate_pem)[:-50])
    yield Vector("bad-no-key.zip.p7m", "an envelope, and nobody with a key", sealed)
    receipts = receipt(first, own["stranger"])
    yield Vector("bad-receipt-stranger.zip", "a receipt that somebody else signed", receipts, "platform")


def said(folder: Path, entry: dict[str, Any]) -> tuple[bool, list[str]]:
    """Return whether a file of the index holds, and what is said: everything wrong, or the last thing that is right."""
    opener = None
    if entry["key"]:
        opener = partial(
            open_envelope, key_pem=_read(folder, entry["key"]), certificate_pem=_read(folder, entry["opened_for"])
        )
    report = verify_package(folder / entry["file"], _read(folder, entry["certificate"]), entry["previous"], opener)
    wrong = [finding.sentence for finding in report.findings if not finding.ok]
    return report.ok, wrong or [report.findings[-1].sentence]


def _read(folder: Path, name: str) -> bytes:
    return (folder / name).read_bytes()


def write(folder: Path, own: dict[str, OfficeCertificate]) -> None:
    """Write all files and the index into a folder that has the keys."""
    entries = []
    for vector in (*good(own), *bad(own)):
        (folder / vector.name).write_bytes(vector.data)
        entry: dict[str, Any] = {
            "file": vector.name,
            "about": vector.about,
            "certificate": f"{vector.certificate}.pem",
            "key": vector.key and f"{vector.key}.key.pem",
            "opened_for": vector.key and f"{vector.key}.pem",
            "previous": vector.previous,
        }
        entry["ok"], entry["says"] = said(folder, entry)
        entries.append(entry)
    (folder / INDEX).write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    write(place, keys(place))
