"""The list of measures as pages and the command line show it: which edition is in force today, and each measure."""

from dataclasses import dataclass

from creditdesk.rules.measures import Measure, MeasureList
from creditdesk.services.desk import Desk

UNNAMED = "依据未载明"


@dataclass(frozen=True)
class MeasureRow:
    """A measure in words; `units` says so where the basis names nobody, `proposed_for` when the desk proposes it."""

    code: str
    label: str
    kind: str
    force: str
    basis: str
    objects: str
    units: str
    proposed_for: str


def in_force(desk: Desk) -> MeasureList:
    """Return the edition in force today."""
    return desk.catalogue.measure_list(desk.clock().date())


def rows(desk: Desk, text: str = "", kind: str = "") -> list[MeasureRow]:
    """Return the measures in force that contain a text, of one kind or all, in the order of the list."""
    said = text.strip()
    found = [_row(each) for each in in_force(desk).measures if kind in ("", each.kind)]
    return [row for row in found if said in f"{row.label}\n{row.basis}\n{row.objects}\n{row.units}"]


def _row(one: Measure) -> MeasureRow:
    units, occasions = "、".join(one.units) or UNNAMED, "、".join(one.proposed_for)
    return MeasureRow(one.code, one.label, one.kind, one.force, one.basis, one.objects, units, occasions)
