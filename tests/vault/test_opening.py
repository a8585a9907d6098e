"""Every connection is keyed and set alike; transactions are as strict as they look."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlcipher3 import dbapi2

from creditdesk.errors import Problem
from creditdesk.vault import Vault, opening
from creditdesk.vault.faults import WrongKey, problem_of
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import DeskKey

INSERT = "INSERT INTO setting VALUES ('{}', '1')"


def pragma(engine: Engine, name: str) -> str:
    with engine.connect() as connection:
        return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


@pytest.mark.parametrize("which", ["writer", "reader"])
def test_every_connection_has_the_same_settings(vault: Vault, which: str) -> None:
    engine: Engine = getattr(vault, which)
    found = {
        name: pragma(engine, name)
        for name in (
            "cipher_memory_security",
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "secure_delete",
            "temp_store",
            "busy_timeout",
            "query_only",
        )
    }
    assert found == {
        "cipher_memory_security": "0",
        "journal_mode": "wal",
        "synchronous": "2",
        "foreign_keys": "1",
        "secure_delete": "1",
        "temp_store": "2",
        "busy_timeout": "5000",
        "query_only": "1" if which == "reader" else "0",
    }


def test_the_reader_can_write_nothing(vault: Vault) -> None:
    with vault.reader.connect() as connection, pytest.raises(Problem, match="只读"):
        connection.exec_driver_sql(INSERT.format("a"))


def test_a_failed_transaction_leaves_nothing_not_even_a_table(vault: Vault) -> None:
    with vault.writer.connect() as connection, connection.begin() as transaction:
        connection.exec_driver_sql(INSERT.format("a"))
        connection.exec_driver_sql("CREATE TABLE half (a)")
        transaction.rollback()
    with vault.reader.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM setting")) == 0
        assert connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")) == 0


def test_the_writer_takes_the_write_lock_when_it_begins(vault: Vault) -> None:
    other = opening.connect(vault.folder / DATABASE, vault._key)
    other.execute("PRAGMA busy_timeout = 0")
    with vault.writer.begin() as connection:
        with pytest.raises(dbapi2.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
        connection.exec_driver_sql(INSERT.format("a"))


def test_a_reading_transaction_sees_one_state(vault: Vault) -> None:
    count = text("SELECT count(*) FROM setting")
    with vault.reader.connect() as reading:
        before = reading.scalar(count)
        with vault.writer.begin() as writing:
            writing.exec_driver_sql(INSERT.format("a"))
        assert reading.scalar(count) == before
        reading.rollback()
        assert reading.scalar(count) == 1


def test_threads_read_and_write_at_the_same_time(vault: Vault) -> None:
    faults: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for number in range(10):
                with vault.writer.begin() as connection:
                    connection.exec_driver_sql(INSERT.format(f"{name}{number}"))
                with vault.reader.connect() as connection:
                    connection.exec_driver_sql("SELECT * FROM setting").all()
        except BaseException as fault:  # noqa: BLE001 -- reported below
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with vault.reader.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM setting")) == 30


def test_our_own_faults_stay_what_they_are(vault: Vault) -> None:
    with vault.writer.connect() as connection:
        with pytest.raises(OperationalError):
            connection.exec_driver_sql("SELECT nonsense")
        connection.exec_driver_sql(INSERT.format("a"))
        with pytest.raises(IntegrityError):
            connection.exec_driver_sql(INSERT.format("a"))
    assert problem_of(ValueError(), vault.folder) is None


def test_foreign_keys_hold(vault: Vault) -> None:
    with vault.writer.connect() as connection, pytest.raises(IntegrityError):
        connection.exec_driver_sql("INSERT INTO draft VALUES ('1', 'nobody', 'xzxk', '{}', '')")


def test_a_wrong_key_is_a_problem_and_the_terminal_stays_quiet(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    key = DeskKey("00" * 16, bytearray(b"1" * 32))
    with pytest.raises(WrongKey, match="与密钥不符"):
        opening.connect(folder / DATABASE, key)
    assert capfd.readouterr() == ("", "")


def test_a_full_disk_is_a_sentence_and_loses_nothing(vault: Vault) -> None:
    with vault.writer.connect() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Problem, match="磁盘已满"), vault.writer.begin() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('big', ?)", ("长" * 100_000,))
    with vault.writer.begin() as connection:
        connection.exec_driver_sql(INSERT.format("small"))


def test_a_forgotten_key_opens_nothing_more(vault: Vault) -> None:
    engine = vault.reader
    vault.close()
    with pytest.raises(RuntimeError, match="closed"):
        engine.connect()
    assert not any(vault._key.key)


def test_the_key_shows_in_no_representation() -> None:
    key = DeskKey("00" * 16, bytearray(b"\xab" * 32))
    assert "ab" * 4 not in repr(key)
    assert "\\xab" not in repr(key)
