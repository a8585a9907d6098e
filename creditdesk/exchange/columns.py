"""One column of a sheet at a time: each different cell is cleaned and looked at once, however often it occurs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from creditdesk.catalog.fields.base import Content, Field, Look
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column, Recognition, Supplied
from creditdesk.exchange.pulse import Pulse, still


class _Cleaned(dict[str, str]):
    """Cells and what becomes of them."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        super().__init__({"": ""})
        self._clean = clean

    def __missing__(self, cell: str) -> str:
        self[cell] = value = self._clean(cell)
        return value


def clean_columns(
    kind: RecordKind,
    reading: Recognition,
    cells: Sequence[Sequence[str]],
    given: Mapping[str, str],
    pulse: Pulse = still,
) -> dict[str, list[str]]:
    """Return the values of every field that a sheet, its layout or the officer tells; empty rows stay empty."""
    found: dict[str, list[tuple[Column, Sequence[str]]]] = {}
    for column, values in zip(reading.columns, cells, strict=True):
        if column:
            found.setdefault(column.field, []).append((column, values))
    columns: dict[str, list[str]] = {}
    for number, (name, told) in enumerate(found.items()):
        pulse(number / len(found))
        single = len(told) == 1 and not told[0][0].prefix
        columns[name] = clean_column(kind.field(name), *told[0]) if single else _joined(kind.field(name), told)
    if given or reading.layout.supplied or any(column.blank for column in reading.layout.columns):
        _complete(columns, reading, given, _filled(found.values()))
    return columns


def _joined(field: Field, told: Sequence[tuple[Column, Sequence[str]]]) -> list[str]:
    """Return the values of a field that several columns tell of, each behind its prefix."""
    joint = ";" if field.type == "choices" else "\n"
    parts = [[column.read(cell).strip() for cell in cells] for column, cells in told]
    prefixes = [column.prefix for column, _ in told]
    rows = ([p + part for p, part in zip(prefixes, row, strict=True) if part] for row in zip(*parts, strict=True))
    return [field.clean(joint.join(row)) for row in rows]


def _filled(told: Iterable[Sequence[tuple[Column, Sequence[str]]]]) -> list[bool]:
    cells = [values for columns in told for _, values in columns]
    return [any(cell.strip() for cell in row) for row in zip(*cells, strict=True)]


def _complete(
    columns: dict[str, list[str]], reading: Recognition, given: Mapping[str, str], filled: Sequence[bool]
) -> None:
    """Add what was answered once for the whole file, what a missing column means, and what the layout supplies."""
    blanks = {column.field: column.blank for column in reading.layout.columns if column.blank}
    for name, value in (blanks | dict(given)).items():
        if name not in columns:
            columns[name] = [value] * len(filled)
    for rule in reading.layout.supplied:
        _supply(columns, rule, len(filled))
    for values in columns.values():
        for index, there in enumerate(filled):
            if not there:
                values[index] = ""


def _supply(columns: dict[str, list[str]], rule: Supplied, count: int) -> None:
    values = columns.setdefault(rule.field, [""] * count)
    looked_at = [name for name in (*dict(rule.where), rule.copied) if name in columns]
    for index, value in enumerate(values):
        if not value:
            values[index] = rule.give({name: columns[name][index] for name in looked_at})


def clean_column(field: Field, column: Column, cells: Iterable[str]) -> list[str]:
    """Return the canonical values of a column's cells, with the layout's codes turned into words."""
    cleaned = _Cleaned((lambda cell: field.clean(column.read(cell))) if not column.plain else field.clean)
    if column.blank:
        cleaned[""] = column.blank
    return [cleaned[cell] for cell in cells]


def doubtful_rows(
    kind: RecordKind, columns: dict[str, list[str]], today: date | None, pulse: Pulse = still
) -> set[int]:
    """Return the indexes of all rows in which anything speaks against a value; no fault of a value is missed."""
    doubtful: set[int] = set()
    for number, (name, values) in enumerate(columns.items()):
        pulse(number / len(columns))
        field = kind.field(name)
        companions = columns.get(field.companion) if field.companion else None
        doubtful |= _against(field, values, companions, today)
    for order in kind.orders:
        pairs = zip(columns.get(order.earlier, ()), columns.get(order.later, ()), strict=False)
        doubtful |= {index for index, (earlier, later) in enumerate(pairs) if later < earlier and later}
    for limit in kind.limits:
        values = columns.get(limit.field, [])
        doubtful |= {index for index, value in enumerate(values) if len(value) > limit.length}
    return doubtful


def _against(field: Field, values: Sequence[str], companions: Sequence[str] | None, today: date | None) -> set[int]:
    looks = (*field.looks, *([_lies_ahead_of(today)] if field.past and today else []))
    if not looks:
        return set()
    if companions is None:
        wrong = {value for value in set(values) if value and _speaks_against(looks, value, {})}
        return {index for index, value in enumerate(values) if value in wrong} if wrong else set()
    pairs = list(zip(values, companions, strict=True))
    wrong_pairs = {
        pair for pair in set(pairs) if pair[0] and _speaks_against(looks, pair[0], {field.companion: pair[1]})
    }
    return {index for index, pair in enumerate(pairs) if pair in wrong_pairs} if wrong_pairs else set()


def _speaks_against(looks: Iterable[Look], value: str, content: Content) -> bool:
    return any(look(value, content) is not None for look in looks)


def _lies_ahead_of(today: date) -> Look:
    last = today.isoformat()
    return lambda value, _content: value if value > last else None
