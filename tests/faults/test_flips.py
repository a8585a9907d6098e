"""Single bits of each kind of file changed at seeded places, and wrong keys."""

import shutil
from random import Random

import pytest

from creditdesk.selftest import flips, wrong_keys
from creditdesk.selftest.flips import Target
from creditdesk.selftest.ground import Ground, open_vault
from creditdesk.selftest.wrong_keys import Sort
from tests.attacked import FLIPS

FILES = ("desk.db", "keys.json", "desk.db-wal", "backup/desk.db", "backup/keys.json")


def test_every_flipped_bit_is_noticed(ground: Ground) -> None:
    outcomes = list(flips.attack(ground, FLIPS, 13))
    assert [outcome.attack for outcome in outcomes] == [f"bit flip in {name}" for name in FILES]
    for outcome in outcomes:
        assert outcome.lost == ()
        assert outcome.figures["noticed"] == FLIPS


def test_a_change_that_nobody_notices_is_counted(ground: Ground) -> None:
    """A note beside a desk is no part of it: whatever happens to it, the desk opens and is sound."""
    shutil.copytree(ground.folder / "worked", ground.folder / "annotated")
    (ground.folder / "annotated" / "note.txt").write_bytes(b"beside")
    outcome = flips.attack_one(ground, Target("note.txt", "annotated", "note.txt", flips.open_and_check), 2, Random(1))
    assert len(outcome.lost) == 2
    assert outcome.line.startswith("失守")


@pytest.mark.parametrize("sort", wrong_keys.SORTS, ids=lambda sort: sort.name)
def test_no_wrong_key_opens(ground: Ground, sort: Sort) -> None:
    outcome = wrong_keys.attack_one(ground, sort, FLIPS, Random(17))
    assert outcome.lost == ()
    assert outcome.figures["refused"] == FLIPS


def test_a_key_that_opens_is_counted(ground: Ground) -> None:
    right = Sort("the right passphrase", "正确的口令", lambda desk, _: open_vault(desk).close())
    assert len(wrong_keys.attack_one(ground, right, 3, Random(17)).lost) == 3
