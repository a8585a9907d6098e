"""Is the database sound: every page, every row's relations, the search index, room on the disk, and which disk."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from creditdesk.errors import Problem
from creditdesk.vault import index_check, shares, soundness
from creditdesk.vault.asking import Asking
from creditdesk.vault.faults import MEND
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import DeskKey
from creditdesk.vault.soundness import RELATIONS, SEALS

_LEAST_FREE = 1 << 30


@dataclass(frozen=True)
class Finding:
    """One line of the check: what was looked at, whether it is in order, and what to do if not."""

    name: str
    ok: bool
    sentence: str


def look(folder: Path, key: DeskKey) -> Iterator[Finding]:
    """Look at one thing after the other; a damaged page is a finding, not an exception."""
    with Asking(folder / DATABASE, key) as asking:
        sealed, checked, related = asking.ask(SEALS), soundness.structure(asking), asking.ask(RELATIONS)
        yield _finding("加密校验", lambda: _seals(len(sealed.result())))
        yield _finding("数据库结构", lambda: _structure(soundness.faults(checked)))
        yield _finding("数据关联", lambda: _relations(len(related.result())))
    yield _room(folder)
    yield _finding("存放位置", lambda: shares.todo(folder))


def look_at_index(writer: Engine, sources: Mapping[str, str]) -> Finding:
    """Compare the search index with itself and with what it indexes.

    `sources` gives for each searched noun the SELECT of the identifiers that the index should hold. The writer is
    needed because FTS5 is asked to check itself by an INSERT; nothing is changed.
    """

    def fault() -> str:
        with writer.connect() as connection:
            return index_check.fault(connection, sources)

    return _finding("搜索索引", fault)


def _finding(name: str, fault: Callable[[], str]) -> Finding:
    try:
        told = fault()
    except Problem as problem:
        return Finding(name, False, problem.sentence)
    return Finding(name, not told, told or "正常。")


def _seals(bad: int) -> str:
    return f"有 {bad} 处数据页校验不符，请{MEND}" if bad else ""


def _structure(faults: int) -> str:
    return f"发现 {faults} 处结构错误，请{MEND}" if faults else ""


def _relations(strays: int) -> str:
    return f"有 {strays} 行指向不存在的数据，请用最近的备份恢复。" if strays else ""


def _room(folder: Path) -> Finding:
    free, size = shutil.disk_usage(folder).free, (folder / DATABASE).stat().st_size
    # Room for a backup beside the database, and for the log of a long import.
    ok = free >= max(_LEAST_FREE, 3 * size)
    todo = "" if ok else "空间不足，请清理磁盘或移走旧备份。"
    return Finding("磁盘空间", ok, f"剩余 {free / (1 << 30):.1f} GiB。{todo}")
