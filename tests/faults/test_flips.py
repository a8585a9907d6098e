"""Single bits of each kind of file changed at seeded places, and wrong keys."""

import pytest

from creditdesk.selftest import flips, wrong_keys
from creditdesk.selftest.desks import open_vault
from creditdesk.selftest.flips import Target
from creditdesk.selftest.ground import SHEET, Ground
from creditdesk.selftest.outcome import Part, Turns
from creditdesk.selftest.wrong_keys import Sort
from tests.attacked import FLIPS


@pytest.mark.parametrize("target", flips.TARGETS, ids=lambda target: target.label)
def test_every_flipped_bit_is_noticed(ground: Ground, target: Target) -> None:
    part = flips.strike(ground, target, Turns.all(FLIPS), 13)
    assert part.lost == ()
    assert part.figures["noticed"] == part.count == FLIPS


def test_a_change_that_nobody_notices_is_counted(ground: Ground) -> None:
    """A sheet beside a desk is no part of it: whatever happens to it, the desk opens and is sound."""
    part = flips.strike(ground, Target("sheet", "worked", f"../{SHEET}", flips.open_and_check), Turns.all(2), 1)
    assert len(part.lost) == 2
    assert part.figures["noticed"] == 0


def test_an_attack_in_shares_strikes_the_same_places(ground: Ground) -> None:
    """Whichever process strikes them, and however many share the work."""
    target = Target("sheet", "worked", f"../{SHEET}", flips.open_and_check)
    shares = (flips.strike(ground, target, Turns(*each, 4), 1) for each in ((0, 1), (1, 4)))
    assert sum(shares, Part()) == flips.strike(ground, target, Turns.all(4), 1)


@pytest.mark.parametrize("sort", wrong_keys.SORTS, ids=lambda sort: sort.name)
def test_no_wrong_key_opens(ground: Ground, sort: Sort) -> None:
    part = wrong_keys.strike(ground, sort, Turns.all(FLIPS), 17)
    assert part.lost == ()
    assert part.figures["refused"] == FLIPS


def test_a_key_that_opens_is_counted(ground: Ground) -> None:
    right = Sort("the right passphrase", "正确的口令", lambda desk, _: open_vault(desk).close())
    assert len(wrong_keys.strike(ground, right, Turns.all(3), 17).lost) == 3
