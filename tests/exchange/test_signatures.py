"""Signatures and envelopes, judged by openssl as well as by ourselves."""

import random
import subprocess
from datetime import UTC, date, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import fingerprint_of, holder_of, load_certificate, make_certificate
from creditdesk.exchange.cms import Signature, sign, verify
from creditdesk.exchange.envelopes import envelope, open_envelope
from tests.exchange.outgoing import OFFICE

DATA = '{"名称": "示例"}\n\r\n\0'.encode() * 100
LONG_OFFICE = "中牟县社会信用体系建设工作领导小组办公室公共信用信息中心（示例）"


def openssl(folder, *arguments):
    return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path, signer):
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "data.p7s").write_bytes(sign(DATA, signer.key_pem, signer.certificate_pem))
    (tmp_path / "office.pem").write_bytes(signer.certificate_pem)
    (tmp_path / "key.pem").write_bytes(signer.key_pem)
    return tmp_path


VERIFY = ("cms", "-verify", "-binary", "-inform", "DER", "-in", "data.p7s", "-content", "data", "-CAfile", "office.pem")


def test_openssl_accepts_the_signature_and_refuses_changed_data(folder):
    assert openssl(folder, *VERIFY, "-out", "said").returncode == 0
    assert (folder / "said").read_bytes() == DATA
    (folder / "data").write_bytes(DATA[:-1] + b"\1")
    assert openssl(folder, *VERIFY).returncode != 0


def test_the_signature_tells_when_it_was_made(signer):
    before = datetime.now(UTC).replace(microsecond=0)
    signed_at = verify(DATA, sign(DATA, signer.key_pem, signer.certificate_pem), signer.certificate_pem)
    assert before <= signed_at <= datetime.now(UTC)


def test_signatures_of_openssl_are_accepted_too(folder, signer):
    made = ("-sign", "-binary", "-in", "data", "-signer", "office.pem", "-inkey", "key.pem", "-outform", "DER")
    assert openssl(folder, "cms", *made, "-out", "theirs.p7s").returncode == 0
    verify(DATA, (folder / "theirs.p7s").read_bytes(), signer.certificate_pem)


@pytest.mark.parametrize("moment", [datetime(2026, 2, 11, 15, 59, 59, tzinfo=UTC), datetime(2029, 2, 11, tzinfo=UTC)])
def test_a_certificate_out_of_its_time_is_refused_with_the_day(signer, moment):
    signature = sign(DATA, signer.key_pem, signer.certificate_pem)
    with pytest.raises(InputProblem, match=r"自 2026-02-12 00:00 起有效|已于 2029-02-10 23:59 到期"):
        verify(DATA, signature, signer.certificate_pem, at=moment)


def test_another_signer_changed_data_and_no_signature_have_their_own_sentences(signer, stranger):
    signature = sign(DATA, signer.key_pem, signer.certificate_pem)
    with pytest.raises(InputProblem, match="签名人不是“另一家示例中心”"):
        verify(DATA, signature, stranger.certificate_pem)
    with pytest.raises(InputProblem, match="签名后内容被改动过"):
        verify(DATA + b" ", signature, signer.certificate_pem)
    for nothing in (b"", b"x" * 2000, signature[:-1], signature + b"\0", signer.certificate_pem):
        with pytest.raises(InputProblem, match="签名文件已损坏"):
            verify(DATA, nothing, signer.certificate_pem)


def test_a_certificate_lent_to_another_key_does_not_help(signer, stranger):
    """A signature by another key that carries the office's certificate."""
    theirs = sign(DATA, stranger.key_pem, stranger.certificate_pem)
    ours = sign(DATA, signer.key_pem, signer.certificate_pem)
    forged = ours[:-384] + theirs[-384:]
    with pytest.raises(InputProblem, match="签名无效"):
        verify(DATA, forged, signer.certificate_pem)


def test_any_changed_byte_of_a_signature_is_noticed(signer):
    signature = sign(DATA, signer.key_pem, signer.certificate_pem)
    chance = random.Random(20260212)
    for place in range(len(signature)):
        changed = bytearray(signature)
        changed[place] ^= chance.randrange(1, 256)
        with pytest.raises(InputProblem):
            verify(DATA, bytes(changed), signer.certificate_pem)


def test_a_signature_with_an_elliptic_curve_is_understood(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    subject = ("-subj", "/C=CN/O=Example", "-days", "30", "-out", "ec.pem")
    assert openssl(folder, "req", "-x509", "-new", "-key", "key.pem", *subject).returncode == 0
    made = ("-sign", "-binary", "-in", "data", "-signer", "ec.pem", "-inkey", "key.pem", "-outform", "DER")
    assert openssl(folder, "cms", *made, "-out", "ec.p7s").returncode == 0
    verify(DATA, (folder / "ec.p7s").read_bytes(), (folder / "ec.pem").read_bytes())


def test_a_signature_in_the_certificates_name_is_read_strictly(signer):
    signature = sign(DATA, signer.key_pem, signer.certificate_pem)
    assert Signature.read(signature).signed_at.tzinfo is UTC


def test_the_certificate_names_the_office_and_lasts_three_years(signer):
    certificate = load_certificate(signer.certificate_pem)
    assert holder_of(certificate) == OFFICE
    assert (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days == 1094
    assert certificate.signature_hash_algorithm.name == "sha256"
    assert certificate.public_key().key_size == 3072
    assert len(fingerprint_of(certificate).split()) == 16
    assert fingerprint_of(certificate).replace(" ", "") == certificate.fingerprint(hashes.SHA256()).hex().upper()


def test_a_long_name_stands_in_full_beside_a_short_one():
    made = make_certificate(LONG_OFFICE, date(2026, 2, 12))
    certificate = load_certificate(made.certificate_pem)
    assert holder_of(certificate) == LONG_OFFICE
    (short,) = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    assert LONG_OFFICE.startswith(short.value)


def test_the_time_of_day_does_not_move_the_first_day():
    late = datetime(2026, 2, 12, 15, 59, tzinfo=UTC)  # 23:59 in China
    first = load_certificate(make_certificate(OFFICE, late).certificate_pem).not_valid_before_utc
    assert first == datetime(2026, 2, 11, 16, 0, tzinfo=UTC)


def test_what_is_no_certificate_is_refused():
    with pytest.raises(InputProblem, match="不是有效的 PEM 证书"):
        load_certificate(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")


def test_an_envelope_opens_for_its_receiver_only(folder, signer, stranger):
    sealed = envelope(DATA, signer.certificate_pem)
    assert DATA[:20] not in sealed
    assert open_envelope(sealed, signer.key_pem, signer.certificate_pem) == DATA
    for key, content in ((stranger, sealed), (signer, sealed[:-40]), (signer, b"")):
        with pytest.raises(InputProblem, match="打不开加密文件"):
            open_envelope(content, key.key_pem, key.certificate_pem)
    (folder / "sealed").write_bytes(sealed)
    opening = ("-decrypt", "-binary", "-inform", "DER", "-in", "sealed", "-recip", "office.pem", "-inkey", "key.pem")
    assert openssl(folder, "cms", *opening, "-out", "opened").returncode == 0
    assert (folder / "opened").read_bytes() == DATA
