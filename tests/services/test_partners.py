"""Certificates are believed once their fingerprint was compared, as long as they last; the office renews its own."""

import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import OfficeCertificate, load_certificate, load_rsa_key, make_certificate
from creditdesk.exchange.envelopes import envelope
from creditdesk.exchange.verifying import verify_package
from creditdesk.services import health, letters, objections, office_keys, packages, partners
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.entered import objection, on, penalty
from tests.leaving import send

NAME = "示例市公共信用信息平台"


def self_signed(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, days: int = 365, first: date = TODAY) -> bytes:
    """A certificate of any key as DER."""
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, NAME)])
    begin = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - the builder takes UTC
    built = x509.CertificateBuilder(name, name, key.public_key(), 7, begin, begin + timedelta(days))
    return built.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def trust(desk: Desk, made: OfficeCertificate, name: str = NAME) -> None:
    desk.perform(partners.trust, name, made.certificate_pem, "电话", "周示例")


@pytest.fixture(scope="module")
def platform() -> OfficeCertificate:
    return make_certificate(NAME, TODAY)


def test_a_certificate_is_seen_before_and_believed_after_it_was_compared(
    desk: Desk, platform: OfficeCertificate, tmp_path: Path
) -> None:
    seen = partners.look(platform.certificate_pem)
    (tmp_path / "c.pem").write_bytes(platform.certificate_pem)
    command = ["openssl", "x509", "-in", str(tmp_path / "c.pem"), "-noout", "-fingerprint", "-sha256"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert seen.fingerprint.replace(" ", "") == told.strip().partition("=")[2].replace(":", "")
    assert (seen.holder, seen.valid_from) == (NAME, TODAY)
    trust(desk, platform)
    row = partners.listing(desk)[0]
    assert (row.name, row.state) == (NAME, partners.VALID)
    assert row.certificates[0].compared == "电话与周示例核对"
    with desk.read() as session:
        assert partners.certificate_for(session, NAME, desk.clock()) == platform.certificate_pem
        assert partners.signers(session, NAME) == [platform.certificate_pem]


def test_what_was_not_compared_or_is_no_use_is_refused(desk: Desk, platform: OfficeCertificate) -> None:
    pem = platform.certificate_pem
    short = self_signed(rsa.generate_private_key(65537, 1024))
    past = self_signed(rsa.generate_private_key(65537, 2048), 30, date(2025, 1, 1))
    for name, data, way, whom, said in (
        (" ", pem, "电话", "周示例", "伙伴名称不能为空"),
        (NAME, pem, "看了一眼", "周示例", "核对指纹"),
        (NAME, pem, "电话", " ", "核对指纹"),
        (NAME, b"", "电话", "周示例", "不是有效的证书"),
        (NAME, pem[:300], "电话", "周示例", "不是有效的证书"),
        (NAME, bytes(2**20), "电话", "周示例", "文件太大"),
        (NAME, self_signed(ec.generate_private_key(ec.SECP256R1())), "电话", "周示例", "不是 RSA 证书"),
        (NAME, short, "电话", "周示例", "只有 1024 位"),
        (NAME, past, "电话", "周示例", "到期"),
    ):
        with pytest.raises(InputProblem, match=said):
            desk.perform(partners.trust, name, data, way, whom)
    assert partners.listing(desk) == ()
    trust(desk, platform)
    with pytest.raises(InputProblem, match="已经登记"):
        trust(desk, platform, "另一个单位（示例）")


def test_during_a_renewal_both_are_believed_and_the_newest_is_sealed_for(
    desk: Desk, platform: OfficeCertificate
) -> None:
    trust(desk, platform)
    with on(desk, date(2026, 2, 13)):
        newer = make_certificate(NAME, date(2026, 2, 13))
        trust(desk, newer)
        with desk.read() as session:
            assert set(partners.signers(session, NAME)) == {platform.certificate_pem, newer.certificate_pem}
            assert partners.certificate_for(session, NAME, desk.clock()) == newer.certificate_pem
        old = partners.listing(desk)[0].certificates[1]
        with pytest.raises(InputProblem, match="写明理由"):
            desk.perform(partners.stop, old.id, "")
        desk.perform(partners.stop, old.id, "密钥遗失（示例）")
        with pytest.raises(InputProblem, match="已经停用"):
            desk.perform(partners.stop, old.id, "密钥遗失（示例）")
        with desk.read() as session:
            assert partners.signers(session, NAME) == [newer.certificate_pem]
    assert [one.state for one in partners.listing(desk)[0].certificates] == [partners.EARLY, partners.STOPPED]


def test_an_unknown_partner_has_no_signers(desk: Desk) -> None:
    with desk.read() as session, pytest.raises(InputProblem, match="载入对方证书"):
        partners.signers(session, "没有的单位（示例）")


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2028, 12, 1), partners.VALID), (date(2029, 1, 20), partners.SOON), (date(2029, 3, 1), partners.EXPIRED)],
)
def test_the_end_of_a_certificate_is_told_thirty_days_ahead(
    desk: Desk, platform: OfficeCertificate, day: date, state: str
) -> None:
    trust(desk, platform)
    desk.perform(office_keys.renew)
    with on(desk, day):
        assert partners.listing(desk)[0].state == state
        finding = next(one for one in health.check(desk) if one.name == "证书")
        assert finding.ok == (state == partners.VALID)


