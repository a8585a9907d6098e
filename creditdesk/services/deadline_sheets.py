"""The 期限计算单 of a case as it stands today, and of an issued letter as it stood then, whatever was loaded since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from creditdesk.documents.deadline_sheet import deadline_sheet_pdf
from creditdesk.errors import InputProblem
from creditdesk.models import Case, Letter, LetterClock, Subject
from creditdesk.rules.deadlines import OVERALL, Clocks, CountedDay, RuleSet, StageClock, clock_calendar, clocks
from creditdesk.rules.deadlines import count_days as counted
from creditdesk.rules.outlooks import Outlook, ahead
from creditdesk.rules.pauses import Interval
from creditdesk.rules.workdays import Calendar
from creditdesk.services import calendars, cases, offices
from creditdesk.services.desk import Desk


@dataclass(frozen=True)
class DeadlineSheet:
    """A 期限计算单: one clock of a case, day by day, with the rule and the calendar it was counted by.

    `pauses` are told in words; `letter` names the letter on whose day the sheet stands, empty for today's.
    """

    number: str
    subject: str
    clock: StageClock
    clocks: Clocks
    days: tuple[CountedDay, ...]
    rule: str
    rule_source: str
    calendar_version: str
    today: date
    pauses: tuple[str, ...] = ()
    letter: str = ""


@dataclass(frozen=True)
class LetterDates:
    """A letter of a case and the overall due it was written by."""

    letter_id: str
    title: str
    number: str
    issued_on: date
    overall_due: date | None
    calendar_version: str


@dataclass(frozen=True)
class _Basis:
    """Everything a sheet is counted from."""

    rule: RuleSet
    events: Mapping[str, date]
    pauses: Sequence[Interval]
    calendar: Calendar
    today: date

    def sheet(self, case: Case, subject: str, clock_name: str, letter: str = "") -> DeadlineSheet:
        now = clocks(self.rule, self.events, self.calendar, self.today, pauses=self.pauses)
        clock = next((one for one in (now.overall, *now.stages) if one.name == clock_name), now.overall)
        counting = clock_calendar(self.rule, clock.name, self.calendar, self.pauses, now.overall.done or clock.done)
        # While a pause runs no due date is known: the sheet tells the days up to today.
        days = counted(counting, clock.start, clock.due or self.today) if clock.start else ()
        rule, version = self.rule, self.calendar.version
        told = tuple(_pause_words(rule, one) for one in self.pauses)
        return DeadlineSheet(
            case.number, subject, clock, now, days, rule.label, rule.source, version, self.today, told, letter
        )


def of_case(desk: Desk, case_id: str, clock_name: str = OVERALL) -> DeadlineSheet:
    """Return the 期限计算单 of one clock (overall, forward, verify, notify); no days while it has not begun."""
    case, subject = _case(desk, case_id)
    return _basis(desk, case).sheet(case, subject, clock_name)


def pdf(desk: Desk, case_id: str, clock_name: str = OVERALL) -> bytes:
    """Draw the 期限计算单 as PDF."""
    return deadline_sheet_pdf(offices.office(desk).name, of_case(desk, case_id, clock_name))


def of_letter(desk: Desk, letter_id: str, clock_name: str = OVERALL) -> DeadlineSheet:
    """Return the 期限计算单 as it stood when a letter was issued; InputProblem for a letter that counts no days."""
    with desk.read() as session:
        letter, kept = session.get_one(Letter, letter_id), session.get(LetterClock, letter_id)
        if kept is None:
            raise InputProblem(f"{letter.number}签发时没有留存期限依据，请查看案件现在的期限计算单。")
        calendar = calendars.at_version(session, kept.calendar_version)
    case, subject = _case(desk, kept.case_id)
    rule = next(one for one in desk.catalogue.procedure(case.procedure).rule_sets if one.name == kept.rule_set)
    events = {name: date.fromisoformat(day) for name, day in kept.events.items()}
    basis = _Basis(rule, events, _intervals(kept), calendar, kept.counted_on)
    return basis.sheet(case, subject, clock_name, f"{letter.title}（{letter.number}）")


def letter_pdf(desk: Desk, letter_id: str, clock_name: str = OVERALL) -> bytes:
    """Draw the 期限计算单 of an issued letter: the same today as on the day of its issue."""
    return deadline_sheet_pdf(offices.office(desk).name, of_letter(desk, letter_id, clock_name))


def letters_of(desk: Desk, case_id: str) -> tuple[LetterDates, ...]:
    """Return the letters of a case that keep what their dates were counted by, the oldest first."""
    query = select(Letter, LetterClock).join(LetterClock, LetterClock.letter_id == Letter.id)
    with desk.read() as session:
        found = session.execute(query.where(LetterClock.case_id == case_id).order_by(Letter.id)).all()
    return tuple(
        LetterDates(one.id, one.title, one.number, one.issued_on, kept.overall_due, kept.calendar_version)
        for one, kept in found
    )


def outlooks(desk: Desk, case_id: str) -> tuple[Outlook, ...]:
    """Return what follows if the stage that runs ends today, tomorrow and so on, up to the case's own due."""
    case, _ = _case(desk, case_id)
    if not case.open:
        return ()
    basis = _basis(desk, case)
    return tuple(ahead(basis.rule, basis.events, basis.calendar, basis.today, basis.pauses))


def outlook_words(told: Outlook) -> str:
    """Say an outlook in one line."""
    if told.next_days < 0:
        return f"{told.ended_on:%m-%d} 完成：{told.next_stage}已逾期 {-told.next_days} 个工作日"
    days = f"只剩 {told.next_days} 日（少 {told.lost} 日）" if told.lost else f"还有 {told.next_days} 日"
    return f"{told.ended_on:%m-%d} 完成：{told.next_stage}最晚 {told.next_by:%m-%d}，{days}"


def _basis(desk: Desk, case: Case) -> _Basis:
    today = desk.clock().date()
    rule = cases.rule_of(case, desk.catalogue)
    return _Basis(rule, cases.events_of(case), cases.pauses_of(case), desk.calendar, today)


def _case(desk: Desk, case_id: str) -> tuple[Case, str]:
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        return case, session.get_one(Subject, case.subject_id).name


def _intervals(kept: LetterClock) -> tuple[Interval, ...]:
    return tuple(
        Interval(one["kind"], date.fromisoformat(one["first"]), one["last"] and date.fromisoformat(one["last"]))
        for one in kept.pauses
    )


def _pause_words(rule: RuleSet, one: Interval) -> str:
    known = next((pause for pause in rule.pauses if pause.kind == one.kind), None)
    until = f"至 {one.last}" if one.last else "起，仍在中止"
    if known is None:
        return f"{one.first} {until}"
    return f"{known.label} {one.first} {until}（{known.basis}）"
