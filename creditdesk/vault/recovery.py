"""The recovery card: twelve printed groups that hold the desk's key.

The 30 characters leave out 0 1 I L O U, which are misread or spell words. Sixty of them hold 294 bits: 4 of version,
256 of key, 34 of checksum. Every group ends in a check character over its five characters and its place on the card,
so a mistyped character or exchanged groups are found group by group while the officer still types.

The version also tells what the 256 bits are: 1 the key itself, 2 to 4 one of three shares, any two of which give it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from creditdesk.errors import InputProblem
from creditdesk.vault import sharing

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 12
DATA_CHARACTERS = 5
GROUP_CHARACTERS = DATA_CHARACTERS + 1
VERSION = 1
SHARES = {VERSION + place: place for place in range(1, sharing.CARDS + 1)}

_BASE = len(ALPHABET)
_VERSION_BITS, _KEY_BITS, _SUM_BITS = 4, 256, 34
# Odd weights prime to 30: any one changed character changes the sum.
_WEIGHTS = (1, 7, 11, 13, 17)
_SEPARATORS = re.compile(r"[\s\-‐-―·,.，。、_]+")


@dataclass(frozen=True)
class RecoveryCard:
    """The groups to print, and the same as the text of the QR code."""

    groups: tuple[str, ...]

    @property
    def qr_text(self) -> str:
        """Return the groups joined by hyphens: what the QR code holds and `parse` accepts."""
        return "-".join(self.groups)


def card_of(key: bytes | bytearray) -> RecoveryCard:
    """Return the card that holds this 256-bit key."""
    return _card(VERSION, key)


def shared_cards(key: bytes | bytearray) -> tuple[RecoveryCard, ...]:
    """Return three cards of which any two open the desk; new ones each time, and all of them keep working."""
    return tuple(_card(VERSION + place, share) for place, share in sorted(sharing.split(key).items()))


def _card(version: int, payload: bytes | bytearray) -> RecoveryCard:
    number = (version << _KEY_BITS) | int.from_bytes(payload, "big")
    number = (number << _SUM_BITS) | _checksum(number)
    digits: list[int] = []
    for _ in range(GROUPS * DATA_CHARACTERS):
        number, digit = divmod(number, _BASE)
        digits.insert(0, digit)
    return RecoveryCard(tuple(_with_check(place, data) for place, data in enumerate(_chunks(digits))))


def parse(typed: str | Sequence[str]) -> bytearray:
    """Return the key from typed groups or a scanned text, or say which group is wrong (InputProblem).

    Twice as many groups are two of the three shared cards, one after the other.
    """
    groups = _split(typed)
    if len(groups) == GROUPS:
        version, payload = _read(groups)
        if version in SHARES:
            raise InputProblem(f"这是三张共管恢复卡中的第 {SHARES[version]} 张，要与另一张合用，请再输入另一张。")
        return payload
    read = [_read(groups[:GROUPS]), _read(groups[GROUPS:])]
    shares = {SHARES[version]: payload for version, payload in read if version in SHARES}
    if len(shares) != sharing.NEEDED:
        raise InputProblem("要用三张共管恢复卡中的两张不同的卡，请核对卡上的“第几张”。")
    return sharing.join(shares)


def of_two_cards(typed: str | Sequence[str]) -> bool:
    """Tell whether two cards were typed, one after the other (InputProblem as `parse`)."""
    return len(_split(typed)) > GROUPS


def share_of(typed: Sequence[str]) -> int:
    """Return which of the three shared cards was typed, 0 for the card that opens alone (InputProblem as `parse`)."""
    return SHARES.get(_read(_split(typed))[0], 0)


def _read(groups: Sequence[str]) -> tuple[int, bytearray]:
    values = [_group(place, group) for place, group in enumerate(groups)]
    number = 0
    for digit in (digit for group in values for digit in group):
        number = number * _BASE + digit
    payload, checksum = number >> _SUM_BITS, number & ((1 << _SUM_BITS) - 1)
    if payload >> (_KEY_BITS + _VERSION_BITS) or checksum != _checksum(payload):
        raise InputProblem("恢复码的总校验不符，可能同时有几处输错，请对照恢复卡逐组核对。")
    version = payload >> _KEY_BITS
    if version != VERSION and version not in SHARES:
        raise InputProblem("这张恢复卡由更新版本的程序打印，请先升级本程序。")
    return version, bytearray((payload & ((1 << _KEY_BITS) - 1)).to_bytes(_KEY_BITS // 8, "big"))


def fault_of(place: int, typed: str) -> str | None:
    """Return what is wrong with one typed group (place counts from 0), or None; for a form that checks while typing."""
    try:
        _group(place, _clean(typed))
    except InputProblem as problem:
        return problem.sentence
    return None


def _split(typed: str | Sequence[str]) -> list[str]:
    parts = _SEPARATORS.split(typed.strip()) if isinstance(typed, str) else typed
    groups = [_clean(part) for part in parts if _clean(part)]
    if len(groups) == GROUPS:
        return groups
    text = "".join(groups)
    if len(text) not in (one := GROUPS * GROUP_CHARACTERS, sharing.NEEDED * one):
        wanted = f"{GROUPS} 组、每组 {GROUP_CHARACTERS} 个字符"
        raise InputProblem(f"恢复码应为 {wanted}，现在输入了 {len(text)} 个字符，请对照恢复卡补全。")
    return [text[start : start + GROUP_CHARACTERS] for start in range(0, len(text), GROUP_CHARACTERS)]


def _clean(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).upper())


def _group(place: int, text: str) -> list[int]:
    if len(text) != GROUP_CHARACTERS:
        raise InputProblem(f"第 {place + 1} 组应有 {GROUP_CHARACTERS} 个字符，现在是 {len(text)} 个，请核对恢复卡。")
    for character in text:
        if character not in ALPHABET:
            raise InputProblem(f"第 {place + 1} 组中的“{character}”不是恢复码使用的字符，请对照恢复卡核对。")
    digits = [ALPHABET.index(character) for character in text]
    if digits[-1] != _check_digit(place, digits[:-1]):
        raise InputProblem(f"第 {place + 1} 组有误，请对照恢复卡核对这一组。")
    return digits[:-1]


def _with_check(place: int, data: list[int]) -> str:
    return "".join(ALPHABET[digit] for digit in [*data, _check_digit(place, data)])


def _check_digit(place: int, data: list[int]) -> int:
    return (place + sum(weight * digit for weight, digit in zip(_WEIGHTS, data, strict=True))) % _BASE


def _chunks(digits: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(digits), DATA_CHARACTERS):
        yield digits[start : start + DATA_CHARACTERS]


def _checksum(payload: int) -> int:
    data = payload.to_bytes((_VERSION_BITS + _KEY_BITS + 7) // 8 + 1, "big")
    return int.from_bytes(hashlib.sha256(b"creditdesk recovery" + data).digest(), "big") >> (256 - _SUM_BITS)
