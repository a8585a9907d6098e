"""A letter's code: read and checked by ours and by openssl alone, and every change to paper or code is noticed."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange import letter_codes
from creditdesk.exchange.certificates import OfficeCertificate, make_certificate
from creditdesk.exchange.letter_codes import LetterFacts

DOCS = Path(__file__).parents[2] / "docs" / "check-a-letter.md"
OFFICE = "中牟县信用中心（示例）"
TEXT = """异议处理结果通知书
示例建材有限公司：
你单位于2026年2月2日提出的异议，
本中心已受理。
附件：1.异议申请书
2.缴款凭证"""
FACTS = LetterFacts("410122", "牟信异答〔2026〕12号", date(2026, 2, 12), "示例建材有限公司", TEXT)


@pytest.fixture(scope="module")
def office() -> OfficeCertificate:
    """The office's key and certificate."""
    return make_certificate(OFFICE, date(2026, 1, 5))


@pytest.fixture(scope="module")
def code(office: OfficeCertificate) -> str:
    """The code of the sample letter."""
    return letter_codes.sign(FACTS, office.key_pem)


@pytest.fixture(scope="module")
def certificate(office: OfficeCertificate) -> bytes:
    """What the receiver holds."""
    return letter_codes.letter_certificate(office.key_pem, office.certificate_pem)


def test_a_sound_letter_holds_in_every_part(code: str, certificate: bytes) -> None:
    found = letter_codes.check(code, certificate, TEXT, "示例建材有限公司：")
    assert [finding.ok for finding in found] == [True] * 4
    assert found[0].sentence == f"牟信异答〔2026〕12号由“{OFFICE}”于2026年2月12日签发，签名有效。"


def test_the_same_letter_has_the_same_code_and_key_and_certificate(
    code: str, certificate: bytes, office: OfficeCertificate
) -> None:
    letter_codes.letter_key.cache_clear()
    assert letter_codes.sign(FACTS, office.key_pem) == code
    assert letter_codes.letter_certificate(office.key_pem, office.certificate_pem) == certificate


def test_line_ends_and_spaces_on_the_paper_do_not_count(code: str, certificate: bytes) -> None:
    broken = "\n".join(TEXT.replace("\n", "　")[at : at + 7] for at in range(0, len(TEXT), 7))
    assert letter_codes.check(code, certificate, broken)[-1].ok
    page = f"{OFFICE}\n{FACTS.number}\n{TEXT}\n{OFFICE}\n2026年2月12日\n（联系人：王示例）\n— 2 —\n"
    assert letter_codes.check(code, certificate, page)[-1].ok
    between = "\n操作日志第128条 3fa9c1d2e4b5a697\n— 2 —\n"
    assert letter_codes.check(code, certificate, page.replace("\n", between, 3))[-1].ok


@pytest.mark.parametrize(
    "changed",
    [
        {"number": "牟信异答〔2026〕13号"},
        {"date": date(2026, 2, 13)},
        {"office": "410100"},
        {"addressee": "示例商贸有限公司"},
        {"text": TEXT + "，"},
    ],
)
def test_whatever_is_changed_in_the_code_breaks_its_signature(
    changed: dict[str, object], code: str, certificate: bytes, office: OfficeCertificate
) -> None:
    other = letter_codes.sign(replace(FACTS, **changed), office.key_pem)  # type: ignore[arg-type]
    forged = other.rpartition("|")[0] + "|" + code.rpartition("|")[2]
    assert not letter_codes.check(forged, certificate)[0].ok


def test_a_changed_paper_is_noticed(code: str, certificate: bytes) -> None:
    assert not letter_codes.check(code, certificate, TEXT.replace("2月2日", "2月3日"))[-1].ok
    assert not letter_codes.check(code, certificate, addressee="示例商贸有限公司")[-1].ok


def test_another_office_and_another_time_are_noticed(code: str, office: OfficeCertificate) -> None:
    stranger = make_certificate("另一家示例中心", date(2026, 1, 5))
    theirs = letter_codes.letter_certificate(stranger.key_pem, stranger.certificate_pem)
    assert "不是“另一家示例中心”签的" in letter_codes.check(code, theirs)[0].sentence
    for on, ok in (
        (date(2026, 1, 4), False),
        (date(2026, 1, 5), True),
        (date(2029, 1, 3), True),
        (date(2030, 1, 1), False),
    ):
        dated = letter_codes.sign(replace(FACTS, date=on), office.key_pem)
        mine = letter_codes.letter_certificate(office.key_pem, office.certificate_pem)
        assert [finding.ok for finding in letter_codes.check(dated, mine)] == [True, ok], on


@pytest.mark.parametrize("torn", ["", "CDL1|a|b", "CDL2|1|2|20260212|4|5|6", "CDL1|1|2|20261340|4|5|6", "https://x"])
def test_what_is_no_code_is_refused_in_words(torn: str, certificate: bytes) -> None:
    with pytest.raises(InputProblem, match="重新扫描"):
        letter_codes.check(torn, certificate)


def test_the_package_certificate_is_not_the_letter_certificate(code: str, office: OfficeCertificate) -> None:
    with pytest.raises(InputProblem, match="文书证书"):
        letter_codes.check(code, office.certificate_pem)


def commands() -> list[str]:
    """The commands that docs/check-a-letter.md shows, each block one script."""
    blocks = re.findall(r"```\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    return [block for block in blocks if not block.startswith("CDL1|")]


def test_openssl_alone_checks_the_same(code: str, certificate: bytes, tmp_path: Path) -> None:
    (tmp_path / "letter-certificate.pem").write_bytes(certificate)
    (tmp_path / "letter.txt").write_text(TEXT.replace("\n", "\n　　"), "utf-8")

    def run(script: str, told: str) -> str:
        shell = ["bash", "-c", f"code='{told}'\n{script}"]
        return subprocess.run(shell, cwd=tmp_path, capture_output=True, text=True, check=False).stdout

    whose, signature, text, addressee = commands()
    assert "Fingerprint" in run(whose, code)
    assert "Signature Verified Successfully" in run(signature, code)
    fields = code.split("|")
    assert run(text, code).strip() == fields[5]
    assert run(addressee, code).strip() == fields[4]
    assert "Signature Verified Successfully" not in run(signature, code.replace("12号", "21号"))
