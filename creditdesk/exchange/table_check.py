"""Whether the rows of a CSV keep to a Table Schema: the part of the standard that packages use, column by column.

Rows are taken some hundreds at a time and turned into columns, because one look at a column of short texts is far
quicker than one look at each cell; only columns that fail are gone through row by row for the line to name.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import islice
from typing import IO, Any

from creditdesk.exchange import day_forms
from creditdesk.exchange.delimited import LONGEST_CELL
from creditdesk.exchange.resources import ENCODING

MAX_FAULTS = 20
_ROWS_AT_ONCE = 500
_NUL = "\0"
_DIGITS = 18  # what a database keeps as a whole number


@dataclass(frozen=True, slots=True)
class Rule:
    """What a schema asks of one column; `readable` tells whether a non-empty text is of the column's type."""

    name: str
    required: bool
    longest: int | None
    words: frozenset[str] | None
    readable: Callable[[str], bool] | None

    def holds(self, column: Sequence[str]) -> bool:
        """Return whether every value of a column keeps the rule, looking at each different value once."""
        if (self.required and "" in column) or _NUL in "".join(column):
            return False
        if self.longest is not None and max(map(len, column)) > self.longest:
            return False
        return (self.words is None and self.readable is None) or not any(map(self.fault_of, set(column)))

    def fault_of(self, value: str) -> str | None:
        """Return what is wrong with one value, or None."""
        if not value:
            return "不能为空" if self.required else None
        if _NUL in value:
            return "含有空字符"
        if self.longest is not None and len(value) > self.longest:
            return f"超过 {self.longest} 个字"
        if self.words is not None and value not in self.words:
            return "不是允许的取值"
        return None if self.readable is None or self.readable(value) else "格式不符"


def rules_of(schema: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Return the rule of every column; ValueError, TypeError or KeyError when the schema is not of the kind we use."""
    return tuple(map(_rule, schema["fields"]))


def _rule(field: Mapping[str, Any]) -> Rule:
    constraints = field.get("constraints", {})
    longest, words = constraints.get("maxLength"), constraints.get("enum")
    if not isinstance(field["name"], str) or not isinstance(longest, int | None):
        raise TypeError("name or maxLength")
    return Rule(
        field["name"],
        constraints.get("required") is True,
        longest,
        None if words is None else frozenset(words),
        _reader(field["type"], field.get("format", "")),
    )


def _reader(kind: str, date_format: str) -> Callable[[str], bool] | None:
    if kind == "string":
        return None
    if kind == "date":
        # A column of dates has few different ones, and reading one is slow.
        day = day_forms.reader(date_format or day_forms.DASHED)
        return cache(lambda text: _reads(lambda: day(text)))
    if kind == "integer":
        return lambda text: len(text) <= _DIGITS and text.isascii() and text.isdigit()
    if kind == "number":
        return lambda text: _reads(lambda: _number(text))
    raise ValueError(f"type {kind}")


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError("no amount")
    return number


def _reads(read: Callable[[], object]) -> bool:
    try:
        read()
    except (ValueError, InvalidOperation):
        return False
    return True


@dataclass(slots=True)
class TableReport:
    """What was found in a table: its rows, how often each action occurs, and the first faults.

    A fault is a sentence without data of a person; rows are counted as a spreadsheet does, the header being row 1.
    """

    rows: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def check_table(data: IO[bytes], schema: Mapping[str, Any], counted: str = "action") -> TableReport:
    """Check a CSV against its schema and its primary key; bytes that are no UTF-8 or no CSV are a fault.

    `counted` names the column whose different words are counted.
    """
    report = TableReport()
    # The limit is one for the whole process, and other libraries lift it.
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = csv.reader(io.TextIOWrapper(data, ENCODING, newline=""), strict=True)
        _check(rows, rules_of(schema), [*schema.get("primaryKey", ())], counted, report)
    except UnicodeDecodeError:
        report.faults.append(f"第 {report.rows + 1} 行之后有内容不是 UTF-8 编码")
    except csv.Error:
        report.faults.append(f"第 {report.rows + 1} 行之后有内容不是规范的 CSV，或一格超过 {LONGEST_CELL} 个字")
    except (ValueError, TypeError, KeyError):
        report.faults.append("表结构（schema）缺项或写法不符")
    return report


def _check(
    rows: Iterator[list[str]], rules: Sequence[Rule], key: Sequence[str], counted: str, report: TableReport
) -> None:
    names = [rule.name for rule in rules]
    if next(rows, None) != names:
        report.faults.append("表头与表结构（schema）不一致")
        return
    actions = [place for place, name in enumerate(names) if name == counted]
    key_places = [names.index(name) for name in key]
    keys: set[tuple[str, ...]] = set()
    while len(report.faults) < MAX_FAULTS and (chunk := list(islice(rows, _ROWS_AT_ONCE))):
        first = report.rows + 2
        report.rows += len(chunk)
        columns = list(zip(*chunk, strict=False))
        report.faults += islice(_faults(chunk, columns, rules, first), MAX_FAULTS)
        if not report.faults:
            report.actions.update(*(columns[place] for place in actions))
            keys.update(zip(*(columns[place] for place in key_places), strict=True))
    if key and not report.faults and len(keys) < report.rows:
        report.faults.append(f"有 {report.rows - len(keys)} 行的 {'、'.join(key)} 与其他行重复")


def _faults(
    chunk: Sequence[Sequence[str]], columns: Sequence[Sequence[str]], rules: Sequence[Rule], first: int
) -> Iterator[str]:
    """Yield the faults of some rows, of which the first has this number."""
    ragged = [number for number, row in enumerate(chunk, start=first) if len(row) != len(rules)]
    if ragged:
        yield f"第 {ragged[0]} 行的列数不是 {len(rules)}"
        return
    for rule, column in zip(rules, columns, strict=True):
        if not rule.holds(column):
            for number, value in enumerate(column, start=first):
                if fault := rule.fault_of(value):
                    yield f"第 {number} 行 {rule.name} {fault}"
