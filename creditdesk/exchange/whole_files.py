"""Files that appear complete under their name or not at all, after a failure, a kill or a power cut."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom, BufferedWriter
from pathlib import Path

from creditdesk.errors import Problem, why
from creditdesk.paths import sync_folder

_PRIVATE = 0o600


@contextmanager
def new_file(path: Path) -> Iterator[BufferedRandom]:
    """Open a file that will be called `path` once it is complete; one that is there already is never overwritten.

    It may be read back while it is written. Problem when the folder cannot be written or has a file of that name.
    """
    temporary = _unfinished(path)
    try:
        _refuse_existing(path)
        with open(temporary, "w+b", opener=_private) as file:
            yield file
            sync(file)
        _publish(temporary, path)
        forget_unfinished(path)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise Problem(f"文件夹 {path.parent} 里已有 {path.name}，没有覆盖：请先移走那个文件，或另选文件夹。") from error
    except OSError as error:
        raise Problem(f"无法写入 {path}（{why(error)}），请检查磁盘空间和文件夹权限。") from error
    finally:
        forget_unfinished(path)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file the officer named, replacing an older one in one step; Problem when the folder cannot be written."""
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[BufferedWriter]:
    """Open a file that takes the place of the one called `path` once it is complete; `replace_file` for large ones."""
    temporary = _unfinished(path)
    try:
        with open(temporary, "wb", opener=_private) as file:
            yield file
            sync(file)
        temporary.replace(path)
    except OSError as error:
        raise Problem(f"无法写入 {path}（{why(error)}），请关闭正在打开它的程序，检查磁盘空间和权限。") from error
    finally:
        forget_unfinished(path)


def sync(file: BufferedRandom | BufferedWriter) -> None:
    """Wait until what was written is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def forget_unfinished(path: Path) -> None:
    """Remove what a failure, a kill or a power cut left of a file to be called `path`, where that can be done."""
    with suppress(OSError):
        _unfinished(path).unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise FileExistsError(path)


def _publish(temporary: Path, path: Path) -> None:
    """Give the file its name without ever replacing another; memory sticks (FAT) know no hard links."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        _refuse_existing(path)
        temporary.rename(path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, _PRIVATE)
