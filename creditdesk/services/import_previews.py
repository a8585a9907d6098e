"""What an officer looks at before an import: which kind a file holds, what it would do, and every faulty cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Layout, recognise
from creditdesk.errors import InputProblem
from creditdesk.exchange.importing import BadRow
from creditdesk.exchange.sheets import Sheet, read_sheet
from creditdesk.services import imports
from creditdesk.services.desk import Desk
from creditdesk.services.imports import ImportPlan

WHOLE_ROW = "整行"
_NAME = "subject_name"


@dataclass(frozen=True)
class FaultyCell:
    """One faulty cell of a file: its row number, whom the row is about, its column, what it holds, and why not."""

    row: int
    subject: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Examined:
    """A file that was read and checked: the plan, and every faulty cell as a list shows it; personal numbers masked."""

    planned: ImportPlan
    faulty: tuple[FaultyCell, ...]


def examine(desk: Desk, path: Path, kind_name: str = "") -> Examined:
    """Read and check a file as this kind, or as the kind its header belongs to; writes nothing."""
    planned = imports.plan(desk, path, kind_name or kind_of(desk, path))
    kind = desk.catalogue.kind(planned.kind)
    layout, sheet = planned.preview.layout, planned.sheet
    faulty = (cell for row in planned.preview.bad for cell in _faulty(kind, layout, sheet, row))
    return Examined(planned, tuple(faulty))


def kind_of(desk: Desk, path: Path) -> str:
    """Return the name of the kind whose layout knows the file's header best; InputProblem when none does."""
    layouts = [layout for kind in desk.catalogue.current_kinds() for layout in desk.catalogue.layouts_of(kind)]
    reading = recognise(layouts, read_sheet(path, layouts).header)
    if reading is None:
        raise InputProblem(f"“{path.name}”的表头不属于目录里的任何信息类别，请核对是否用了报送模板。")
    return desk.catalogue.kind(reading.layout.kind).name


def _faulty(kind: RecordKind, layout: Layout, sheet: Sheet, row: BadRow) -> Iterator[FaultyCell]:
    cells = sheet.rows[row.number - sheet.number(0)]
    names = [column.field if (column := layout.column(header)) else "" for header in sheet.header]
    subject = cells[names.index(_NAME)] if _NAME in names else ""
    for place, reason in sorted(row.faults_by_column.items(), key=lambda fault: -1 if fault[0] is None else fault[0]):
        if place is None:
            yield FaultyCell(row.number, subject, WHOLE_ROW, "", reason)
        else:
            value = cells[place]
            shown = kind.field(names[place]).show(value) if kind.field(names[place]).personal else value
            yield FaultyCell(row.number, subject, sheet.header[place], shown, reason)
