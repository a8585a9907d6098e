"""One column of a sheet at a time: each different cell is cleaned and looked at once, however often it occurs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from creditdesk.catalog.fields.base import Content, Field, Look
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column, Recognition, Supplied
from creditdesk.exchange.pulse import Pulse, still

K = TypeVar("K")
_REMEMBERED = 20_000


class _Cleaned(dict[str, str]):
    """Cells and what becomes of them."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        super().__init__({"": ""})
        self._clean = clean

    def __missing__(self, cell: str) -> str:
        self[cell] = value = self._clean(cell)
        return value


class Judged(dict[K, bool]):
    """Values and whether something holds for them: each is judged once while some thousands are remembered."""

    def __init__(self, judge: Callable[[K], bool]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, value: K) -> bool:
        self[value] = holds = self._judge(value)
        return holds

    def indexes(self, values: Iterable[K]) -> set[int]:
        """Return the indexes of the values for which it holds."""
        judged = [*map(self.__getitem__, values)]
        if len(self) > _REMEMBERED:
            self.clear()
        return {index for index, holds in enumerate(judged) if holds} if True in judged else set()


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


class Doubts:
    """Finds the rows in which anything speaks against a value; what was looked at once is remembered."""

    def __init__(self, kind: RecordKind, today: date | None) -> None:
        self._kind = kind
        self._fields = {field.name: _Doubt(field, today) for field in kind.fields}

    def rows(self, columns: Mapping[str, Sequence[str]], pulse: Pulse = still) -> set[int]:
        """Return the indexes of all rows in which a value is doubtful; no fault of a value is missed."""
        doubtful: set[int] = set()
        for number, (name, values) in enumerate(columns.items()):
            pulse(number / len(columns))
            doubtful |= self._fields[name].rows(values, columns)
        for order in self._kind.orders:
            pairs = zip(columns.get(order.earlier, ()), columns.get(order.later, ()), strict=False)
            doubtful |= {index for index, (earlier, later) in enumerate(pairs) if later < earlier and later}
        for limit in self._kind.limits:
            doubtful |= _longer(columns.get(limit.field, ()), limit.length)
        return doubtful


class _Doubt:
    """Looks at one field's values, each together with what it is read with."""

    def __init__(self, field: Field, today: date | None) -> None:
        self._companion = field.companion
        self._length = field.length if field.plain else 0
        looks = () if field.plain else field.looks
        self._looks = (*looks, _lies_ahead_of(today)) if field.past and today else looks
        self._single = Judged[str](lambda value: self._against(value, {}))
        self._paired = Judged[tuple[str, str]](lambda pair: self._against(pair[0], {self._companion: pair[1]}))

    def rows(self, values: Sequence[str], columns: Mapping[str, Sequence[str]]) -> set[int]:
        """Return the indexes of the values that are doubtful."""
        found = _longer(values, self._length) if self._length else set()
        if self._looks:
            paired = self._companion in columns
            pairs = zip(values, columns[self._companion], strict=True) if paired else ()
            found |= self._paired.indexes(pairs) if paired else self._single.indexes(values)
        return found

    def _against(self, value: str, content: Content) -> bool:
        return bool(value) and any(look(value, content) is not None for look in self._looks)


def _longer(values: Sequence[str], length: int) -> set[int]:
    if max(map(len, values), default=0) <= length:
        return set()
    return {index for index, value in enumerate(values) if len(value) > length}


def _lies_ahead_of(today: date) -> Look:
    last = today.isoformat()
    return lambda value, _content: value if value > last else None
