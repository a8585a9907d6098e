"""The rows behind a number of a statistic, told alike whatever they are, and as a workbook."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from creditdesk.documents.charts import Cell
from creditdesk.models import Case
from creditdesk.services import list_exports, listing_lists, objection_lists, record_lists, repair_lists, statistics
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.list_exports import ListExport
from creditdesk.services.statistics import Answer

HEADER = ("日期", "文号、案号", "主体", "类别、事项", "来源单位", "状态")


@dataclass(frozen=True)
class BehindRow:
    """A row behind a number: the noun and identity that open its page, and what it is."""

    noun: str
    id: str
    day: str
    number: str
    subject: str
    what: str
    unit: str
    state: str

    def texts(self) -> tuple[str, ...]:
        """Return what HEADER names."""
        return (self.day, self.number, self.subject, self.what, self.unit, self.state)


def rows(desk: Desk, noun: str, wanted: Sequence[str]) -> list[BehindRow]:
    """Return the rows of these identities, in the same order."""
    found = {row.id: row for row in _READERS[noun](desk, wanted)}
    return [found[one] for one in wanted if one in found]


def _records(desk: Desk, wanted: Sequence[str]) -> Iterator[BehindRow]:
    for row in record_lists.rows(desk, wanted):
        what = " · ".join(part for part in (desk.catalogue.kind(row.kind).label, row.grade) if part)
        yield BehindRow("record", row.id, row.decided_on, row.decision_number, row.subject, what, row.source_unit,
                        row.state)  # fmt: skip


def _objections(desk: Desk, wanted: Sequence[str]) -> Iterator[BehindRow]:
    days = _received(desk, wanted)
    for row in objection_lists.rows(desk, wanted):
        state = f"{row.stage} · {row.words}" if row.due else row.stage
        yield BehindRow("case", row.id, days[row.id], row.number, row.applicant, "异议", row.unit, state)


def _repairs(desk: Desk, wanted: Sequence[str]) -> Iterator[BehindRow]:
    days = _received(desk, wanted)
    for row in repair_lists.rows(desk, wanted):
        yield BehindRow("repair", row.id, days[row.id], row.number, row.subject, row.record, "",
                        row.outcome or row.state)  # fmt: skip


def _listings(desk: Desk, wanted: Sequence[str]) -> Iterator[BehindRow]:
    days = _received(desk, wanted)
    for row in listing_lists.rows(desk, wanted):
        yield BehindRow("listing", row.id, days[row.id], row.number, row.subject, f"{row.colour} · {row.list_name}",
                        row.unit, row.state)  # fmt: skip


def _received(desk: Desk, wanted: Sequence[str]) -> dict[str, str]:
    query = select(Case.id, Case.received_on).where(Case.id.in_(wanted))
    with desk.read() as session:
        return {case_id: str(day) for case_id, day in session.execute(query)}


_READERS: dict[str, Callable[[Desk, Sequence[str]], Iterator[BehindRow]]] = {
    "record": _records,
    "case": _objections,
    "repair": _repairs,
    "listing": _listings,
}


def save(desk: Desk, found: Answer, cell: Cell, path: Path) -> Changes:
    """Write the rows behind a number into a workbook and tell the journal."""

    def cells(desk: Desk, some: Sequence[Hashable]) -> list[tuple[str, ...]]:
        return [row.texts() for row in rows(desk, found.statistic.noun, [str(one) for one in some])]

    narrowed = (f"{found.period.start} 至 {found.period.end}", *found.narrowed(cell))
    name = found.statistic.title.replace("：", "-")
    wanted = ListExport(name, narrowed, HEADER, statistics.ids(desk, found, cell), cells)
    return list_exports.save(desk, wanted, path)
