"""One process writes a desk; the others are told who."""

import json
import platform
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.vault import Vault
from creditdesk.vault.lock import DATABASE, HOLDER_NAME, DeskLock
from tests.vault.desks import OFFICER, open_desk

HOLD = """
import sys
from pathlib import Path
from tests.vault.desks import open_desk
vault = open_desk(Path(sys.argv[1]))
with vault.writer.begin() as connection:
    connection.exec_driver_sql("INSERT INTO setting VALUES ('kept', '1')")
print("open", flush=True)
sys.stdin.read()
"""


def test_another_process_is_named_and_a_killed_one_gives_way(
    folder: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    other = process(HOLD, folder)
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    with pytest.raises(Problem) as refused:
        open_desk(folder)
    for part in (str(other.pid), platform.node(), OFFICER):
        assert part in refused.value.sentence
    other.kill()
    other.wait()
    with open_desk(folder) as vault, vault.reader.connect() as connection:
        assert connection.exec_driver_sql("SELECT value FROM setting").scalars().all() == [1]


def test_the_same_process_cannot_open_a_desk_twice(vault: Vault) -> None:
    with pytest.raises(Problem, match="正被"):
        open_desk(vault.folder)
    with vault.writer.begin() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('still', 'mine')")


@pytest.mark.parametrize("note", [b"", b"[]", b"{}", b"\xff"], ids=repr)
def test_an_unreadable_note_still_says_that_the_desk_is_in_use(vault: Vault, note: bytes) -> None:
    (vault.folder / HOLDER_NAME).write_bytes(note)
    with pytest.raises(Problem, match="正被另一个程序使用"):
        open_desk(vault.folder)


def test_the_note_names_the_officer_and_goes_with_the_lock(folder: Path) -> None:
    lock = DeskLock(folder)
    lock.say("李示例")
    assert json.loads((folder / HOLDER_NAME).read_bytes())["officer"] == "李示例"
    lock.release()
    lock.release()
    assert not (folder / HOLDER_NAME).exists()


def test_a_folder_without_a_desk_is_left_untouched(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=f"中没有 {DATABASE}"):
        DeskLock(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_looked_into_is_a_sentence(tmp_path: Path) -> None:
    # A name longer than the system takes is refused to everybody, whatever rights the test runs with.
    with pytest.raises(Problem, match="看不到文件夹"):
        DeskLock(tmp_path / ("x" * 300))


def test_a_desk_reached_by_another_path_is_still_one_desk_with_one_writer(
    folder: Path, tmp_path: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    share = tmp_path / "share"
    share.symlink_to(folder, target_is_directory=True)
    other = process(HOLD, share)
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    with pytest.raises(Problem) as refused:
        open_desk(folder)
    assert str(other.pid) in refused.value.sentence
    assert OFFICER in refused.value.sentence
