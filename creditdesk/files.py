"""Files that an officer hands in: looked at before they are opened, so that no pipe or device is ever waited for."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from creditdesk.errors import InputProblem, why

MIB = 2**20
LITTLE = MIB
"""The most bytes of a certificate, a written opinion, a schedule or a form."""


def opened(path: Path, most: int, instead: str = "请检查是否选错了文件") -> BinaryIO:
    """Open a file for reading; InputProblem for what is no file, cannot be opened or is larger than `most` bytes.

    `instead` is what the sentence about a file too large asks for.
    """
    with telling(path):
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise InputProblem(f"{_name(path)}不是普通文件，而是文件夹、管道或设备，请选择文件本身。")
        if about.st_size > most:
            raise too_large(_name(path), about.st_size, most, instead)
        return path.open("rb")


def read(path: Path, most: int = LITTLE, instead: str = "请检查是否选错了文件") -> bytes:
    """Return the bytes of a file; InputProblem as `opened` says. One that grows meanwhile is not followed."""
    with opened(path, most, instead) as file, telling(path):
        data = file.read(most + 1)
    if len(data) > most:
        raise too_large(_name(path), len(data), most, instead)
    return data


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what the system says while a file is opened or read into one sentence."""
    try:
        yield
    except (OSError, ValueError) as error:  # a name with a zero in it is a ValueError
        reason = why(error) if isinstance(error, OSError) else "文件名里有不能用的字符"
        raise InputProblem(f"打不开 {_name(path)}（{reason}），请检查文件是否还在、是否正被其他程序占用。") from error


def too_large(name: str, size: int, most: int, instead: str) -> InputProblem:
    """Return what is said of a file that is larger than such a file may be."""
    return InputProblem(f"{name} 有 {size_words(size)}，超过 {size_words(most)}，{instead}。")


def size_words(count: int) -> str:
    """Write a number of bytes as officers read it: 7 KB, 1.5 MB, 20 MB."""
    if count < MIB:
        return f"{max(count // 2**10, 1)} KB"
    return f"{f'{count / MIB:,.1f}'.removesuffix('.0')} MB"


def _name(path: Path) -> str:
    return path.name or str(path)
