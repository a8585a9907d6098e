"""A desk on a network share is refused with one sentence; its own disk, sticks and what lies beside a share are not."""

import sys
from pathlib import Path, PurePosixPath

import pytest

from creditdesk.errors import Problem
from creditdesk.vault import Vault, shares
from tests.vault.desks import CHEAP, PASSPHRASE, open_desk

TABLE = r"""22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
40 22 0:33 / /mnt/share rw,relatime shared:20 - cifs //server/信用 rw,vers=3.1.1
41 40 8:17 / /mnt/share/stick rw,relatime - vfat /dev/sdb1 rw
42 22 0:40 / /home/office/My\040Files rw - nfs4 server:/files rw
43 22 8:33 / /media/old rw - ext4 /dev/sdc1 rw
44 22 0:41 / /media/old rw master:3 - fuse.sshfs server: rw
45 22 0:42 / /media/host rw - vboxsf desks rw
46 22 0:43 / /media/secret rw - fuse.gocryptfs /home/office/secret rw
47 22 0:44 / /media/own rw - fuse.office server: rw
torn line
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/office/desk", ""),
        ("/mnt/share/desk", "cifs"),
        ("/mnt/share", "cifs"),
        ("/mnt/shared/desk", ""),
        ("/mnt/share/stick/desk", ""),
        ("/home/office/My Files/desk", "nfs4"),
        ("/media/old/desk", "fuse.sshfs"),
        ("/media/host/desk", "vboxsf"),
        ("/media/secret/desk", ""),
        ("/media/own/desk", "fuse.office"),
    ],
)
def test_the_deepest_and_latest_mount_tells(place: str, kind: str) -> None:
    assert shares.foreign_kind(TABLE, PurePosixPath(place)) == kind


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's table of mounts")
def test_a_desk_on_a_share_is_neither_opened_nor_founded(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    table = tmp_path / "mounts"
    table.write_text(f"{TABLE}45 22 0:50 / {tmp_path} rw - nfs4 server:/desks rw\n", "utf-8")
    monkeypatch.setattr(shares, "MOUNTS", table)
    with pytest.raises(Problem, match=r"在网络共享上（nfs4）.*请把整个文件夹复制到本机磁盘再打开"):
        open_desk(folder)
    assert sorted(path.name for path in folder.iterdir()) == before
    with pytest.raises(Problem, match="在网络共享上"):
        Vault.create(tmp_path / "new", "李示例", PASSPHRASE, cost=CHEAP)
    assert not (tmp_path / "new").exists()
    monkeypatch.setattr(shares, "MOUNTS", tmp_path / "there is none")
    open_desk(folder).close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's table of mounts")
def test_a_desk_that_may_lie_on_a_share_opens_and_the_check_says_what_to_do(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_desk(folder) as vault:
        assert [one.sentence for one in vault.look() if one.name == "存放位置"] == ["正常。"]
    table = tmp_path / "mounts"
    table.write_text(f"{TABLE}48 22 0:50 / {tmp_path} rw - fuse.office server:/desks rw\n", "utf-8")
    monkeypatch.setattr(shares, "MOUNTS", table)
    with open_desk(folder) as vault:
        (found,) = (one for one in vault.look() if one.name == "存放位置")
    assert not found.ok
    assert "（fuse.office）是网络共享或虚拟机的共享文件夹，或者看不出是不是" in found.sentence
    assert "请锁定桌面，把整个文件夹移到本机磁盘再打开" in found.sentence
