"""One officer's key slot: the desk's key, wrapped by a key derived from the officer's passphrase.

Beside the desk's key a slot holds a private key of its own, so that a new desk key can be handed on to it while its
officer is away (handing.py). Slots of older programs have none; they are rewritten when their officers open the desk.
"""

import base64
import binascii
import json
import os
import uuid
from dataclasses import asdict, dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from creditdesk.vault import costs, handing, passphrase
from creditdesk.vault.costs import Cost

KDF = "argon2id"
CIPHER = "AES-256-GCM"
_SALT_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16


@dataclass(frozen=True)
class SlotInfo:
    """What may be known of a slot without opening it: its identifier, the officer's name and role."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class Slot:
    """A key slot as it stands in keys.json; everything but `wrapped` and `handed` is authenticated, not secret.

    `handed` are the keys that replaced the wrapped one since, each sealed to the slot's own pair and the key before.
    """

    desk_id: str
    info: SlotInfo
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes
    public: bytes = b""
    handed: tuple[bytes, ...] = ()

    @property
    def up_to_date(self) -> bool:
        """Tell whether the slot has a pair and wraps the desk's key itself; its officer's passphrase makes it so."""
        return bool(self.public) and not self.handed

    def unwrap(self, phrase: str) -> bytearray | None:
        """Return the desk's key, or None when the passphrase is wrong or any parameter of the slot was changed."""
        wrapping_key = self.cost.derive(passphrase.normalised(phrase), self.salt)
        try:
            secret = bytearray(AESGCM(wrapping_key).decrypt(self.nonce, self.wrapped, self.authenticated()))
            key, private = secret[: costs.KEY_BYTES], bytes(secret[costs.KEY_BYTES :])
            for handed in self.handed:
                key = handing.take(private, key, handed, self.authenticated())
        except (InvalidTag, ValueError):
            return None
        return key

    def handed_on(self, before: bytearray, after: bytearray) -> "Slot":
        """Return the slot opening a new key of the desk with the same passphrase; it must have a pair."""
        handed = handing.hand_on(self.public, before, after, self.authenticated())
        return replace(self, handed=(*self.handed, handed))

    def to_json(self) -> dict[str, object]:
        """Return the slot as keys.json holds it."""
        handed = {"handed": [_text(each) for each in self.handed]} if self.handed else {}
        return {**self._parameters(), "wrapped": _text(self.wrapped), **handed}

    def _parameters(self) -> dict[str, object]:
        return {
            "desk": self.desk_id,
            **asdict(self.info),
            "kdf": KDF,
            **asdict(self.cost),
            "salt": _text(self.salt),
            "cipher": CIPHER,
            "nonce": _text(self.nonce),
            **({"public": _text(self.public)} if self.public else {}),
        }

    def authenticated(self) -> bytes:
        """Return the bytes AES-GCM binds to the wrapped key: every parameter of the slot."""
        return json.dumps(self._parameters(), sort_keys=True, ensure_ascii=True).encode()


def wrap(desk_id: str, info: SlotInfo, key: bytearray, phrase: str, cost: Cost) -> Slot:
    """Return a new slot that opens with the phrase; fresh salt, nonce and pair each time."""
    private, public = handing.new_pair()
    slot = Slot(desk_id, info, cost, os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES), b"", public)
    wrapping_key = cost.derive(passphrase.normalised(phrase), slot.salt)
    wrapped = AESGCM(wrapping_key).encrypt(slot.nonce, bytes(key) + private, slot.authenticated())
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
        public=_bytes(value, "public") if "public" in value else b"",
        handed=_handed(value),
    )
    if not _sizes_fit(slot):
        raise ValueError("salt, nonce or a key of another size")
    return slot


def _handed(value: dict[str, object]) -> tuple[bytes, ...]:
    listed = value.get("handed", [])
    if not isinstance(listed, list):
        raise ValueError("handed")  # noqa: TRY004 -- a fault of the file, not of the caller
    return tuple(_bytes({"handed": each}, "handed") for each in listed)


def _sizes_fit(slot: Slot) -> bool:
    sizes = (len(slot.salt), len(slot.nonce), len(slot.wrapped) - len(slot.public))
    paired = len(slot.public) == handing.PAIR_BYTES or not (slot.public or slot.handed)
    handed = all(len(each) == handing.HANDED_BYTES for each in slot.handed)
    return sizes == (_SALT_BYTES, _NONCE_BYTES, costs.KEY_BYTES + _TAG_BYTES) and paired and handed


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
