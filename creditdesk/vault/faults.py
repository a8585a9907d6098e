"""What the database's own errors mean for an officer: one sentence each, or nothing when the fault is ours."""

import sqlite3
from pathlib import Path

from sqlalchemy.engine import ExceptionContext
from sqlcipher3 import dbapi2

from creditdesk.errors import Problem

MEND = "先复制整个文件夹，再锁定桌面，在打开页用“抢救损坏的桌面”修复。"
"""What to do about pages that are not what was written."""

_SENTENCES = {
    sqlite3.SQLITE_CORRUPT: f"数据库 {{path}} 已损坏，请停止录入，{MEND}",
    sqlite3.SQLITE_NOTADB: "数据库 {path} 与密钥不符或文件开头已损坏，请在打开页用“抢救损坏的桌面”修复。",
    sqlite3.SQLITE_FULL: "磁盘已满，刚才的操作没有保存；请腾出空间后重做这一步（{path}）。",
    sqlite3.SQLITE_READONLY: "数据库 {path} 只读，刚才的操作没有保存；请检查文件和文件夹的写入权限。",
    sqlite3.SQLITE_BUSY: "数据库 {path} 正被其他程序占用，刚才的操作没有保存；请稍后重试。",
    sqlite3.SQLITE_IOERR: "读写数据库 {path} 时磁盘出错，刚才的操作没有保存；请检查磁盘或移动介质后重试。",
    sqlite3.SQLITE_CANTOPEN: "无法打开数据库 {path}，请检查文件是否还在、权限是否足够。",
}
_NO_MEMORY = "内存不足，刚才的操作没有保存；请关闭其他程序后重做这一步（{path}）。"
# SQLite's extended codes keep the primary code in the low byte.
_PRIMARY = 0xFF


class WrongKey(Problem):
    """The first page does not open with this key: another desk's key, or a damaged beginning."""


class Damaged(Problem):
    """A page, or the search index, is not what was written."""


_KINDS = {sqlite3.SQLITE_NOTADB: WrongKey, sqlite3.SQLITE_CORRUPT: Damaged}


def problem_of(error: BaseException, path: Path, *, sound: bool = True) -> Problem | None:
    """Return the Problem this database error means, or None when it is a bug of ours (a constraint, bad SQL …).

    A connection that met a damaged page is not `sound`: what SQLCipher then refuses to write, SQLite takes for a lack
    of memory.
    """
    if isinstance(error, MemoryError):
        return Problem(_NO_MEMORY.format(path=path)) if sound else damaged(path)
    if not isinstance(error, dbapi2.Error):
        return None
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    sentence = _SENTENCES.get(primary)
    return _KINDS.get(primary, Problem)(sentence.format(path=path)) if sentence else None


def damaged(path: Path) -> Damaged:
    """Return the Problem of a page that is not what was written, where the database itself raised nothing."""
    return Damaged(_SENTENCES[sqlite3.SQLITE_CORRUPT].format(path=path))


def translate(context: ExceptionContext, path: Path, *, sound: bool) -> None:
    """Raise the Problem behind an engine's error, if there is one; for SQLAlchemy's handle_error event."""
    problem = problem_of(context.original_exception, path, sound=sound)
    if isinstance(problem, Damaged):
        # SQLCipher refuses every page on a connection that met one damaged page; the next question gets a new one.
        context.is_disconnect, context.invalidate_pool_on_disconnect = True, False
    if problem:
        raise problem from context.original_exception
