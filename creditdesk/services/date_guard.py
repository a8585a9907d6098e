"""A date that went back or jumped is doubted: nothing is dated or numbered until an officer confirms it.

The journal knows the moment of the last act, leaving out those that may be done while the date is doubted. A clock
before it, or more than one working day after it, may be wrong; a night, a weekend and a holiday are no jump. The
confirmation is an act like any other: from it on the clock is believed again, and the journal tells who believed it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.models import JournalEntry
from creditdesk.rules.workdays import Calendar
from creditdesk.services import journal
from creditdesk.services.acts import UNDATED, Act, Result, act
from creditdesk.services.clock import Clock, FixedClock, office_date
from creditdesk.services.powers import Power

SLIP = timedelta(minutes=10)
"""By how much a clock may be set back in its daily correction, on the same day."""
FIRST_YEAR, LAST_YEAR = 2017, 2099
"""The years in which this program can be at work; the county plan is of December 2017."""
MOST_WORKING_DAYS = 1


@dataclass(frozen=True)
class Doubt:
    """Why today's date is doubted; `impossible` means that no confirmation helps, the clock must be set right."""

    today: date
    last: date | None
    sentence: str
    impossible: bool = False


def doubt(session: Session, clock: Clock, calendar: Calendar) -> Doubt | None:
    """Return why the clock is doubted, or None; a clock that says it is fixed stands for no workstation's."""
    if isinstance(clock, FixedClock):
        return None
    now = clock()
    vouching = select(JournalEntry.at).where(JournalEntry.act.not_in(UNDATED - {confirm.name}))
    return _doubt(session.scalar(vouching.order_by(JournalEntry.seq.desc()).limit(1)), now, calendar)


def _doubt(last: datetime | None, now: datetime, calendar: Calendar) -> Doubt | None:
    today, before = office_date(now), office_date(last) if last else None
    if not FIRST_YEAR <= today.year <= LAST_YEAR:
        return Doubt(today, before, f"电脑日期是{today}，不可能正确，请先校正电脑的日期和时间。", True)
    if last is None or before is None:
        return None
    if today < before or last - now > SLIP:
        return Doubt(today, before, f"电脑日期是{today}，早于上一次操作的{before}，可能被调回。")
    if calendar.between(before, today) > MOST_WORKING_DAYS:
        return Doubt(today, before, f"电脑日期是{today}，上一次操作是{before}，中间隔了一个以上工作日。")
    return None


def require_possible(clock: Clock) -> None:
    """Raise a Problem when the clock shows a year that cannot be: for acts before there is a journal."""
    told = None if isinstance(clock, FixedClock) else _doubt(None, clock(), Calendar((), ""))
    if told is not None:
        raise Problem(told.sentence)


def require(session: Session, clock: Clock, calendar: Calendar) -> None:
    """Raise a Problem while the date is doubted."""
    if told := doubt(session, clock, calendar):
        raise Problem(told.sentence if told.impossible else f"{told.sentence}请先确认今天的日期，再继续办理。")


@act("date.confirm", Power.OWN, "确认今天的日期", dated=False)
def confirm(a: Act, today: date, sentence: str) -> Result:
    """Confirm that today is `today`, in the officer's own words; InputProblem when the clock says another day now."""
    sentence = stated(sentence, "确认日期须写一句说明，请填写。")
    if today != a.today or not FIRST_YEAR <= a.today.year <= LAST_YEAR:
        raise InputProblem(f"电脑日期现为{a.today}，与所确认的{today}不符，请校正电脑日期后重新确认。")
    founded = a.session.scalar(select(func.min(JournalEntry.at)).where(JournalEntry.seq == 1))
    if founded is not None and a.today < office_date(founded):
        raise InputProblem(f"电脑日期{a.today}早于桌面建立的{office_date(founded)}，请先校正电脑日期。")
    newest = journal.head(a.session)
    last = office_date(newest.at).isoformat() if newest else ""
    a.say(f"{a.officer.name}确认今天是{today}：{sentence}")
    return {"today": today.isoformat(), "last": last}
