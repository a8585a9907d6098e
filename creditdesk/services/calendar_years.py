"""What the calendar page reads: one year with its holidays and notices, and what a new schedule would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import Case, Subject
from creditdesk.rules.schedules import parse_schedule
from creditdesk.rules.workdays import Calendar, Day, YearSchedule
from creditdesk.services import calendars, case_moves
from creditdesk.services.case_moves import Move, Progress
from creditdesk.services.desk import Desk

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_SHOWN = 200


@dataclass(frozen=True)
class Holiday:
    """One run of days off of one name, with the weekend days that are worked for it."""

    name: str
    first: date
    last: date
    days: int
    makeup: tuple[date, ...]


@dataclass(frozen=True)
class YearSheet:
    """One year, whole; `origin` says where its schedule comes from."""

    year: int
    known: bool
    days: tuple[Day, ...]
    working: int
    holidays: tuple[Holiday, ...]
    papers: tuple[str, ...]
    origin: str
    version: str


@dataclass(frozen=True)
class DueChange:
    """The effective due of one open case before and after."""

    number: str
    subject: str
    before: date | None
    after: date | None


@dataclass(frozen=True)
class Trial:
    """What loading a schedule would do; `days` counts the days it names.

    `moved` counts the open cases that get another effective due; `changes` shows the first of them.
    """

    year: int
    days: int
    off: int
    makeup: int
    replaces: bool
    moved: int
    changes: tuple[DueChange, ...]
    firmer: int


def year_sheet(desk: Desk, year: int) -> YearSheet:
    """Return every day of a year with its reason, and the holidays of its notice."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputProblem(f"年份{year}不在{FIRST_YEAR}至{LAST_YEAR}之间，请核对年份。")
    with desk.read() as session:
        own = {row.year: row for row in calendars.loaded(session)}
    schedules = {schedule.year: schedule for schedule in calendars.shipped()}
    schedules |= {row.year: parse_schedule(row.text, f"{row.year}年安排") for row in own.values()}
    schedule = schedules.get(year, YearSchedule(year, {}, ()))
    days = desk.calendar.year(year)
    known = desk.calendar.known(date(year, 1, 1))
    origin = f"本单位导入，第 {own[year].version} 版" if year in own else "随程序附带" if known else "尚未公布"
    return YearSheet(
        year,
        known,
        days,
        sum(day.working for day in days),
        tuple(_holidays(schedule)),
        schedule.papers,
        origin,
        desk.calendar.version,
    )


def _holidays(schedule: YearSchedule) -> Iterator[Holiday]:
    off = sorted((special for special in schedule.days.values() if special.off), key=lambda special: special.date)
    for name in dict.fromkeys(special.name for special in off):
        named = [special.date for special in off if special.name == name]
        made = sorted(special.date for special in schedule.days.values() if special.name == name and not special.off)
        yield Holiday(name, named[0], named[-1], len(named), tuple(made))


def trial(desk: Desk, text: str, name: str, progress: Progress | None = None) -> Trial:
    """Return what loading this holiday-cn file would change; nothing is written."""
    schedule = parse_schedule(text, name)
    if not schedule.days:
        raise InputProblem(f"{name}里没有任何放假日期，请等国务院办公厅公布后再导入。")
    new = _with(desk, schedule)
    off = sum(special.off for special in schedule.days.values())
    with desk.read() as session:
        moved = case_moves.moves(session, desk.catalogue, new, desk.clock().date(), progress)
        visible = [one for one in moved if one.before.effective_due != one.after.effective_due]
        changes = tuple(_changes(session, visible[:MOST_SHOWN]))
    firmer = sum(one.before.provisional and not one.after.provisional for one in moved)
    known = desk.calendar.known(date(schedule.year, 1, 1))
    makeup = len(schedule.days) - off
    return Trial(schedule.year, len(schedule.days), off, makeup, known, len(visible), changes, firmer)


def _with(desk: Desk, schedule: YearSchedule) -> Calendar:
    """Return the calendar in force with one year's schedule replaced."""
    with desk.read() as session:
        own = [parse_schedule(row.text, f"{row.year}年安排") for row in calendars.loaded(session)]
    return Calendar((*calendars.shipped(), *own, schedule), desk.calendar.version)


def _changes(session: Session, moved: Sequence[Move]) -> Iterator[DueChange]:
    """Tell the cases moved by number and subject, in the order of their numbers."""
    after = {one.id: one for one in moved}
    query = select(Case.id, Case.number, Subject.name).join(Subject, Subject.id == Case.subject_id)
    for one, number, subject in session.execute(query.where(Case.id.in_(after)).order_by(Case.number)):
        dues = after[one]
        yield DueChange(number, subject, _day(dues.before.effective_due), _day(dues.after.effective_due))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
