"""A layer between the program and the disk: each change of a file is told before it happens, and may be made to fail.

SQLite is asked through a copy of its own VFS (https://www.sqlite.org/vfs.html) in which four calls are ours; Python
through its audit events and `os.fsync`. Only Linux shows what this needs: the calls of SQLCipher's library, and the
path of an open file.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import (
    CDLL,
    CFUNCTYPE,
    POINTER,
    Structure,
    addressof,
    c_char_p,
    c_int,
    c_int64,
    c_void_p,
    pointer,
    string_at,
)
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from creditdesk.vault.opening import LIBRARY

_LOG = 0x00000800 | 0x00004000 | 0x00080000
"""SQLITE_OPEN_MAIN_JOURNAL, _SUPER_JOURNAL, _WAL: whoever may make one syncs its folder with it the first time."""
_OPEN_CREATE = 0x00000004
_FULL, _CANNOT_OPEN = 13, 14


class Kind(Enum):
    """What happens to a file or a name; the value is SQLite's code when it fails."""

    CREATE = _CANNOT_OPEN
    WRITE = 10 | 3 << 8
    SYNC = 10 | 4 << 8
    SYNC_NAMES = 10 | 5 << 8
    TRUNCATE = 10 | 6 << 8
    REMOVE = 10 | 10 << 8
    RENAME = 0
    LINK = -1


@dataclass(frozen=True)
class Change:
    """A change that is about to happen; a truncation has its length as offset, a rename or link its new path."""

    kind: Kind
    path: Path
    offset: int = 0
    data: bytes = b""
    to: Path = Path()


_NEW_NAMES = {"os.rename": Kind.RENAME, "os.link": Kind.LINK}

Watch = Callable[[Change], int]
"""Is told of a change and returns the errno with which it fails, or 0 when it may happen."""

# SQLite keeps the pointer to a name, so it is handed on as it came.
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_CLOSE = CFUNCTYPE(c_int, c_void_p)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("file_bytes", c_int),
        ("path_bytes", c_int),
        ("following", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
        ("rest", c_void_p * 14),
    )


class _Methods(Structure):
    _fields_ = (
        ("version", c_int),
        ("close", _CLOSE),
        ("read", c_void_p),
        ("write", _WRITE),
        ("truncate", _TRUNCATE),
        ("sync", _SYNC),
        ("rest", c_void_p * 13),
    )


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


@dataclass
class _Opened:
    """A file that SQLite has open: where it is, the calls that really do things, and whether a sync syncs its name."""

    path: Path
    real: Any
    names: bool


