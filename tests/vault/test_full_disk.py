"""A disk without room: one sentence, nothing lost, and work goes on when there is room again.

A limit on the length of files stands for the full disk.
"""

import pytest

from creditdesk.errors import Problem
from creditdesk.vault import Vault

resource = pytest.importorskip("resource")


def fill(vault: Vault, rows: int) -> None:
    with vault.writer.begin() as connection:
        values = [(str(number), "示例" * 500) for number in range(rows)]
        connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", values)


def count(vault: Vault) -> int:
    with vault.reader.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM setting").scalar_one())


@pytest.mark.parametrize("room", [0, 100, 50_000, 200_000])
def test_no_room_for_a_backup_is_a_sentence_and_harms_nothing(vault: Vault, room: int) -> None:
    fill(vault, 300)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(Problem, match="磁盘"):
            vault.backup("手动")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list((vault.folder / "backups").iterdir()) == []
    assert vault.backup("手动").exists()
    assert count(vault) == 300
