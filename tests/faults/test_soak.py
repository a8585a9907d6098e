"""Many acts in one process leave memory and handles as they are."""

import pytest

from creditdesk.selftest import soak
from creditdesk.selftest.ground import Ground
from tests.attacked import ACTS

pytestmark = pytest.mark.skipif(not soak.available(), reason="this system does not say what a process holds")


def test_memory_and_handles_stay_flat(ground: Ground) -> None:
    (outcome,) = soak.attack(ground, ACTS)
    assert outcome.lost == ()
    assert outcome.count >= ACTS - 8
    assert outcome.figures["handles"] > 3


def test_memory_that_grows_would_be_noticed(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "_ROOM_KIB", -(1 << 30))
    (outcome,) = soak.attack(ground, 8)
    assert "内存" in outcome.lost[0]
