"""From an older format: a copy is migrated, checked and swapped in; a kill leaves the old desk or the new one."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from creditdesk.errors import Problem
from creditdesk.vault import Vault, schema
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.schema import FORMAT
from tests.attacked import STARTED_KILLS
from tests.vault.desks import open_desk

resource = pytest.importorskip("resource")

SAVED = Path(__file__).parents[1] / "desks" / "format_1"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A saved desk of the oldest format."""
    return Path(shutil.copytree(SAVED, tmp_path / "old"))


def form(vault: Vault) -> int:
    with vault.reader.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def entries(vault: Vault) -> int:
    with vault.reader.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_the_old_desk_is_kept_as_a_backup_and_nothing_else_is_left(old: Path) -> None:
    before = (old / DATABASE).read_bytes()
    with open_desk(old) as vault:
        assert form(vault) == FORMAT
        assert [point.label for point in vault.points()] == ["升级前"]
    assert (old / DATABASE).read_bytes() != before
    assert sorted(path.name for path in old.iterdir()) == ["backups", "desk.db", "desk.lock", "keys.json"]


def test_a_migration_that_fails_leaves_the_old_desk(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a migration that does not work")

    with monkeypatch.context() as patched:
        patched.setattr(schema, "upgrade", fail)
        with pytest.raises(RuntimeError):
            open_desk(old)
    assert hidden(old) == []
    with open_desk(old) as vault:
        assert form(vault) == FORMAT


def test_a_migration_that_loses_rows_is_not_taken(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate = schema.upgrade

    def lose(connection: Connection, desk_id: str) -> None:
        migrate(connection, desk_id)
        connection.exec_driver_sql("DELETE FROM journal WHERE seq = 1")

    with monkeypatch.context() as patched:
        patched.setattr(schema, "upgrade", lose)
        with pytest.raises(Problem, match="保持升级前的样子"):
            open_desk(old)
    with open_desk(old) as vault:
        assert entries(vault) > 1


def test_no_room_for_the_copy_is_a_sentence_and_leaves_the_old_desk(old: Path) -> None:
    size = (old / DATABASE).stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, before[1]))
    try:
        with pytest.raises(Problem, match="磁盘"):
            open_desk(old)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert hidden(old) == []
    with open_desk(old) as vault:
        assert form(vault) == FORMAT


OPEN = """
import sys
from pathlib import Path
from tests.vault.desks import open_desk
print("begin", flush=True)
open_desk(Path(sys.argv[1])).close()
"""


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_an_upgrade_killed_at_any_moment_leaves_a_desk_that_opens_with_everything(
    old: Path, tmp_path: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    moments = random.Random(3)
    with open_desk(Path(shutil.copytree(old, tmp_path / "whole"))) as vault:
        expected = entries(vault)
    for turn in range(STARTED_KILLS):
        killed = Path(shutil.copytree(old, tmp_path / f"killed{turn}"))
        running = process(OPEN, killed)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(moments.uniform(0, 1.0))
        running.send_signal(signal.SIGKILL)
        running.wait()
        with open_desk(killed) as vault:
            assert (form(vault), entries(vault)) == (FORMAT, expected)
            assert all(point.whole for point in vault.points())
        assert hidden(killed) == []
