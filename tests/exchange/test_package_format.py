"""docs/package-format.md and the JSON Schema beside it say what is written and read, and are enough to answer with."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from jsonschema import Draft202012Validator

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem
from creditdesk.exchange.archive import DESCRIPTOR
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.descriptor import OPINION, RECEIPT, Answered, PackageHead, read_descriptor
from creditdesk.exchange.opinions import Opinion, write_opinion
from creditdesk.exchange.packages import table_of
from creditdesk.exchange.receipts import Answer, Line, read_receipt, write_receipt
from creditdesk.exchange.verifying import verify_package
from creditdesk.paths import resources
from creditdesk.rules.china_time import CHINA
from tests.exchange import other_side
from tests.exchange.outgoing import BEFORE, CREATED, DESK, JOURNAL, OFFICE, PLATFORM, head, write

Told = dict[str, Any]
PAGE = (Path(__file__).parents[2] / "docs" / "package-format.md").read_text("utf-8")
SCHEMA: Told = json.loads((resources() / "schema" / "package-1.schema.json").read_text("utf-8"))
ACCEPTED = Line("0192f0c0-0000-7000-8000-000000000001", 1, Answer.ACCEPTED)


def described(path: Path) -> Told:
    with zipfile.ZipFile(path) as archive:
        told: Told = json.loads(archive.read(DESCRIPTOR))
    return told


def faults(told: Told) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(told)]


@pytest.fixture(scope="module")
def written(
    tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, signer: OfficeCertificate
) -> dict[str, Told]:
    """What is written of each type, the first and a later one of a chain."""
    folder, answers = tmp_path_factory.mktemp("written"), Answered(OFFICE, DESK, 8, "ef" * 32)
    paths = {name: folder / f"{name}.zip" for name in ("receipt", "second receipt", "empty receipt", "opinion")}
    for name, serial, previous, lines in (
        ("receipt", 1, None, [ACCEPTED]),
        ("second receipt", 2, BEFORE, [ACCEPTED]),
        ("empty receipt", 1, None, []),
    ):
        about = PackageHead(RECEIPT, PLATFORM, "1e" * 16, OFFICE, serial, previous, CREATED, JOURNAL)
        with paths[name].open("w+b") as file:
            write_receipt(file, about, answers, lines, signer)
    about = PackageHead(OPINION, OFFICE, DESK, PLATFORM, 1, None, CREATED, JOURNAL)
    with paths["opinion"].open("w+b") as file:
        write_opinion(file, about, Opinion("2026-0001", date(2026, 2, 12), "属实（示例）"), signer)
    paths["report"] = write(folder, catalogue, signer, about=head(1, None)).path
    paths["later report"] = write(folder, catalogue, signer).path
    return {name: described(path) for name, path in paths.items()}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_everything_written_satisfies_the_schema(written: dict[str, Told]) -> None:
    assert {name: said for name, told in written.items() if (said := faults(told))} == {}


def ours(**changes: object) -> Callable[[Told], object]:
    """Return an edit of the descriptor's own members; None takes nothing away, `...` does."""

    def edit(told: Told) -> None:
        told["creditdesk"] |= changes
        for name in [name for name, value in changes.items() if value is ...]:
            del told["creditdesk"][name]

    return edit


def table(**changes: object) -> Callable[[Told], object]:
    def edit(told: Told) -> None:
        told["resources"][0] |= changes
        for name in [name for name, value in changes.items() if value is ...]:
            del told["resources"][0][name]

    return edit


