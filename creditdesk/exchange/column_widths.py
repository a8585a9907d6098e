"""How wide the columns of an xlsx file are, so that a workbook that goes back looks like the one that came.

Only the beginning of each sheet is read, and nothing depends on the answer: what cannot be understood has no width.
"""

import re
import zipfile
from html import unescape
from pathlib import Path

_START = 16 * 2**10
_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_COLUMN = re.compile(r"<(?:\w+:)?col\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_MOST_COLUMNS = 1000
_WIDEST = 255.0


def widths_of(path: Path) -> dict[str, tuple[float, ...]]:
    """Return the widths in characters of each sheet's columns from A on, 0 where the file says nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            links = {each.get("Id"): each.get("Target", "") for each in _tags(_LINK, _text(archive, _LINKS))}
            sheets = [(each.get("name", ""), links.get(_id(each))) for each in _tags(_SHEET, _text(archive, _WORKBOOK))]
            return {name: _widths(archive, target) for name, target in sheets if target}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError):
        return {}


def _id(sheet: dict[str, str]) -> str | None:
    return next((value for key, value in sheet.items() if key.endswith(":id")), None)


def _text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as member:
        return member.read(_START).decode("utf-8", "replace")


def _tags(pattern: re.Pattern[str], text: str) -> list[dict[str, str]]:
    return [
        {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(attributes)}
        for attributes in pattern.findall(text)
    ]


def _widths(archive: zipfile.ZipFile, target: str) -> tuple[float, ...]:
    name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    widths: list[float] = []
    for column in _tags(_COLUMN, _text(archive, name).partition("sheetData")[0]):
        first, last = int(column.get("min", "1")), min(int(column.get("max", "1")), _MOST_COLUMNS)
        widths += [0.0] * (last - len(widths))
        widths[max(first - 1, 0) : last] = [_width(column)] * (last - max(first - 1, 0))
    return tuple(widths[:_MOST_COLUMNS])


def _width(column: dict[str, str]) -> float:
    width = float(column.get("width", "0"))
    return width if 0 < width <= _WIDEST else 0.0
