"""Files that are wholly there or not at all, after a kill or a power cut, and readable by their owner only."""

import os
from pathlib import Path

from creditdesk.errors import Problem

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def replace_file(path: Path, data: bytes) -> None:
    """Replace the file by the data atomically; a reader sees the old bytes or the new, never a mixture.

    OSError is turned into a Problem that names the folder.
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
        raise Problem(f"无法写入 {path}（{error.strerror}），请检查磁盘空间和文件夹权限。") from error


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the folder's names are on the disk; Windows has no such call and writes them with the file."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