class _Layer:
    """The four calls of SQLite and the events of Python, told to whoever watches now."""

    def __init__(self) -> None:
        self.watch: Watch | None = None
        self._library = CDLL(LIBRARY)
        self._library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        self._real = self._library.sqlite3_vfs_find(None)
        self._files: dict[int, _Opened] = {}
        # What SQLite holds a pointer to must never be collected.
        self._methods: dict[int, _Methods] = {}
        self._calls = (_CLOSE(self._close), _WRITE(self._write), _TRUNCATE(self._truncate), _SYNC(self._sync))
        self._vfs = _Vfs.from_buffer_copy(self._real.contents)
        self._vfs.name = b"creditdesk-watched"
        self._vfs.open, self._vfs.delete = _OPEN(self._open), _DELETE(self._delete)
        self._fsync = os.fsync
        sys.addaudithook(self._heard)

    def begin(self, watch: Watch) -> None:
        """Let every connection that is opened from now on be watched, and Python's files."""
        self.watch = watch
        self._library.sqlite3_vfs_register(pointer(self._vfs), 1)
        os.fsync = self._python_sync

    def end(self) -> None:
        """Watch no longer; connections that are still open go on through the layer, unwatched."""
        self.watch = None
        os.fsync = self._fsync
        self._library.sqlite3_vfs_register(self._real, 1)
        self._library.sqlite3_vfs_unregister(pointer(self._vfs))

    def _code(self, change: Change) -> int:
        """Tell of a change of SQLite's and return its code: 0, or what it is to fail with."""
        failure = self.watch(change) if self.watch else 0
        return 0 if not failure else _FULL if failure == errno.ENOSPC else change.kind.value

    def _open(self, _vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        path = _named(name)
        may_create = bool(flags & _OPEN_CREATE)
        if may_create and not path.exists() and (code := self._code(Change(Kind.CREATE, path))):
            return code
        code = int(self._real.contents.open(addressof(self._real.contents), name, file, flags, out))
        handle = _File.from_address(file)
        if not code and handle.methods:
            self._files[file] = _Opened(path, handle.methods.contents, may_create and bool(flags & _LOG))
            handle.methods = pointer(self._ours(handle.methods.contents))
        return code

    def _ours(self, real: _Methods) -> _Methods:
        """Return the calls for a file of this sort, ours among them."""
        if addressof(real) not in self._methods:
            copy = _Methods.from_buffer_copy(real)
            copy.close, copy.write, copy.truncate, copy.sync = self._calls
            self._methods[addressof(real)] = copy
        return self._methods[addressof(real)]

    def _delete(self, _vfs: int, name: int, synced: int) -> int:
        path = _named(name)
        if path.exists() and (code := self._code(Change(Kind.REMOVE, path))):
            return code
        done = int(self._real.contents.delete(addressof(self._real.contents), name, synced))
        return done or (self._code(Change(Kind.SYNC_NAMES, path.parent)) if synced else 0)

    def _close(self, file: int) -> int:
        return int(self._files.pop(file).real.close(file))

    def _write(self, file: int, data: int, length: int, offset: int) -> int:
        opened = self._files[file]
        code = self._code(Change(Kind.WRITE, opened.path, offset, string_at(data, length)))
        return code or int(opened.real.write(file, data, length, offset))

    def _truncate(self, file: int, length: int) -> int:
        opened = self._files[file]
        return self._code(Change(Kind.TRUNCATE, opened.path, length)) or int(opened.real.truncate(file, length))

    def _sync(self, file: int, flags: int) -> int:
        opened = self._files[file]
        code = self._code(Change(Kind.SYNC, opened.path)) or int(opened.real.sync(file, flags))
        if not code and opened.names:
            opened.names = False
            code = self._code(Change(Kind.SYNC_NAMES, opened.path.parent))
        return code

    def _python(self, change: Change) -> None:
        """Tell of a change of Python's, and raise what it is to fail with."""
        failure = self.watch(change) if self.watch else 0
        if failure:
            raise OSError(failure, os.strerror(failure), str(change.path))

    def _python_sync(self, fd: Any) -> None:
        path = Path(f"/proc/self/fd/{fd}").readlink()
        if path.is_dir():
            self._python(Change(Kind.SYNC_NAMES, path))
        else:
            # What Python wrote since it opened the file is told at once, before it is synced.
            data = path.read_bytes()
            self._python(Change(Kind.TRUNCATE, path, len(data)))
            self._python(Change(Kind.WRITE, path, 0, data))
            self._python(Change(Kind.SYNC, path))
        self._fsync(fd)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.watch is None:
            return
        if event == "open" and not isinstance(arguments[0], int):
            self._python_opens(_path(arguments[0]), int(arguments[2]))
        elif event in _NEW_NAMES:
            self._python(Change(_NEW_NAMES[event], _path(*arguments[::2]), to=_path(*arguments[1::2])))
        elif event == "os.remove":
            self._python(Change(Kind.REMOVE, _path(*arguments)))

    def _python_opens(self, path: Path, flags: int) -> None:
        if flags & os.O_CREAT and not path.exists():
            self._python(Change(Kind.CREATE, path))
        elif flags & os.O_TRUNC:
            self._python(Change(Kind.TRUNCATE, path, 0))


def _named(name: int | None) -> Path:
    """Return the path at a pointer of SQLite's; a file without a name is a temporary one."""
    return Path(os.fsdecode(string_at(name) if name else b""))


def _path(name: str | bytes | os.PathLike[str], folder: int = -1) -> Path:
    within = Path(f"/proc/self/fd/{folder}").readlink() if folder >= 0 else Path.cwd()
    return within / os.fsdecode(name)


_layers: list[_Layer] = []
"""The layer of this process, made when it is first wanted: what Python tells of cannot be taken back."""


def available() -> bool:
    """Tell whether this system lets us look below SQLite."""
    return sys.platform == "linux" and hasattr(CDLL(LIBRARY), "sqlite3_vfs_register")


@contextmanager
def watching(folder: Path, watch: Watch) -> Iterator[None]:
    """Tell of every change below a folder by connections and files that are opened meanwhile."""
    layer = _layers[0] if _layers else _Layer()
    _layers[:] = [layer]
    layer.begin(lambda change: watch(change) if change.path.is_relative_to(folder) else 0)
    try:
        yield
    finally:
        layer.end()
