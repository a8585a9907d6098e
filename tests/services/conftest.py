"""A desk that the tests of one module share, and a stick."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY


@pytest.fixture(scope="module")
def shared(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk for all tests of a module: each has subjects of its own, or keeps nothing."""
    folder = tmp_path_factory.mktemp("shared") / "desk"
    shutil.copytree(founded, folder)
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as opened:
        yield opened


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick to hand packages over on."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
