"""The 期限计算单 told for the eye: what stands on each day of the grid, and the facts beside it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from creditdesk.models import Case
from creditdesk.rules import procedures
from creditdesk.rules.deadlines import CountedDay, StageClock, clocks
from creditdesk.services import cases, objection_lists, objection_timeline
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import DeadlineSheet
from creditdesk.services.objection_timeline import Band


@dataclass(frozen=True)
class Fact:
    """One fact with its label, and a second line in small type."""

    label: str
    text: str
    detail: str = ""


@dataclass(frozen=True)
class Square:
    """One square of the grid; `number` is the day's count (0 the first), None where it is not counted."""

    date: date
    number: int | None
    reason: str
    note: str
    makeup: bool
    inside: bool


@dataclass(frozen=True)
class Told:
    """One clock, told."""

    sheet: DeadlineSheet
    tabs: tuple[tuple[str, str], ...]
    due_words: str
    squares: tuple[Square, ...]
    effective: date | None
    band: Band | None
    facts: tuple[Fact, ...]


def told(desk: Desk, case_id: str, clock_name: str = "overall") -> Told:
    """Return one clock of a case (overall, forward, verify, notify) as the 期限计算单 shows it."""
    sheet = objection_lists.deadline(desk, case_id, clock_name)
    with desk.read() as session:
        case = session.get_one(Case, case_id)
    standing = objection_timeline.standing(desk, case_id)
    return Told(
        sheet,
        tuple((clock.name, clock.label) for clock in (sheet.clocks.overall, *sheet.clocks.stages)),
        _due_words(sheet),
        tuple(_squares(desk, case, sheet)),
        sheet.clocks.effective_due,
        standing.band,
        tuple(_facts(desk, case, sheet)),
    )


def _due_words(sheet: DeadlineSheet) -> str:
    clock = sheet.clock
    if clock.due is None:
        return "尚未起算"
    weekday = f"周{'一二三四五六日'[clock.due.weekday()]}"
    if clock.done:
        return f"{weekday}，{clock.done} 已完成，用 {clock.used} 个工作日"
    left = clock.left or 0
    if left < 0:
        return f"{weekday}，已逾期 {-left} 个工作日"
    return f"{weekday}，今日为第 {clock.days - left} 个工作日，余 {left}"


def _squares(desk: Desk, case: Case, sheet: DeadlineSheet) -> Iterator[Square]:
    """Return whole weeks around the counted days, Monday first."""
    if not sheet.days:
        return
    counted = {day.date: day for day in sheet.days}
    notes = _notes(desk, case, sheet)
    first, last = sheet.days[0].date, sheet.days[-1].date
    first -= timedelta(first.weekday())
    last += timedelta(6 - last.weekday())
    for at in range((last - first).days + 1):
        day = first + timedelta(at)
        one = counted.get(day)
        yield Square(
            day,
            one.counted if one else None,
            one.reason if one else "",
            notes.get(day, "") if one else "",
            bool(one and one.counted and day.weekday() >= 5),
            one is not None,
        )


def _notes(desk: Desk, case: Case, sheet: DeadlineSheet) -> Mapping[date, str]:
    """Return what happened, or falls due, on which day; the last written prevails."""
    procedure = desk.catalogue.procedure(case.procedure)
    notes = {sheet.today: "今日"}
    for event, day in sorted(cases.events_of(case).items(), key=lambda pair: pair[1]):
        if event != "received":
            notes[day] = f"已{objection_timeline.ending_word(procedure, event).removeprefix('已')}"[:7]
    for stage in sheet.clocks.stages:
        if stage.due and stage.done is None:
            notes[stage.due] = f"{stage.label}期满"
    if sheet.clocks.effective_due and sheet.clocks.effective_due != sheet.clock.due:
        current = next((one for one in sheet.clocks.stages if one.name == sheet.clocks.stage), None)
        notes[sheet.clocks.effective_due] = f"最晚{current.label if current else '办理'}"
    if sheet.clock.due:
        notes[sheet.clock.due] = f"{sheet.clock.label}到期"
    if sheet.days:
        notes[sheet.days[0].date] = "起算日，不计"
    return notes


def _facts(desk: Desk, case: Case, sheet: DeadlineSheet) -> Iterator[Fact]:
    procedure = desk.catalogue.procedure(case.procedure)
    rule = cases.rule_of(case, desk.catalogue)
    begins = {"overall": rule.overall_starts} | {stage.name: stage.starts for stage in rule.stages}
    event = objection_timeline.ending_word(procedure, begins[sheet.clock.name])
    if sheet.clock.start is None:
        yield Fact("起算", f"自{event}之日起算", "这一天还没有登记")
    else:
        yield Fact("起算", f"{sheet.clock.start} {event}，当日不计")
        yield _counted(sheet)
        yield from _skipped(sheet)
    stages = " + ".join(f"{stage.label} {stage.days}" for stage in rule.stages)
    yield Fact("规则", rule.label, f"{stages} = {rule.overall_days}")
    unsure = "含尚未公布的年度，到期日为暂定" if sheet.clock.provisional else "据国务院办公厅放假通知"
    yield Fact("日历", sheet.calendar_version, unsure)
    if sheet.clock.name == "overall":
        yield from _advisory(desk, case, sheet)


def _counted(sheet: DeadlineSheet) -> Fact:
    makeup = [day.date for day in sheet.days if day.counted and day.date.weekday() >= 5]
    named = "、".join(f"{day:%m-%d}（周{'六日'[day.weekday() - 5]}）" for day in makeup)
    return Fact("计入", f"{sheet.clock.days} 日" + (f"，含补班 {named}" if named else ""))


def _skipped(sheet: DeadlineSheet) -> Iterator[Fact]:
    skipped = [day for day in sheet.days if day.counted is None]
    if skipped:
        counted = Counter(day.reason for day in skipped)
        reasons = "，".join(f"{reason} {count} 日" for reason, count in counted.items())
        yield Fact("不计", f"{len(skipped)} 日：{reasons}", "；".join(_runs(skipped)))


def _runs(days: Sequence[CountedDay]) -> Iterator[str]:
    """Join days that follow each other: 02-07、02-08；02-15 至 02-23."""
    run = [days[0].date]
    for earlier, later in pairwise(days):
        if later.date - earlier.date > timedelta(1) or later.reason != earlier.reason:
            yield _run(run)
            run = []
        run.append(later.date)
    yield _run(run)


def _run(days: Sequence[date]) -> str:
    if len(days) <= 2:
        return "、".join(f"{day:%m-%d}" for day in days)
    return f"{days[0]:%m-%d} 至 {days[-1]:%m-%d}"


def _advisory(desk: Desk, case: Case, sheet: DeadlineSheet) -> Iterator[Fact]:
    procedure = desk.catalogue.procedure(case.procedure)
    for rule in procedures.advisory_rules(procedure, case.received_on):
        overall: StageClock = clocks(rule, cases.events_of(case), desk.calendar, sheet.today).overall
        yield Fact("参考", rule.label, f"{overall.due}，仅提示，不作本件期限")
