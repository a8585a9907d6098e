"""The checks that are spread over several connections find what SQLite's check of the whole would find."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from creditdesk.errors import Problem
from creditdesk.vault import Vault, backup, soundness
from creditdesk.vault.asking import Asking
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import connect
from tests.vault.desks import flip


def nothing(connection: dbapi2.Connection) -> None:
    """Leave the database as it is."""


def a_row_that_an_index_does_not_know(connection: dbapi2.Connection) -> None:
    index = connection.execute("SELECT * FROM sqlite_master WHERE name = 'ix_example'").fetchone()
    connection.execute("DELETE FROM sqlite_master WHERE name = 'ix_example'")
    connection.execute("PRAGMA writable_schema = RESET")
    connection.execute("INSERT INTO example VALUES ('乙')")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", index)


def a_page_that_belongs_to_nothing(connection: dbapi2.Connection) -> None:
    connection.execute("DELETE FROM sqlite_master WHERE name = 'ix_example'")


def a_page_that_two_tables_have(connection: dbapi2.Connection) -> None:
    connection.execute("CREATE TABLE other (name TEXT)")
    statement = "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = ?) WHERE name = ?"
    connection.execute(statement, ("example", "other"))


DAMAGES = {
    nothing: False,
    a_row_that_an_index_does_not_know: True,
    a_page_that_belongs_to_nothing: True,
    a_page_that_two_tables_have: True,
}


def spoil(vault: Vault, damage: Callable[[dbapi2.Connection], None]) -> None:
    with closing(connect(vault.folder / DATABASE, vault._key)) as connection:
        connection.execute("CREATE TABLE example (name TEXT)")
        connection.execute("CREATE INDEX ix_example ON example (name)")
        connection.execute("INSERT INTO example VALUES ('甲')")
        connection.execute("PRAGMA writable_schema = ON")
        damage(connection)


@pytest.mark.parametrize("at_once", [1, 2])
@pytest.mark.parametrize(("damage", "faulty"), DAMAGES.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_fault_is_found_on_one_processor_and_on_two(
    vault: Vault, damage: Callable[[dbapi2.Connection], None], faulty: bool, at_once: int
) -> None:
    spoil(vault, damage)
    with Asking(vault.folder / DATABASE, vault._key, at_once) as asking:
        assert bool(soundness.faults(soundness.structure(asking))) is faulty


@pytest.mark.parametrize("damage", [damage for damage, faulty in DAMAGES.items() if faulty])
def test_a_backup_with_a_fault_is_void_and_the_check_tells_of_it(
    vault: Vault, damage: Callable[[dbapi2.Connection], None]
) -> None:
    spoil(vault, damage)
    with pytest.raises(Problem, match="数据库结构检查未通过"):
        vault.backup("手动")
    assert list((vault.folder / "backups").iterdir()) == []
    assert [found.name for found in vault.check() if not found.ok and found.name != "磁盘空间"] == ["数据库结构"]


def with_free_pages(vault: Vault) -> tuple[Path, dict[str, int]]:
    """Return a copy of a desk whose last pages are free, and how many rows its tables have."""
    with vault.writer.begin() as connection:
        values = [(str(number), "示例" * 500) for number in range(50)]
        connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", values)
    with vault.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM setting")
    place = vault.backup("手动") / DATABASE
    with closing(connect(place, vault._key, query_only=True)) as copied:
        return place, backup.counts(copied)


def test_a_copy_is_void_when_a_page_differs_that_no_table_uses(vault: Vault) -> None:
    place, counted = with_free_pages(vault)
    backup.prove(place, vault._key, counted)
    flip(place, place.stat().st_size - 4096 * 5 + 50)
    with pytest.raises(Problem, match="加密页校验不符"):
        backup.prove(place, vault._key, counted)


def test_what_nobody_waits_for_any_more_is_given_up(vault: Vault) -> None:
    class Unwanted(Exception):
        pass

    def give_up() -> None:
        raise Unwanted

    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(Unwanted), Asking(vault.folder / DATABASE, vault._key) as asking:
        asking.wait([asking.ask(endless)], give_up)
