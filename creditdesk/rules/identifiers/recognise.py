"""Telling what kind of number a text is, when nobody has said so."""

import re

from creditdesk.rules.identifiers.citizen_number import birth_in, check_citizen_number
from creditdesk.rules.identifiers.identity import Identity, Kind, normalise
from creditdesk.rules.identifiers.org_code import check_org_code
from creditdesk.rules.identifiers.reg_number import check_reg_number
from creditdesk.rules.identifiers.uscc import check_uscc

_KNOWN_LENGTHS = (
    "统一社会信用代码和公民身份号码为18位，工商注册号为15位（旧号13位），组织机构代码为9位，15位旧身份证号全为数字"
)


def identify(text: str) -> Identity:
    """Name the kind of a number and judge it; a number of no known shape is `unknown` with the shapes there are."""
    number = normalise(text)
    if re.fullmatch("[0-9A-Z]{8}-?[0-9A-Z]", number):
        return check_org_code(number)
    if re.fullmatch("[0-9]{17}[0-9X]", number):
        return _citizen_or_uscc(number)
    if re.fullmatch("[0-9A-Z]{18}", number):
        return check_uscc(number)
    if re.fullmatch("[0-9]{15}", number):
        return _registration_or_citizen(number)
    if re.fullmatch("[0-9]{13}", number):
        return check_reg_number(number)
    return Identity(number, Kind.UNKNOWN, False, _strangeness(number))


def _citizen_or_uscc(number: str) -> Identity:
    """Prefer the reading that holds; when neither does, a date of birth in its place speaks for a citizen number."""
    citizen, uscc = check_citizen_number(number), check_uscc(number)
    if citizen.valid or (not uscc.valid and (birth_in(number) or number[6:8] in {"19", "20"})):
        return citizen
    return uscc


def _registration_or_citizen(number: str) -> Identity:
    """Prefer the reading with a check digit that holds, then the one with a date of birth, which has no check."""
    registration, citizen = check_reg_number(number), check_citizen_number(number)
    return citizen if citizen.valid and not registration.valid else registration


def _strangeness(number: str) -> str:
    if not number:
        return "没有填写号码"
    if strange := re.search("[^0-9A-Z-]", number):
        return f"含有号码中不会出现的字符“{strange[0]}”"
    if re.fullmatch("[0-9]{6}[0-9A-Z]{9}", number) and check_org_code(number[6:]).valid:
        return "前6位为行政区划、后9位为组织机构代码，应是税务登记号"
    return f"共{len(number)}位，不是已知的号码：{_KNOWN_LENGTHS}"
