"""Which format a database has, whose it is, and how it is brought up to the format of this program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData

from creditdesk.errors import Problem, why
from creditdesk.vault.faults import Damaged
from creditdesk.vault.migrations import naming
from creditdesk.vault.opening import PAGE_BYTES

APPLICATION_ID = 0x43724454
"""`CrDT` in SQLite's header field for the kind of file; it marks a database as a credit desk's."""

FORMAT = 2
"""The format this program writes, kept as SQLite's user_version; one more whenever a migration is released."""

OLDEST_READER = 2
"""The oldest format whose programs can read what this program writes: later formats only added to it."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_PLAIN_SQLITE = b"SQLite format 3\x00"


def migrations(connection: Connection | None = None, tables: MetaData | None = None) -> Config:
    """Return Alembic's configuration: no alembic.ini, the open connection is handed over as an attribute.

    `tables` (the models' metadata) is needed only to write or compare a migration; the vault knows no models.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    # env.py is loaded by path; what it needs is handed over, so that a built program knows every import.
    config.attributes.update(
        connection=connection, tables=tables, include_object=naming.is_office_table, render_item=naming.plain_type
    )
    return config


def upgrade(connection: Connection, desk_id: str) -> None:
    """Bring a new or an older database to FORMAT inside the caller's transaction, so that a kill leaves the old one."""
    command.upgrade(migrations(connection), "head")
    connection.exec_driver_sql("INSERT OR IGNORE INTO vault_identity (desk_id) VALUES (?)", (desk_id,))
    connection.exec_driver_sql("UPDATE vault_identity SET oldest_reader = ?", (OLDEST_READER,))
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")


def desk_id_of(path: Path) -> str:
    """Return the desk's identifier, the first 16 bytes of its database.

    A file that cannot be a desk's database or cannot be written is a Problem. Call it only with the desk's lock:
    closing the file would end the locks SQLite holds on it in the same process.
    """
    try:
        size = path.stat().st_size
        with path.open("rb+") as file:
            head = file.read(16)
    except OSError as error:
        raise Problem(f"数据库 {path} 只读或无法读取（{why(error)}），请检查文件权限后重试。") from error
    if head == _PLAIN_SQLITE:
        raise Problem(f"{path} 是未加密的普通数据库，不是信用工作台的数据库，请选择正确的文件夹。")
    # Beside a log a torn last page is what a power cut leaves of a checkpoint: the log has the page whole.
    torn = size % PAGE_BYTES and not path.with_name(f"{path.name}-wal").exists()
    if size == 0 or torn:
        raise Damaged(f"数据库 {path} 不完整（长度 {size} 字节），可能复制时中断，请用备份恢复。")
    return head.hex()


def format_of(connection: Connection, path: Path, desk_id: str) -> int:
    """Return the database's format; another program's or another desk's is a Problem.

    So is a newer format, unless it only added to one this program knows: `newer` tells what to do then.
    """
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise Problem(f"{path} 不是信用工作台的数据库，请选择正确的文件夹。")
    found = _pragma(connection, "user_version")
    if found > FORMAT and _oldest_reader(connection) > FORMAT:
        raise Problem(f"数据库 {path} 由更新版本的程序写成（格式 {found}，本程序为 {FORMAT}），请先升级本程序。")
    if connection.exec_driver_sql("SELECT desk_id FROM vault_identity").scalars().all() != [desk_id]:
        raise Problem(f"数据库 {path} 与密钥文件不属于同一个工作台，请放回原来的 keys.json 或用恢复卡打开。")
    return found


def newer(found: int) -> str:
    """Return the sentence about a desk of a newer format that this program can read, or an empty text."""
    if found <= FORMAT:
        return ""
    return f"这个桌面由更新版本的程序写过（格式 {found}，本程序为 {FORMAT}），现在只能查看；要办理业务请先升级本程序。"


def _oldest_reader(connection: Connection) -> int:
    columns = connection.exec_driver_sql("SELECT name FROM pragma_table_info('vault_identity')").scalars().all()
    if "oldest_reader" not in columns:
        return FORMAT + 1
    return max(connection.exec_driver_sql("SELECT oldest_reader FROM vault_identity").scalars(), default=FORMAT + 1)


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
