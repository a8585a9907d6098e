"""Reading one table of a form: every entry is asked for with its type, and what nobody asked for is a fault."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NoReturn, TypeVar

from creditdesk.catalog.source import Key, Source

T = TypeVar("T")
_TYPES = {
    str: "文字",
    int: "整数",
    bool: "true 或 false",
    date: "日期（2026-03-02）",
    list: "列表",
    dict: "表",
}
_NAMING = ("name", "header", "code", "field")


class Table:
    """One table of a file. `subject` names it in faults: 字段 fine_amount."""

    def __init__(self, source: Source, data: dict[str, Any], place: tuple[Key, ...] = (), subject: str = "") -> None:
        self._source = source
        self._data = data
        self._place = place
        self._asked: set[str] = set()
        self.subject = subject

    def refuse(self, key: str, sentence: str) -> NoReturn:
        """Raise the Problem for an entry of this table ("": the table itself)."""
        subject = " 的 ".join(part for part in (self.subject, key) if part)
        raise self._source.fault((*self._place, key) if key else self._place, subject, sentence)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not be empty."""
        value = self._take(key, str, default).strip()
        if default is None and not value:
            self.refuse(key, "不能为空")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number of at least zero."""
        value = self._take(key, int, default)
        if value < 0:
            self.refuse(key, "不能为负数")
        return value

    def count(self, key: str, unit: str = "") -> int:
        """Return a whole number of at least one; `unit` is what it counts, as faults name it."""
        value = self.number(key)
        if value < 1:
            self.refuse(key, f"至少是 1 {unit}".rstrip())
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """Return true or false."""
        return self._take(key, bool, default)

    def day(self, key: str) -> date:
        """Return a date that must be there."""
        return self._take(key, date, None)

    def day_or_none(self, key: str) -> date | None:
        """Return a date, or None when the entry is absent."""
        return self.day(key) if self.has(key) else None

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts, each of them once."""
        if default is not None and not self.has(key):
            return default
        values: list[Any] = self._take(key, list, None)
        for value in values:
            if not isinstance(value, str) or not value.strip():
                self.refuse(key, "只能列出不为空的文字")
        if len(set(values)) < len(values):
            self.refuse(key, "有重复的项")
        return tuple(values)

    def table(self, key: str) -> "Table":
        """Return the table below this key; an absent one is empty."""
        return Table(self._source, self._take(key, dict, {}), (*self._place, key), self.subject)

    def tables(self, key: str, subject: str) -> Iterator["Table"]:
        """Yield the tables of a list [[key]]; each is named in faults by `subject` and its name or number."""
        rows: list[Any] = self._take(key, list, [])
        for number, row in enumerate(rows):
            if not isinstance(row, dict):
                self.refuse(key, "应写成 [[…]] 的若干段")
            named = next((str(row[word]) for word in _NAMING if word in row), f"第 {number + 1} 项")
            yield Table(self._source, row, (*self._place, key, number), f"{subject} {named}")

    def pairs(self, key: str) -> dict[str, str]:
        """Return a table of texts; an absent one is empty."""
        data = self._take(key, dict, {})
        for name, value in data.items():
            if not isinstance(value, str):
                self.refuse(key, f"{name} 应为文字")
        return dict(data)

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """Return a table of lists of texts; an absent one is empty."""
        inner = self.table(key)
        return {name: inner.texts(name) for name in inner.keys}

    def anything(self, key: str) -> Any:
        """Return an entry of whatever type; it must be there."""
        return self._take(key, object, None)

    def has(self, key: str) -> bool:
        """Return whether the entry is there."""
        return key in self._data

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the names of the entries."""
        return tuple(self._data)

    def done(self) -> None:
        """Refuse entries nobody asked for: a mistyped key must not pass."""
        for key in self._data:
            if key not in self._asked:
                self.refuse(key, "不认识这一项，请检查拼写")

    def _take(self, key: str, wanted: type[T], default: T | None) -> T:
        self._asked.add(key)
        if key not in self._data:
            if default is None:
                self.refuse(key, "缺少这一项")
            return default
        value = self._data[key]
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)) or isinstance(value, datetime):
            self.refuse(key, f"应为{_TYPES[wanted]}")
        return value
