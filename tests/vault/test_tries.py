"""Wrong passphrases: the wait grows, survives a restart, and no clock shortens it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.vault import Vault, tries
from creditdesk.vault.tries import Tries
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE


class Clock:
    """A clock the test turns."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def try_to_open(folder: Path, clock: Clock, phrase: str = "不对的口令不对的口令") -> str:
    with pytest.raises(InputProblem) as refused:
        Vault.open(folder, OFFICER, phrase, cost=CHEAP, clock=clock)
    return refused.value.sentence


def test_the_wait_doubles_up_to_five_minutes(folder: Path) -> None:
    clock = Clock()
    for failure, wait in enumerate([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], 1):
        words = f"{wait} 秒" if wait < 60 else f"{-(-wait // 60)} 分钟"
        assert try_to_open(folder, clock) == f"口令不正确，已连续输错 {failure} 次，请等待 {words}后再试。"
        clock.now += wait - 0.5
        assert f"已连续输错 {failure} 次，请等待 1 秒" in try_to_open(folder, clock, PASSPHRASE)
        clock.now += 0.5


def test_a_try_that_comes_too_early_does_not_count(folder: Path) -> None:
    clock = Clock()
    try_to_open(folder, clock)
    for _ in range(5):
        assert "已连续输错 1 次，请等待 1 秒" in try_to_open(folder, clock)


def test_the_right_passphrase_clears_the_count(folder: Path) -> None:
    clock = Clock()
    try_to_open(folder, clock)
    clock.now += 1
    Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP, clock=clock).close()
    assert "已连续输错 1 次" in try_to_open(folder, clock)


def test_wrong_passphrases_are_kept_until_they_are_told(folder: Path) -> None:
    clock = Clock()
    for _ in range(2):
        try_to_open(folder, clock)
        clock.now += 10
    with Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP, clock=clock) as vault:
        assert vault.wrong_tries() == {OFFICER: 2}
        vault.told_tries()
        assert vault.wrong_tries() == {}
    assert not (folder / tries.NAME).exists()


def test_telling_does_not_shorten_another_officers_wait(folder: Path) -> None:
    for _ in range(3):
        tries.count(folder, "other", 100.0)
    tries.told(folder)
    assert tries.untold(folder) == {}
    with pytest.raises(InputProblem, match="已连续输错 3 次"):
        tries.check(folder, "other", 100.0)


def test_a_file_of_an_older_program_is_told_too(folder: Path) -> None:
    (folder / tries.NAME).write_text('{"one": {"failures": 2, "at": 100.0}}')
    assert tries.untold(folder) == {"one": 2}


def test_a_clock_turned_back_starts_the_wait_again_but_never_locks_for_longer(folder: Path) -> None:
    clock = Clock()
    for _ in range(4):
        try_to_open(folder, clock)
        clock.now += 300
    clock.now -= 10_000
    assert "请等待 8 秒" in try_to_open(folder, clock, PASSPHRASE)
    clock.now += 8
    Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP, clock=clock).close()


@given(st.integers(0, 10**6), st.floats(0, 4e9), st.floats(0, 4e9))
def test_a_wait_is_never_negative_nor_longer_than_five_minutes(failures: int, at: float, now: float) -> None:
    assert 0 <= Tries(failures, at).wait(now) <= tries.LONGEST_WAIT


def test_each_officer_has_a_count_of_their_own(folder: Path) -> None:
    tries.count(folder, "one", 100.0)
    tries.check(folder, "other", 100.0)
    with pytest.raises(InputProblem):
        tries.check(folder, "one", 100.0)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": {"failures": 1e999, "at": 0}}', b"\xff"], ids=repr
)
def test_an_unreadable_count_locks_nobody_out(folder: Path, content: bytes) -> None:
    (folder / tries.NAME).write_bytes(content)
    Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP).close()
