"""Does a folder lie on another computer: SQLite's write-ahead log is safe only on a disk of this one.

Two machines on one share do not see each other's log, and locks over a network are not sure to hold.
"""

import ctypes
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from creditdesk.errors import Problem

MOUNTS = Path("/proc/self/mountinfo")
"""Linux's table of what is mounted where; see proc_pid_mountinfo(5)."""

_REMOTE = frozenset({
    "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.sshfs",
    "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs",
})  # fmt: skip
_ESCAPED = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOTE = 4
_PLACE, _TYPE = 4, 0  # the mount point among the fields before " - ", the file system's type after it


def require_local(folder: Path) -> None:
    """Refuse a desk's folder that lies on a network share, as far as the system tells."""
    if kind := _kind_of(folder):
        raise Problem(
            f"{folder} 在网络共享上（{kind}），断线或两台电脑同时打开会损坏数据库；"
            "请把整个文件夹复制到本机磁盘再打开，共享只用来放备份的第二份。"
        )


def _kind_of(folder: Path) -> str:
    place = folder.resolve()
    if sys.platform == "win32":
        return "网络驱动器" if ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == _DRIVE_REMOTE else ""
    try:
        return remote_kind(MOUNTS.read_text("utf-8", "surrogateescape"), PurePosixPath(place))
    except OSError:
        return ""


def remote_kind(mounts: str, place: PurePosixPath) -> str:
    """Return the type of the network file system a path lies on by a table of mounts, or an empty text."""
    above = {str(each) for each in (place, *place.parents)}
    kind, deepest = "", -1
    for point, type_ in _mounted(mounts):
        # Of two at the same place the later one covers the other.
        if point in above and len(point) >= deepest:
            kind, deepest = type_, len(point)
    return kind if kind in _REMOTE else ""


def _mounted(mounts: str) -> Iterator[tuple[str, str]]:
    for line in mounts.splitlines():
        before, mark, after = line.partition(" - ")
        fields, told = before.split(" "), after.split(" ")
        if mark and len(fields) > _PLACE:
            name = _ESCAPED.sub(lambda found: chr(int(found.group(1), 8)), fields[_PLACE])
            yield name, told[_TYPE]
