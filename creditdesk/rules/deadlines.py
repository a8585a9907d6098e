"""The two clocks of a case: each stage's own working days, and the whole case's, which may bind a stage earlier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from creditdesk.rules.urgency import Thresholds, Urgency, urgency_of
from creditdesk.rules.workdays import Calendar, Day

CLOSED = "closed"  # the event that stops every clock, also of a case that never reached its rule's end
START_REASON = "起算日，不计"


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
    """One dated edition of a procedure's working days; an advisory one is shown beside the binding one only."""

    name: str
    label: str
    source: str
    valid_from: date
    valid_until: date | None
    overall_days: int
    overall_starts: str
    overall_ends: str
    stages: tuple[StageRule, ...]
    advisory: bool = False


@dataclass(frozen=True, slots=True)
class StageClock:
    """One clock: what it allows, when it began, falls due and ended; a date not yet determined is None.

    `used` counts the working days that are over: up to `done`, or before today while the clock runs. `left` counts
    those after `done`, or after today, up to `due`, so that `days - left` is today's number. `latest` is the stage's
    effective due: the earlier of `due` and the last day from which the later stages still end in time.
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
    the effective due itself does.
    """

    rule: str
    stages: tuple[StageClock, ...]
    overall: StageClock
    stage: str | None
    effective_due: date | None
    slack_days: int | None
    urgency: Urgency
    provisional: bool


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
) -> Clocks:
    """Run the clocks of a case whose `events` happened on the given days (county plan, clause 六(三)).

    The current stage is the first whose end has not happened. A case that reached its rule's end, or was closed
    otherwise, has no stage, no effective due and no slack.
    """
    overall, stages = _Case(events, calendar, today).run(rule)
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
    )


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

    def run(self, rule: RuleSet) -> tuple[StageClock, tuple[StageClock, ...]]:
        """Run the overall clock, then the stages from the last to the first, handing down the days owed later."""
        whole = StageRule("overall", "全程", rule.overall_days, rule.overall_starts, rule.overall_ends)
        overall = self._clock(whole, self.events.get(whole.ends, self.events.get(CLOSED)), None)
        ended = _Case(self.events, self.calendar, overall.done or self.today)
        stages: list[StageClock] = []
        owed = 0
        for stage in reversed(rule.stages):
            bound = None if overall.due is None else self.calendar.latest_start(overall.due, owed)
            stages.append(ended._clock(stage, self.events.get(stage.ends), bound))
            owed += stage.days
        return overall, tuple(reversed(stages))

    def _clock(self, stage: StageRule, done: date | None, bound: date | None) -> StageClock:
        """Run one clock up to `done` or today; `bound` is the day by which later stages need it to end."""
        start = self.events.get(stage.starts)
        due = None if start is None else self.calendar.add(start, stage.days)
        dates = [day for day in (due, bound) if day is not None]
        over = done or self.today - timedelta(1)
        return StageClock(
            name=stage.name,
            label=stage.label,
            days=stage.days,
            start=start,
            due=due,
            done=done,
            used=None if start is None else max(0, self.calendar.between(start, over)),
            left=None if due is None else self.calendar.between(done or self.today, due),
            latest=min(dates, default=None),
            provisional=bool(dates) and not self.calendar.all_known(start or min(dates), max(dates)),
        )
