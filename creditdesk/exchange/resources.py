"""One table of a package: its columns, their Table Schema, and its rows as CSV.

Four technical columns lead; then come the columns of the kind's reporting layout, the last one the kind names, and any
field of the kind that this layout does not have, so that nothing of a record is lost on the way.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Protocol

from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column, Layout
from creditdesk.errors import InputProblem
from creditdesk.exchange import day_forms

ACTIONS = ("new", "changed", "withdrawn")
CONTESTED = "异议中"
ENCODING = "utf-8"
MAX_TABLE_BYTES = 1024 * 2**20
_ROWS_PER_PIECE = 500
_TECHNICAL: tuple[dict[str, Any], ...] = (
    {"name": "uuid", "title": "记录标识", "type": "string", "constraints": {"required": True, "maxLength": 36}},
    {"name": "version", "title": "记录版本", "type": "integer", "constraints": {"required": True, "minimum": 1}},
    {"name": "action", "title": "操作", "type": "string", "constraints": {"required": True, "enum": [*ACTIONS]}},
    {"name": "marks", "title": "标注", "type": "string", "constraints": {"enum": [CONTESTED]}},
    {"name": "lineage", "title": "版本谱系", "type": "string", "constraints": {"required": True}},
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of one record on its way; a contested record is marked 异议中, `lineage` tells of its versions."""

    record_id: str
    version: int
    action: str
    kind: str
    content: Mapping[str, str]
    lineage: str
    contested: bool = False


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take the bytes."""


@dataclass(slots=True)
class Tally:
    """What was written of one resource."""

    bytes: int = 0
    digest: str = ""
    rows: int = 0
    actions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ACTIONS, 0))


class Resource:
    """The table of one kind of record, ready to be written."""

    def __init__(self, kind: RecordKind, layout: Layout | None) -> None:
        """Prepare the columns once, so that a row costs little; a kind without a layout has one column per field."""
        columns = layout.columns if layout else ()
        present = {column.field for column in columns}
        self.kind = kind
        self.path = f"data/{kind.name}.csv"
        self._date_format = layout.date_format if layout else day_forms.DASHED
        extra = [Column(each.label, each.code, each.name) for each in kind.fields if each.name not in present]
        self._columns = (*columns, *extra)
        self._fields = [column.field for column in self._columns]
        self._rewritten = [
            (place, Rewriting(rewrite))
            for place, column in enumerate(self._columns, start=len(_TECHNICAL))
            if (rewrite := self._rewrite(column))
        ]

    def _rewrite(self, column: Column) -> Callable[[str], str] | None:
        """Return how a value of this column is written where that is not the value itself."""
        if column.code_set:
            return column.write
        if self.kind.field(column.field).type == "date" and self._date_format != day_forms.DASHED:
            return day_forms.writer(self._date_format)
        return None

    def schema(self) -> dict[str, Any]:
        """Return the Table Schema of the table."""
        columns = [_column_schema(column, self.kind.field(column.field), self._date_format) for column in self._columns]
        return {"fields": [*_TECHNICAL, *columns], "missingValues": [""], "primaryKey": ["uuid"]}

    def write(self, entries: Iterable[Entry], sink: Sink) -> Tally:
        """Write the header and a row for every entry as CSV; return the measures of what was written."""
        tally, digest = Tally(), hashlib.sha256()
        for piece in self._pieces(entries, tally):
            data = encoded(piece)
            digest.update(data)
            tally.bytes += len(data)
            if tally.bytes > MAX_TABLE_BYTES:
                raise InputProblem(f"{self.kind.label}数据超过 {MAX_TABLE_BYTES // 2**20} MB，请分批报送。")
            sink.write(data)
        tally.digest = digest.hexdigest()
        return tally

    def _pieces(self, entries: Iterable[Entry], tally: Tally) -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow([*(each["name"] for each in _TECHNICAL), *map(name_of, self._columns)])
        for entry in entries:
            writer.writerow(self._row(entry))
            tally.rows += 1
            tally.actions[entry.action] += 1
            if tally.rows % _ROWS_PER_PIECE == 0:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue()

    def _row(self, entry: Entry) -> list[str]:
        content = entry.content
        row = [entry.record_id, str(entry.version), entry.action, CONTESTED if entry.contested else "", entry.lineage]
        row += map(content.get, self._fields, repeat(""))
        for place, rewriting in self._rewritten:
            row[place] = rewriting[row[place]]
        return row

    def read(self, rows: Iterable[Sequence[str]]) -> Iterator[Entry]:
        """Yield what the rows of such a table say, the header left out; the table was checked against the schema."""
        back = [(column.field, Rewriting(read)) for column in self._columns if (read := self._read_back(column))]
        for row in rows:
            record_id, version, action, marks, lineage, *cells = row
            content = {name: cell for name, cell in zip(self._fields, cells, strict=True) if cell}
            for name, kept in back:
                if name in content:
                    content[name] = kept[content[name]]
            yield Entry(record_id, int(version), action, self.kind.name, content, lineage, marks == CONTESTED)

    def _read_back(self, column: Column) -> Callable[[str], str] | None:
        """Return how a cell of this column is read back where that is not the cell itself."""
        if column.code_set:
            return column.read
        if self.kind.field(column.field).type == "date" and self._date_format != day_forms.DASHED:
            read = day_forms.reader(self._date_format)
            return lambda cell: read(cell).isoformat()
        return None


class Rewriting(dict[str, str]):
    """Values as they are written, each worked out once: a column of dates or codes has few different ones."""

    def __init__(self, rewrite: Callable[[str], str]) -> None:
        super().__init__({"": ""})
        self._rewrite = rewrite

    def __missing__(self, value: str) -> str:
        self[value] = written = self._rewrite(value)
        return written


def encoded(text: str) -> bytes:
    """Return a text as a file has it; InputProblem for characters no file can have."""
    try:
        if "\0" not in text:
            return text.encode(ENCODING)
    except UnicodeEncodeError as error:
        raise InputProblem("记录里有无法写入文件的残缺字符，请在信用记录中查出并改正后重新生成数据包。") from error
    raise InputProblem("记录里有空字符（NUL），请在信用记录中查出并改正后重新生成数据包。")


def name_of(column: Column) -> str:
    """Return the header of a column in the CSV: the code of the layout, else the name of the field."""
    return column.code or column.field


def _column_schema(column: Column, field: Field, date_format: str) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name_of(column), "title": column.header}
    constraints: dict[str, Any] = {"required": True} if field.required and not field.when.wanted else {}
    if field.type == "date":
        described |= {"type": "date", "format": date_format}
    elif field.type == "money":
        described |= {"type": "number"}
    else:
        described |= {"type": "string"}
        constraints |= {"maxLength": field.length} if field.length and not column.code_set else {}
    return described | ({"constraints": constraints} if constraints else {})
