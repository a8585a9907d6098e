"""公民身份号码 (GB 11643-1999): 17 digits and an ISO 7064 MOD 11-2 check character, or the 15 digits of before."""

from datetime import date

from creditdesk.rules.identifiers.divisions import division
from creditdesk.rules.identifiers.identity import (
    Identity,
    Kind,
    check_fault,
    length_fault,
    normalise,
    stray_fault,
    weighted,
)

_OLD_LENGTH, _LENGTH = 15, 18
_DIGITS = "0123456789"
_VALUES = {char: value for value, char in enumerate(_DIGITS)}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# Nobody recorded was born before; the place is not tested, for counties were renumbered after people were born there.
_EARLIEST_BIRTH = date(1850, 1, 1)


def check_citizen_number(text: str) -> Identity:
    """Judge a citizen number by its characters, its date of birth and its check character."""
    number = normalise(text)
    if fault := _shape_fault(number):
        return Identity(number, Kind.CITIZEN_NUMBER, False, fault)
    full = number if len(number) == _LENGTH else eighteen_digits(number)
    birth = birth_in(full)
    faults = [None if birth else f"出生日期“{full[6:14]}”不存在", check_fault(full, _LENGTH, _check(full))]
    told = [fault for fault in faults if fault]
    sound = "校验码正确" if full == number else "15位旧号码没有校验码，只核对了出生日期"
    return Identity(number, Kind.CITIZEN_NUMBER, not told, "；".join(told) or sound, _parts(number, full, birth))


def citizen_number_holds(number: str) -> bool:
    """Return whether `check_citizen_number` finds nothing against a number in normal form; an import asks it often."""
    if len(number) != _LENGTH:
        return check_citizen_number(number).valid
    return not _shape_fault(number) and birth_in(number) is not None and number[-1] == _check(number)


def eighteen_digits(number: str) -> str:
    """Return the 18 characters of an old number: the century 19 put in, the check character appended."""
    body = f"{number[:6]}19{number[6:]}"
    return body + _check(body)


def birth_in(number: str) -> date | None:
    """Return the date of birth in 18 characters, or None when there is no such day."""
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return birth if birth >= _EARLIEST_BIRTH else None


def _shape_fault(number: str) -> str | None:
    if fault := length_fault(number, _OLD_LENGTH, _LENGTH):
        return fault
    digits = number[: _LENGTH - 1]
    return stray_fault(digits, _DIGITS) or stray_fault(number, f"{_DIGITS}X")


def _check(number: str) -> str:
    return _CHECKS[weighted(number[: _LENGTH - 1], _VALUES, _WEIGHTS) % 11]


def _parts(number: str, full: str, birth: date | None) -> dict[str, str]:
    parts = {"行政区划": division(full[:6])}
    if birth:
        parts["出生日期"] = birth.isoformat()
    parts["性别"] = "男" if int(full[16]) % 2 else "女"
    return parts if full == number else parts | {"18位号码": full}
