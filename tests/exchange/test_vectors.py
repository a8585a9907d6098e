"""The fixed packages of tests/vectors: exactly what their index says is said of each, and they can be made again."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from creditdesk.exchange.archive import DESCRIPTOR, SIGNATURE
from creditdesk.exchange.envelopes import open_envelope
from tests.vectors.faults import FAULTS, members_of
from tests.vectors.make_vectors import HERE, INDEX, Vector, good, keys, said, write

ENTRIES: list[dict[str, Any]] = json.loads((HERE / INDEX).read_text("utf-8"))
BY_FILE = {entry["file"]: entry for entry in ENTRIES}


@pytest.mark.parametrize("name", BY_FILE)
def test_what_the_index_says_is_said(name: str) -> None:
    entry = BY_FILE[name]
    assert said(HERE, entry) == (entry["ok"], entry["says"])
    assert entry["ok"] == name.startswith("good-")
    assert entry["says"]


def test_the_index_tells_of_every_file() -> None:
    assert sorted(BY_FILE) == sorted(path.name for path in HERE.iterdir() if ".zip" in path.name)


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_named_by_what_is_said(name: str) -> None:
    assert FAULTS[name].said in " ".join(BY_FILE[f"bad-{name}.zip"]["says"])


def content_of(name: str, data: bytes) -> list[tuple[str, Any, Any]]:
    """Return what a package says, without what hangs on the moment of a signature."""
    if name.endswith(".p7m"):
        platform = keys(HERE)["platform"]
        data = open_envelope(data, platform.key_pem, platform.certificate_pem)
    return [
        (info.filename, info.date_time, _steady(content) if info.filename == DESCRIPTOR else content)
        for info, content in members_of(data)
        if info.filename != SIGNATURE
    ]


def _steady(content: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(content)
    ours = told["creditdesk"]
    del ours["archive"]  # how a table is deflated depends on the machine's zlib
    ours["previous"] = ours["previous"] is not None
    if "answers" in ours:
        del ours["answers"]["hash"]
    return told


def test_the_good_ones_are_made_again_the_same() -> None:
    def told(vector: Vector) -> object:
        return content_of(vector.name, vector.data)

    again = {vector.name: told(vector) for vector in good(keys(HERE))}
    assert again == {name: content_of(name, (HERE / name).read_bytes()) for name in BY_FILE if BY_FILE[name]["ok"]}


def test_the_index_is_made_again_but_for_the_moments_of_signatures(tmp_path: Path) -> None:
    for path in HERE.glob("*.pem"):
        shutil.copy(path, tmp_path)
    write(tmp_path, keys(tmp_path))
    again = {entry["file"]: entry for entry in json.loads((tmp_path / INDEX).read_text("utf-8"))}
    assert list(again) == list(BY_FILE)
    for name, entry in BY_FILE.items():
        assert {**entry, "previous": None, "says": len(entry["says"])} == (
            {**again[name], "previous": None, "says": len(again[name]["says"])}
        )


KINDS_OF_ATTACK = (
    *("added", "removed", "renamed", "reordered", "repacked", "path-up", "link", "twice", "many", "bomb"),
    *("stranger", "forged", "expired", "early", "made-early", "description-changed"),
    *("huge-cell", "nul", "gb18030", "format-2", "previous-of-the-first", "rows", "counts", "gap", "no-json"),
)


def test_attacks_of_different_kinds_are_told_apart() -> None:
    said_first = {name: BY_FILE[f"bad-{name}.zip"]["says"][0] for name in KINDS_OF_ATTACK}
    assert len(set(said_first.values())) == len(KINDS_OF_ATTACK)
