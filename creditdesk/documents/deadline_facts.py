"""What a 期限计算单 tells in words: start, due, what was counted and what not, the rule and the calendar."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from creditdesk.documents.chinese import chinese_date
from creditdesk.rules.china_time import weekday
from creditdesk.rules.deadlines import Clocks, CountedDay, StageClock

SATURDAY = 5


class DeadlineSheet(Protocol):
    """What the sheet tells: one clock of a case, its days, and what they were counted by."""

    @property
    def number(self) -> str:
        """The case's number."""

    @property
    def subject(self) -> str:
        """The name of whom the case is about."""

    @property
    def clock(self) -> StageClock:
        """The clock told day by day."""

    @property
    def clocks(self) -> Clocks:
        """All clocks of the case."""

    @property
    def days(self) -> tuple[CountedDay, ...]:
        """Every day from the clock's start to its due."""

    @property
    def rule(self) -> str:
        """The rule edition's label."""

    @property
    def rule_source(self) -> str:
        """The paper the rule stands in."""

    @property
    def calendar_version(self) -> str:
        """The calendar the days were counted by."""

    @property
    def today(self) -> date:
        """The day on which it was counted."""

    @property
    def pauses(self) -> tuple[str, ...]:
        """The pauses of the case in words."""

    @property
    def letter(self) -> str:
        """The letter on whose day the sheet stands; empty for a sheet of today."""


def facts(told: DeadlineSheet) -> Iterator[tuple[str, str]]:
    """Return what was counted and by which rule, as labels and sentences."""
    clock = told.clock
    if told.letter:
        yield "文书", f"{told.letter}，按签发当日的规则和日历重算"
    if clock.start and clock.due is None:
        yield "中止", f"{chinese_date(clock.start)}起算，现中止计算，恢复后还有 {clock.left} 个工作日"
    if clock.start and clock.due:
        yield "起算", f"{chinese_date(clock.start)}，当日不计，自次日起算 {clock.days} 个工作日"
        yield "到期", f"{chinese_date(clock.due)}（{weekday(clock.due)}），至该日结束"
        yield "计入", _counted(told.days)
        yield "不计", _skipped(told.days)
    if told.clock.latest and told.clock.latest != clock.due:
        yield "最晚", f"{chinese_date(told.clock.latest)}，为后续环节留足工作日"
    for number, pause in enumerate(told.pauses):
        yield ("" if number else "中止"), pause
    yield "规则", f"{told.rule}（{told.rule_source}）"
    yield "日历", f"{told.calendar_version}；放假安排依据国务院办公厅通知"
    for source in sorted({day.source for day in told.days if day.source.startswith("http")}):
        yield "", source
    if clock.provisional:
        yield "暂定", "所涉年份的放假安排尚未公布，按周一至周五计算，公布后须重算"


def _counted(days: Sequence[CountedDay]) -> str:
    counted = [day for day in days if day.counted]
    worked = [f"{day.date:%m-%d}（{weekday(day.date)}）" for day in counted if day.date.weekday() >= SATURDAY]
    return f"{len(counted)} 日" + (f"，含补班 {'、'.join(worked)}" if worked else "")


def _skipped(days: Sequence[CountedDay]) -> str:
    reasons = Counter(day.reason for day in days if day.counted is None)
    told = "，".join(f"{reason} {count} 日" for reason, count in reasons.items())
    return f"{sum(reasons.values())} 日" + (f"：{told}" if told else "")
