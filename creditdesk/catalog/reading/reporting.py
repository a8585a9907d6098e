"""forms/reporting/*.toml: by when what must leave, and the figures of the assessment."""

from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table
from creditdesk.rules.reporting import MonthlyRule, Rate, Reporting, Schedule

_LAST_DAY = 28  # every month has it


def read_reporting(table: Table) -> Reporting:
    """Return the rules of a file; every row that leaves must have exactly one schedule."""
    head = read_head(table)
    schedules = tuple(_schedule(each) for each in table.tables("schedules", "期限"))
    for fresh in (True, False):
        if sum(one.fresh is fresh and not one.kinds for one in schedules) != 1:
            table.refuse("schedules", f"fresh = {str(fresh).lower()} 的期限须有且只有一项不写 kinds")
    rates = tuple(_rate(each) for each in table.tables("rates", "指标"))
    monthly = _monthly(table.table("monthly_return"))
    days = _rectification(table.table("rectification"))
    table.done()
    return Reporting(**head, schedules=schedules, monthly=monthly, rectification_days=days, rates=rates)


def _schedule(table: Table) -> Schedule:
    set_ones = [key for key in ("working_days", "weekday", "month_day") if table.has(key)]
    if len(set_ones) != 1:
        table.refuse("", "working_days、weekday、month_day 须写且只写一项")
    name, label, kinds, fresh = table.text("name"), table.text("label"), table.texts("kinds", ()), table.flag("fresh")
    days, weekday, month_day = (_within(table, *each) for each in _LIMITS)
    table.done()
    return Schedule(name, label, kinds, fresh, days, weekday, month_day)


_LIMITS = (("working_days", 250), ("weekday", 7), ("month_day", _LAST_DAY))


def _within(table: Table, key: str, most: int) -> int:
    number = table.number(key, 0)
    if table.has(key) and not 1 <= number <= most:
        table.refuse(key, f"应为 1 到 {most}")
    return number


def _monthly(table: Table) -> MonthlyRule:
    rule = MonthlyRule(
        table.text("label"), table.texts("kinds"), _within(table, "month_day", _LAST_DAY), table.text("channel")
    )
    table.done()
    return rule


def _rectification(table: Table) -> int:
    days = table.count("working_days", "个工作日")
    table.done()
    return days


def _rate(table: Table) -> Rate:
    rate = Rate(
        table.text("name"), table.text("label"), table.text("told"), table.number("goal"), table.number("points", 0)
    )
    if rate.goal > 100:
        table.refuse("goal", "是百分数，不能大于 100")
    table.done()
    return rate
