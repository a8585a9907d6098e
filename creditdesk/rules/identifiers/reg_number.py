"""工商注册号: 15 digits whose last is an ISO 7064 MOD 11,10 check digit, or the 13 digits of before without a check."""

from stdnum.iso7064 import mod_11_10

from creditdesk.rules.identifiers.divisions import division
from creditdesk.rules.identifiers.identity import Identity, Kind, check_fault, length_fault, normalise, stray_fault

_OLD_LENGTH, _LENGTH = 13, 15
# The first digit of the serial number tells whose capital it is.
_NATURES = dict.fromkeys("0123", "内资企业") | dict.fromkeys("45", "外商投资企业") | dict.fromkeys("6789", "个体工商户")


def check_reg_number(text: str) -> Identity:
    """Judge a registration number of 15 digits; one of 13 digits can only be counted."""
    number = normalise(text)
    if fault := length_fault(number, _OLD_LENGTH, _LENGTH) or stray_fault(number, "0123456789"):
        return Identity(number, Kind.REG_NUMBER, False, fault)
    parts = {"登记机关": division(number[:6])}
    if len(number) == _OLD_LENGTH:
        return Identity(number, Kind.REG_NUMBER, True, "13位旧注册号没有校验码，只核对了位数", parts)
    parts |= {"主体性质": _NATURES[number[6]], "顺序码": number[6:14], "校验码": number[14]}
    fault = check_fault(number, _LENGTH, mod_11_10.calc_check_digit(number[:14]))
    return Identity(number, Kind.REG_NUMBER, fault is None, fault or "校验码正确", parts)
