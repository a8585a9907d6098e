"""A backup is a desk that was proved, or it is not there."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.vault import RecoveryCard, Vault, backup
from creditdesk.vault.lock import DATABASE
from tests.attacked import STARTED_KILLS
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE, flip, open_desk


def fill(vault: Vault, rows: int) -> None:
    with vault.writer.begin() as connection:
        values = [(str(number), "示例" * 500) for number in range(rows)]
        connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", values)


def count(vault: Vault) -> int:
    with vault.reader.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM setting").scalar_one())


def test_a_backup_is_a_desk_of_its_own(vault: Vault, card: RecoveryCard) -> None:
    fill(vault, 50)
    place = vault.backup("批量导入 前/后")
    fill_again = vault.writer
    with fill_again.begin() as connection:
        connection.exec_driver_sql("DELETE FROM setting")
    assert place.parent == vault.folder / "backups"
    assert place.name[16:] == "批量导入-前-后"
    assert {path.name for path in place.iterdir()} == {DATABASE, "keys.json", "point.json"}
    with Vault.open(place, OFFICER, PASSPHRASE, cost=CHEAP) as copy:
        assert count(copy) == 50
        assert copy.recovery_card() == card
    assert count(vault) == 0


def test_what_another_thread_has_not_committed_is_not_in_the_backup(vault: Vault) -> None:
    fill(vault, 5)
    with vault.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM setting")
        place = vault.backup("同时")
    with open_desk(place) as copy:
        assert count(copy) == 5


def test_what_another_process_commits_while_the_copy_is_made_is_not_in_the_backup(vault: Vault) -> None:
    fill(vault, 2000)
    written: list[int] = []

    def write(done: int, total: int) -> None:
        if done < total:
            with vault.writer.begin() as connection:
                connection.exec_driver_sql("INSERT INTO setting VALUES (?, '1')", (f"meanwhile {len(written)}",))
            written.append(done)

    place = vault.backup("同时", progress=write)
    assert written
    with open_desk(place) as copy:
        assert count(copy) == 2000
    assert count(vault) == 2000 + len(written)


def test_a_backup_that_is_not_wanted_any_more_leaves_nothing(vault: Vault) -> None:
    class Unwanted(Exception):
        pass

    for stop_at_the_check in (False, True):

        def stop(done: int, total: int, checking: bool = stop_at_the_check) -> None:
            if done == total or not checking:
                raise Unwanted

        fill(vault, 2000) if not stop_at_the_check else None
        with pytest.raises(Unwanted):
            vault.backup("手动", progress=stop)
        assert list((vault.folder / "backups").iterdir()) == []


def test_backups_within_one_second_have_names_of_their_own(vault: Vault) -> None:
    now = datetime(2026, 3, 2, 8, 30).astimezone()
    names = [backup.make(vault.folder, vault._key, "手动", now).name for _ in range(3)]
    assert names == ["20260302-083000-手动", "20260302-083000-手动-2", "20260302-083000-手动-3"]
    assert backup.newest(vault.folder) == now


def test_a_damaged_desk_gives_no_backup(folder: Path) -> None:
    with open_desk(folder) as vault:
        fill(vault, 100)
    flip(folder / DATABASE, (folder / DATABASE).stat().st_size - 4096 * 20 + 50)
    with open_desk(folder) as vault:
        with pytest.raises(Problem, match="已损坏"):
            vault.backup("手动")
        assert list((folder / "backups").iterdir()) == []
        assert backup.newest(folder) is None


def test_a_copy_that_differs_is_void(vault: Vault) -> None:
    place = vault.backup("手动")
    with pytest.raises(Problem, match="条数与原库不一致"):
        backup.prove(place / DATABASE, vault._key, {"setting": 1})


BACKUP = """
import sys
from pathlib import Path
from tests.vault.desks import open_desk
vault = open_desk(Path(sys.argv[1]))
print("begin", flush=True)
while True:
    vault.backup("循环")
"""


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_a_killed_backup_is_none(folder: Path, process: Callable[..., subprocess.Popen[str]]) -> None:
    with open_desk(folder) as vault:
        fill(vault, 2000)
    moments = random.Random(7)
    for _ in range(STARTED_KILLS):
        running = process(BACKUP, folder)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(moments.uniform(0, 0.4))
        running.send_signal(signal.SIGKILL)
        running.wait()
    with open_desk(folder) as vault:
        last = vault.backup("最后")
        assert count(vault) == 2000
    finished = sorted((folder / "backups").iterdir())
    assert last in finished
    assert not [path for path in finished if path.suffix]
    for place in finished:
        with open_desk(place) as copy:
            assert count(copy) == 2000


def test_the_age_of_the_newest_backup_is_known(vault: Vault) -> None:
    assert backup.newest(vault.folder) is None
    (vault.folder / "backups" / "别的-东西").mkdir()
    now = datetime.now().astimezone()
    for days in (3, 1, 2):
        backup.make(vault.folder, vault._key, "手动", now - timedelta(days=days))
    newest = backup.newest(vault.folder)
    assert newest is not None
    assert abs(now - timedelta(days=1) - newest) < timedelta(seconds=1)