REFUSED_BY_BOTH: dict[str, tuple[str, Callable[[Told], object]]] = {
    **{f"without {name}": ("report", ours(**{name: ...})) for name in SCHEMA["$defs"]["head"]["required"]},
    "another format": ("report", ours(format=2)),
    "a format that is no number": ("report", ours(format=True)),
    "another type": ("report", ours(type="invoice")),
    "a short desk": ("report", ours(desk="0f")),
    "a desk in large letters": ("report", ours(desk="0F" * 16)),
    "a serial number as text": ("report", ours(serial="1")),
    "a serial number below zero": ("report", ours(serial=-1)),
    "a digest of another kind": ("later report", ours(previous="md5:" + "ab" * 16)),
    "a digest without its kind": ("later report", ours(previous="ab" * 32)),
    "a digest in large letters": ("later report", ours(previous="sha256:" + "AB" * 32)),
    "an office that is no text": ("report", ours(office=1)),
    "no moment": ("report", lambda told: told.update(created="gestern")),
    "a moment without offset": ("report", lambda told: told.update(created="2026-02-12T09:30:17")),
    "no tables": ("report", lambda told: told.pop("resources")),
    "a table without rows": ("report", table(rows=...)),
    "a table without hash": ("report", table(hash=...)),
    "a size below zero": ("report", table(bytes=-1)),
    "a count that is none": ("report", table(creditdesk={"actions": {"new": "1"}})),
    "a table that counts nothing": ("report", table(creditdesk={})),
    "a table without schema": ("report", table(schema=...)),
    "a receipt that answers nothing": ("receipt", ours(answers=...)),
    "a receipt for no serial number": ("receipt", ours(answers={"office": OFFICE, "desk": DESK, "hash": BEFORE})),
}
REFUSED_BY_THE_SCHEMA: dict[str, tuple[str, Callable[[Told], object]]] = {
    "nothing before the eighth": ("later report", ours(previous=None)),
    "something before the first": ("report", ours(previous=f"sha256:{BEFORE}")),
    "an unknown action": ("report", table(creditdesk={"actions": {"deleted": 1}})),
    "a path outside": ("report", table(path="../penalty.csv")),
    "another encoding": ("report", table(encoding="gb18030")),
    "a receipt with two tables": ("receipt", lambda told: told["resources"].append(told["resources"][0])),
    "a receipt that counts actions": ("receipt", table(creditdesk={"actions": {}})),
    "an opinion of two rows": ("opinion", table(rows=2)),
    "a second opinion": ("opinion", ours(serial=2, previous=f"sha256:{BEFORE}")),
}


@pytest.mark.parametrize("name", [*REFUSED_BY_BOTH, *REFUSED_BY_THE_SCHEMA])
def test_a_wrong_descriptor_does_not_satisfy_it(written: dict[str, Told], name: str) -> None:
    source, edit = (REFUSED_BY_BOTH | REFUSED_BY_THE_SCHEMA)[name]
    told = json.loads(json.dumps(written[source]))
    edit(told)
    assert faults(told)
    if name in REFUSED_BY_BOTH:
        with pytest.raises(InputProblem):
            read_descriptor(json.dumps(told).encode())


def test_the_page_tells_of_every_member() -> None:
    named = {name for part in SCHEMA["$defs"].values() for name in part.get("properties", ())}
    assert [name for name in named if f"`{name}`" not in PAGE and f".{name}`" not in PAGE] == []


def test_the_page_lists_the_tables_as_they_are(catalogue: Catalogue) -> None:
    listed = re.findall(r"^\| `(\w+)` \| (\S+) \| `(\w+)` \| (\d+) \|$", PAGE, re.MULTILINE)
    kinds = sorted(catalogue.current_kinds(), key=lambda kind: kind.name)
    tables = [(kind, table_of(catalogue, kind.name)) for kind in kinds]
    assert listed == [
        (kind.name, kind.label, kind.layouts[-1], str(len(found.schema()["fields"])))
        for kind, found in tables
        if found is not None
    ]


def test_the_page_is_enough_to_answer_a_package_with(
    catalogue: Catalogue, signer: OfficeCertificate, tmp_path: Path
) -> None:
    package = write(tmp_path, catalogue, signer).path
    other_side.make_key(tmp_path, PLATFORM)
    now = datetime.now(CHINA) + timedelta(seconds=1)  # a certificate counts from the second in which it was made
    results = [
        (ACCEPTED.record_id, "1", "accepted", "", ""),
        ("0192f0c0-0000-7000-8000-000000000002", "3", "rejected", "CF_JDRQ", '日期,"晚于"报送日（示例）'),
    ]
    path = other_side.answer(package, results, "1e" * 16, now, tmp_path)
    certificate = (tmp_path / "certificate.pem").read_bytes()
    report = verify_package(path, certificate)
    assert report.ok, report.findings
    receipt = read_receipt(path, [certificate])
    assert receipt.answers == Answered(OFFICE, DESK, 8, hashlib.sha256(package.read_bytes()).hexdigest())
    assert [(line.record_id, str(line.version), line.answer, line.field, line.reason) for line in receipt.lines] == (
        results
    )
    assert faults(described(path)) == []
    assert Package(str(path)).validate().valid
