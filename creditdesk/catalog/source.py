"""A TOML file of forms/ with the line of every entry, so that a fault can be found by a person."""

import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from creditdesk.errors import Problem

Key = str | int
_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_\-.]+)\s*\]\]?\s*(?:#.*)?$")
_ENTRY = re.compile(r"\s*([A-Za-z0-9_\-.]+|\"[^\"]*\")\s*=\s*(.*)$")
_QUOTES = ('"""', "'''")
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class Source:
    """One file: its parsed data and where each entry stands in the text."""

    def __init__(self, name: str, content: bytes) -> None:
        """Parse the content of the file of this name; one that is no TOML in UTF-8 is refused with its line."""
        self.name = name
        try:
            self.text = content.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise Problem(f"{self.name} 不是 UTF-8 编码的文本文件，请另存为 UTF-8 后重试。") from fault
        try:
            self.data: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as fault:
            line = _TOML_LINE.search(str(fault))
            number = line[1] if line and line[1] else str(self.text.count("\n") + 1)
            raise Problem(f"{self.name} 第 {number} 行不符合 TOML 写法，请改正这一行（{fault}）。") from fault
        except RecursionError as fault:
            raise Problem(f"{self.name} 里的括号套得太深，请按表单的写法重写。") from fault

    @classmethod
    def of(cls, path: Path) -> Self:
        """Read a file of the program's own forms folder."""
        return cls(f"{path.parent.name}/{path.name}", path.read_bytes())

    @cached_property
    def _lines(self) -> Mapping[tuple[Key, ...], int]:
        # Only a faulty file is searched for its lines; the sound ones need not wait for it at every start.
        return _lines_of(self.text)

    def line(self, place: tuple[Key, ...]) -> int:
        """Return the line of the entry at this place, or of the nearest one that contains it."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def fault(self, place: tuple[Key, ...], subject: str, sentence: str) -> Problem:
        """Return the Problem that names file, line and field."""
        where = f"{subject}：" if subject else ""
        return Problem(f"{self.name} 第 {self.line(place)} 行，{where}{sentence}。")


def _lines_of(text: str) -> Mapping[tuple[Key, ...], int]:
    """Map every table and key to its line; values over several lines are skipped over."""
    lines: dict[tuple[Key, ...], int] = {}
    counts: dict[tuple[Key, ...], int] = {}
    table: tuple[Key, ...] = ()
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
        elif header := _HEADER.match(line):
            table = _table_at(header[2], header[1] == "[[", counts)
            lines.setdefault(table, number)
            if header[1] == "[[":
                lines.setdefault(table[:-1], number)
        elif entry := _ENTRY.match(line):
            lines.setdefault((*table, *_keys(entry[1])), number)
            closing = next((quote for quote in _QUOTES if entry[2].count(quote) == 1), "")
    return lines


def _keys(dotted: str) -> tuple[Key, ...]:
    return tuple(part.strip().strip('"') for part in dotted.split("."))


def _table_at(dotted: str, listed: bool, counts: dict[tuple[Key, ...], int]) -> tuple[Key, ...]:
    """Return the place of a [table] or of the next [[table]], below the newest row of the lists it lies in."""
    place: tuple[Key, ...] = ()
    keys = _keys(dotted)
    for depth, key in enumerate(keys, start=1):
        place = (*place, key)
        if listed and depth == len(keys):
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place
