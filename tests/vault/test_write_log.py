"""A damaged write-ahead log is told before it is played; one that a kill left is none."""

import random
import shutil
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.vault import write_log
from tests.vault.desks import flip, open_desk

LOG = "desk.db-wal"
ACTS = 8


@pytest.fixture
def logged(folder: Path, tmp_path: Path) -> Path:
    """A desk that was left in the middle of its work: eight acts are in the log and in no other file."""
    with open_desk(folder) as vault:
        for number in range(ACTS):
            with vault.writer.begin() as connection:
                connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", (str(number), "示例" * 2000))
        left = shutil.copytree(folder, tmp_path / "left")
    (left / f"{LOG[:-4]}-shm").unlink()
    return Path(left)


def acts(folder: Path) -> int:
    with open_desk(folder) as vault, vault.reader.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM setting").scalar_one())


def test_a_log_left_by_a_kill_is_played_without_a_word(logged: Path) -> None:
    assert acts(logged) == ACTS
    assert list(logged.glob("damaged-*")) == []


def test_every_flipped_bit_is_noticed(logged: Path) -> None:
    whole = (logged / LOG).read_bytes()
    chance = random.Random(3)
    places = [
        *range(56),
        *(chance.randrange(len(whole)) for _ in range(150)),
        *range(len(whole) - 4120, len(whole), 97),
    ]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        assert write_log.damaged(bytes(changed)), place


def test_a_log_that_ends_anywhere_is_what_a_kill_leaves(logged: Path) -> None:
    whole = (logged / LOG).read_bytes()
    assert not any(write_log.damaged(whole[:length]) for length in range(0, len(whole), 1013))


def test_an_unfinished_transaction_and_older_frames_behind_it_are_no_damage(logged: Path) -> None:
    whole = (logged / LOG).read_bytes()
    frame = bytearray(whole[-4120:])
    frame[4:8] = bytes(4)
    assert not write_log.damaged(whole + frame)
    older = bytearray(whole[-4120:])
    older[8:16] = bytes(8)
    assert not write_log.damaged(whole + older)


def test_a_damaged_log_is_told_once_and_kept(logged: Path) -> None:
    flip(logged / LOG, (logged / LOG).stat().st_size // 2)
    data = (logged / LOG).read_bytes()
    with pytest.raises(Problem, match=r"写入日志.*受损.*再重新打开"):
        open_desk(logged)
    (kept,) = logged.glob("damaged-*.wal")
    assert kept.read_bytes() == data
    assert acts(logged) < ACTS
    assert kept.read_bytes() == data
