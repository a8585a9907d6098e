"""The platform's upload templates (报送模板): one workbook of one layout, its published header to the letter.

What a county added to a layout is left out: a platform refuses a workbook with columns it does not know.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column, Layout
from creditdesk.exchange import day_forms
from creditdesk.exchange.plain_books import write_book
from creditdesk.exchange.resources import Rewriting
from creditdesk.rules.china_time import in_china

__all__ = ["Template", "template_name", "write_template"]

_JOINT = ";"
Write = Callable[[str], str]


class Template:
    """The columns of one layout, ready to be filled from the contents of records."""

    def __init__(self, kind: RecordKind, layout: Layout) -> None:
        """Prepare the columns once, so that a row costs little."""
        self.name, self.layout = kind.label, layout
        self.columns = tuple(column for column in layout.columns if not column.added)
        self.header = tuple(column.header for column in self.columns)
        self._fields = [column.field for column in self.columns]
        self._rewritten: list[tuple[int, Mapping[str, str]]] = [
            (place, Rewriting(write))
            for place in range(len(self.columns))
            if (write := self._writing(kind, place)) is not None
        ]

    def cells(self, content: Mapping[str, str]) -> list[str]:
        """Return a record's cells in the order of the header, words as the layout's codes and dates in its form."""
        cells = [content.get(name, "") for name in self._fields]
        for place, rewriting in self._rewritten:
            cells[place] = rewriting[cells[place]]
        return cells

    def _writing(self, kind: RecordKind, place: int) -> Write | None:
        """Return how a column tells its field's value where that is not the value itself."""
        column = self.columns[place]
        shared = [each for each in self.columns if each.field == column.field]
        field = kind.field(column.field)
        if len(shared) > 1 and field.type == "choices":
            return _choice(column, shared.index(column), len(shared))
        if len(shared) > 1 or column.prefix:
            return _line(column, [each.prefix for each in shared if each.prefix])
        if column.code_set or column.words:
            return column.write
        if field.type == "date" and self.layout.date_format != day_forms.DASHED:
            return day_forms.writer(self.layout.date_format)
        return None


def _choice(column: Column, index: int, count: int) -> Write:
    """Several columns for one field of choices: one each, the last one takes the rest in words."""

    def write(value: str) -> str:
        choices = value.split(_JOINT)
        taken = choices[index:] if index == count - 1 else choices[index : index + 1]
        return column.write(taken[0]) if len(taken) == 1 else _JOINT.join(taken)

    return write


def _line(column: Column, prefixes: Sequence[str]) -> Write:
    """A column that is read behind a prefix takes the line with it; one without takes all other lines."""

    def write(value: str) -> str:
        lines = value.split("\n")
        if column.prefix:
            return next((line.removeprefix(column.prefix) for line in lines if line.startswith(column.prefix)), "")
        return "\n".join(line for line in lines if not line.startswith(tuple(prefixes)))

    return write


def template_name(serial: int, created: datetime, layout: Layout, suffix: str = "") -> str:
    """Return the file name of a template that tells of a package; names sort by day and serial number."""
    return f"{in_china(created):%Y%m%d}-{serial:04d}-{layout.name}{suffix}.xlsx"


def write_template(path: Path, template: Template, contents: Iterable[Mapping[str, str]]) -> int:
    """Write the workbook of some records; return how many rows it has. Raises as `write_book` does."""
    return write_book(path, template.name, template.header, map(template.cells, contents))
