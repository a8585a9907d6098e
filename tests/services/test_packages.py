"""Packages: only what changed, chained, signed, judged by openssl and frictionless, the ledger kept."""

import json
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from frictionless import Package

from creditdesk.errors import InputProblem
from creditdesk.exchange.verifying import verify_package
from creditdesk.services import objections, packages, record_lists, records
from creditdesk.services.desk import Desk
from tests.entered import objection, on, penalty
from tests.leaving import send
from tests.sound import complaints


def _build(desk: Desk, stick: Path) -> Path:
    return send(desk, stick)


def _descriptor(package: Path) -> dict[str, object]:
    with zipfile.ZipFile(package) as archive:
        told: dict[str, object] = json.loads(archive.read("datapackage.json"))
    return told


def test_only_what_changed_leaves_and_each_package_names_the_one_before(desk: Desk, stick: Path) -> None:
    first_id = penalty(desk)
    second_id = penalty(desk, decision_number="示市监罚〔2025〕119号")
    first = _build(desk, stick)
    assert record_lists.sheet(desk, first_id).state == "已报送"
    with pytest.raises(InputProblem, match="没有要报送的变化"):
        send(desk, stick)
    desk.perform(records.correct, first_id, {"fine_amount": "0.2"}, "金额单位有误（示例）")
    desk.perform(records.revoke, second_id, "决定已被撤销（示例）")
    penalty(desk, decision_number="示市监罚〔2025〕120号")
    assert record_lists.sheet(desk, first_id).state == "已录入"
    with on(desk, date(2026, 2, 13)):
        second = _build(desk, stick)
    ledger = packages.ledger(desk)
    assert [(line.serial, line.rows) for line in ledger] == [(2, 3), (1, 2)]
    report = verify_package(second, packages.certificate(desk), ledger[1].digest)
    assert report.ok, report.findings
    assert report.descriptor is not None
    with zipfile.ZipFile(second) as archive:
        table = archive.read("data/penalty.csv").decode()
    assert sorted(word for word in ("new", "changed", "withdrawn") if f",{word}," in table) == [
        "changed",
        "new",
        "withdrawn",
    ]
    assert first.name != second.name
    assert complaints(desk) == []


def test_a_contested_record_leaves_marked(desk: Desk, stick: Path) -> None:
    record_id = penalty(desk)
    _build(desk, stick)
    case_id = objection(desk, record_id, date(2026, 2, 11))
    desk.perform(objections.accept, case_id)
    with on(desk, date(2026, 2, 13)):
        package = _build(desk, stick)
    with zipfile.ZipFile(package) as archive:
        assert "异议" in archive.read("data/penalty.csv").decode()
    assert packages.prepare(desk).rows == 0


def test_a_record_revoked_before_it_ever_left_stays_at_home(desk: Desk) -> None:
    desk.perform(records.revoke, penalty(desk), "误录（示例）")
    assert packages.prepare(desk).rows == 0


def test_openssl_and_frictionless_agree_until_a_byte_changes(desk: Desk, stick: Path, tmp_path: Path) -> None:
    penalty(desk)
    package = _build(desk, stick)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(packages.certificate(desk))
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "datapackage.json.p7s"]
    command += ["-content", "datapackage.json", "-CAfile", str(certificate), "-purpose", "any", "-out", "out"]
    command += ["-attime", "1771000000"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    assert Package(str(folder / "datapackage.json")).validate().valid
    table = folder / "data" / "penalty.csv"
    table.write_bytes(table.read_bytes().replace("一般".encode(), "严重".encode(), 1))
    assert not Package(str(folder / "datapackage.json")).validate().valid
    descriptor = folder / "datapackage.json"
    descriptor.write_bytes(descriptor.read_bytes().replace(b"0", b"1", 1))
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0
