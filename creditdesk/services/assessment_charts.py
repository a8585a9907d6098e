"""The assessment as charts: which units reported in time, and how the rates went over the last months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from creditdesk.documents.charts import Chart, Series, Shape
from creditdesk.services import assessments
from creditdesk.services.assessments import Assessment, Figures, UnitFigures
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.statistics import OTHERS

MONTHS = 6
_UNITS_MOST = 8
_BAD = ("late", "overdue")
FIGURES = {"timely": "按期", "late": "迟报", "overdue": "逾期未报", "pending": "未到期"}
"""The parts of what a unit has to report, by the names of its figures."""


_Shown = list[tuple[tuple[str, ...], Figures]]


@dataclass(frozen=True)
class UnitsChart:
    """How the units reported; `units` are those behind each bar, all that are not shown by themselves at the end."""

    chart: Chart
    units: tuple[tuple[str, ...], ...]


def units(found: Assessment, *, publicity: bool = False) -> UnitsChart:
    """Draw what each unit reported, the units with most faults first; of 双公示 alone where wanted."""
    shown: _Shown = [((one.unit,), _of(one, publicity)) for one in found.units if _of(one, publicity).reportable]
    shown.sort(key=lambda one: (-one[1].late - one[1].overdue, -one[1].reportable, one[0]))
    if len(shown) > _UNITS_MOST:
        shown = _folded(shown)
    series = tuple(
        Series(label, tuple(getattr(one, name) for _, one in shown), name in _BAD) for name, label in FIGURES.items()
    )
    title = "各单位报送是否按期" + ("（双公示）" if publicity else "")
    names = tuple(units[0] if len(units) == 1 else OTHERS for units, _ in shown)
    chart = Chart(title, names, series, "条", Shape.LYING, note=_note(found.period))
    return UnitsChart(chart, tuple(units for units, _ in shown))


def _folded(shown: _Shown) -> _Shown:
    """Show the first units by themselves and the others as one."""
    alone, rest = shown[: _UNITS_MOST - 1], shown[_UNITS_MOST - 1 :]
    together = sum((figures for _, figures in rest), Figures())
    return [*alone, (tuple(unit for units, _ in rest for unit in units), together)]


def _of(one: UnitFigures, publicity: bool) -> Figures:
    return one.publicity if publicity else one.whole


def _note(period: Period) -> str:
    return f"{period.start} 至 {period.end} 作出的决定，以今天为准"


def last_months(desk: Desk, period: Period) -> tuple[Assessment, ...]:
    """Judge the months up to the one in which a period ends, the earliest first."""
    last = period.end.replace(day=1)
    found = []
    for _ in range(MONTHS):
        found.append(assessments.assess(desk, Period.month(f"{last:%Y-%m}")))
        last = (last - timedelta(1)).replace(day=1)
    return tuple(reversed(found))


def months(found: Sequence[Assessment], *, publicity: bool = False) -> Chart:
    """Draw how the rates went over some months, with their goal where they share one."""
    names = tuple(f"{one.period.start:%Y-%m}" for one in found)
    rates = found[-1].rates
    series = tuple(
        Series(rate.label, tuple((one.publicity if publicity else one.whole).percent(rate.name) for one in found))
        for rate in rates
    )
    goals = {rate.goal for rate in rates}
    goal = goals.pop() if len(goals) == 1 else None
    title = f"近{len(found)}个月各项指标" + ("（双公示）" if publicity else "")
    return Chart(title, names, series, "%", Shape.LINES, goal, 100, "没有可以计算的月份不画")
