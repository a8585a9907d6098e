"""Is the database sound: every page, every row's relations, the search index, room on the disk."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from creditdesk.errors import Problem
from creditdesk.vault import index_check
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import ROOM_TO_CHECK, ROOM_TO_READ

_LEAST_FREE = 1 << 30


@dataclass(frozen=True)
class Finding:
    """One line of the check: what was looked at, whether it is in order, and what to do if not."""

    name: str
    ok: bool
    sentence: str


def look(folder: Path, reader: Engine) -> Iterator[Finding]:
    """Look at one thing after the other; a damaged page is a finding, not an exception."""
    yield _look("加密校验", reader, _cipher)
    yield _look("数据库结构", reader, _structure)
    yield _look("数据关联", reader, _relations)
    yield _room(folder)


def look_at_index(writer: Engine, sources: Mapping[str, str]) -> Finding:
    """Compare the search index with itself and with what it indexes.

    `sources` gives for each searched noun the SELECT of the identifiers that the index should hold. The writer is
    needed because FTS5 is asked to check itself by an INSERT; nothing is changed.
    """
    return _look("搜索索引", writer, lambda connection: index_check.fault(connection, sources))


def _look(name: str, engine: Engine, look: Callable[[Connection], str]) -> Finding:
    try:
        with engine.connect() as connection:
            fault = look(connection)
    except Problem as problem:
        return Finding(name, False, problem.sentence)
    return Finding(name, not fault, fault or "正常。")


def _cipher(connection: Connection) -> str:
    bad = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    return f"有 {len(bad)} 处数据页校验不符，请先复制整个文件夹，再用最近的备份恢复。" if bad else ""


def _structure(connection: Connection) -> str:
    # FTS5 trusts what it remembers of the index, which another connection may have merged since, until it is searched.
    connection.exec_driver_sql(index_check.LOOK)
    connection.exec_driver_sql(ROOM_TO_CHECK)
    rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    connection.exec_driver_sql(ROOM_TO_READ)
    return "" if rows == ["ok"] else f"发现 {len(rows)} 处结构错误，请先复制整个文件夹，再用最近的备份恢复。"


def _relations(connection: Connection) -> str:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return f"有 {len(rows)} 行指向不存在的数据，请用最近的备份恢复。" if rows else ""


def _room(folder: Path) -> Finding:
    free, size = shutil.disk_usage(folder).free, (folder / DATABASE).stat().st_size
    # Room for a backup beside the database, and for the log of a long import.
    ok = free >= max(_LEAST_FREE, 3 * size)
    todo = "" if ok else "空间不足，请清理磁盘或移走旧备份。"
    return Finding("磁盘空间", ok, f"剩余 {free / (1 << 30):.1f} GiB。{todo}")
