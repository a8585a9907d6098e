"""The office's own signing key and self-signed X.509 certificate, and what a certificate says.

RSA-3072 with SHA-256: `openssl cms` verifies it without options, the same key opens CMS envelopes (which cryptography
builds for RSA only), and signatures are deterministic.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509.oid import NameOID

from creditdesk.errors import InputProblem
from creditdesk.rules.china_time import start_of, words

VALID_DAYS = 3 * 365
FEWEST_BITS = 2048
_KEY_BITS = 3072
_MOST_BYTES = 64 * 1024
_PUBLIC_EXPONENT = 65537
# cryptography counts the 64 characters of a common name in bytes; the organisation holds the name in full.
_COMMON_NAME_BYTES = 64


@dataclass(frozen=True, slots=True)
class OfficeCertificate:
    """A private key (PKCS#8, without passphrase: it is kept in the encrypted desk only) and its certificate, as PEM."""

    key_pem: bytes
    certificate_pem: bytes


def make_certificate(office: str, on: date) -> OfficeCertificate:
    """Return a new key and a certificate for the office, valid for three years from that day in China."""
    key = rsa.generate_private_key(_PUBLIC_EXPONENT, _KEY_BITS)
    certificate = _builder(office, on, key.public_key()).sign(key, hashes.SHA256())
    return OfficeCertificate(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), certificate.public_bytes(Encoding.PEM)
    )


def from_pkcs12(data: bytes, password: str, at: datetime) -> OfficeCertificate:
    """Return the key and certificate that an authority issued as PKCS#12 (.p12, .pfx).

    InputProblem, with a sentence of its own for each: no such file, wrong password, no key or no certificate, a key
    that does not fit, no RSA or too short, not valid at this moment.
    """
    if len(data) > _MOST_BYTES:
        raise InputProblem("文件太大，不是 PKCS#12 证书，请选择 .p12 或 .pfx 文件。")
    try:
        key, certificate, _ = load_key_and_certificates(data, password.encode() or None)
    except ValueError as error:
        raise InputProblem("打不开 PKCS#12 文件：口令不对，或文件已损坏，请核对口令。") from error
    if key is None or certificate is None:
        raise InputProblem("PKCS#12 文件里没有私钥和证书，请向签发机构重新索取。")
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < FEWEST_BITS:
        raise InputProblem(f"PKCS#12 里的密钥不是 {FEWEST_BITS} 位以上的 RSA 密钥，请向签发机构申请 RSA 证书。")
    if certificate.public_key() != key.public_key():
        raise InputProblem("PKCS#12 里的私钥与证书不是一对，请向签发机构重新索取。")
    if at > certificate.not_valid_after_utc:
        raise InputProblem(f"PKCS#12 里的证书已于 {words(certificate.not_valid_after_utc)} 到期，请换新证书。")
    if at < certificate.not_valid_before_utc:
        raise InputProblem(f"PKCS#12 里的证书自 {words(certificate.not_valid_before_utc)} 起才有效，请到时再载入。")
    return OfficeCertificate(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), certificate.public_bytes(Encoding.PEM)
    )


def _builder(office: str, on: date, public_key: rsa.RSAPublicKey) -> x509.CertificateBuilder:
    name = _name(office)
    first = start_of(on)
    builder = (
        x509.CertificateBuilder(name, name, public_key, x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(first + timedelta(days=VALID_DAYS, seconds=-1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    return builder.add_extension(_USES, critical=True).add_extension(
        x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False
    )


_USES = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=True,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def _name(office: str) -> x509.Name:
    short = office.encode()[:_COMMON_NAME_BYTES].decode(errors="ignore")
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, office),
            x509.NameAttribute(NameOID.COMMON_NAME, short),
        ]
    )


def load_certificate(certificate_pem: bytes) -> x509.Certificate:
    """Return the certificate of a PEM file; InputProblem when there is none in it."""
    try:
        return x509.load_pem_x509_certificate(certificate_pem)
    except ValueError as error:
        raise InputProblem("证书文件不是有效的 PEM 证书，请向签发单位重新索取。") from error


def load_any(data: bytes) -> x509.Certificate:
    """Return the one certificate in a file, PEM or DER; InputProblem when there is none in it."""
    if len(data) > _MOST_BYTES:
        raise InputProblem("文件太大，不是证书，请选择对方给的证书文件（.pem、.crt 或 .cer）。")
    try:
        return x509.load_der_x509_certificate(data) if data[:1] == b"0" else x509.load_pem_x509_certificate(data)
    except ValueError as error:
        raise InputProblem("文件不是有效的证书（PEM 或 DER），可能不完整，请向对方重新索取。") from error


def load_rsa_key(key_pem: bytes) -> rsa.RSAPrivateKey:
    """Return the office's private key; TypeError or ValueError for anything else, which is a bug of ours."""
    # The key was checked when it was made or loaded, and has lain in the vault since: testing its primes again with
    # every signature takes longer than signing.
    key = load_pem_private_key(key_pem, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the office's key is not an RSA key")
    return key


def holder_of(certificate: x509.Certificate) -> str:
    """Return the name in a certificate: the organisation in full, else the common name."""
    for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(oid):
            return str(attribute.value)
    return "未具名"


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 fingerprint in groups of four, to be read out over the telephone."""
    digest = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))
