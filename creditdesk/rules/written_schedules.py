"""A year's schedule written by hand: one line per holiday, made into the same text as a holiday-cn file."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

from creditdesk.errors import InputProblem

EXAMPLE = "元旦 01-01 至 01-03 补班 01-04"
_MOST_DAYS = 31
_DAY = r"(?:\d{4}-)?\d{1,2}-\d{1,2}"
_SPAN = rf"(?P<first>{_DAY})(?:\s*(?:至|到|~)\s*(?P<last>{_DAY}))?"
_LINE = re.compile(rf"(?P<name>\S+)\s+{_SPAN}(?:[\s，,]*补班\s*(?P<made>.+))?")


def written_schedule(year: int, notice: str, text: str) -> str:
    """Return the holiday-cn JSON of a schedule written line by line; InputProblem names the line that is wrong.

    A line is 名称 首日 至 末日 补班 日、日; days are MM-DD of the year, or YYYY-MM-DD in the December before it.
    """
    if not notice.strip().startswith(("http://", "https://")):
        raise InputProblem("没有填写国务院办公厅通知的网址，请填写以 https:// 开头的网址。")
    days = [day for number, line in _lines(text) for day in _days(year, number, line)]
    if not days:
        raise InputProblem(f"没有填写放假日期，请每行写一个节日，如“{EXAMPLE}”。")
    return json.dumps({"year": year, "papers": [notice.strip()], "days": days}, ensure_ascii=False)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def _days(year: int, number: int, line: str) -> Iterator[dict[str, object]]:
    told = _LINE.fullmatch(line)
    if told is None:
        raise InputProblem(f"第{number}行“{line}”看不懂，请写成“{EXAMPLE}”的样子。")
    first = _date(year, number, told["first"])
    last = _date(year, number, told["last"]) if told["last"] else first
    if last < first or (last - first).days >= _MOST_DAYS:
        raise InputProblem(f"第{number}行的末日{last}与首日{first}不相符，请核对。")
    for at in range((last - first).days + 1):
        yield {"name": told["name"], "date": (first + timedelta(at)).isoformat(), "isOffDay": True}
    for word in re.split(r"[、，,\s]+", told["made"].strip()) if told["made"] else ():
        made = _date(year, number, word)
        if made.weekday() < 5:
            raise InputProblem(f"第{number}行的补班日{made}不是周六或周日，请核对。")
        yield {"name": told["name"], "date": made.isoformat(), "isOffDay": False}


def _date(year: int, number: int, word: str) -> date:
    whole = word if word.count("-") == 2 else f"{year}-{word}"
    try:
        at, month, day = (int(part) for part in whole.split("-"))
        return date(at, month, day)
    except ValueError:
        raise InputProblem(f"第{number}行的日期“{word}”不存在，请写成 {year}-01-01 或 01-01。") from None
