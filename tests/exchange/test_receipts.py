"""Receipts: written, proved, judged by openssl and frictionless, refused with a sentence of their own when wrong."""

import random
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from frictionless import Package

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem
from creditdesk.exchange import receipts
from creditdesk.exchange.archive import DESCRIPTOR
from creditdesk.exchange.certificates import OfficeCertificate, make_certificate
from creditdesk.exchange.descriptor import RECEIPT, Answered, PackageHead
from creditdesk.exchange.receipts import Answer, Line, claimed, read_receipt, receipt_name, write_receipt
from creditdesk.exchange.verifying import verify_package
from tests.exchange.outgoing import CREATED, DESK, JOURNAL, OFFICE, PLATFORM, write

ANSWERED = Answered(OFFICE, DESK, 8, "ef" * 32)
HEAD = PackageHead(RECEIPT, PLATFORM, "1e" * 16, OFFICE, 1, None, CREATED, JOURNAL)
LINES = (
    Line("0192f0c0-0000-7000-8000-000000000001", 1, Answer.ACCEPTED),
    Line("0192f0c0-0000-7000-8000-000000000002", 3, Answer.REJECTED, "CF_JDRQ", "日期晚于报送日（示例）"),
    Line("0192f0c0-0000-7000-8000-000000000002", 3, Answer.REJECTED, "CF_NR_FK", "金额不是数（示例）"),
    Line("0192f0c0-0000-7000-8000-000000000003", 2, Answer.REPLACED),
)


def _write(folder: Path, signer: OfficeCertificate, lines: Sequence[Line] = LINES, head: PackageHead = HEAD) -> Path:
    path = folder / receipt_name(head, ANSWERED)
    with path.open("w+b") as file:
        write_receipt(file, head, ANSWERED, lines, signer)
    return path


def test_a_receipt_comes_back_as_it_was_written(signer: OfficeCertificate, tmp_path: Path) -> None:
    path = _write(tmp_path, signer)
    assert path.name == "20260212-0008-r1-0f0f0f.zip"
    assert claimed(path) == ANSWERED
    found = read_receipt(path, [signer.certificate_pem])
    assert (found.head, found.answers, found.lines) == (HEAD, ANSWERED, LINES)
    assert receipts.claimed(path) == found.answers
    told = [finding.sentence for finding in verify_package(path, signer.certificate_pem).findings]
    assert told[-1] == "对第 8 号数据包的第 1 次回执，没有更早的回执。"


def test_any_of_the_signers_certificates_will_do(
    signer: OfficeCertificate, stranger: OfficeCertificate, tmp_path: Path
) -> None:
    path = _write(tmp_path, signer)
    assert read_receipt(path, [stranger.certificate_pem, signer.certificate_pem]).lines == LINES


def test_openssl_and_frictionless_agree_until_a_byte_changes(signer: OfficeCertificate, tmp_path: Path) -> None:
    path, folder = _write(tmp_path, signer), tmp_path / "unpacked"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(signer.certificate_pem)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "datapackage.json.p7s"]
    command += ["-content", "datapackage.json", "-CAfile", str(certificate), "-purpose", "any", "-out", "out"]
    command += ["-attime", "1771000000"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    assert Package(str(folder / DESCRIPTOR)).validate().valid
    table = folder / receipts.PATH
    table.write_bytes(table.read_bytes().replace(b"rejected", b"accepted", 1))
    assert not Package(str(folder / DESCRIPTOR)).validate().valid
    descriptor = folder / DESCRIPTOR
    descriptor.write_bytes(descriptor.read_bytes().replace(b'"serial": 8', b'"serial": 9', 1))
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0


def test_a_byte_changed_anywhere_is_refused(signer: OfficeCertificate, tmp_path: Path) -> None:
    path, dice = _write(tmp_path, signer), random.Random(5)
    whole = path.read_bytes()
    for _ in range(150):
        place = dice.randrange(len(whole))
        changed = bytearray(whole)
        changed[place] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(changed))
        with pytest.raises(InputProblem, match="。"):
            read_receipt(path, [signer.certificate_pem])


def test_another_signer_and_an_expired_certificate_are_refused(
    signer: OfficeCertificate, stranger: OfficeCertificate, tmp_path: Path
) -> None:
    path = _write(tmp_path, stranger)
    with pytest.raises(InputProblem, match="签名人不是"):
        read_receipt(path, [signer.certificate_pem])
    path.unlink()
    old = make_certificate(PLATFORM, date(2019, 1, 1))
    with pytest.raises(InputProblem, match="到期"):
        read_receipt(_write(tmp_path, old), [old.certificate_pem])


def test_a_package_is_no_receipt(signer: OfficeCertificate, catalogue: Catalogue, tmp_path: Path) -> None:
    package = write(tmp_path, catalogue, signer).path
    with pytest.raises(InputProblem, match="不是回执"):
        claimed(package)
    with pytest.raises(InputProblem, match="不是回执"):
        read_receipt(package, [signer.certificate_pem])


def test_a_receipt_without_rows_is_one(signer: OfficeCertificate, tmp_path: Path) -> None:
    assert read_receipt(_write(tmp_path, signer, lines=[]), [signer.certificate_pem]).lines == ()


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([replace(LINES[1], reason=" ")], "没有写原因"),
        ([LINES[0], LINES[0]], "说了两次"),
        ([LINES[1], LINES[1]], "说了两次"),
        ([LINES[0], replace(LINES[1], record_id=LINES[0].record_id)], "说了两次"),
        ([replace(LINES[0], version=0)], "从 1 起的整数"),
        ([replace(LINES[0], version=10**12)], "从 1 起的整数"),
        ([replace(LINES[1], reason="长" * 501)], "超过 500 个字"),
        ([replace(LINES[1], reason="空\0字")], "空字符"),
        ([replace(LINES[1], reason="长" * 200_000)], "不合格的行"),
        ([replace(LINES[0], answer="taken")], "不是允许的取值"),
    ],
)
def test_rows_that_cannot_be_are_refused(
    lines: list[Line], sentence: str, signer: OfficeCertificate, tmp_path: Path
) -> None:
    with pytest.raises(InputProblem, match=sentence):
        read_receipt(_write(tmp_path, signer, lines), [signer.certificate_pem])


def test_a_later_answer_names_the_one_before(signer: OfficeCertificate, tmp_path: Path) -> None:
    first = _write(tmp_path, signer)
    digest = read_receipt(first, [signer.certificate_pem]).digest
    second = _write(tmp_path, signer, head=replace(HEAD, serial=2, previous=digest))
    assert second.name == "20260212-0008-r2-0f0f0f.zip"
    assert read_receipt(second, [signer.certificate_pem], digest).head.serial == 2
    with pytest.raises(InputProblem, match="不接在前一个之后"):
        read_receipt(second, [signer.certificate_pem], "00" * 32)
