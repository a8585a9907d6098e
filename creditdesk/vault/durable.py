"""Files that are wholly there or not at all, after a kill or a power cut, and readable by their owner only."""

import errno
import os
from pathlib import Path

from creditdesk.errors import Problem, why
from creditdesk.paths import sync_folder

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def replace_file(path: Path, data: bytes) -> None:
    """Replace the file by the data atomically; a reader sees the old bytes or the new, never a mixture.

    What stops it is a Problem, and the old file stays.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        with os.fdopen(os.open(temporary, _ANEW, PRIVATE_FILE), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> Problem:
    """Return the Problem of a path that cannot be written: a full disk, a read-only place, or anything else."""
    if error.errno in _READ_ONLY:
        return Problem(f"{path.parent} 只读或没有写入权限，请换到可写的位置或开放权限后重试。")
    if error.errno in _FULL:
        return Problem(f"磁盘已满，无法写入 {path}，请腾出空间后重试。")
    return Problem(f"无法写入 {path}（{why(error)}），请检查磁盘或移动介质后重试。")


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
