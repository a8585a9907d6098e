"""What an officer looks at before an import: which kind a file holds, what it would do, and every faulty cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import recognise
from creditdesk.errors import InputProblem
from creditdesk.exchange.importing import BadRow
from creditdesk.exchange.pulse import part_of
from creditdesk.exchange.sheets import best_header, read_grids
from creditdesk.exchange.workbooks import Grid
from creditdesk.rules.exclusions import withheld_reason
from creditdesk.services.desk import Desk
from creditdesk.services.import_plans import ImportPlan, Part, Progress, plan_of, pulse_of

WHOLE_ROW = "整行"
WHOLE_RECORD = "整条"
EXAMPLES = 100
_NAME = "subject_name"


@dataclass(frozen=True)
class SeenCell:
    """One cell an officer looks at: its sheet and row number, whom the row is about, its column, value, and remark."""

    sheet: str
    row: int
    subject: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Examined:
    """A file that was read and checked: the plan, and what a list shows of it; personal numbers are masked.

    `faulty` holds every faulty cell; of the rows that are new, changed, the same or not to be reported (不报送) the
    first hundred stand as examples, a changed one with each field's new value and, as remark, its old one.
    """

    planned: ImportPlan
    faulty: tuple[SeenCell, ...]
    new: tuple[SeenCell, ...]
    changed: tuple[SeenCell, ...]
    same: tuple[SeenCell, ...]
    withheld: tuple[SeenCell, ...]


def examine(
    desk: Desk,
    path: Path,
    kind_name: str = "",
    given: Mapping[str, str] | None = None,
    *,
    progress: Progress | None = None,
) -> Examined:
    """Read and check a file as this kind, or as the kind its header belongs to; writes nothing."""
    pulse = pulse_of(progress)
    grids = read_grids(path, part_of(pulse, 0, 0.6))
    planned = plan_of(desk, path, grids, kind_name or _kind_among(desk, path, grids), given, part_of(pulse, 0.6, 0.95))
    kind = desk.catalogue.kind(planned.kind)
    faulty = (cell for part in planned.parts for row in part.preview.bad for cell in _faulty(kind, part, row))
    return Examined(planned, tuple(faulty), *_examples(kind, planned))


def kind_of(desk: Desk, path: Path) -> str:
    """Return the name of the kind whose layout knows the file's header best; InputProblem when none does."""
    return _kind_among(desk, path, read_grids(path))


def answers(kind: RecordKind, told: Sequence[str]) -> dict[str, str]:
    """Return what a terminal tells of a whole file, each as 字段=值 by a field's label or name, checked like a form."""
    given: dict[str, str] = {}
    for one in told:
        name, equals, value = one.partition("=")
        field = next((field for field in kind.fields if name.strip() in (field.name, field.label, field.short)), None)
        if field is None or not equals:
            raise InputProblem(f"“{one}”应写成 字段=值，{kind.label}没有字段“{name.strip()}”或缺少等号。")
        given[field.name] = field.clean(value)
        if wrong := field.check(given[field.name], given):
            raise InputProblem(f"{field.label}“{value}”不能用：{wrong}。")
    return given


def _kind_among(desk: Desk, path: Path, grids: Sequence[Grid]) -> str:
    layouts = [layout for kind in desk.catalogue.current_kinds() for layout in desk.catalogue.layouts_of(kind)]
    reading = recognise(layouts, best_header(path, grids, layouts))
    if reading is None:
        raise InputProblem(f"“{path.name}”的表头不属于目录里的任何信息类别，请核对是否用了报送模板。")
    return desk.catalogue.kind(reading.layout.kind).name


def _faulty(kind: RecordKind, part: Part, row: BadRow) -> Iterator[SeenCell]:
    sheet, layout = part.sheet, part.preview.layout
    cells = sheet.rows[row.number - sheet.number(0)]
    names = [column.field if (column := layout.column(header)) else "" for header in sheet.header]
    subject = cells[names.index(_NAME)] if _NAME in names else ""
    for place, reason in sorted(row.faults_by_column.items(), key=lambda fault: -1 if fault[0] is None else fault[0]):
        if place is None:
            yield SeenCell(sheet.name, row.number, subject, WHOLE_ROW, "", reason)
        else:
            field = kind.field(names[place])
            shown = field.show(cells[place]) if field.personal else cells[place]
            yield SeenCell(sheet.name, row.number, subject, sheet.header[place], shown, reason)


def _examples(kind: RecordKind, planned: ImportPlan) -> tuple[tuple[SeenCell, ...], ...]:
    """Return examples of rows that are new, changed, the same, and not to be reported."""
    rows = [(part.sheet.name, row) for part in planned.parts for row in part.preview.good]

    def whole(place: int, reason: str) -> SeenCell:
        sheet, row = rows[place]
        subject = row.content.get(_NAME, "")
        return SeenCell(sheet, row.number, subject, WHOLE_RECORD, kind.title(row.content), reason)

    def changes() -> Iterator[SeenCell]:
        for change in planned.changes:
            sheet, row = rows[change.place]
            for field in kind.fields:
                old, new = change.before.get(field.name, ""), row.content.get(field.name, "")
                if old != new:
                    told = f"原为 {field.show(old)}" if old else "原为空"
                    subject = row.content.get(_NAME, "")
                    yield SeenCell(sheet, row.number, subject, field.label, field.show(new) if new else "", told)

    advised = (whole(place, "；".join(rows[place][1].warnings)) for place in planned.news)
    kept_back = ((place, withheld_reason(kind.name, row.content)) for place, (_, row) in enumerate(rows))
    withheld = (whole(place, f"不报送：{reason}") for place, reason in kept_back if reason)
    same = (whole(place, "已有，不再写入") for place in planned.sames)
    return tuple(tuple(islice(cells, EXAMPLES)) for cells in (advised, changes(), same, withheld))
