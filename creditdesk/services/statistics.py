"""The office's statistics: each is one question about rows in a period, drawn as a chart; its rows answer for it.

A number and the rows behind it come from the same question, so that they cannot differ.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, Subquery, func, select

from creditdesk.documents.chart_patterns import PATTERNS
from creditdesk.documents.charts import ALL, Cell, Chart, Series, Shape
from creditdesk.services.desk import Desk
from creditdesk.services.identities import Identities, identities, packed
from creditdesk.services.judged_records import Period

_NAMES_MOST = 10  # bars that lie beside a name
OTHERS = "其他"
NOT_TOLD = "（未写）"

Ask = Callable[[Desk, Period], Select[Any]]


@dataclass(frozen=True)
class Statistic:
    """One statistic of a topic: what it asks, and how its answer is drawn.

    `ask` returns the rows as `id`, `day`, `place` and `series`; a place is a month, or a name of what `named` says.
    `labels` gives the series their words and their order; a series it does not know goes by its own name. Those in
    `bad` are drawn in red.
    """

    name: str
    topic: str
    title: str
    noun: str
    unit: str
    note: str
    ask: Ask
    labels: Callable[[Desk], Mapping[str, str]]
    bad: frozenset[str] = frozenset()
    named: str = ""

    @property
    def first(self) -> str:
        """What the columns of the chart are."""
        return self.named or "月份"


@dataclass(frozen=True)
class Answer:
    """A statistic over a period, as a chart; `series` and `places` tell which values each of its parts stands for."""

    statistic: Statistic
    period: Period
    chart: Chart
    series: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]

    def narrowed(self, cell: Cell) -> tuple[str, ...]:
        """Tell in words what a cell narrows the rows to."""
        series, column = cell
        return (
            *((self.chart.columns[column],) if column != ALL else ()),
            *((self.chart.series[series].label,) if series != ALL and self.chart.series[series].label else ()),
        )


def answer(desk: Desk, statistic: Statistic, period: Period) -> Answer:
    """Count a statistic over a period."""
    rows = statistic.ask(desk, period).subquery("counted")
    query = select(rows.c.place, rows.c.series, func.count()).group_by(rows.c.place, rows.c.series)
    counts: Counter[tuple[str, str]] = Counter()
    with desk.read() as session:
        for place, series, count in session.execute(query):
            counts[place or "", series or ""] += count
    places = _names(counts) if statistic.named else _times(period)
    series = _series(statistic.labels(desk), counts)
    drawn = [Series(label, _values(counts, kept, places), set(kept) <= statistic.bad) for kept, label in series]
    chart = Chart(
        statistic.title, tuple(label for _, label in places), tuple(drawn), statistic.unit,
        Shape.LYING if statistic.named else Shape.UPRIGHT, note=statistic.note,
    )  # fmt: skip
    return Answer(statistic, period, chart, tuple(kept for kept, _ in series), tuple(kept for kept, _ in places))


def ids(desk: Desk, found: Answer, cell: Cell) -> Identities:
    """Return the identities of the rows behind a number, the latest day first."""
    rows = found.statistic.ask(desk, found.period).subquery("counted")
    series, column = cell
    query = select(rows.c.id).where(
        *_among(rows, "series", found.series, series), *_among(rows, "place", found.places, column)
    )
    with desk.read() as session:
        return identities(session, packed(query.order_by(rows.c.day.desc(), rows.c.id)))


def _among(rows: Subquery, name: str, kept: Sequence[tuple[str, ...]], place: int) -> list[Any]:
    return [] if place == ALL else [func.coalesce(rows.c[name], "").in_(kept[place])]


_Parts = list[tuple[tuple[str, ...], str]]
"""The parts of a chart: the values each stands for, and its label."""


def _values(counts: Mapping[tuple[str, str], int], series: tuple[str, ...], places: _Parts) -> tuple[float, ...]:
    return tuple(sum(counts.get((place, one), 0) for place in kept for one in series) for kept, _ in places)


def _series(labels: Mapping[str, str], counts: Counter[tuple[str, str]]) -> _Parts:
    """Return the series there are, in their order; where there are too many the smallest become one."""
    sums: Counter[str] = Counter()
    for (_, series), count in counts.items():
        sums[series] += count
    order = [*(one for one in labels if one in sums), *sorted(one for one in sums if one not in labels)]
    kept, rest = _largest(order, sums, len(PATTERNS))
    parts: _Parts = [((one,), labels.get(one, one or NOT_TOLD)) for one in kept]
    return [*parts, (tuple(rest), OTHERS)] if rest else parts


def _times(period: Period) -> _Parts:
    return [((month,), month) for month in months(period)]


def _names(counts: Counter[tuple[str, str]]) -> _Parts:
    """Return the names with the most rows, the largest first, and the others as one."""
    sums: Counter[str] = Counter()
    for (name, _), count in counts.items():
        sums[name] += count
    order = sorted(sums, key=lambda name: (-sums[name], name))
    kept, rest = _largest(order, sums, _NAMES_MOST)
    parts: _Parts = [((name,), name or NOT_TOLD) for name in kept]
    return [*parts, (tuple(rest), OTHERS)] if rest else parts


def _largest(order: list[str], sums: Counter[str], most: int) -> tuple[list[str], list[str]]:
    """Part what there is into what is shown by itself and what is shown together, both in the order given."""
    if len(order) <= most:
        return order, []
    largest = {one for one, _ in sums.most_common(most - 1)}
    return [one for one in order if one in largest], [one for one in order if one not in largest]


def months(period: Period) -> tuple[str, ...]:
    """Return the months a period touches, as 2026-01."""
    return tuple(_months(period))


def _months(period: Period) -> Iterator[str]:
    first = period.start.replace(day=1)
    while first <= period.end:
        yield f"{first:%Y-%m}"
        first = (first + timedelta(31)).replace(day=1)
