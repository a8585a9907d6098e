"""Kept points: a torn or changed one never counts, thinning leaves what the rule says, a second place is read back."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.rules.thinning import Keep
from creditdesk.vault import Vault, copies, points
from creditdesk.vault.lock import DATABASE
from tests.vault.desks import flip, open_desk

resource = pytest.importorskip("resource")

KEEP = Keep(whole_days=1, days=2, weeks=1, months=1)
NOW = datetime(2026, 3, 2, 8, 30).astimezone()


def made(vault: Vault, days_ago: int = 0, label: str = "手动") -> points.Point:
    place = vault.backup(label, NOW - timedelta(days=days_ago))
    return next(point for point in vault.points() if point.folder == place)


def shelf(vault: Vault, stick: Path) -> Path:
    return copies.home(stick, vault._key.desk_id)


def test_a_point_says_what_it_is(vault: Vault) -> None:
    point = made(vault, label="批量导入 前")
    assert (point.made, point.label, point.whole) == (NOW, "批量导入 前", True)
    assert point.bytes == (point.folder / DATABASE).stat().st_size
    assert point.rows == vault.rows()
    points.require_sound(point)


@pytest.mark.parametrize("file", [DATABASE, "keys.json", "point.json"])
def test_a_point_that_lost_a_file_never_counts(vault: Vault, file: str) -> None:
    older, newest = made(vault, 1), made(vault)
    (newest.folder / file).unlink()
    if file == "point.json":
        (newest.folder / file).write_bytes(b"{")
    assert points.newest(vault.folder / "backups") == older
    found = points.find(vault.folder / "backups", newest.name)
    assert found is not None
    with pytest.raises(Problem, match="不完整或已损坏"):
        points.require_sound(found)


@pytest.mark.parametrize("length", [0, 1000, 4096])
def test_a_torn_point_never_counts(vault: Vault, length: int) -> None:
    older, newest = made(vault, 1), made(vault)
    with (newest.folder / DATABASE).open("rb+") as file:
        file.truncate(length)
    assert points.newest(vault.folder / "backups") == older


def test_every_flipped_bit_of_a_point_is_noticed(vault: Vault) -> None:
    point = made(vault)
    for offset in (0, 20, 4096 * 3 + 100, point.bytes - 1):
        flip(point.folder / DATABASE, offset)
        with pytest.raises(Problem, match="已损坏"):
            points.require_sound(point)
        flip(point.folder / DATABASE, offset)
    points.require_sound(point)


def test_thinning_leaves_what_the_rule_says_and_no_torn_one_takes_a_place(vault: Vault) -> None:
    kept = [made(vault, days) for days in (40, 10, 2, 1, 0, 0)]
    torn = made(vault)
    (torn.folder / DATABASE).write_bytes(b"")
    gone = vault.thin(KEEP)
    assert gone == tuple(point.name for point in (kept[2], kept[1], kept[0]))
    assert {point.name for point in vault.points()} == {torn.name, *(point.name for point in kept[3:])}


def test_a_thinning_that_was_killed_half_way_leaves_no_half_point(vault: Vault) -> None:
    point = made(vault, 3)
    (point.folder / DATABASE).unlink()
    point.folder.rename(point.folder.with_name(point.name + points.UNFINISHED))
    assert vault.points() == ()
    made(vault)
    assert [path.name for path in (vault.folder / "backups").iterdir()] == [vault.points()[0].name]


def test_the_newest_point_comes_to_the_second_place_and_is_a_desk_there(vault: Vault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    point = made(vault)
    assert copies.behind(vault.folder, str(stick))
    told = vault.follow(str(stick), KEEP)
    assert (told.name, told.newest, told.fault) == (point.name, NOW, "")
    assert not copies.behind(vault.folder, str(stick))
    assert [there.name for there in vault.points_at(str(stick))] == [point.name]
    vault.close()
    with open_desk(shelf(vault, stick) / point.name) as opened:
        assert opened.rows() == point.rows


def test_a_missing_stick_is_told_remembered_and_caught_up_with(vault: Vault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    first = made(vault, 1)
    vault.follow(str(stick), KEEP)
    shutil.move(stick, tmp_path / "pocket")
    second = made(vault)
    told = vault.follow(str(stick), KEEP)
    assert "找不到" in told.fault
    assert told.name == first.name
    assert copies.state(vault.folder, str(stick)) == told
    shutil.move(tmp_path / "pocket", stick)
    told = vault.follow(str(stick), KEEP)
    assert (told.name, told.fault) == (second.name, "")
    assert len(vault.points_at(str(stick))) == 2


def test_a_flipped_point_is_not_copied(vault: Vault, tmp_path: Path) -> None:
    point = made(vault)
    flip(point.folder / DATABASE, 5000)
    told = vault.follow(str(tmp_path), KEEP)
    assert "已损坏" in told.fault
    assert vault.points_at(str(tmp_path)) == ()


def test_a_copy_that_reads_back_otherwise_is_void(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(vault)
    # The stick keeps another bit than it was given.
    monkeypatch.setattr(copies, "_forget_cached", lambda path: flip(path, 10))
    told = vault.follow(str(tmp_path), KEEP)
    assert "读回后不一致" in told.fault
    assert vault.points_at(str(tmp_path)) == ()
    assert list(shelf(vault, tmp_path).iterdir()) == []


def test_a_full_stick_is_a_sentence_and_leaves_nothing_there(vault: Vault, tmp_path: Path) -> None:
    point = made(vault)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (point.bytes // 2, before[1]))
    try:
        told = vault.follow(str(tmp_path), KEEP)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "磁盘" in told.fault
    assert list(shelf(vault, tmp_path).iterdir()) == []
    assert vault.follow(str(tmp_path), KEEP).fault == ""
