"""The assessment (考核) of what the source units reported: in time, complete, accurate, entered; 实施方案六（八）."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from operator import add, attrgetter
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, select
from sqlalchemy.orm import Session

from creditdesk.models.base import moment_text
from creditdesk.rules.reporting import Rate
from creditdesk.services import report_dues
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period, incomplete, judged, once

NO_UNIT = "（未写来源单位）"


@dataclass(frozen=True)
class Figures:
    """Counts of records, of one unit and kind or summed up.

    Of the `produced` ones some are `withheld` by law; the others left `timely` or `late`, are `overdue` at home, or
    still have time. Of those that left, `answered` have a receipt and are `entered` unless rejected, and `accurate`
    were never rejected, corrected or revoked afterwards.
    """

    produced: int = 0
    withheld: int = 0
    left: int = 0
    timely: int = 0
    late: int = 0
    overdue: int = 0
    answered: int = 0
    entered: int = 0
    rejected: int = 0
    corrected: int = 0
    accurate: int = 0
    incomplete: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*map(add, _counts(self), _counts(other)))

    @property
    def reportable(self) -> int:
        """How many had to be reported."""
        return self.produced - self.withheld

    @property
    def pending(self) -> int:
        """How many have not left and still have time."""
        return self.reportable - self.timely - self.late - self.overdue

    @property
    def problems(self) -> str:
        """What went wrong, in words with counts; empty when nothing did."""
        counts = {"逾期报送": self.late, "逾期未报": self.overdue, "被退回": self.rejected}
        counts |= {"报出后更正": self.corrected, "缺项": self.incomplete}
        return "；".join(f"{name}{count}条" for name, count in counts.items() if count)

    def parts(self, rate: str) -> tuple[int, int]:
        """Return what a rate divides by what."""
        return {
            "timely": (self.timely, self.timely + self.late + self.overdue),
            "complete": (self.reportable - self.incomplete, self.reportable),
            "accurate": (self.accurate, self.left),
            "entered": (self.entered, self.answered),
        }[rate]

    def percent(self, rate: str) -> float | None:
        """Return a rate in per cent, None where there is nothing to divide by."""
        good, whole = self.parts(rate)
        return 100 * good / whole if whole else None


_counts: Callable[[Figures], tuple[int, ...]] = attrgetter(*(each.name for each in fields(Figures)))


def meets(rate: Rate, figures: Figures) -> bool:
    """Tell whether a rate reaches its goal; where there was nothing to report it does."""
    good, whole = figures.parts(rate.name)
    return 100 * good >= rate.goal * whole


@dataclass(frozen=True)
class UnitFigures:
    """The figures of one unit, of all its records and of its 双公示 alone, and those of each kind by its name."""

    unit: str
    whole: Figures
    publicity: Figures
    kinds: dict[str, Figures]


@dataclass(frozen=True)
class Assessment:
    """A period judged: the rates with their goals, everything summed up, and unit by unit."""

    period: Period
    rates: tuple[Rate, ...]
    whole: Figures
    publicity: Figures
    units: tuple[UnitFigures, ...]


def assess(desk: Desk, period: Period) -> Assessment:
    """Judge the records that were decided in a period, as things stand now."""
    rules = report_dues.rules(desk)
    with desk.read() as session:
        parts = _parts(desk, session, period)
    units = tuple(_unit(desk, name, kinds) for name, kinds in sorted(parts.items()))
    return Assessment(
        period, rules.rates, _sum(one.whole for one in units), _sum(one.publicity for one in units), units
    )


def _unit(desk: Desk, name: str, kinds: dict[str, Figures]) -> UnitFigures:
    publicity = _sum(kinds[kind] for kind in report_dues.singly(desk).kinds if kind in kinds)
    return UnitFigures(name or NO_UNIT, _sum(kinds.values()), publicity, kinds)


def _sum(figures: Iterable[Figures]) -> Figures:
    return sum(figures, Figures())


def _parts(desk: Desk, session: Session, period: Period) -> dict[str, dict[str, Figures]]:
    """Return the figures by unit and kind."""
    parts: dict[str, dict[str, Figures]] = defaultdict(dict)
    old = 0
    for unit, kind, some, *counts in session.execute(counting(desk, session, period)):
        parts[unit][kind] = Figures(*counts)
        old += some
    for unit, kind, _ in incomplete(desk, session, period).values() if old else ():
        parts[unit][kind] = replace(parts[unit][kind], incomplete=parts[unit][kind].incomplete + 1)
    return parts


def counting(desk: Desk, session: Session, period: Period) -> Select[Any]:
    """Return the question that counts everything by unit and kind; only some of the old ones may be incomplete."""
    one = once(judged(desk, session, period))
    conditions = counted(one, moment_text(desk.clock()))
    names = [field.name for field in fields(Figures) if field.name in conditions]
    sums = [func.sum(case((conditions[name], 1), else_=0)).label(name) for name in names]
    return select(one.c.unit, one.c.kind, func.sum(one.c.old), *sums).group_by(one.c.unit, one.c.kind)


def counted(one: FromClause, now: str) -> dict[str, ColumnElement[bool]]:
    """Return under which condition a judged record counts for each figure, `reportable` and `pending` too."""
    mine, left = one.c.withheld.is_(None), one.c.first.is_not(None)
    spoilt = one.c.rejected | one.c.corrected
    return {
        "produced": one.c.id.is_not(None),
        "withheld": ~mine,
        "reportable": mine,
        "left": and_(mine, left),
        "timely": and_(mine, left, one.c.first < one.c.due_end),
        "late": and_(mine, left, one.c.first >= one.c.due_end),
        "overdue": and_(mine, ~left, one.c.due_end <= now),
        "pending": and_(mine, ~left, one.c.due_end > now),
        "answered": and_(mine, one.c.answered),
        "entered": and_(mine, one.c.answered, ~one.c.refused),
        "rejected": and_(mine, one.c.rejected),
        "corrected": and_(mine, one.c.corrected),
        "accurate": and_(mine, left, ~spoilt),
    }
