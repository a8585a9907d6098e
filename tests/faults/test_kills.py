"""Each deed of an officer killed with kill -9 at seeded moments spread over it."""

import shutil

import pytest

from creditdesk.selftest import kills
from creditdesk.selftest.children import Blow, Children
from creditdesk.selftest.deed import Deed
from creditdesk.selftest.deeds import DEEDS
from creditdesk.selftest.desks import open_vault
from creditdesk.selftest.ground import SHEET, Ground
from creditdesk.selftest.outcome import Turns
from tests.attacked import KILLS

each_deed = pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)


# In shares, so that whichever worker of the tests is free takes one.
@each_deed
@pytest.mark.parametrize("turns", list(Turns.all(KILLS).shares()), ids=lambda turns: f"from {turns.first}")
def test_killed_at_any_moment_nothing_confirmed_is_lost(
    ground: Ground, ours: Children, deed: Deed, turns: Turns
) -> None:
    part = kills.strike(ground, ours, deed, turns, 11)
    assert part.lost == ()
    assert part.count == turns.end - turns.first
    # The last slices lie beyond the end of the deed.
    assert part.figures["struck before the end"] > 0 or turns.end == turns.of


@each_deed
def test_a_confirmed_act_that_is_lost_would_be_noticed(ground: Ground, ours: Children, deed: Deed) -> None:
    with ground.copy(deed.stage) as place:
        whole = ours.do(deed, place)
        assert kills.verdict(deed, place, whole) == []
    assert whole.finished
    assert whole.confirmed
    with ground.copy(deed.stage) as place:
        assert kills.verdict(deed, place, whole) != []


def test_a_gap_in_the_numbers_of_cases_would_be_noticed(ground: Ground) -> None:
    with ground.copy("worked") as place:
        with open_vault(place / "desk") as vault, vault.writer.begin() as connection:
            connection.exec_driver_sql("UPDATE register SET last = last + 1 WHERE name LIKE 'case:%'")
        (fault,) = kills.verdict(DEEDS[2], place, Blow(0, (), finished=False))[:1]
    assert fault == "案号给出4个，案件有3件"


def test_a_desk_that_does_not_open_would_be_noticed(ground: Ground) -> None:
    with ground.copy("worked") as place:
        shutil.copyfile(place / SHEET, place / "desk" / "desk.db")
        assert kills.verdict(DEEDS[0], place, Blow(0, (), finished=False)) != []
