"""What a field is, and what every field type can do with its values."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from typing import ClassVar

from creditdesk.catalog.codes import CodeSet
from creditdesk.catalog.conditions import ALWAYS, Condition

Content = Mapping[str, str]
Look = Callable[[str, Content], str | None]
"""What looks at a value among its content, and says what speaks against it."""

INVISIBLE = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_UNTIDY = re.compile(rf"\s|{INVISIBLE.pattern}")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_EXACT_DIGITS = 15


def plain(raw: object) -> str:
    """Return any cell or input as tidy text: no invisible characters, single blanks, "" for nothing.

    A number too long for a spreadsheet to keep exactly stays in its broken form (1.23E+17), so that its check fails.
    """
    if raw is None:
        return ""
    if isinstance(raw, str) and not _UNTIDY.search(raw):  # most cells by far
        return raw
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == datetime.min.time() else raw.isoformat(" ")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float):
        return _plain_number(raw)
    text = INVISIBLE.sub("", str(raw).replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip()


def _plain_number(raw: float) -> str:
    if not abs(raw) < 10**_EXACT_DIGITS:  # also what is no number at all
        return f"{raw:E}"
    return str(int(raw)) if raw == int(raw) else f"{raw:.12f}".rstrip("0")


@dataclass(frozen=True, slots=True)
class Fill:
    """When a code is known, `field` is filled with `attribute` of the `noun` (subject or unit) found by it."""

    field: str
    noun: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record kind, written once in forms/records/ and used by editor, check, column, letter and file.

    `length` counts characters (0: no limit); `code` is the column code of the 2018 layout; `companion` names the field
    this one is read together with; `words` maps words such as 长期 to the value they stand for; `also` lists values
    accepted without a check. A `personal` field is masked wherever the officer does not ask to see it.
    """

    name: str
    label: str
    type: str
    section: str
    behaviour: "FieldType" = attribute(repr=False)
    short: str = ""
    code: str = ""
    length: int = 0
    required: bool = False
    required_when: Condition | None = None
    advised: str = ""
    when: Condition = ALWAYS
    help: str = ""
    code_set: CodeSet | None = attribute(default=None, repr=False)
    choices: tuple[str, ...] = ()
    default: str = ""
    companion: str = ""
    fills: tuple[Fill, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    also: frozenset[str] = frozenset()
    positive: bool = False
    past: bool = False
    wide: bool = False
    personal: bool = False

    def clean(self, raw: object) -> str:
        """Return the canonical form of an input; what cannot be understood comes back as tidy text for the check."""
        text = plain(raw)
        meant = dict(self.words).get(text) if self.words else None
        return meant or (self.behaviour.clean(text, self) if text else "")

    def check(self, value: str, content: Content) -> str | None:
        """Return why this canonical value cannot stand, or None."""
        if value in self.also:
            return None
        if self.length and len(value) > self.length:
            return f"最多 {self.length} 个字，现有 {len(value)} 个字"
        return self.behaviour.check(value, self, content)

    def warn(self, value: str, content: Content) -> str | None:
        """Return what an officer may keep only with a reason (a failed check digit), or None."""
        return None if value in self.also else self.behaviour.warn(value, self, content)

    def advise(self, value: str, content: Content) -> str | None:
        """Return what is worth a second look but stops nothing, or None."""
        return None if value in self.also else self.behaviour.advise(value, self, content)

    @property
    def looks(self) -> tuple["Look", ...]:
        """Return those of check, warn and advise that can find anything at all in a value of this field."""
        kind = type(self.behaviour)
        able: dict[Look, object] = {
            self.check: self.length or kind.check is not FieldType.check,
            self.warn: kind.warn is not FieldType.warn,
            self.advise: kind.advise is not FieldType.advise,
        }
        return tuple(look for look, finds in able.items() if finds)

    @property
    def plain(self) -> bool:
        """Return whether nothing but its length can speak against a value of this field."""
        kind = type(self.behaviour)
        return (kind.check, kind.warn, kind.advise) == (FieldType.check, FieldType.warn, FieldType.advise)

    def show(self, value: str) -> str:
        """Return the value as lists and forms show it."""
        return next((word for word, meant in self.words if meant == value), self.behaviour.show(value))

    def hint(self, value: str) -> str:
        """Return what stands in small type beside the value (= 5000 元), or ""."""
        return self.behaviour.hint(value)


class FieldType(ABC):
    """What values of one type look like. One instance serves all fields of the type and keeps nothing."""

    name: ClassVar[str]

    @abstractmethod
    def clean(self, text: str, field: Field) -> str:
        """Return the canonical form of tidy, non-empty text; raises nothing."""

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return the fault of a canonical value, or None."""
        return None

    def warn(self, value: str, field: Field, content: Content) -> str | None:
        """Return the doubt an officer may keep with a reason, or None."""
        return None

    def advise(self, value: str, field: Field, content: Content) -> str | None:
        """Return advice about a valid value, or None."""
        return None

    def show(self, value: str) -> str:
        """Return the value for the eye."""
        return value

    def hint(self, value: str) -> str:
        """Return a short remark on the value, or ""."""
        return ""
