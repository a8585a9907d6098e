"""Detached CMS signatures: made with the office's key, and proved against the certificate one expects.

cryptography signs but does not verify CMS; the structure is read with its ASN.1 decoder, strictly: what does not come
back byte for byte, or stands outside the signature, is refused. Anyone else proves the same with
`openssl cms -verify -binary -inform DER -in F.p7s -content F -CAfile CERTIFICATE`.
"""

from datetime import UTC, datetime
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import holder_of, load_certificate, load_rsa_key
from creditdesk.exchange.signed_data import (
    CONTENT_TYPE,
    DATA,
    MESSAGE_DIGEST,
    SIGNED_DATA,
    SIGNING_TIME,
    ContentInfo,
    SignedData,
    SignerInfo,
    signed_bytes,
)
from creditdesk.rules.china_time import words

MAX_SIGNATURE_BYTES = 64 * 1024
_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
_RSA = "1.2.840.113549.1.1.1"
_ECDSA = {"sha256": "1.2.840.10045.4.3.2", "sha384": "1.2.840.10045.4.3.3", "sha512": "1.2.840.10045.4.3.4"}
_OPTIONS = (PKCS7Options.DetachedSignature, PKCS7Options.Binary, PKCS7Options.NoCapabilities)


def sign(data: bytes, key_pem: bytes, certificate_pem: bytes) -> bytes:
    """Return the detached signature of the data (DER), with the certificate and the time of signing in it."""
    builder = PKCS7SignatureBuilder().set_data(data)
    signed = builder.add_signer(load_certificate(certificate_pem), load_rsa_key(key_pem), hashes.SHA256())
    return signed.sign(Encoding.DER, _OPTIONS)


def verify(data: bytes, signature: bytes, certificate_pem: bytes, at: datetime | None = None) -> datetime:
    """Prove that the certificate's holder signed exactly this data; return when.

    The certificate must be valid `at` that moment, by default when it was signed. InputProblem, with a sentence of its
    own for each: no signature, another signer, changed data, expired, not yet valid.
    """
    certificate = load_certificate(certificate_pem)
    signed = Signature.read(signature)
    signed.require_signer(certificate)
    signed.require_data(data, certificate)
    require_valid(certificate, at or signed.signed_at)
    return signed.signed_at


def require_valid(certificate: x509.Certificate, at: datetime, what: str = "签名") -> None:
    """Raise InputProblem when the certificate is not valid at that moment; `what` was done then."""
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at < first:
        raise InputProblem(f"证书自 {words(first)} 起有效，而{what}于 {words(at)}：请核对签名电脑的日期和所用证书。")
    if at > last:
        raise InputProblem(f"证书已于 {words(last)} 到期，而{what}于 {words(at)}：请对方更换证书后重新签名。")


class Signature:
    """A signature read from its bytes, not yet proved."""

    def __init__(self, content: SignedData) -> None:
        """Take the parts out of the structure; ValueError when it is not of the one shape that is accepted."""
        (self._certificate,) = content.certificates.as_list()
        (self._signer,) = content.signers.as_list()
        (algorithm,) = content.digest_algorithms.as_list()
        self._digest = _DIGESTS[algorithm.algorithm.dotted_string]
        same = algorithm.algorithm == self._signer.digest_algorithm.algorithm
        if content.version != 1 or self._signer.version != 1 or not same or content.content.content_type != DATA:
            raise ValueError("not a signature of plain data")
        self._attributes = _single_values(self._signer)
        self._attributes[MESSAGE_DIGEST].parse(bytes)
        if self._attributes[CONTENT_TYPE].parse(x509.ObjectIdentifier) != DATA:
            raise ValueError("the signed content type differs")
        self.signed_at = _time_of(self._attributes[SIGNING_TIME])

    @classmethod
    def read(cls, signature: bytes) -> Self:
        """Return the signature in these bytes; InputProblem when there is none or it is not in the strict form."""
        try:
            info = asn1.decode_der(ContentInfo, signature[: MAX_SIGNATURE_BYTES + 1])
            if info.content_type != SIGNED_DATA or asn1.encode_der(info) != signature:
                raise ValueError("not in the strict form")
            return cls(info.content)
        except (ValueError, KeyError, TypeError) as error:
            raise InputProblem("签名文件已损坏或格式不符，不能证明数据出自谁手：请对方重新签名。") from error

    def require_signer(self, certificate: x509.Certificate) -> None:
        """Raise InputProblem when another certificate than this one was used."""
        attached = asn1.decode_der(asn1.TLV, certificate.public_bytes(Encoding.DER))
        issuer = asn1.decode_der(asn1.TLV, certificate.issuer.public_bytes())
        named = self._signer.signer
        alike = _same(self._certificate, attached) and _same(named.issuer, issuer)
        if not alike or named.serial != certificate.serial_number:
            raise InputProblem(
                f"签名人不是“{holder_of(certificate)}”：签名所附的是另一张证书，请与对方核对证书指纹，核实之前不要使用。"
            )

    def require_data(self, data: bytes, certificate: x509.Certificate) -> None:
        """Raise InputProblem when the holder of the certificate did not sign exactly this data."""
        digest = hashes.Hash(self._digest)
        digest.update(data)
        if self._attributes[MESSAGE_DIGEST].parse(bytes) != digest.finalize():
            raise InputProblem("签名后内容被改动过：请不要使用这份数据，向对方重新索取。")
        try:
            self._prove(certificate.public_key())
        except (InvalidSignature, ValueError) as error:
            raise InputProblem(
                f"签名无效，不是用“{holder_of(certificate)}”的密钥作出的：请不要使用这份数据。"
            ) from error

    def _prove(self, key: object) -> None:
        algorithm = self._signer.signature_algorithm.algorithm.dotted_string
        covered = signed_bytes(self._signer.attributes)
        if isinstance(key, rsa.RSAPublicKey) and algorithm == _RSA:
            key.verify(self._signer.signature, covered, padding.PKCS1v15(), self._digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm == _ECDSA[self._digest.name]:
            key.verify(self._signer.signature, covered, ec.ECDSA(self._digest))
        else:
            raise ValueError("key and algorithm do not belong together")


def _same(one: asn1.TLV, other: asn1.TLV) -> bool:
    return (one.tag_bytes, bytes(one.data)) == (other.tag_bytes, bytes(other.data))


def _single_values(signer: SignerInfo) -> dict[x509.ObjectIdentifier, asn1.TLV]:
    values: dict[x509.ObjectIdentifier, asn1.TLV] = {}
    for attribute in signer.attributes.as_list():
        (value,) = attribute.values.as_list()
        if attribute.type in values:
            raise ValueError("an attribute stands twice")
        values[attribute.type] = value
    return values


def _time_of(value: asn1.TLV) -> datetime:
    kind = asn1.UTCTime if value.tag_bytes == b"\x17" else asn1.GeneralizedTime
    moment: datetime = value.parse(kind).as_datetime()
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
