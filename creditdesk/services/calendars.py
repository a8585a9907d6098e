"""The desk's working calendar: the schedules shipped with the program, and those the office loaded since."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk import paths
from creditdesk.errors import InputProblem
from creditdesk.models import CalendarYear
from creditdesk.rules.schedules import parse_schedule
from creditdesk.rules.workdays import Calendar, YearSchedule
from creditdesk.services import case_moves, letter_moves
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.case_moves import Progress
from creditdesk.services.powers import Power


@cache
def shipped() -> tuple[YearSchedule, ...]:
    """Return the schedules in resources/calendar/, oldest first."""
    files = sorted((paths.resources() / "calendar").glob("[0-9]*.json"))
    return tuple(parse_schedule(file.read_text("utf-8"), file.name) for file in files)


@cache
def shipped_calendar() -> Calendar:
    """Return the calendar of the shipped schedules alone, for questions that need no desk."""
    schedules = {schedule.year: schedule for schedule in shipped()}
    return Calendar(schedules.values(), _version(schedules, 0))


def loaded(session: Session) -> tuple[CalendarYear, ...]:
    """Return the newest version of each year that the office loaded itself."""
    newest = {row.year: row for row in _loads(session)}
    return tuple(row for _, row in sorted(newest.items()))


def build(session: Session) -> Calendar:
    """Build the calendar in force at this desk; what the office loaded replaces the shipped year."""
    loads = _loads(session)
    return _built(shipped(), loads) if loads else shipped_calendar()


def at_version(session: Session, version: str) -> Calendar:
    """Build the calendar of an earlier version again: the years it knew, and the loadings up to it.

    InputProblem when this desk never had such a version.
    """
    told = _VERSION.fullmatch(version)
    loads = _loads(session)
    if told is None or int(told["number"]) > len(loads) + 1:
        raise InputProblem(f"没有版本为“{version}”的工作日历，请核对备份是否完整。")
    known = [schedule for schedule in shipped() if schedule.year <= int(told["year"])]
    calendar = _built(known, loads[: int(told["number"]) - 1])
    if calendar.version != version:
        raise InputProblem(f"没有版本为“{version}”的工作日历，请核对备份是否完整。")
    return calendar


def missing_year(calendar: Calendar, today: date) -> int | None:
    """Return the year whose schedule should be there and is not: this one, from 15 November on the next one too."""
    wanted = [today.year, *([today.year + 1] if (today.month, today.day) >= _HORIZON else [])]
    return next((year for year in wanted if not calendar.known(date(year, 1, 1))), None)


_VERSION = re.compile(r"(?P<year>\d+)年第(?P<number>\d+)版")
_HORIZON = (11, 15)  # from this day of the year on the next year's schedule is missed


def _loads(session: Session) -> Sequence[CalendarYear]:
    return session.scalars(select(CalendarYear).order_by(CalendarYear.load)).all()


def _built(known: Sequence[YearSchedule], loads: Sequence[CalendarYear]) -> Calendar:
    schedules = {schedule.year: schedule for schedule in known}
    schedules |= {row.year: parse_schedule(row.text, f"{row.year}年安排") for row in loads}
    return Calendar(schedules.values(), _version(schedules, len(loads)))


def _version(schedules: dict[int, YearSchedule], loads: int) -> str:
    """Name a calendar by its last year and how often the office loaded a schedule of its own."""
    last = max((year for year, schedule in schedules.items() if schedule.days), default=0)
    return f"{last}年第{1 + loads}版"


@act("calendar.load", Power.CALENDAR, "导入节假日安排", confirmed_by=(Power.CALENDAR,))
def load_year(a: Act, text: str, name: str, progress: Progress | None = None) -> Result:
    """Load a year's schedule from the text of a holiday-cn JSON file, and move every open case it touches.

    InputProblem when the text is no schedule. Letters already issued keep the dates they told; the result names those
    whose addressees should hear of another date. `progress(done, total)` may cancel, which leaves all as it was.
    """
    schedule = parse_schedule(text, name)
    if not schedule.days:
        raise InputProblem(f"{name}里没有任何放假日期，请等国务院办公厅公布后再导入。")
    _keep(a, schedule.year, text)
    a.calendar = build(a.session)
    moved = case_moves.moves(a.session, a.catalogue, a.calendar, a.today, progress)
    case_moves.write(a, moved, progress)
    telling = letter_moves.count(a.session, a.catalogue)
    a.say(
        f"已导入{schedule.year}年放假安排"
        + (f"，{len(moved)}件在办案件的期限随之变动" if moved else "")
        + (f"，{telling}份已发文书写明的期限与现期限不同" if telling else "")
    )
    return {"year": schedule.year, "moved": len(moved), "to_tell": telling}


def _keep(a: Act, year: int, text: str) -> None:
    """Keep a schedule as the newest version of its year and as the newest loading of all."""
    version = a.session.scalar(select(func.max(CalendarYear.version)).where(CalendarYear.year == year)) or 0
    load = a.session.scalar(select(func.max(CalendarYear.load))) or 0
    row = CalendarYear(year=year, version=version + 1, load=load + 1, text=text, loaded_at=a.now)
    row.officer_id = a.officer.id
    a.session.add(row)
    a.session.flush()
