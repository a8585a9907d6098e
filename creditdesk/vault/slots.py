"""One officer's key slot: the desk's key, wrapped by a key derived from the officer's passphrase."""

import base64
import binascii
import json
import os
import uuid
from dataclasses import asdict, dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from creditdesk.vault import costs, passphrase
from creditdesk.vault.costs import Cost

KDF = "argon2id"
CIPHER = "AES-256-GCM"
_SALT_BYTES = 16
_NONCE_BYTES = 12


@dataclass(frozen=True)
class SlotInfo:
    """What may be known of a slot without opening it: its identifier, the officer's name and role."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class Slot:
    """A key slot as it stands in keys.json; everything but `wrapped` is authenticated, not secret."""

    desk_id: str
    info: SlotInfo
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes

    def unwrap(self, phrase: str) -> bytearray | None:
        """Return the desk's key, or None when the passphrase is wrong or any parameter of the slot was changed."""
        wrapping_key = self.cost.derive(passphrase.normalised(phrase), self.salt)
        try:
            return bytearray(AESGCM(wrapping_key).decrypt(self.nonce, self.wrapped, self.authenticated()))
        except InvalidTag:
            return None

    def to_json(self) -> dict[str, object]:
        """Return the slot as keys.json holds it."""
        return {**self._parameters(), "wrapped": _text(self.wrapped)}

    def _parameters(self) -> dict[str, object]:
        return {
            "desk": self.desk_id,
            **asdict(self.info),
            "kdf": KDF,
            **asdict(self.cost),
            "salt": _text(self.salt),
            "cipher": CIPHER,
            "nonce": _text(self.nonce),
        }

    def authenticated(self) -> bytes:
        """Return the bytes AES-GCM binds to the wrapped key: every parameter of the slot."""
        return json.dumps(self._parameters(), sort_keys=True, ensure_ascii=True).encode()


def wrap(desk_id: str, info: SlotInfo, key: bytearray, phrase: str, cost: Cost) -> Slot:
    """Return a new slot that opens with the phrase; fresh salt and nonce each time."""
    slot = Slot(desk_id, info, cost, os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES), b"")
    wrapping_key = cost.derive(passphrase.normalised(phrase), slot.salt)
    wrapped = AESGCM(wrapping_key).encrypt(slot.nonce, bytes(key), slot.authenticated())
    return replace(slot, wrapped=wrapped)


def new_info(name: str, role: str) -> SlotInfo:
    """Return the description of a new officer's slot, with an identifier of its own."""
    return SlotInfo(str(uuid.uuid4()), name, role)


def from_json(value: object) -> Slot:
    """Return the slot keys.json holds; anything missing, of another type or for another cipher is a ValueError."""
    if not isinstance(value, dict) or value.get("kdf") != KDF or value.get("cipher") != CIPHER:
        raise ValueError("not a slot this program can open")
    slot = Slot(
        desk_id=_string(value, "desk"),
        info=SlotInfo(_string(value, "id"), _string(value, "name"), _string(value, "role")),
        cost=Cost(_number(value, "memory_kib"), _number(value, "iterations"), _number(value, "lanes")),
        salt=_bytes(value, "salt"),
        nonce=_bytes(value, "nonce"),
        wrapped=_bytes(value, "wrapped"),
    )
    sizes = (len(slot.salt), len(slot.nonce), len(slot.wrapped))
    if sizes != (_SALT_BYTES, _NONCE_BYTES, costs.KEY_BYTES + 16):
        raise ValueError("salt, nonce or wrapped key of another size")
    return slot


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _string(value: dict[str, object], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise ValueError(name)  # noqa: TRY004 -- a fault of the file, not of the caller
    return found


def _number(value: dict[str, object], name: str) -> int:
    found = value.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise ValueError(name)  # noqa: TRY004 -- a fault of the file, not of the caller
    return found


def _bytes(value: dict[str, object], name: str) -> bytes:
    try:
        return base64.b64decode(_string(value, name), validate=True)
    except binascii.Error as error:
        raise ValueError(name) from error
