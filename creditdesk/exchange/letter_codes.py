"""The signed code on a letter: another office reads number, date and text digest from it and needs nothing of ours.

CDL1|office|number|date|addressee|text|signature, with the office's 统一社会信用代码 (or 行政区划代码), the date as
20260212, 16 bytes of the addressee's digest, the text's SHA-256 and an Ed25519 signature (RFC 8032) over everything
before the last "|". Bytes are written in base64url without "=" (RFC 4648 §5). White space never counts in a digest.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import holder_of, load_certificate
from creditdesk.exchange.verifying import Finding
from creditdesk.rules.china_time import start_of

FORMAT = "CDL1"
_ADDRESSEE_BYTES = 16
_PURPOSE = b"creditdesk letter code Ed25519"
_BETWEEN = re.compile(r"—\d+—|操作日志第\d+条[0-9a-f]{16}")
"""What stands between two pages of a letter and is none of its words: page number, head of the journal."""
_FIELDS = 7


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a code says of a letter; `text` is everything from the title to the last attachment."""

    office: str
    number: str
    date: date
    addressee: str
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read: what it says, and the signature over it."""

    office: str
    number: str
    date: date
    addressee_digest: str
    text_digest: str
    signed: bytes
    signature: bytes


def sign(facts: LetterFacts, office_key_pem: bytes) -> str:
    """Return the code of a letter: the same for the same letter and key."""
    head = "|".join(
        (
            FORMAT,
            facts.office,
            facts.number,
            f"{facts.date:%Y%m%d}",
            addressee_digest(facts.addressee),
            text_digest(facts.text),
        )
    )
    return f"{head}|{_written(letter_key(office_key_pem).sign(head.encode()))}"


@lru_cache(maxsize=4)
def letter_key(office_key_pem: bytes) -> ed25519.Ed25519PrivateKey:
    """Return the key that signs letters, derived from the office's key (HKDF-SHA256) so that nothing more is kept."""
    seed = HKDF(hashes.SHA256(), 32, None, _PURPOSE).derive(office_key_pem)
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed)


def letter_certificate(office_key_pem: bytes, office_certificate_pem: bytes) -> bytes:
    """Return the certificate for the codes, PEM, with name and validity of the office's; always the same bytes."""
    key, office = letter_key(office_key_pem), load_certificate(office_certificate_pem)
    public = key.public_key()
    serial = int.from_bytes(hashlib.sha256(public.public_bytes_raw()).digest()[:16], "big")
    builder = (
        x509.CertificateBuilder(office.subject, office.subject, public, serial)
        .not_valid_before(office.not_valid_before_utc)
        .not_valid_after(office.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    return builder.sign(key, None).public_bytes(Encoding.PEM)


def read(text: str) -> Code:
    """Return what a code says; InputProblem when it is not one of ours or is torn."""
    parts = text.strip().split("|")
    if len(parts) != _FIELDS or parts[0] != FORMAT:
        raise InputProblem("这不是文书上的核验码，请重新扫描文书左下方的二维码。")
    try:
        on = datetime.strptime(parts[3], "%Y%m%d").replace(tzinfo=UTC).date()
        signature = base64.urlsafe_b64decode(parts[6] + "=" * (-len(parts[6]) % 4))
    except ValueError as error:
        raise InputProblem("核验码不完整，请重新扫描文书左下方的二维码。") from error
    signed = text.strip().rpartition("|")[0].encode()
    return Code(parts[1], parts[2], on, parts[4], parts[5], signed, signature)


def check(text: str, certificate_pem: bytes, letter: str | None = None, addressee: str | None = None) -> list[Finding]:
    """Say what of a code holds, without any network; `letter` is the text of the paper, `addressee` whom it names."""
    certificate, code = load_certificate(certificate_pem), read(text)
    findings = [_signature(code, certificate), _validity(code, certificate)]
    if letter is not None:
        same = code.text_digest in {text_digest(one) for one in _readings(letter, code, holder_of(certificate))}
        told = "文书正文与签发时逐字一致。" if same else "文书正文与签发时不一致，请向发文单位核实。"
        findings.append(Finding(same, told))
    if addressee is not None:
        same = code.addressee_digest == addressee_digest(addressee)
        told = (
            f"主送是“{addressee.strip()}”。" if same else f"主送不是“{addressee.strip()}”，请核对名称或向发文单位核实。"
        )
        findings.append(Finding(same, told))
    return findings


def addressee_digest(addressee: str) -> str:
    """Return the first 16 bytes of SHA-256 over the addressee without white space and colon."""
    plain = _plain(addressee).rstrip("：:")
    return _written(hashlib.sha256(plain.encode()).digest()[:_ADDRESSEE_BYTES])


def text_digest(text: str) -> str:
    """Return SHA-256 over the text in UTF-8 without white space."""
    return _written(hashlib.sha256(_plain(text).encode()).digest())


def _signature(code: Code, certificate: x509.Certificate) -> Finding:
    key = certificate.public_key()
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise InputProblem("这不是文书证书，可能是数据包证书，请向发文单位索取文书证书。")
    try:
        key.verify(code.signature, code.signed)
    except InvalidSignature:
        return Finding(False, f"核验码不是“{holder_of(certificate)}”签的，或者内容被改动过，请不要采信这份文书。")
    on = f"{code.date.year}年{code.date.month}月{code.date.day}日"
    return Finding(True, f"{code.number}由“{holder_of(certificate)}”于{on}签发，签名有效。")


def _validity(code: Code, certificate: x509.Certificate) -> Finding:
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    whole = start_of(code.date), start_of(code.date + timedelta(days=1))
    if first < whole[1] and whole[0] <= last:
        return Finding(True, "签发日期在证书有效期内。")
    return Finding(False, "签发日期不在证书有效期内，请向发文单位索取当时的文书证书。")


def _readings(letter: str, code: Code, holder: str) -> list[str]:
    """Return the text as it was handed in, and what lies between number and name when a whole page was."""
    plain = _BETWEEN.sub("", _plain(letter))
    ending = f"{holder}{code.date.year}年{code.date.month}月{code.date.day}日"
    below = plain.partition(_plain(code.number))[2] or plain
    return [plain, below, below.rpartition(_plain(ending))[0] or below]


def _plain(text: str) -> str:
    return "".join(text.split())


def _written(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
