"""One column of a sheet at a time: each different cell is cleaned and looked at once, however often it occurs."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column


class _Cleaned(dict[str, str]):
    """Cells and what becomes of them."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        super().__init__({"": ""})
        self._clean = clean

    def __missing__(self, cell: str) -> str:
        self[cell] = value = self._clean(cell)
        return value


def clean_column(field: Field, column: Column, cells: Iterable[str]) -> list[str]:
    """Return the canonical values of a column's cells, with the layout's codes turned into words."""
    cleaned = _Cleaned((lambda cell: field.clean(column.read(cell))) if column.code_set else field.clean)
    return [cleaned[cell] for cell in cells]


def doubtful_rows(kind: RecordKind, columns: dict[str, list[str]], today: date | None) -> set[int]:
    """Return the indexes of all rows in which anything speaks against a value; no fault of a value is missed."""
    doubtful: set[int] = set()
    for name, values in columns.items():
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
    if companions is None:
        wrong = {value for value in set(values) if value and _speaks_against(field, value, {}, today)}
        return {index for index, value in enumerate(values) if value in wrong} if wrong else set()
    pairs = list(zip(values, companions, strict=True))
    wrong_pairs = {
        pair for pair in set(pairs) if pair[0] and _speaks_against(field, pair[0], {field.companion: pair[1]}, today)
    }
    return {index for index, pair in enumerate(pairs) if pair in wrong_pairs} if wrong_pairs else set()


def _speaks_against(field: Field, value: str, content: dict[str, str], today: date | None) -> bool:
    if field.past and today and value > today.isoformat():
        return True
    looks = (field.check, field.warn, field.advise)
    return any(look(value, content) is not None for look in looks)
