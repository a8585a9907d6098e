"""Many acts in one process leave memory and handles as they are."""

import pytest

from creditdesk.selftest import soak
from creditdesk.selftest.ground import Ground
from tests.attacked import ACTS

pytestmark = pytest.mark.skipif(not soak.available(), reason="this system does not say what a process holds")


def test_memory_and_handles_stay_flat(ground: Ground) -> None:
    part = soak.strike(ground, ACTS)
    assert part.lost == ()
    assert part.count >= ACTS - 8
    assert part.figures["handles"] > 3


def test_memory_that_grows_would_be_noticed(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "_ROOM_KIB", -(1 << 30))
    assert "内存" in soak.strike(ground, 8).lost[0]
