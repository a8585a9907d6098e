"""Amounts in 万元 with six decimals, decimal(18,6) of the 2018 layout."""

import re
from decimal import Decimal

from creditdesk.catalog.fields.base import Content, Field, FieldType

_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)(万元|万|元)?")
_CANONICAL = re.compile(r"-?\d+\.\d{6}")
_STEP = Decimal("0.000001")
_YUAN = Decimal(10000)
_WHOLE_DIGITS = 12
_LARGE = Decimal(1000)


class Money(FieldType):
    """An amount: 0.2 and 2000元 both become 0.200000 万元."""

    name = "money"

    def clean(self, text: str, field: Field) -> str:
        """Return the amount in 万元 with six decimals; more exact or unreadable input comes back unchanged."""
        match = _AMOUNT.fullmatch(re.sub(r"[\s,，]", "", text))
        if match is None:
            return text
        amount = Decimal(match[1])
        if match[2] == "元":
            amount /= _YUAN
        return text if amount % _STEP else f"{amount:.6f}".replace("-0.000000", "0.000000")

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault for what is no amount of at most 12 + 6 digits, or below zero."""
        if not _CANONICAL.fullmatch(value):
            return f"“{value}”不是以万元计、最多六位小数的金额"
        amount = Decimal(value)
        if amount < 0 or (field.positive and not amount):
            return "金额应大于零" if field.positive else "金额不能为负"
        if len(value.partition(".")[0]) > _WHOLE_DIGITS:
            return f"金额的整数部分最多 {_WHOLE_DIGITS} 位"
        return None

    def advise(self, value: str, field: Field, content: Content) -> str | None:
        """Return a doubt about amounts that look like yuan in a column of 万元."""
        return f"合 {self.hint(value)[2:]}，请核对单位是否为万元" if Decimal(value) >= _LARGE else None

    def hint(self, value: str) -> str:
        """Return the amount in yuan: = 5000 元."""
        if not _CANONICAL.fullmatch(value):
            return ""
        yuan = f"{Decimal(value) * _YUAN:.2f}".removesuffix(".00")
        return f"= {yuan} 元"
