"""Does a folder lie on another computer: SQLite's write-ahead log is safe only on a disk of this one.

Two machines on one share do not see each other's log, and locks over a network are not sure to hold. So a desk on a
share is neither founded nor opened: a warning would be read once, and the damage come months later. Where the system
only hints at one (a folder that a virtual machine shares with its host, a file system of a program's own) the desk
opens, since it may be a disk after all, and the check advises to move it; the holder's note keeps it to one writer.
macOS is not asked.
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
_OF_A_HOST = frozenset({"9p", "fuse.vmhgfs-fuse", "prl_fs", "vboxsf", "virtiofs", "vmhgfs"})
_OF_A_PROGRAM = "fuse."
# Encrypted or joined folders of this computer's own disks.
_OF_THIS_DISK = frozenset({
    "fuse.cryfs", "fuse.encfs", "fuse.exfat", "fuse.gocryptfs", "fuse.mergerfs", "fuse.ntfs-3g", "fuse.securefs",
})  # fmt: skip
_ESCAPED = re.compile(r"\\([0-7]{3})")
_DRIVE, _DRIVE_REMOTE = "网络驱动器", 4
_PLACE, _TYPE = 4, 0  # the mount point among the fields before " - ", the file system's type after it


def require_local(folder: Path) -> None:
    """Refuse a desk's folder that lies on a network share, as far as the system tells."""
    kind = kind_of(folder)
    if kind in _REMOTE or kind == _DRIVE:
        raise Problem(
            f"{folder} 在网络共享上（{kind}），断线或两台电脑同时打开会损坏数据库；"
            "请把整个文件夹复制到本机磁盘再打开，共享只用来放备份的第二份。"
        )


def todo(folder: Path) -> str:
    """Return what to do about where an open desk lies, as one sentence; empty on a disk of this computer."""
    kind = kind_of(folder)
    if not kind:
        return ""
    return (
        f"工作台所在的文件系统（{kind}）是网络共享或虚拟机的共享文件夹，或者看不出是不是；"
        "断线或两台电脑同时打开会损坏数据库，请锁定桌面，把整个文件夹移到本机磁盘再打开。"
    )


def kind_of(folder: Path) -> str:
    """Return on which kind of file system a folder lies that is no disk of this computer, or may be none."""
    place = folder.resolve()
    if sys.platform == "win32":
        return _DRIVE if ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == _DRIVE_REMOTE else ""
    try:
        return foreign_kind(MOUNTS.read_text("utf-8", "surrogateescape"), PurePosixPath(place))
    except OSError:
        return ""


def foreign_kind(mounts: str, place: PurePosixPath) -> str:
    """Return the type of the file system a path lies on by a table of mounts; empty for a disk of this computer."""
    above = {str(each) for each in (place, *place.parents)}
    kind, deepest = "", -1
    for point, type_ in _mounted(mounts):
        # Of two at the same place the later one covers the other.
        if point in above and len(point) >= deepest:
            kind, deepest = type_, len(point)
    hinted = kind.startswith(_OF_A_PROGRAM) and kind not in _OF_THIS_DISK
    return kind if kind in _REMOTE | _OF_A_HOST or hinted else ""


def _mounted(mounts: str) -> Iterator[tuple[str, str]]:
    for line in mounts.splitlines():
        before, mark, after = line.partition(" - ")
        fields, told = before.split(" "), after.split(" ")
        if mark and len(fields) > _PLACE:
            name = _ESCAPED.sub(lambda found: chr(int(found.group(1), 8)), fields[_PLACE])
            yield name, told[_TYPE]
