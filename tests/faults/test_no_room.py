"""No room, no permission, errors at every write in turn: one sentence, nothing lost, and work goes on afterwards.

A limit on the length of files makes the write of each page of the log fail in turn, with an error of input and output.
A small disk in memory, filled to the last page, is really full; it needs the right to mount one.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.services import health, letters, objections, packages, releases
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import acting_as, objection, penalty
from tests.faults.killed import is_sound
from tests.hostile import everything
from tests.leaving import OPEN, SECOND, release

resource = pytest.importorskip("resource")

FRAME = 4120
"""What a page takes in the log."""

NOBODY = 65534


@contextmanager
def files_no_longer_than(length: int) -> Iterator[None]:
    """Let every write beyond this length fail."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def refusal(act: Callable[[], object]) -> str:
    """Do an act and return the sentence that refuses it, or nothing when it is done."""
    try:
        act()
    except Problem as problem:
        return problem.sentence
    return ""


def refused_until_there_is_room(desk: Desk, act: Callable[[], object], words: str, step: int = FRAME) -> int:
    """Try an act with a little more room each time until it succeeds; returns how many writes failed in turn.

    Each failure is one sentence and changes no row.
    """
    before, start = everything(desk), (desk.folder / "desk.db-wal").stat().st_size
    for turn in range(500):
        with files_no_longer_than(start + turn * step + 100):
            sentence = refusal(act)
        if not sentence:
            return turn
        assert words in sentence
        assert sentence.count("。") == 1
        assert everything(desk) == before
    raise AssertionError("the act never succeeds")


def test_saving_fails_at_every_write_in_turn_and_loses_nothing(desk: Desk) -> None:
    assert refused_until_there_is_room(desk, lambda: penalty(desk), "磁盘出错，刚才的操作没有保存") > 15
    assert health.counts(desk)["records"] == 1
    assert is_sound(desk)


def test_a_letter_fails_at_many_writes_in_turn_and_takes_no_number(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 12))
    failed = refused_until_there_is_room(desk, lambda: desk.perform(objections.accept, case), "磁盘出错", 5 * FRAME)
    assert failed > 8
    (row,) = letters.rows(desk, letters.ids(desk))
    assert row.number.endswith("1号")
    assert is_sound(desk)


def test_a_package_fails_at_many_writes_and_takes_no_number(desk: Desk) -> None:
    for number in range(10):
        penalty(desk, decision_number=f"示市监罚〔2026〕{number + 1}号")
    proposal = str(desk.perform(releases.propose).result["proposal"])
    with acting_as(desk, SECOND, "checker"):
        failed = refused_until_there_is_room(
            desk, lambda: desk.perform(releases.release, proposal), "磁盘出错", 3 * FRAME
        )
    assert failed > 3
    assert [line.serial for line in packages.ledger(desk)] == [1]
    assert is_sound(desk)


def test_a_desk_closes_without_room_and_keeps_every_act(desk: Desk) -> None:
    penalty(desk)
    with files_no_longer_than(4096):
        desk.close()
    assert (desk.folder / "desk.db-wal").stat().st_size > 0
    with Desk.open(desk.folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as again:
        assert health.counts(again)["records"] == 1
        assert is_sound(again)


def test_no_room_for_new_keys_keeps_the_old_passphrase(desk: Desk) -> None:
    before = (desk.folder / "keys.json").read_bytes()
    for length in range(0, len(before), 100):
        with files_no_longer_than(length), pytest.raises(Problem, match="无法写入"):
            desk.vault.change_passphrase(PASSPHRASE, "另一个足够长的示例口令")
        assert (desk.folder / "keys.json").read_bytes() == before
    desk.vault.change_passphrase(PASSPHRASE, "另一个足够长的示例口令")
    assert (desk.folder / "keys.json").read_bytes() != before


@pytest.fixture
def small_disk(founded: Path) -> Iterator[Path]:
    """A disk of eight megabytes with a desk on it."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder]
        if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("may not mount a disk")
        try:
            yield Path(shutil.copytree(founded, Path(folder) / "desk"))
        finally:
            subprocess.run(["umount", folder], check=True)


def test_a_full_disk_that_gets_one_page_more_each_time_loses_nothing(small_disk: Path) -> None:
    filler, failed = small_disk.parent / "filler", 0
    with Desk.open(small_disk, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        penalty(desk)
        before = everything(desk)
        filler.write_bytes(bytes(4096 * os.statvfs(small_disk).f_bavail))
        with pytest.raises(Problem, match="磁盘"):
            desk.vault.backup("手动")
        while sentence := refusal(lambda: penalty(desk, decision_number="示市监罚〔2026〕2号")):
            failed += 1
            assert "磁盘已满，刚才的操作没有保存" in sentence
            assert everything(desk) == before
            os.truncate(filler, filler.stat().st_size - 4096)
        filler.unlink()
        assert desk.vault.backup("手动").exists()
        assert {one.name for one in health.check(desk) if not one.ok} <= {"磁盘空间", *health.ADVICE}
    assert failed > 10


@contextmanager
def without_rights(*folders: Path) -> Iterator[None]:
    """Take the right to write into folders away, from root too by acting as nobody."""
    root = os.geteuid() == 0
    for folder in folders:
        folder.chmod(0o555)
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for folder in folders:
            folder.chmod(0o755)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that anybody may look into, unlike those of the tests."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_desk_in_a_folder_without_rights_is_refused_with_a_sentence(founded: Path, place: Path) -> None:
    folder = Path(shutil.copytree(founded, place / "desk"))
    with without_rights(folder), pytest.raises(Problem) as refused:
        Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)
    assert refused.value.sentence.count("。") == 1
    Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP).close()


def test_backups_and_keys_without_rights_are_refused_and_the_desk_works_on(desk: Desk) -> None:
    penalty(desk)
    keys = (desk.folder / "keys.json").read_bytes()
    with without_rights(desk.folder, desk.folder / "backups"):
        with pytest.raises(Problem, match="没有写入权限"):
            desk.vault.backup("手动")
        with pytest.raises(Problem, match="没有写入权限"):
            desk.vault.change_passphrase(PASSPHRASE, "另一个足够长的示例口令")
    assert (desk.folder / "keys.json").read_bytes() == keys
    penalty(desk, decision_number="示市监罚〔2026〕2号")
    assert desk.vault.backup("手动").exists()
    assert is_sound(desk)


def test_a_stick_without_rights_gets_nothing_and_may_be_tried_again(desk: Desk, place: Path) -> None:
    penalty(desk)
    made, stick = release(desk).result["packages"], place / "stick"
    stick.mkdir()
    with without_rights(stick), pytest.raises(Problem):
        releases.hand_over(desk, made, stick, OPEN)
    assert list(stick.iterdir()) == []
    assert releases.not_handed(desk) == tuple(made)
    releases.hand_over(desk, made, stick, OPEN)
    assert len(list(stick.iterdir())) == 1
