"""The 期限计算单 told for the eye: what stands on each day of the grid, and the facts beside it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from creditdesk.models import Case, SourceUnit
from creditdesk.rules import procedures
from creditdesk.rules.deadlines import CountedDay, RuleSet, StageClock, clocks
from creditdesk.services import cases, deadline_sheets, objection_timeline, offices
from creditdesk.services.deadline_sheets import DeadlineSheet
from creditdesk.services.desk import Desk
from creditdesk.services.objection_timeline import Band

_OUTLOOKS = 4


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
    sheet = deadline_sheets.of_case(desk, case_id, clock_name)
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


def advisory_clocks(desk: Desk, case: Case, today: date) -> tuple[tuple[RuleSet, StageClock], ...]:
    """Return the rules that advise in this case, each with its overall clock; own scope or not is told by its unit."""
    procedure = desk.catalogue.procedure(case.procedure)
    with desk.read() as session:
        unit = session.get(SourceUnit, case.unit_id) if case.unit_id else None
        own = unit is not None and offices.is_own(session, unit.name, unit.uscc or "")
    events, pauses = cases.events_of(case), cases.pauses_of(case)
    return tuple(
        (rule, clocks(rule, events, desk.calendar, today, pauses=pauses).overall)
        for rule in procedures.advisory_rules(procedure, case.received_on, case.rule_set, own=own)
    )


def _due_words(sheet: DeadlineSheet) -> str:
    clock = sheet.clock
    if clock.due is None:
        return "尚未起算" if clock.start is None else f"期限中止中，恢复后还有 {clock.left} 个工作日"
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
    yield from (Fact("中止", words) for words in sheet.pauses)
    yield from _slack(sheet)
    yield from _outlooks(desk, case)
    stages = " + ".join(f"{stage.label} {stage.days}" for stage in rule.stages)
    yield Fact("规则", rule.label, f"{stages} = {rule.overall_days}")
    unsure = "含尚未公布的年度，到期日为暂定" if sheet.clock.provisional else "据国务院办公厅放假通知"
    yield Fact("日历", sheet.calendar_version, unsure)
    if sheet.clock.name == "overall":
        yield from _advisory(desk, case, sheet)
        yield from _letters(desk, case)


def _slack(sheet: DeadlineSheet) -> Iterator[Fact]:
    """Tell how many working days each running clock still has, the one of the effective due included."""
    if sheet.clocks.overall.done is not None:
        return
    running = [one for one in (sheet.clocks.overall, *sheet.clocks.stages) if one.start and one.done is None]
    told = "，".join(f"{one.label} {_left(one.left)}" for one in running)
    effective = sheet.clocks.effective_due
    detail = f"最晚办理日 {effective}，{_left(sheet.clocks.slack_days)}" if effective else ""
    yield Fact("余量", told, detail)


def _left(days: int | None) -> str:
    return "—" if days is None else f"超 {-days} 日" if days < 0 else f"余 {days} 日"


def _outlooks(desk: Desk, case: Case) -> Iterator[Fact]:
    """Tell what each further day of the running stage costs the next one: the first days, and the last ones."""
    told = deadline_sheets.outlooks(desk, case.id)
    shown = [one for one in told if one.lost or one.left < 0 or one.late] or list(told)
    for place, one in enumerate((*told[:2], *(each for each in shown if each not in told[:2]))[:_OUTLOOKS]):
        label = f"{one.stage}若晚" if place == 0 else ""
        left = f"全程余 {one.left} 日" if one.left >= 0 else f"全程超 {-one.left} 日"
        yield Fact(label, deadline_sheets.outlook_words(one), left + ("（暂定）" if one.provisional else ""))


def _letters(desk: Desk, case: Case) -> Iterator[Fact]:
    for place, one in enumerate(deadline_sheets.letters_of(desk, case.id)):
        due = f"所依期限 {one.overall_due or '中止中'}，日历 {one.calendar_version}"
        yield Fact("" if place else "文书", f"{one.issued_on} {one.title}", due)


def _counted(sheet: DeadlineSheet) -> Fact:
    makeup = [day.date for day in sheet.days if day.counted and day.date.weekday() >= 5]
    named = "、".join(f"{day:%m-%d}（周{'六日'[day.weekday() - 5]}）" for day in makeup)
    days = sheet.clock.days if sheet.clock.due else sum(bool(day.counted) for day in sheet.days)
    return Fact("计入", f"{days} 日" + (f"，含补班 {named}" if named else ""))


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
    for rule, overall in advisory_clocks(desk, case, sheet.today):
        due = f"{overall.due}，{_left(overall.left)}" if overall.due else "中止中"
        yield Fact("参考", rule.label, f"{due}，仅提示，不作本件期限")
