"""Every entry of a file is found on its line, whatever stands before it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from creditdesk import paths
from creditdesk.catalog.source import Key, Source

FILES = sorted(paths.forms().rglob("*.toml"))


def entries(data: Any, place: tuple[Key, ...] = ()) -> list[tuple[Key, ...]]:
    """Return the places of all entries below tables that are not written inline."""
    found = []
    for key, value in data.items():
        found.append((*place, key))
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            for number, row in enumerate(value):
                found += entries(row, (*place, key, number))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_entry_has_its_line(path: Path) -> None:
    source = Source.of(path)
    lines = path.read_text("utf-8").splitlines()
    data = tomllib.loads(path.read_text("utf-8"))
    for place in entries(data):
        line = lines[source.line(place) - 1]
        key = str(place[-1])
        assert key in line or key in lines[source.line(place[:-1]) - 1] or "sample" in line


def test_lines_inside_texts_are_not_entries(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('a = """\nb = 1\n[c]\n"""\nb = 2\n\n[[d]]\ne = 1\n[d.f]\ng = 1\n[[d]]\ne = 2\n', "utf-8")
    source = Source.of(path)
    assert source.line(("b",)) == 5
    assert source.line(("d", 0, "e")) == 8
    assert source.line(("d", 0, "f", "g")) == 10
    assert source.line(("d", 1, "e")) == 12
    assert source.line(("d", 1, "nothing")) == 11
    assert source.line(("nowhere",)) == 1
