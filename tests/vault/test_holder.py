"""Where the system's lock says nothing, the note does: who goes on is named, who ended gives way, who lost it stops."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from creditdesk.errors import Problem
from creditdesk.vault import Vault, processes
from creditdesk.vault.durable import replace_file
from creditdesk.vault.holder import Holder, Pace
from creditdesk.vault.lock import DATABASE, HOLDER_NAME, NAME, DeskLock
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE, open_desk
from tests.vault.test_lock import HOLD

ELSEWHERE = "示例的另一台电脑"


def nobody_waits(waited: int, most: int) -> None:
    """Stand where a desk must open, or be refused, at once."""
    raise AssertionError((waited, most))


AT_ONCE = Pace(tell=nobody_waits)


def opened(folder: Path, pace: Pace) -> Vault:
    return Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP, pace=pace)


def foreign(folder: Path) -> Holder:
    """Return who holds a desk on another computer, whose process has the number of one that runs here too."""
    return replace(Holder.here(folder), computer="another", host=ELSEWHERE, officer="李示例")


def keep(vault: Vault, name: str) -> None:
    with vault.writer.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO setting VALUES ('{name}', '1')")


def kept(vault: Vault) -> list[str]:
    with vault.reader.connect() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM setting").scalars())


@contextmanager
def beating(note: Path, holder: Holder) -> Iterator[None]:
    """Let a holder go on as another computer would: its note changes in its place."""
    ended = Event()
    note.write_bytes(holder.note(0))

    def beat() -> None:
        at = 0
        while not ended.wait(0.02):
            at += 1
            with note.open("r+b") as file:
                file.write(holder.note(at))

    thread = Thread(target=beat)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody delete a file that is open")
def test_a_second_lock_is_no_second_writer_and_a_killed_one_gives_way_at_once(
    folder: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    other = process(HOLD, folder)
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    (folder / NAME).unlink()
    with pytest.raises(Problem, match=f"进程 {other.pid}（工作人员：{OFFICER}）"):
        opened(folder, AT_ONCE)
    other.kill()
    other.wait()
    with opened(folder, AT_ONCE) as vault:
        assert vault.unclean_since
        assert kept(vault) == ["kept"]


def test_a_process_that_got_the_number_of_a_killed_one_is_not_taken_for_it(folder: Path) -> None:
    here = Holder.here(folder)
    (folder / HOLDER_NAME).write_bytes(replace(here, started="another moment").note(7))
    with opened(folder, AT_ONCE) as vault:
        assert vault.unclean_since == here.since


@pytest.mark.skipif(processes.started(os.getpid()) is None, reason="the system does not tell when a process started")
def test_a_process_that_runs_is_refused_by_name_at_once(folder: Path) -> None:
    other = os.getppid()
    note = replace(Holder.here(folder), pid=other, started=processes.started(other)).note(7)
    (folder / HOLDER_NAME).write_bytes(note)
    with pytest.raises(Problem, match=f"正被计算机 .* 上的进程 {other}，自"):
        opened(folder, AT_ONCE)
    assert (folder / HOLDER_NAME).read_bytes() == note


def test_what_this_process_held_itself_and_gave_free_is_free(folder: Path) -> None:
    (folder / HOLDER_NAME).write_bytes(Holder.here(folder).note(7))
    opened(folder, AT_ONCE).close()


def test_another_computer_that_goes_on_is_named(folder: Path) -> None:
    with (
        beating(folder / HOLDER_NAME, foreign(folder)),
        pytest.raises(Problem, match=f"正被计算机 {ELSEWHERE} 上的进程 {os.getpid()}（工作人员：李示例）"),
    ):
        opened(folder, Pace(wait=20))


def test_another_computer_that_stands_still_gives_way_as_after_an_unclean_end(folder: Path) -> None:
    left, told = foreign(folder), list[int]()
    (folder / HOLDER_NAME).write_bytes(left.note(41))
    with opened(folder, Pace(wait=0.2, tell=lambda waited, _most: told.append(waited))) as vault:
        assert vault.unclean_since == left.since
        keep(vault, "mine")
    assert told
    with opened(folder, AT_ONCE) as again:
        assert kept(again) == ["mine"]


def test_another_computer_that_closes_meanwhile_leaves_a_desk_that_was_closed(folder: Path) -> None:
    note = folder / HOLDER_NAME
    note.write_bytes(foreign(folder).note(3))
    with opened(folder, Pace(wait=20, tell=lambda _waited, _most: note.unlink(missing_ok=True))) as vault:
        assert vault.unclean_since == ""


def test_a_wait_that_is_broken_off_leaves_the_desk_as_it_was(folder: Path) -> None:
    note = foreign(folder).note(3)
    (folder / HOLDER_NAME).write_bytes(note)
    with pytest.raises(AssertionError):
        opened(folder, AT_ONCE)
    assert (folder / HOLDER_NAME).read_bytes() == note
    opened(folder, Pace(wait=0.1)).close()


def test_whoever_lost_his_note_saves_nothing_more_and_leaves_the_log_alone(folder: Path) -> None:
    vault = open_desk(folder)
    keep(vault, "before")
    (folder / HOLDER_NAME).unlink()
    with pytest.raises(Problem, match=r"使用登记 desk\.lock\.json 不见了.*请关闭后重新打开"):
        keep(vault, "after")
    with pytest.raises(Problem, match="这里不再保存"):
        vault.change_passphrase(PASSPHRASE, PASSPHRASE + "新")
    assert "不见了" in vault.read_only
    before = hashlib.sha256((folder / DATABASE).read_bytes()).digest()
    vault.close()
    assert hashlib.sha256((folder / DATABASE).read_bytes()).digest() == before
    with open_desk(folder) as again:
        assert kept(again) == ["before"]


def test_whoever_finds_another_in_his_place_says_who_and_lets_him_be(folder: Path) -> None:
    theirs = foreign(folder).note(1)
    with opened(folder, Pace(beat=0.02)) as vault:
        told, heard = list[str](), Event()
        vault.when_lost(lambda sentence: (told.append(sentence), heard.set()))
        replace_file(folder / HOLDER_NAME, theirs)
        assert heard.wait(20)
        assert f"已由计算机 {ELSEWHERE} 上的进程" in told[0]
        with pytest.raises(Problem, match=ELSEWHERE):
            keep(vault, "after")
    assert (folder / HOLDER_NAME).read_bytes() == theirs


def test_a_holder_goes_on_until_it_closes(folder: Path) -> None:
    note = folder / HOLDER_NAME
    lock = DeskLock(folder, pace=Pace(beat=0.01))
    seen = {note.read_bytes()}
    pause = Event()
    while len(seen) < 3:
        pause.wait(0.01)
        seen.add(note.read_bytes())
    lock.release()
    assert len({len(one) for one in seen}) == 1
    assert not note.exists()
    pause.wait(0.05)
    assert not note.exists()
