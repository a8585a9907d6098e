"""A new key of the desk, handed on to officers who are not there: only they, with their passphrases, can take it.

Each slot has a pair of keys of its own, whose private half is wrapped together with the desk's key. A new desk key is
sealed to the public half and to the key before it. So neither a copied slot of somebody else opens it, nor can anybody
who does not have the key before it put a desk of his own in this one's place.
"""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from creditdesk.vault.costs import KEY_BYTES

PAIR_BYTES = 32
"""The size of either half of a pair."""

HANDED_BYTES = PAIR_BYTES + KEY_BYTES + 16
"""The size of a key that was handed on: the public half of a pair made for it alone, and the sealed key."""

# The sealing key is used for one message only.
_NONCE = bytes(12)


def new_pair() -> tuple[bytes, bytes]:
    """Return the private and the public half of a new pair."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def hand_on(public: bytes, before: bytearray, after: bytearray, about: bytes) -> bytes:
    """Return the new key sealed to the owner of the public half; `about` is what it is bound to."""
    once = X25519PrivateKey.generate()
    point = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return point + _cipher(shared, before, point + public).encrypt(_NONCE, bytes(after), about)


def take(private: bytes, before: bytearray, handed: bytes, about: bytes) -> bytearray:
    """Return the key that was handed on; InvalidTag when it was not sealed to this pair by this key."""
    own, point = X25519PrivateKey.from_private_bytes(private), handed[:PAIR_BYTES]
    shared = own.exchange(X25519PublicKey.from_public_bytes(point))
    public = own.public_key().public_bytes_raw()
    return bytearray(_cipher(shared, before, point + public).decrypt(_NONCE, handed[PAIR_BYTES:], about))


def _cipher(shared: bytes, before: bytearray, points: bytes) -> AESGCM:
    derived = HKDF(SHA256(), KEY_BYTES, salt=bytes(before), info=b"creditdesk new key" + points)
    return AESGCM(derived.derive(shared))
