"""The migrated schema is the models' schema, and other databases are refused."""

import io
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlcipher3 import dbapi2

from creditdesk.errors import Problem
from creditdesk.models import Base
from creditdesk.vault import Vault, schema
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.migrations import naming
from creditdesk.vault.schema import APPLICATION_ID, FORMAT
from tests.vault.desks import open_desk

DESK = "00112233445566778899aabbccddeeff"


@pytest.fixture
def empty() -> Iterator[Connection]:
    """An empty database in memory, without encryption."""
    engine = create_engine("sqlite://", module=dbapi2)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def migrated() -> Iterator[Connection]:
    """A database in memory that went through all migrations."""
    engine = create_engine("sqlite://", module=dbapi2)
    with engine.connect() as connection:
        schema.upgrade(connection, DESK)
        yield connection
    engine.dispose()


def shape(connection: Connection) -> dict[str, object]:
    """Everything SQLite knows of the office's tables: columns with defaults and expressions, indexes, relations."""

    def rows(statement: str) -> list[tuple[object, ...]]:
        return sorted((tuple(row) for row in connection.exec_driver_sql(statement)), key=repr)

    def indexes(table: str) -> list[tuple[object, ...]]:
        listed = rows(f"PRAGMA index_list('{table}')")
        return sorted(
            (unique, partial, rows(f"PRAGMA index_xinfo('{name}')")) for _, name, unique, _, partial in listed
        )

    tables = [str(name) for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    conditions = (
        "SELECT name, substr(sql, instr(sql, ' WHERE ')) FROM sqlite_master WHERE type = 'index' AND tbl_name = "
    )
    return {
        table: (
            rows(f"PRAGMA table_xinfo('{table}')"),
            indexes(table),
            rows(f'SELECT "from", "table", "to", on_delete FROM pragma_foreign_key_list(\'{table}\')'),
            [row for row in rows(f"{conditions}'{table}'") if row[1]],
        )
        for table in tables
        if table != "alembic_version" and not table.startswith((*naming.VAULT_PREFIXES, "sqlite_"))
    }


def generated(connection: Connection) -> list[str]:
    """The expressions of the generated columns, which no PRAGMA shows."""
    creations = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' ORDER BY name").scalars()
    lines = [line.strip().rstrip(",") for creation in creations for line in str(creation).splitlines()]
    # A column added later stands in the line of the last one.
    return [line.partition(" VIRTUAL")[0] for line in lines if "GENERATED ALWAYS" in line]


def test_alembic_finds_no_difference_to_the_models(migrated: Connection) -> None:
    options = {"include_object": naming.is_office_table, "compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(migrated, opts=options)
    assert compare_metadata(context, Base.metadata) == []


def test_sqlite_finds_no_difference_to_the_models(migrated: Connection, empty: Connection) -> None:
    Base.metadata.create_all(empty)
    assert shape(migrated) == shape(empty)
    assert generated(migrated) == generated(empty) != []


def test_there_is_one_head_and_one_line() -> None:
    scripts = ScriptDirectory.from_config(schema.migrations())
    revisions = [script.revision for script in scripts.walk_revisions()]
    assert scripts.get_heads() == [max(revisions)]
    assert sorted(revisions, reverse=True) == revisions


def test_a_new_database_says_what_it_is(migrated: Connection) -> None:
    assert migrated.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
    assert schema.format_of(migrated, Path("desk.db"), DESK) == FORMAT
    schema.upgrade(migrated, DESK)
    assert schema.format_of(migrated, Path("desk.db"), DESK) == FORMAT


def test_the_sql_can_be_printed_without_a_database() -> None:
    config = schema.migrations()
    config.output_buffer = io.StringIO()
    with redirect_stdout(io.StringIO()):
        command.upgrade(config, "head", sql=True)
    assert "CREATE TABLE record" in config.output_buffer.getvalue()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("PRAGMA application_id = 1", "不是信用工作台的数据库"),
        ("UPDATE vault_identity SET desk_id = 'other'", "不属于同一个工作台"),
        ("DELETE FROM vault_identity", "不属于同一个工作台"),
    ],
)
def test_a_database_that_is_not_ours_is_refused(folder: Path, statement: str, said: str) -> None:
    with open_desk(folder) as vault, vault.writer.begin() as connection:
        connection.exec_driver_sql(statement)
    with pytest.raises(Problem, match=said):
        open_desk(folder)
    assert not (folder / "desk.lock.json").exists()


def written_by_a_newer_program(folder: Path, oldest_reader: int) -> None:
    with open_desk(folder) as vault, vault.writer.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE setting ADD COLUMN newer TEXT")
        connection.exec_driver_sql("CREATE TABLE newer_still (a)")
        connection.exec_driver_sql("UPDATE vault_identity SET oldest_reader = ?", (oldest_reader,))
        connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT + 1}")


def test_a_newer_format_is_refused(folder: Path) -> None:
    written_by_a_newer_program(folder, FORMAT + 1)
    with pytest.raises(Problem, match="请先升级本程序"):
        open_desk(folder)
    assert not (folder / "desk.lock.json").exists()


def test_a_newer_format_that_only_added_is_opened_for_reading(folder: Path) -> None:
    written_by_a_newer_program(folder, FORMAT)
    before = (folder / "keys.json").read_bytes()
    with open_desk(folder) as vault:
        assert "只能查看" in vault.read_only
        with vault.reader.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM setting").scalar_one() == 0
        with pytest.raises(Problem, match="只读"), vault.writer.begin() as connection:
            connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES ('a', '1')")
        assert vault.backup("手动").exists()
    assert (folder / "keys.json").read_bytes() == before
    with open_desk(folder) as vault, vault.reader.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == FORMAT + 1


def test_an_encrypted_database_of_another_program_is_refused(folder: Path) -> None:
    with open_desk(folder) as vault:
        key = vault._key.pragma()
    (folder / DATABASE).unlink()
    with closing(dbapi2.connect(str(folder / DATABASE))) as foreign:
        foreign.execute(key)
        foreign.execute("CREATE TABLE theirs (a)")
    with pytest.raises(Problem, match="不是信用工作台的数据库"):
        open_desk(folder)


def test_a_plain_database_is_refused(folder: Path) -> None:
    (folder / DATABASE).unlink()
    with closing(dbapi2.connect(str(folder / DATABASE))) as plain:
        plain.execute("CREATE TABLE theirs (a)")
    with pytest.raises(Problem, match="未加密的普通数据库"):
        open_desk(folder)


def test_an_older_format_is_backed_up_and_brought_up(folder: Path) -> None:
    with open_desk(folder) as vault, vault.writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 0")
    with open_desk(folder) as vault, vault.reader.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == FORMAT
    assert [path.name[16:] for path in (folder / "backups").iterdir()] == ["升级前"]


def test_the_tables_exist_in_every_new_desk(vault: Vault) -> None:
    with vault.reader.connect() as connection:
        tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    assert set(Base.metadata.tables) <= tables
