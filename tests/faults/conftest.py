"""The invented desks on which the attacks of `creditdesk selftest` are carried out, founded once for all tests."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from creditdesk.selftest.children import Children
from creditdesk.selftest.ground import Ground


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    folder = tmp_path_factory.mktemp("ground")
    return Ground(folder, folder / "blows")


@pytest.fixture(scope="session")
def ours(ground: Ground) -> Iterator[Children]:
    with closing(Children(ground)) as started:
        yield started
