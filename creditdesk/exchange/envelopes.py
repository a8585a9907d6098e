"""CMS envelopes: data that only the holder of one certificate can open (`openssl cms -decrypt` opens them too)."""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options, pkcs7_decrypt_der

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import holder_of, load_certificate, load_rsa_key


def envelope(data: bytes, recipient_pem: bytes) -> bytes:
    """Return the data (DER, AES-256) for the holder of this certificate only; InputProblem when it has no RSA key."""
    recipient = load_certificate(recipient_pem)
    if not isinstance(recipient.public_key(), rsa.RSAPublicKey):
        raise InputProblem(f"“{holder_of(recipient)}”的证书不是 RSA 证书，不能用来加密，请对方提供 RSA 证书。")
    builder = PKCS7EnvelopeBuilder().set_data(data).add_recipient(recipient)
    return builder.set_content_encryption_algorithm(AES256).encrypt(Encoding.DER, [PKCS7Options.Binary])


def open_envelope(sealed: bytes, key_pem: bytes, certificate_pem: bytes) -> bytes:
    """Return what was sealed for the holder of this key; InputProblem when it was not, or the file is damaged."""
    try:
        return pkcs7_decrypt_der(sealed, load_certificate(certificate_pem), load_rsa_key(key_pem), [])
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputProblem("打不开加密文件：不是发给本机构证书的，或文件已损坏，请向对方核实后重新索取。") from error
