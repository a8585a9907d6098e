"""The desk's working calendar: the schedules shipped with the program, and those the office loaded since."""

from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk import paths
from creditdesk.errors import InputProblem
from creditdesk.models import CalendarYear, Case
from creditdesk.rules.schedules import parse_schedule
from creditdesk.rules.workdays import Calendar, YearSchedule
from creditdesk.services import cases
from creditdesk.services.acts import Act, Result, act
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
    return Calendar(schedules.values(), _version(schedules, ()))


def loaded(session: Session) -> tuple[CalendarYear, ...]:
    """Return the newest version of each year that the office loaded itself."""
    newest = select(CalendarYear.year, func.max(CalendarYear.version).label("version")).group_by(CalendarYear.year)
    latest = newest.subquery()
    query = select(CalendarYear).join(
        latest, (CalendarYear.year == latest.c.year) & (CalendarYear.version == latest.c.version)
    )
    return tuple(session.scalars(query.order_by(CalendarYear.year)))


def build(session: Session) -> Calendar:
    """Build the calendar in force at this desk; what the office loaded replaces the shipped year."""
    own = loaded(session)
    schedules = {schedule.year: schedule for schedule in shipped()}
    schedules |= {row.year: parse_schedule(row.text, f"{row.year}年安排") for row in own}
    return Calendar(schedules.values(), _version(schedules, own))


def _version(schedules: dict[int, YearSchedule], own: tuple[CalendarYear, ...]) -> str:
    """Name a calendar by its last year and how often the office loaded a schedule of its own."""
    last = max((year for year, schedule in schedules.items() if schedule.days), default=0)
    return f"{last}年第{1 + sum(row.version for row in own)}版"


@act("calendar.load", Power.CALENDAR)
def load_year(a: Act, text: str, name: str) -> Result:
    """Load a year's schedule from the text of a holiday-cn JSON file, and move every open case it touches.

    InputProblem when the text is no schedule. Letters already issued keep the dates they told.
    """
    schedule = parse_schedule(text, name)
    if not schedule.days:
        raise InputProblem(f"{name}里没有任何放假日期，请等国务院办公厅公布后再导入。")
    last = a.session.scalar(select(func.max(CalendarYear.version)).where(CalendarYear.year == schedule.year))
    a.session.add(
        CalendarYear(year=schedule.year, version=(last or 0) + 1, text=text, loaded_at=a.now, officer_id=a.officer.id)
    )
    a.session.flush()
    a.calendar = build(a.session)
    moved = sum(_move(a, case) for case in a.session.scalars(select(Case).where(Case.open)))
    a.say(f"已导入{schedule.year}年放假安排" + (f"，{moved}件在办案件的期限随之变动" if moved else ""))
    return {"year": schedule.year, "moved": moved}


def _move(a: Act, case: Case) -> bool:
    """Recompute an open case on the calendar in force; tells whether a due moved or became firm."""
    before = (case.stage_due, case.overall_due, case.effective_due, case.provisional)
    cases.recompute(a, case, a.catalogue.procedure(case.procedure))
    return before != (case.stage_due, case.overall_due, case.effective_due, case.provisional)
