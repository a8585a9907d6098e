"""The check finds what is wrong and says what to do; it changes nothing."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from creditdesk.vault import Vault, search
from creditdesk.vault.checking import Finding
from creditdesk.vault.faults import Damaged
from creditdesk.vault.lock import DATABASE
from tests.vault.desks import flip, open_desk

SOURCES = {"setting": "SELECT name FROM setting"}


def finding(vault: Vault, name: str) -> Finding:
    return next(found for found in vault.check(SOURCES) if found.name == name)


@pytest.fixture
def indexed(vault: Vault) -> Vault:
    with vault.writer.begin() as connection:
        for name in ("甲", "乙"):
            connection.exec_driver_sql("INSERT INTO setting VALUES (?, '1')", (name,))
            search.put(connection, search.Entry("setting", name, f"{name}示例有限公司", [], [f"牟〔2026〕{name}号"]))
    return vault


def test_a_sound_desk_with_a_backup_is_all_in_order(indexed: Vault) -> None:
    indexed.backup("手动")
    before = (indexed.folder / "keys.json").read_bytes()
    assert [found for found in indexed.check(SOURCES) if not found.ok] == []
    assert (indexed.folder / "keys.json").read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM search_key WHERE rowid_hidden IS NULL",
        "INSERT INTO search_key VALUES (1, 'stray', 99)",
        "UPDATE search_entry SET words = '改 过'",
        "INSERT INTO search_text (search_text) VALUES ('delete-all')",
        "INSERT INTO setting VALUES ('丙', '1')",
        "DELETE FROM setting WHERE name = '甲'",
    ],
)
def test_an_index_that_differs_is_found(indexed: Vault, damage: str) -> None:
    statement = damage.replace("rowid_hidden IS NULL", "key = '甲示例有限公司'")
    with indexed.writer.begin() as connection:
        connection.exec_driver_sql(statement)
    found = finding(indexed, "搜索索引")
    assert not found.ok
    assert "重建搜索索引" in found.sentence


def test_a_row_that_points_nowhere_is_found(indexed: Vault) -> None:
    raw = indexed.writer.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys = OFF")
    raw.cursor().execute("INSERT INTO draft VALUES ('1', 'nobody', 'xzxk', '{}', '')")
    raw.cursor().execute("PRAGMA foreign_keys = ON")
    raw.close()
    assert finding(indexed, "数据关联").sentence.startswith("有 1 行指向不存在的数据")


def test_a_damaged_page_is_a_finding_and_not_an_exception(folder: Path) -> None:
    with open_desk(folder) as vault, vault.writer.begin() as connection:
        values = [(str(number), "示例" * 500) for number in range(100)]
        connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", values)
    flip(folder / DATABASE, (folder / DATABASE).stat().st_size - 4096 * 20 + 50)
    with open_desk(folder) as vault:
        found = {each.name: each for each in vault.check()}
    assert not found["加密校验"].ok
    assert "1 处数据页" in found["加密校验"].sentence
    assert not found["数据库结构"].ok


@pytest.mark.parametrize("writes", [12, 13, 14])
def test_an_index_that_was_merged_since_the_last_check_is_sound(indexed: Vault, writes: int) -> None:
    """FTS5 merges its parts after the sixteenth write; the connection that checks had looked at them before."""
    assert finding(indexed, "数据库结构").ok
    for number in range(writes):
        with indexed.writer.begin() as connection:
            entry = search.Entry("setting", str(number), f"第{number}示例有限公司", [], [])
            search.put(connection, entry)
    assert finding(indexed, "数据库结构").sentence == "正常。"


def test_damage_in_one_table_does_not_stop_questions_about_others(folder: Path) -> None:
    """SQLCipher refuses every page on a connection that met a damaged one; the next question gets a new one."""
    with open_desk(folder) as vault, vault.writer.begin() as connection:
        values = [(str(number), "示例" * 500) for number in range(100)]
        connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", values)
    flip(folder / DATABASE, (folder / DATABASE).stat().st_size - 4096 * 20 + 50)
    with open_desk(folder) as vault:
        with pytest.raises(Damaged), vault.reader.connect() as connection:
            connection.exec_driver_sql("SELECT * FROM setting").all()
        with vault.reader.connect() as connection:
            assert len(connection.exec_driver_sql("SELECT * FROM vault_identity").all()) == 1


def test_a_disk_that_fills_up_is_a_finding(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 20))
    assert "空间不足" in finding(vault, "磁盘空间").sentence
