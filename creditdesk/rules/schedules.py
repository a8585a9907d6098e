"""Reading one year's schedule of days off in the format of NateScarlet/holiday-cn."""

import json
from datetime import date

from creditdesk.errors import InputProblem
from creditdesk.rules.workdays import SpecialDay, YearSchedule


def parse_schedule(text: str, name: str) -> YearSchedule:
    """Read the JSON `text` of the file called `name`; anything unexpected ends in an InputProblem naming the place."""
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise InputProblem(f"节假日文件 {name} 不是有效的 JSON，请重新取得该文件。") from None
    if not isinstance(data, dict):
        raise _fault(name, "最外层应为对象")
    year, papers, days = data.get("year"), data.get("papers"), data.get("days")
    if type(year) is not int or not date.min.year < year < date.max.year:
        raise _fault(name, "year 应为年份")
    if not isinstance(papers, list) or not all(isinstance(paper, str) for paper in papers):
        raise _fault(name, "papers 应为通知网址的列表")
    if not isinstance(days, list):
        raise _fault(name, "days 应为列表")
    return YearSchedule(year, _special_days(days, year, name), tuple(papers))


def _special_days(days: list[object], year: int, name: str) -> dict[date, SpecialDay]:
    found: dict[date, SpecialDay] = {}
    for number, entry in enumerate(days, start=1):
        special = _special_day(entry, f"{name} 的 days 第 {number} 项")
        if special.date in found:
            raise _fault(name, f"{special.date} 出现两次")
        # A notice reaches back into the December before its year, and rarely ahead into the January after it.
        if abs(special.date.year - year) > 1:
            raise _fault(name, f"{special.date} 不属于 {year} 年")
        found[special.date] = special
    return found


def _special_day(entry: object, place: str) -> SpecialDay:
    if not isinstance(entry, dict):
        raise _fault(place, "应为对象")
    label, off = entry.get("name"), entry.get("isOffDay")
    if not isinstance(label, str) or not label.strip():
        raise _fault(place, "name 应为节日名称")
    if not isinstance(off, bool):
        raise _fault(place, "isOffDay 应为 true 或 false")
    day = _day(entry.get("date"))
    if day is None:
        raise _fault(place, "date 应为 YYYY-MM-DD 格式的日期")
    return SpecialDay(day, label.strip(), off)


def _day(text: object) -> date | None:
    """Return the date written YYYY-MM-DD and in no other of the ISO forms, or None."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _fault(place: str, sentence: str) -> InputProblem:
    return InputProblem(f"节假日文件 {place}：{sentence}，请核对该文件。")
