"""Which computer this is, and whether a process of before still runs on it.

The system gives a process's number away again. The number together with the moment at which the process started names
one process for ever.
"""

import ctypes
import hashlib
import os
import platform
import sys
import uuid
from ctypes import wintypes
from functools import cache
from pathlib import Path

if sys.platform == "win32":
    import winreg

_PROC, _MACHINE = Path("/proc"), Path("/etc/machine-id")
_BOOT = _PROC / "sys/kernel/random/boot_id"
# See proc_pid_stat(5): the state is the first field after the name in brackets, the moment of the start the twentieth.
_STATE, _START, _ENDED = 0, 19, "ZX"
# PROCESS_QUERY_LIMITED_INFORMATION, ERROR_INVALID_PARAMETER, STILL_ACTIVE
_LOOK_AT_IT, _NO_SUCH, _RUNS = 0x1000, 87, 259
_KEY = r"SOFTWARE\Microsoft\Cryptography"


@cache
def computer() -> str:
    """Return what tells this computer from another, even one of the same name.

    It is a digest: the system's own identifier is not for others to see. On Linux it also tells apart containers that
    number their processes for themselves.
    """
    return hashlib.sha256(f"creditdesk {platform.node()} {_identity()}".encode()).hexdigest()[:16]


def started(number: int) -> str | None:
    """Return when the process of this number started, as the system tells it.

    An empty text means that no such process runs, None that the system does not tell.
    """
    if sys.platform == "win32":
        return _on_windows(number)
    if _BOOT.exists():
        return _on_linux(number)
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return ""
    except (OSError, OverflowError):
        return None
    return None


def _identity() -> str:
    try:
        if sys.platform == "win32":
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _KEY) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        if _MACHINE.exists():
            return f"{_MACHINE.read_text('ascii').strip()} {(_PROC / 'self/ns/pid').readlink()}"
    except (OSError, UnicodeDecodeError):
        pass
    # Without a network card it is another one in each process: then the note decides by going on or standing still.
    return f"{uuid.getnode():x}"


def _on_linux(number: int) -> str | None:
    try:
        told = (_PROC / str(number) / "stat").read_text("utf-8", "replace")
        fields = told.rpartition(")")[2].split()
        return "" if fields[_STATE] in _ENDED else f"{_BOOT.read_text('ascii').strip()} {fields[_START]}"
    except (FileNotFoundError, ProcessLookupError):
        return ""
    except (OSError, IndexError):
        return None


if sys.platform == "win32":

    def _on_windows(number: int) -> str | None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        found = kernel.OpenProcess(_LOOK_AT_IT, False, wintypes.DWORD(number))
        if not found:
            return "" if ctypes.get_last_error() == _NO_SUCH else None
        handle, code, times = wintypes.HANDLE(found), wintypes.DWORD(), [wintypes.FILETIME() for _ in range(4)]
        try:
            known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
            known = known and kernel.GetProcessTimes(handle, *map(ctypes.byref, times))
        finally:
            kernel.CloseHandle(handle)
        if not known:
            return None
        return f"{times[0].dwHighDateTime:x}{times[0].dwLowDateTime:08x}" if code.value == _RUNS else ""