def test_after_a_renewal_old_packages_and_letters_still_verify_and_old_envelopes_open(
    desk: Desk, tmp_path: Path
) -> None:
    before = packages.certificate(desk)
    penalty(desk)
    old = send(desk, tmp_path / "old")
    letter = str(
        desk.perform(objections.accept, objection(desk, penalty(desk, decision_number="示2号"), TODAY)).result["letter"]
    )
    kept = letters.pdf_of(desk, letter)
    sealed = envelope(b"for the old key", before)
    desk.perform(office_keys.renew)
    after = packages.certificate(desk)
    assert before != after
    new = send(desk, tmp_path / "new")
    assert verify_package(old, before).ok
    assert verify_package(new, after).ok
    assert not verify_package(new, before).ok
    assert letters.pdf_of(desk, letter) == kept
    with desk.read() as session:
        assert office_keys.opened(session, sealed) == b"for the old key"
        assert office_keys.opened(session, envelope(b"for the new key", after)) == b"for the new key"
        with pytest.raises(InputProblem, match="打不开加密文件"):
            office_keys.opened(session, envelope(b"for nobody", make_certificate(NAME, TODAY).certificate_pem))
    assert [one.active for one in office_keys.own(desk)] == [True, False]


def as_pkcs12(key: rsa.RSAPrivateKey, certificate: x509.Certificate, password: bytes) -> bytes:
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(password))


def test_a_key_of_a_real_authority_takes_over(desk: Desk, platform: OfficeCertificate, tmp_path: Path) -> None:
    key, certificate = load_rsa_key(platform.key_pem), load_certificate(platform.certificate_pem)
    data = as_pkcs12(key, certificate, "口令一二三".encode())
    with pytest.raises(InputProblem, match="口令不对"):
        desk.perform(office_keys.load, data, "别的口令")
    desk.perform(office_keys.load, data, "口令一二三")
    with pytest.raises(InputProblem, match="已经载入过"):
        desk.perform(office_keys.load, data, "口令一二三")
    penalty(desk)
    package = send(desk, tmp_path / "stick")
    assert verify_package(package, platform.certificate_pem).ok


def test_a_pkcs12_that_is_no_use_is_refused(desk: Desk) -> None:
    long = rsa.generate_private_key(65537, 2048)
    past, early = (
        x509.load_der_x509_certificate(self_signed(long, 30, day)) for day in (date(2025, 1, 1), date(2027, 1, 1))
    )
    short = rsa.generate_private_key(65537, 1024)
    weak = x509.load_der_x509_certificate(self_signed(short))
    alone = pkcs12.serialize_key_and_certificates(b"x", None, past, None, BestAvailableEncryption(b"p"))
    before = packages.certificate(desk)
    for data, said in (
        (b"", "打不开 PKCS#12"),
        (bytes(2**20), "文件太大"),
        (as_pkcs12(long, past, b"p"), "到期"),
        (as_pkcs12(long, early, b"p"), "起才有效"),
        (as_pkcs12(short, weak, b"p"), "2048 位以上"),
        (alone, "没有私钥"),
    ):
        with pytest.raises(InputProblem, match=said):
            desk.perform(office_keys.load, data, "p")
    assert packages.certificate(desk) == before
