"""What a late stage costs the later ones, told before it happens: if it ends on a day, when must the next one end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from creditdesk.rules.deadlines import RuleSet, clocks
from creditdesk.rules.pauses import Interval
from creditdesk.rules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Outlook:
    """A stage that ends on `ended_on`: the next one must end by `next_by`, which leaves `next_days` working days.

    `lost` is how many of the next stage's own days the delay has eaten; `left` are the working days up to the whole
    case's due, negative when it is over by then.
    """

    stage: str
    ended_on: date
    late: bool
    next_stage: str
    next_by: date
    next_days: int
    lost: int
    overall_due: date
    left: int
    provisional: bool


def if_ended(
    rule: RuleSet, events: Mapping[str, date], calendar: Calendar, on: date, pauses: Sequence[Interval] = ()
) -> Outlook | None:
    """Return what follows if the current stage ends `on` a day; None when no stage runs or no date is known."""
    now = clocks(rule, events, calendar, on, pauses=pauses)
    stage = next((one for one in now.stages if one.name == now.stage), None)
    if stage is None or stage.latest is None or now.overall.due is None:
        return None
    ends = next(one.ends for one in rule.stages if one.name == stage.name)
    later = clocks(rule, {**events, ends: on}, calendar, on, pauses=pauses)
    following = next((one for one in later.stages if one.done is None), None) or later.overall
    if following.latest is None or later.overall.due is None:
        return None
    days = calendar.between(on, following.latest)
    # A stage that begins with this one's end has its own days; what the whole case does not leave of them is lost.
    own = following.days if following.start == on else days
    return Outlook(
        stage=stage.label,
        ended_on=on,
        late=on > stage.latest,
        next_stage=following.label,
        next_by=following.latest,
        next_days=days,
        lost=max(0, own - days),
        overall_due=later.overall.due,
        left=calendar.between(on, later.overall.due),
        provisional=later.overall.provisional,
    )


def ahead(
    rule: RuleSet,
    events: Mapping[str, date],
    calendar: Calendar,
    today: date,
    pauses: Sequence[Interval] = (),
) -> Iterator[Outlook]:
    """Yield the outlook for each working day from today up to the first one after the whole case is due."""
    day = today
    while (told := if_ended(rule, events, calendar, day, pauses)) is not None:
        if calendar.is_working(day):
            yield told
        if told.left < 0:
            return
        day += timedelta(1)
