"""Dates, numbers and amounts as Chinese office paper writes them."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from creditdesk.errors import InputProblem

_ISO_DATE = re.compile(r"(?<!\d)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_DIGITS = "零一二三四五六七八九"
# The figures that cannot be altered on paper (票据填写规范): 壹 for 1, 拾 for ten.
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_TENS = ("", "拾", "佰", "仟")
_MYRIADS = ("", "万", "亿", "万亿")


def as_date(value: object) -> date:
    """Return a date given as one or as YYYY-MM-DD; anything else is an InputProblem."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InputProblem(f"“{value}”不是日期，请按 2026-03-02 的样式填写。") from None


def chinese_date(value: object) -> str:
    """Write a date as 2026年3月2日, without leading zeros (GB/T 9704-2012 §7.3.5)."""
    day = as_date(value)
    return f"{day.year}年{day.month}月{day.day}日"


def dates_on_paper(text: str) -> str:
    """Write the dates within a text, such as 2026-03-02, as paper has them."""
    return _ISO_DATE.sub(lambda found: chinese_date(found[0]), text)


def chinese_number(value: int) -> str:
    """Write 1 to 99 in Chinese, as the numbers of headings: 一, 十, 十二, 二十."""
    tens, ones = divmod(value, 10)
    if not 0 < value < 100:
        raise InputProblem(f"中文序号只到九十九，“{value}”写不出。")
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def _decimal(value: object) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise InputProblem(f"“{value}”不是金额，请填写数字。") from None
    if not number.is_finite():
        raise InputProblem(f"“{value}”不是金额，请填写数字。")
    return number


def formal_amount(value: object) -> str:
    """Write an amount of 万元 in formal characters: 0.2 as 贰仟元整, 1.0305 as 壹万零叁佰零伍元整, down to 分."""
    cents = _decimal(value) * 1_000_000
    if cents != cents.to_integral_value() or not 0 <= cents < 10**18:
        raise InputProblem(f"“{value}万元”写不成大写金额，请精确到分，并小于一万亿万元。")
    yuan, rest = divmod(int(cents), 100)
    jiao, fen = divmod(rest, 10)
    told = f"{_formal(yuan)}元" if yuan or not rest else ""
    told += f"{_FORMAL[jiao]}角" if jiao else "零" if fen and yuan else ""
    return told + (f"{_FORMAL[fen]}分" if fen else "整")


def _formal(number: int) -> str:
    """Write a whole number in formal characters, one 零 for every row of idle zeros."""
    told, gap = "", False
    for place, digit in reversed(list(enumerate(map(int, reversed(str(number)))))):
        if digit:
            told += ("零" if gap and told else "") + _FORMAL[digit] + _TENS[place % 4]
        gap = not digit
        if place % 4 == 0 and number // 10**place % 10_000:
            told += _MYRIADS[place // 4]
    return told or "零"


def amount(value: object) -> str:
    """Write an amount in 万元 without idle zeros: 0.200000 as 0.2万元."""
    text = f"{_decimal(value):f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}万元"
