"""A file that an officer names is wholly there or as it was before, on a full disk too; all are written in one way."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.errors import Problem
from creditdesk.exchange.whole_files import new_file, replace_file, replacing

resource = pytest.importorskip("resource")

GOOD = b"the earlier good one"
ROOM = 4096


def new(path: Path, data: bytes) -> None:
    with new_file(path) as file:
        file.write(data)


def piece_by_piece(path: Path, data: bytes) -> None:
    with replacing(path) as file:
        for at in range(0, len(data), 100):
            file.write(data[at : at + 100])


@pytest.mark.parametrize("write", [replace_file, piece_by_piece, new])
def test_a_disk_without_room_leaves_no_half_file_and_the_earlier_one(
    write: Callable[[Path, bytes], None], tmp_path: Path
) -> None:
    path = tmp_path / "受理.pdf"
    if write is not new:
        path.write_bytes(GOOD)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        with pytest.raises(Problem, match="无法写入"):
            write(path, bytes(ROOM + 1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == ([] if write is new else [GOOD])
    write(path, bytes(ROOM + 1))
    assert path.read_bytes() == bytes(ROOM + 1)


def test_no_room_of_the_house_writes_an_officers_file_in_another_way() -> None:
    rooms = ("ui", "services", "cli", "documents", "exchange")
    sources = [file for room in rooms for file in (paths.forms().parent / "creditdesk" / room).rglob("*.py")]
    other = re.compile(r"write_bytes\(|write_text\(|\.open\(\"[wax]")
    assert len(sources) > 100
    assert [file.name for file in sources if other.search(file.read_text("utf-8"))] == []
