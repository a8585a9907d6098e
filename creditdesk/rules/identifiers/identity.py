"""What is found out about a number: its kind, whether it holds, why not, and what its positions say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import mul


class Kind(StrEnum):
    """The kinds of number that have a rule of their own."""

    USCC = "uscc"
    ORG_CODE = "org_code"
    REG_NUMBER = "reg_number"
    CITIZEN_NUMBER = "citizen_number"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The kind's Chinese name."""
        return _LABELS[self]


_LABELS = {
    Kind.USCC: "统一社会信用代码",
    Kind.ORG_CODE: "组织机构代码",
    Kind.REG_NUMBER: "工商注册号",
    Kind.CITIZEN_NUMBER: "公民身份号码",
    Kind.UNKNOWN: "无法识别",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """A number in its normal form and what its rule says; `reason` and the keys of `parts` are for the officer."""

    text: str
    kind: Kind
    valid: bool
    reason: str
    parts: Mapping[str, str] = field(default_factory=dict)


# Full-width forms U+FF01–FF5E are the half-width ones shifted; officers also paste every kind of dash.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_PLAIN = _HALF_WIDTH | _INVISIBLE
# From this length on, so many characters are shown at the head and at the tail.
_SHOWN = ((15, 6, 4), (8, 2, 2), (4, 1, 1), (0, 0, 0))
# What a typist most likely meant by a letter that codes leave out because it looks like a digit.
_MISREAD = {"I": "1", "L": "1", "O": "0", "S": "5", "Z": "2"}


def normalise(text: str) -> str:
    """Return the number in half-width upper-case characters, without any space."""
    return "".join((text if text.isascii() else text.translate(_PLAIN)).split()).upper()


def weighted(text: str, values: Mapping[str, int], weights: Sequence[int]) -> int:
    """Return the sum of each character's value times its weight, from which check characters are made."""
    return sum(map(mul, map(values.__getitem__, text), weights))


def mask(text: str) -> str:
    """Hide the middle of a number for lists and paper: 410122********1234; short numbers keep less."""
    length = len(text)
    head, tail = next((head, tail) for least, head, tail in _SHOWN if length >= least)
    return text[:head] + "*" * (length - head - tail) + text[length - tail :]


def length_fault(text: str, *lengths: int) -> str | None:
    """Say that the number is too short or too long, unless it has one of the `lengths`."""
    if len(text) in lengths:
        return None
    return f"应为{'或'.join(map(str, lengths))}位，现为{len(text)}位"


def check_fault(text: str, position: int, expected: str, name: str = "校验码") -> str | None:
    """Say that the check character at this position (counted from 1) should be another, unless it holds."""
    given = text[position - 1]
    return None if given == expected else f"第{position}位{name}应为 {expected}，现为 {given}"


def stray_fault(text: str, alphabet: str) -> str | None:
    """Name the first character that the number may not contain, with the one probably meant."""
    found = next(((at, char) for at, char in enumerate(text, start=1) if char not in alphabet), None)
    if found is None:
        return None
    meant = _MISREAD.get(found[1], "")
    hint = f"，可能是 {meant}" if meant and meant in alphabet else ""
    return f"第{found[0]}位“{found[1]}”不是可用的字符{hint}"
