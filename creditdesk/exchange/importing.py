"""Checking a unit's spreadsheet: every row becomes the content of a record, or a bad row with a reason for each cell.

`RecordKind.check` decides; asking it about every row would take far longer than reading the file. So values are cleaned
and looked at once per column, however often they occur, and what depends on which fields are filled is asked once per
pattern of filled fields. Only rows that something speaks against, if only advice, are checked as a whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from creditdesk.catalog.faults import Fault
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column, Layout, Recognition, recognise
from creditdesk.errors import InputProblem
from creditdesk.exchange.columns import Doubts, clean_columns
from creditdesk.exchange.doubles import doubled_rows
from creditdesk.exchange.pulse import Pulse, counted, part_of, still
from creditdesk.exchange.row_patterns import Patterns
from creditdesk.exchange.sheets import Sheet

REASON_HEADER = "退回原因"


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that may come in: its number in the spreadsheet, its content, and advice that stops nothing."""

    number: int
    content: dict[str, str]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that goes back: its number in the spreadsheet, and the reason for each faulty column.

    Columns are counted from 0; None stands for the row as a whole (a field that the sheet has no column for).
    """

    number: int
    faults_by_column: dict[int | None, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do.

    `asked` names the fields a file of this layout cannot tell and nobody has answered yet: until then no row is judged.
    `notes` say what the layout supplies by itself.
    """

    good: tuple[GoodRow, ...]
    bad: tuple[BadRow, ...]
    layout: Layout
    unknown_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]
    asked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def check_rows(
    kind: RecordKind,
    layouts: Iterable[Layout],
    sheet: Sheet,
    today: date | None = None,
    given: Mapping[str, str] | None = None,
    pulse: Pulse = still,
) -> Preview:
    """Return which rows of a sheet may come in and which go back, and why.

    On import a failed check digit is a fault, because nobody looked at the number; so is a row that stands twice. With
    `today` dates in the future are faults where a kind asks for past ones. `given` answers once for all rows what a
    layout of an older edition cannot tell. InputProblem when the header, or an answer, is not usable.
    """
    reading = _reading(kind, layouts, sheet)
    answers = _answers(kind, reading, given or {})
    asked = tuple(column.field for column in reading.asked if column.field not in answers)
    rows = [] if asked else list(_Check(kind, reading, sheet, today, answers, pulse).run())
    return Preview(
        good=tuple(row for row in rows if isinstance(row, GoodRow)),
        bad=tuple(row for row in rows if isinstance(row, BadRow)),
        layout=reading.layout,
        unknown_columns=tuple(header for header in reading.unknown if header.strip() != REASON_HEADER),
        missing_columns=tuple(column.header for column in _missing(reading)),
        asked=asked,
        notes=tuple(rule.note for rule in reading.layout.supplied if rule.note),
    )


def _missing(reading: Recognition) -> Iterator[Column]:
    """Yield the columns that count as empty: not in the file, not answered for it, and without a meaning when blank."""
    for column in reading.layout.columns:
        if column not in reading.columns and not (column.asked or column.blank):
            yield column


def _answers(kind: RecordKind, reading: Recognition, given: Mapping[str, str]) -> dict[str, str]:
    answers = {column.field: kind.field(column.field).clean(given.get(column.field, "")) for column in reading.asked}
    for name, value in answers.items():
        fault = kind.field(name).check(value, {}) if value else None
        if fault:
            raise InputProblem(f"为整份文件填写的“{kind.field(name).label}”不能用：{fault}。")
    return {name: value for name, value in answers.items() if value}


def _reading(kind: RecordKind, layouts: Iterable[Layout], sheet: Sheet) -> Recognition:
    reading = recognise(layouts, sheet.header)
    if reading is None:
        raise InputProblem(
            f"第 {sheet.header_row} 行的表头不是{kind.label}模板的列名，请核对是否选错了信息类别或文件。"
        )
    if reading.traps:
        raise InputProblem(f"{reading.traps[0].removesuffix('。')}。")
    if reading.repeated:
        raise InputProblem(f"表头里“{'”“'.join(reading.repeated)}”出现了不止一次，请删去多余的列后再导入。")
    if reading.missing:
        names = "”“".join(column.header for column in reading.missing)
        raise InputProblem(f"表头缺少必需的列“{names}”，请按{reading.layout.label}补齐后再导入。")
    return reading


class _Check:
    """One sheet being checked against one kind."""

    def __init__(
        self,
        kind: RecordKind,
        reading: Recognition,
        sheet: Sheet,
        today: date | None,
        given: Mapping[str, str],
        pulse: Pulse,
    ) -> None:
        self._kind = kind
        self._sheet = sheet
        self._today = today
        self._pulse = pulse
        found = [(column.field, place) for place, column in enumerate(reading.columns) if column]
        self._places: dict[str, int] = dict(reversed(found))
        pulse(0)
        cells = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.header)
        self._columns = clean_columns(kind, reading, cells, given, part_of(pulse, 0, 0.4))

    def run(self) -> Iterator[GoodRow | BadRow]:
        """Yield every row that is not empty, judged, in the sheet's order."""
        names = tuple(self._columns)
        patterns = Patterns(self._kind, names)
        doubtful = Doubts(self._kind, self._today).rows(self._columns, part_of(self._pulse, 0.4, 0.7))
        doubled = doubled_rows(self._kind, self._columns, self._sheet, part_of(self._pulse, 0.7, 0.75))
        rows = counted(zip(*self._columns.values(), strict=True), len(self._sheet.rows), part_of(self._pulse, 0.75, 1))
        for index, values in enumerate(rows):
            if any(values):
                content = {name: value for name, value in zip(names, values, strict=True) if value}
                pattern = patterns.of(values)
                faults = self._kind.check(content, self._today) if index in doubtful else pattern.faults
                yield self._judge(index, content, faults, pattern.hidden, doubled.get(index))

    def _judge(
        self, index: int, content: dict[str, str], faults: Sequence[Fault], hidden: Sequence[str], double: str | None
    ) -> GoodRow | BadRow:
        number = self._sheet.number(index)
        if double or any(fault.stops_import for fault in faults):
            return BadRow(number, self._by_column(faults, double))
        for name in hidden:
            del content[name]
        dropped = [name for name in hidden if name in self._places]
        return GoodRow(number, content, (*map(self._advice, faults), *map(self._dropped, dropped)))

    def _by_column(self, faults: Sequence[Fault], double: str | None) -> dict[int | None, str]:
        found: dict[int | None, list[str]] = defaultdict(list)
        for fault in faults:
            place = self._places.get(fault.field)
            label = "" if place is not None else f"{self._kind.field(fault.field).label}："
            if fault.stops_import:
                found[place].append(f"{label}{fault.sentence}")
        if double:
            found[self._places.get(self._kind.key[0])].append(double)
        return {place: "；".join(sentences) for place, sentences in found.items()}

    def _advice(self, fault: Fault) -> str:
        return f"{self._kind.field(fault.field).label}：{fault.sentence}"

    def _dropped(self, name: str) -> str:
        return f"{self._kind.field(name).label}：不适用于该类相对人，没有导入"
