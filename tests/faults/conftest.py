"""The invented desks on which the attacks of `creditdesk selftest` are carried out, founded once for all tests."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from creditdesk.selftest.children import Children
from creditdesk.selftest.ground import Ground

# A kill does not ask what the disk is, and the power cut has one of its own: in memory each blow is a third quicker.
MEMORY, ROOM = Path("/dev/shm"), 1 << 30


def room_in_memory() -> bool:
    return os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    place = MEMORY if room_in_memory() else tmp_path_factory.getbasetemp()
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Ground(Path(folder), Path(folder) / "blows")


@pytest.fixture(scope="session")
def ours(ground: Ground) -> Iterator[Children]:
    with closing(Children(ground)) as started:
        yield started
