"""The structure of a detached CMS signature (RFC 5652, section 5), with one signer and one certificate."""

from typing import Annotated

from cryptography import x509
from cryptography.hazmat import asn1

DATA = x509.ObjectIdentifier("1.2.840.113549.1.7.1")
SIGNED_DATA = x509.ObjectIdentifier("1.2.840.113549.1.7.2")
CONTENT_TYPE = x509.ObjectIdentifier("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = x509.ObjectIdentifier("1.2.840.113549.1.9.4")
SIGNING_TIME = x509.ObjectIdentifier("1.2.840.113549.1.9.5")


@asn1.sequence
class AlgorithmIdentifier:
    """An algorithm without parameters."""

    algorithm: x509.ObjectIdentifier
    parameters: asn1.Null | None


@asn1.sequence
class EncapsulatedContent:
    """The type of what is signed; the content itself lies beside the signature."""

    content_type: x509.ObjectIdentifier


@asn1.sequence
class IssuerAndSerial:
    """Which certificate the signer used."""

    issuer: asn1.TLV
    serial: int


@asn1.sequence
class Attribute:
    """One signed attribute."""

    type: x509.ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class SignerInfo:
    """One signature; attributes outside the signature are not accepted."""

    version: int
    signer: IssuerAndSerial
    digest_algorithm: AlgorithmIdentifier
    attributes: Annotated[asn1.SetOf[Attribute], asn1.Implicit(0)]
    signature_algorithm: AlgorithmIdentifier
    signature: bytes


@asn1.sequence
class SignedData:
    """The signature with the certificate of its signer."""

    version: int
    digest_algorithms: asn1.SetOf[AlgorithmIdentifier]
    content: EncapsulatedContent
    certificates: Annotated[asn1.SetOf[asn1.TLV], asn1.Implicit(0)]
    signers: asn1.SetOf[SignerInfo]


@asn1.sequence
class ContentInfo:
    """The outermost shell."""

    content_type: x509.ObjectIdentifier
    content: Annotated[SignedData, asn1.Explicit(0)]


@asn1.sequence
class _Attributes:
    attributes: asn1.SetOf[Attribute]


def signed_bytes(attributes: asn1.SetOf[Attribute]) -> bytes:
    """Return the bytes that the signature covers: the attributes as a plain SET (RFC 5652, section 5.4)."""
    wrapped = asn1.encode_der(_Attributes(attributes=attributes))
    long_form = wrapped[1] & 0x80
    return wrapped[2 + (wrapped[1] & 0x7F if long_form else 0) :]
