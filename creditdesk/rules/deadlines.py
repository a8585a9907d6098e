"""The two clocks of a case: each stage's own working days, and the whole case's, which may bind a stage earlier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from creditdesk.rules.pauses import Interval, PausedCalendar, PauseRule, ended_by, spans_for
from creditdesk.rules.urgency import Thresholds, Urgency, urgency_of
from creditdesk.rules.workdays import Calendar, Day

CLOSED = "closed"  # the event that stops every clock, also of a case that never reached its rule's end
START_REASON = "起算日，不计"
OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class StageRule:
    """How many working days a stage has, from which event to which."""

    name: str
    label: str
    days: int
    starts: str
    ends: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One dated edition of a procedure's working days; an advisory one is shown beside the binding one only.

    `overall_days` is None where the source gives no figure: the whole case then has no due date.
    `own_scope_of` names the rule set whose place this one takes when the office itself keeps the contested records;
    `pauses` are the only kinds of pause that stop its clocks.
    """

    name: str
    label: str
    source: str
    valid_from: date
    valid_until: date | None
    overall_days: int | None
    overall_starts: str
    overall_ends: str
    stages: tuple[StageRule, ...]
    advisory: bool = False
    own_scope_of: str | None = None
    pauses: tuple[PauseRule, ...] = ()


@dataclass(frozen=True, slots=True)
class StageClock:
    """One clock: what it allows, when it began, falls due and ended; a date not yet determined is None.

    `used` counts the working days that are over: up to `done`, or before today while the clock runs. `left` counts
    those after `done`, or after today, up to `due`, so that `days - left` is today's number. `latest` is the stage's
    effective due: the earlier of `due` and the last day from which the later stages still end in time. While a pause
    keeps `due` from being known, it is None and `left` is what will be left when the clock goes on.
    """

    name: str
    label: str
    days: int
    start: date | None
    due: date | None
    done: date | None
    used: int | None
    left: int | None
    latest: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Clocks:
    """Every clock of a case on one day, and what follows for the stage it is in.

    `provisional` says that some date shown lies in a year not announced yet; `urgency` is `PROVISIONAL` only when
    the effective due itself does. `paused` is the kind of the pause that stops a clock now.
    """

    rule: str
    stages: tuple[StageClock, ...]
    overall: StageClock
    stage: str | None
    effective_due: date | None
    slack_days: int | None
    urgency: Urgency
    provisional: bool
    paused: str | None = None


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a deadline: its number (the day of receipt is 0, a skipped day None), the reason and the notice."""

    date: date
    counted: int | None
    reason: str
    source: str


def clocks(
    rule: RuleSet,
    events: Mapping[str, date],
    calendar: Calendar,
    today: date,
    thresholds: Thresholds = Thresholds(),
    pauses: Sequence[Interval] = (),
) -> Clocks:
    """Run the clocks of a case whose `events` happened on the given days (county plan, clause 六(三)).

    The current stage is the first whose end has not happened. A case that reached its rule's end, or was closed
    otherwise, has no stage, no effective due and no slack. `pauses` is the ledger: only kinds the rule knows count.
    """
    overall, stages = _Case(events, calendar, today, pauses).run(rule)
    provisional = any(clock.provisional for clock in (overall, *stages))
    if overall.done is not None:
        return Clocks(rule.name, stages, overall, None, None, None, Urgency.DONE, provisional)
    current = next((stage for stage in stages if stage.done is None), overall)
    due = current.latest
    # The whole case may end in a year not announced yet while the stage's own effective due is already firm.
    unsure = due is not None and not calendar.all_known(overall.start or due, due)
    return Clocks(
        rule=rule.name,
        stages=stages,
        overall=overall,
        stage=None if current is overall else current.name,
        effective_due=due,
        slack_days=None if due is None else calendar.between(today, due),
        urgency=urgency_of(due, today, calendar, thresholds, provisional=unsure),
        provisional=provisional,
        paused=_running(rule, pauses),
    )


def _running(rule: RuleSet, pauses: Sequence[Interval]) -> str | None:
    if not pauses:
        return None
    known = {one.kind for one in rule.pauses}
    return next((one.kind for one in pauses if one.last is None and one.kind in known), None)


def clock_calendar(
    rule: RuleSet, clock: str, calendar: Calendar, pauses: Sequence[Interval], done: date | None
) -> Calendar:
    """Return the calendar one clock counts by: the office's own, with the pauses that stop this clock laid over it."""
    if not pauses or not rule.pauses:
        return calendar
    kept = pauses if done is None else ended_by(pauses, done)
    spans = spans_for(rule.pauses, kept, clock)
    return PausedCalendar(calendar, spans) if spans else calendar


def count_days(calendar: Calendar, start: date, due: date) -> tuple[CountedDay, ...]:
    """Return every day from `start` to `due`, each numbered or skipped, with its reason (期限计算单)."""
    days = (start + timedelta(offset) for offset in range((due - start).days + 1))
    return tuple(_counted(calendar, start, calendar.day(day)) for day in days)


def _counted(calendar: Calendar, start: date, day: Day) -> CountedDay:
    if day.date == start:
        return CountedDay(day.date, 0, START_REASON, day.source)
    number = calendar.between(start, day.date) if day.working else None
    return CountedDay(day.date, number, day.reason, day.source)


@dataclass(frozen=True, slots=True)
class _Case:
    """What all clocks of one case share: its events, the calendar and the day on which they are read."""

    events: Mapping[str, date]
    calendar: Calendar
    today: date
    pauses: Sequence[Interval]

    def run(self, rule: RuleSet) -> tuple[StageClock, tuple[StageClock, ...]]:
        """Run the overall clock, then the stages from the last to the first, handing down the days owed later."""
        whole = StageRule(OVERALL, "全程", rule.overall_days or 0, rule.overall_starts, rule.overall_ends)
        done = self.events.get(whole.ends, self.events.get(CLOSED))
        whole_calendar = clock_calendar(rule, OVERALL, self.calendar, self.pauses, done)
        overall = self._clock(whole, done, None, whole_calendar)
        if rule.overall_days is None:
            overall = replace(overall, due=None, left=None, latest=None, provisional=False)
        pauses = self.pauses if done is None else ended_by(self.pauses, done)
        ended = _Case(self.events, self.calendar, done or self.today, pauses)
        stages: list[StageClock] = []
        owed = 0
        for stage in reversed(rule.stages):
            bound = None if overall.due is None else whole_calendar.latest_start(overall.due, owed)
            over = self.events.get(stage.ends)
            own = clock_calendar(rule, stage.name, self.calendar, pauses, over)
            stages.append(ended._clock(stage, over, bound, own))
            owed += stage.days
        return overall, tuple(reversed(stages))

    def _clock(self, stage: StageRule, done: date | None, bound: date | None, calendar: Calendar) -> StageClock:
        """Run one clock up to `done` or today; `bound` is the day by which later stages need it to end."""
        start = self.events.get(stage.starts)
        due = None if start is None else calendar.due(start, stage.days)
        dates = [day for day in (due, bound) if day is not None]
        over = done or self.today - timedelta(1)
        used = None if start is None else max(0, calendar.between(start, over))
        return StageClock(
            name=stage.name,
            label=stage.label,
            days=stage.days,
            start=start,
            due=due,
            done=done,
            used=used,
            left=(None if used is None else stage.days - used)
            if due is None
            else calendar.between(done or self.today, due),
            latest=min(dates, default=None),
            provisional=bool(dates) and not calendar.all_known(start or min(dates), max(dates)),
        )


def _left(stage: StageRule, used: int | None) -> int | None:
    return None if used is None else stage.days - used
