"""One process writes a desk: the lock, and who holds it.

The lock itself is the operating system's and ends with the process, even a killed one. The note beside it only says
who that is; it is a file of its own because Windows lets nobody read a locked file.
"""

import json
import os
import platform
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from creditdesk.errors import Problem, why
from creditdesk.rules.china_time import CHINA
from creditdesk.vault.durable import PRIVATE_FILE, replace_file, unwritable
from creditdesk.vault.faults import Damaged

DATABASE = "desk.db"
KEYS = "keys.json"
REPLACEMENT = ".replacement"
"""The folder of a database that was decided to replace the desk's; see replacing.py."""
NAME = "desk.lock"
HOLDER_NAME = "desk.lock.json"
UNCLEAN = "desk.unclean.json"
"""The note of a holder that never closed the desk; it stays until the desk was checked through."""


class DeskLock:
    """The held lock of a desk folder."""

    def __init__(self, folder: Path, *, lost_database: bool = False) -> None:
        """Take the lock at once, or raise the Problem that names the process holding it.

        A folder whose database may be gone is a desk's when keys.json still lies there.
        """
        if not is_desk(folder) and not (lost_database and was_desk(folder)):
            raise _no_desk(folder)
        self._note, self._unclean = folder / HOLDER_NAME, folder / UNCLEAN
        self._lock = FileLock(folder / NAME, mode=PRIVATE_FILE, thread_local=False)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise Problem(_in_use(self._note)) from error
        except OSError as error:
            raise unwritable(folder / NAME, error) from error
        try:
            self._keep_unclean()
            self.say("")
        except BaseException:
            self._lock.release()
            raise

    def say(self, officer: str) -> None:
        """Note for other processes who holds the desk: process, computer, officer."""
        since = f"{datetime.now(CHINA):%Y-%m-%d %H:%M}"
        holder = {"pid": os.getpid(), "host": platform.node(), "officer": officer, "since": since}
        replace_file(self._note, json.dumps(holder, ensure_ascii=False).encode())

    @property
    def held(self) -> bool:
        """Tell whether this process still holds the desk."""
        return self._lock.is_locked

    @property
    def unclean_since(self) -> str:
        """Return since when the desk was open that was never closed, or an empty text."""
        try:
            return str(json.loads(self._unclean.read_bytes())["since"])
        except FileNotFoundError:
            return ""
        except (OSError, ValueError, KeyError, TypeError):
            return "时间不明"

    def forget_unclean(self) -> None:
        """Forget the unclean end, because the desk was checked through since."""
        self._unclean.unlink(missing_ok=True)

    def _keep_unclean(self) -> None:
        # A clean close takes its note away: one that still lies here was left by a kill or a power cut. It is kept
        # apart, because this process takes its own note away even when it is refused the desk.
        if self._note.exists():
            replace_file(self._unclean, self._note.read_bytes())

    def release(self) -> None:
        """Give the desk free; a second call does nothing."""
        if self.held:
            self._note.unlink(missing_ok=True)
            self._lock.release()


def is_desk(folder: Path) -> bool:
    """Tell whether a desk lies in the folder; its database may be about to take its place.

    A folder that cannot be looked into is a Problem.
    """
    try:
        return (folder / DATABASE).exists() or (folder / REPLACEMENT / DATABASE).exists()
    except OSError as error:
        raise Problem(f"看不到文件夹 {folder} 里有什么（{why(error)}），请检查路径和权限后重试。") from error


def was_desk(folder: Path) -> bool:
    """Tell whether a desk's keys.json lies in the folder, whatever became of its database."""
    return (folder / KEYS).exists()


def _no_desk(folder: Path) -> Problem:
    if was_desk(folder):
        return Damaged(f"{folder} 中的 {DATABASE} 不见了，请找回这个文件，或用备份恢复。")
    return Problem(f"{folder} 中没有 {DATABASE}，请选择信用工作台的文件夹，或用备份恢复。")


def _in_use(note: Path) -> str:
    try:
        holder = json.loads(note.read_bytes())
        officer = f"（工作人员：{holder['officer']}）" if holder["officer"] else ""
        where = f"计算机 {holder['host']} 上的进程 {holder['pid']}{officer}，自 {holder['since']} 起"
    except (OSError, ValueError, KeyError, TypeError):
        where = "另一个程序"
    return f"这个工作台正被{where}使用，请先在那里关闭后再打开。"
