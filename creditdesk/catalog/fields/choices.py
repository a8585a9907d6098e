"""Words out of a code set: exactly one, or several joined by ";"."""

import re

from creditdesk.catalog.codes import Code
from creditdesk.catalog.conditions import JOINT, NAMED
from creditdesk.catalog.fields.base import Content, Field, FieldType

_NAMED_OTHER = re.compile(r"(\S+?)\s*(?:[-－—:：]+\s*(.+)|[(（](.+)[)）])")
_MAIN_JOINTS = re.compile(r"[;；\n]")
_FEW = 6
_SIDE_JOINTS = re.compile(r"[、,，/|]")


def read_word(text: str, field: Field) -> str | None:
    """Return the canonical word of the field's code set for this text, or None when the set has none."""
    if field.code_set is None:
        return None
    code = field.code_set.find(text)
    if code and code.label in field.choices:
        return code.label
    match = _NAMED_OTHER.fullmatch(text)
    if match is None:
        return None
    head = field.code_set.find(match[1])
    return f"{head.label}{NAMED}{match[2] or match[3]}" if head and head.open else None


def _fault_of(word: str, field: Field) -> str | None:
    code = _row(word, field)
    if code is None:
        few = len(field.choices) <= _FEW
        return f"“{word}”不在{field.label}的选项中{'：' + '、'.join(field.choices) if few else ''}"
    if code.open and NAMED not in word:
        return f"选“{code.label}”须注明，写成“{code.label}{NAMED}名称”"
    return None


def _row(word: str, field: Field) -> Code | None:
    head = word.partition(NAMED)[0]
    code = field.code_set.find(head) if field.code_set and read_word(word, field) == word else None
    return code if code and code.label in field.choices else None


class Choice(FieldType):
    """Exactly one word of the code set."""

    name = "choice"

    def clean(self, text: str, field: Field) -> str:
        """Return the set's own spelling of the word."""
        return read_word(text, field) or text

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault when the word is not in the set or 其他 is not named."""
        return _fault_of(value, field)


class Choices(FieldType):
    """Several words of the code set, joined by ";" in the set's own order of the input."""

    name = "choices"

    def clean(self, text: str, field: Field) -> str:
        """Return the words in the set's own spelling, each once."""
        words = [word for part in _MAIN_JOINTS.split(text) if part.strip() for word in _split(part.strip(), field)]
        return JOINT.join(dict.fromkeys(words))

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return the fault of the first word that has one."""
        return next((fault for word in value.split(JOINT) if (fault := _fault_of(word, field))), None)

    def show(self, value: str) -> str:
        """Return the words joined as in a sentence."""
        return value.replace(JOINT, "、")


def _split(part: str, field: Field) -> list[str]:
    whole = read_word(part, field)
    if whole:
        return [whole]
    words = [read_word(word.strip(), field) for word in _SIDE_JOINTS.split(part)]
    return [word for word in words if word] if all(words) else [part]
