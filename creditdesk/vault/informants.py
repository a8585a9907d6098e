"""Who reported is sealed to a lock whose key only named readers hold: nobody else at the desk can open it.

A lock is an X25519 key pair. What is sealed goes to its public half (HPKE, RFC 9180: X25519, HKDF-SHA256,
AES-256-GCM) and is bound to the thing it belongs to. The private half exists as one share per reader, sealed to the
reader's own public key; the reader's private key is wrapped by his passphrase the way a key slot is. The key of the
desk opens none of this.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from creditdesk.errors import Problem
from creditdesk.vault import costs, slots
from creditdesk.vault.costs import Cost
from creditdesk.vault.slots import Slot, SlotInfo

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_PLACE, _ROLE = "informants", "reader"
_BLOCK = 512
"""Bytes; what is sealed is filled up to a multiple, so that its length tells nothing of the name in it."""


@dataclass(frozen=True, repr=False)
class ReaderKey:
    """A reader's key pair: the public half, and the private half wrapped by his passphrase."""

    officer_id: str
    public: bytes
    wrapped: bytes

    def unwrap(self, phrase: str, cost: Cost) -> X25519PrivateKey | None:
        """Return the private key, or None when another passphrase wraps it; a changed wrapping is a Problem."""
        slot = self._slot()
        costs.check(slot.cost, costs.floor(cost))
        raw = slot.unwrap(phrase)
        private = X25519PrivateKey.from_private_bytes(bytes(raw)) if raw is not None else None
        if private is not None and public_of(private) != self.public:
            raise _tampered()
        return private

    def rewrapped(self, old: str, new: str, cost: Cost) -> "ReaderKey | None":
        """Return the same key wrapped by another passphrase, or None when the old one does not open it."""
        private = self.unwrap(old, cost)
        return None if private is None else wrapped(self.officer_id, private, new, cost)

    def _slot(self) -> Slot:
        try:
            slot = slots.from_json(json.loads(self.wrapped))
        except ValueError as error:
            raise _tampered() from error
        if (slot.desk_id, slot.info) != (_PLACE, _info(self.officer_id, self.public)):
            raise _tampered()
        return slot


def new_reader(officer_id: str, phrase: str, cost: Cost) -> ReaderKey:
    """Make a key pair for a reader, wrapped by his passphrase."""
    return wrapped(officer_id, X25519PrivateKey.generate(), phrase, cost)


def wrapped(officer_id: str, private: X25519PrivateKey, phrase: str, cost: Cost) -> ReaderKey:
    """Return a key pair whose private half is wrapped by a passphrase."""
    public = public_of(private)
    slot = slots.wrap(_PLACE, _info(officer_id, public), bytearray(private.private_bytes_raw()), phrase, cost)
    return ReaderKey(officer_id, public, json.dumps(slot.to_json()).encode())


def _info(officer_id: str, public: bytes) -> SlotInfo:
    return SlotInfo(officer_id, public.hex(), _ROLE)


def _tampered() -> Problem:
    return Problem("查阅举报人的密钥被改动过，已拒绝使用；请从备份恢复，或重新申请查阅。")


def new_lock() -> X25519PrivateKey:
    """Make the key of a new lock."""
    return X25519PrivateKey.generate()


def public_of(private: X25519PrivateKey) -> bytes:
    """Return the public half of a key, 32 bytes."""
    return private.public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """Return what two people compare of a public key: sixteen hexadecimal digits in fours."""
    digits = hashlib.sha256(public).hexdigest()[:16]
    return " ".join(digits[place : place + 4] for place in range(0, 16, 4))


def seal(public: bytes, about: str, told: dict[str, str]) -> bytes:
    """Seal words to a public key, bound to what they are about: elsewhere they do not open."""
    plain = json.dumps(told, ensure_ascii=False).encode()
    return seal_bytes(public, about, plain.ljust(-(-len(plain) // _BLOCK) * _BLOCK))


def seal_bytes(public: bytes, about: str, plain: bytes) -> bytes:
    """Seal bytes as they are."""
    return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info=about.encode())


def opened(private: X25519PrivateKey, about: str, sealed: bytes) -> dict[str, str] | None:
    """Return the words that were sealed about this, or None when they were changed or belong elsewhere."""
    plain = opened_bytes(private, about, sealed)
    return None if plain is None else dict(json.loads(plain))


def opened_bytes(private: X25519PrivateKey, about: str, sealed: bytes) -> bytes | None:
    """Return the bytes that were sealed about this, or None when they were changed or belong elsewhere."""
    try:
        return _SUITE.decrypt(sealed, private, info=about.encode())
    except InvalidTag:
        return None


def key_of(raw: bytes) -> X25519PrivateKey:
    """Return the private key these 32 bytes are."""
    return X25519PrivateKey.from_private_bytes(raw)


def vouch(lock: X25519PrivateKey, about: str, public: bytes) -> bytes:
    """Return what only a reader can write beside another's public key, so that nobody slips his own in."""
    key = hmac.digest(lock.private_bytes_raw(), b"creditdesk informants vouch", "sha256")
    return hmac.digest(key, about.encode() + b"\0" + public, "sha256")


def vouched(lock: X25519PrivateKey, about: str, public: bytes, given: bytes) -> bool:
    """Tell whether a reader vouched for this public key."""
    return hmac.compare_digest(vouch(lock, about, public), given)
