"""组织机构代码 (GB 11714-1997): eight characters and a check character, written XXXXXXXX-X."""

from creditdesk.rules.identifiers.identity import (
    Identity,
    Kind,
    check_fault,
    length_fault,
    normalise,
    stray_fault,
    weighted,
)

_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {char: value for value, char in enumerate(_CHARACTERS)}
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "0123456789X"


def check_character(body: str) -> str:
    """Return the check character of the first eight: 11 less the weighted sum mod 11, 10 written X, 11 written 0."""
    return _CHECKS[-weighted(body, _VALUES, _WEIGHTS) % 11]


def hyphenated(code: str) -> str:
    """Return the nine characters as XXXXXXXX-X."""
    return f"{code[:8]}-{code[8:]}"


def check_org_code(text: str) -> Identity:
    """Judge an organisation code, with or without its hyphen."""
    code = normalise(text)
    plain = code.replace("-", "")
    if fault := length_fault(plain, 9) or stray_fault(plain[:8], _CHARACTERS) or _misplaced_hyphen(code):
        return Identity(code, Kind.ORG_CODE, False, fault)
    fault = check_fault(plain, 9, check_character(plain[:8]))
    parts = {"本体代码": plain[:8], "校验码": plain[8]}
    return Identity(code, Kind.ORG_CODE, fault is None, fault or "校验码正确", parts)


def _misplaced_hyphen(code: str) -> str | None:
    plain = code.replace("-", "")
    return None if code in {plain, hyphenated(plain)} else "连字符只能在第8位之后"
