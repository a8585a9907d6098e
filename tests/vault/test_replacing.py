"""A database takes the place of another whole or not at all: each step is cut off in turn, and then made good."""

from collections.abc import Callable
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.vault import replacing
from creditdesk.vault.lock import DATABASE, is_desk

LOG = f"{DATABASE}-wal"


class PowerCut(Exception):
    pass


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """A folder whose old database has a log with acts in it, and whose replacement was decided on."""
    for name, data in ((DATABASE, b"old"), (LOG, b"log"), ("keys.json", b"keys")):
        (tmp_path / name).write_bytes(data)
    with replacing.building(tmp_path) as place:
        (place / DATABASE).write_bytes(b"new")
        replacing.decide(tmp_path, "20260212-恢复前")
    return tmp_path


def cut_at(step: int) -> Callable[[Path, Path], Path]:
    """Return a rename that ends in a power cut at its call of this number."""
    rename, calls = Path.rename, [0]

    def renamed(path: Path, target: Path) -> Path:
        calls[0] += 1
        if calls[0] == step:
            raise PowerCut
        return rename(path, target)

    return renamed


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_power_cut_at_any_step_is_made_good(decided: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", cut_at(step))
        with pytest.raises(PowerCut):
            replacing.finish(decided)
    assert is_desk(decided)
    assert replacing.pending(decided)
    replacing.finish(decided)
    assert not replacing.pending(decided)
    there = {path.relative_to(decided).as_posix(): path.read_bytes() for path in decided.rglob("*") if path.is_file()}
    assert there == {
        DATABASE: b"new",
        "keys.json": b"keys",
        f"aside/20260212-恢复前/{DATABASE}": b"old",
        f"aside/20260212-恢复前/{LOG}": b"log",
        "aside/20260212-恢复前/keys.json": b"keys",
    }


def cut_while_building(folder: Path) -> None:
    with replacing.building(folder) as place:
        (place / DATABASE).write_bytes(b"new")
        raise PowerCut


def test_what_was_not_decided_on_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"old")
    with pytest.raises(PowerCut):
        cut_while_building(tmp_path)
    replacing.finish(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [DATABASE]
    assert (tmp_path / DATABASE).read_bytes() == b"old"


def test_a_replacement_without_a_name_lets_the_old_one_go_with_its_log(tmp_path: Path) -> None:
    for name in (DATABASE, LOG):
        (tmp_path / name).write_bytes(b"old")
    with replacing.building(tmp_path) as place:
        (place / DATABASE).write_bytes(b"new")
        replacing.decide(tmp_path, "")
    replacing.finish(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [DATABASE]
    assert (tmp_path / DATABASE).read_bytes() == b"new"


def test_nothing_set_aside_is_overwritten(decided: Path) -> None:
    assert replacing.free_name(decided, "20260212-恢复前") == "20260212-恢复前"
    replacing.finish(decided)
    assert replacing.free_name(decided, "20260212-恢复前") == "20260212-恢复前-2"


def test_a_file_that_cannot_be_moved_is_a_sentence_and_the_replacement_stays_decided(
    decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        with pytest.raises(Problem, match="只读或没有写入权限"):
            replacing.finish(decided)
    replacing.finish(decided)
    assert (decided / DATABASE).read_bytes() == b"new"
