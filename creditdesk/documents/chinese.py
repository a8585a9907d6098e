"""Dates, numbers and amounts as Chinese office paper writes them."""

from datetime import date
from decimal import Decimal, InvalidOperation

from creditdesk.errors import InputProblem

_DIGITS = "零一二三四五六七八九"


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


def chinese_number(value: int) -> str:
    """Write 1 to 99 in Chinese, as the numbers of headings: 一, 十, 十二, 二十."""
    tens, ones = divmod(value, 10)
    if not 0 < value < 100:
        raise InputProblem(f"中文序号只到九十九，“{value}”写不出。")
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def amount(value: object) -> str:
    """Write an amount in 万元 without idle zeros: 0.200000 as 0.2万元."""
    try:
        text = f"{Decimal(str(value).replace(',', '')):f}"
    except InvalidOperation:
        raise InputProblem(f"“{value}”不是金额，请填写数字。") from None
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}万元"
