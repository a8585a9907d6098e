"""The invented desks on which the attacks of `creditdesk selftest` are carried out, founded once for all tests."""

from collections.abc import Iterator

import pytest

from creditdesk.selftest.children import Children, children
from creditdesk.selftest.ground import Ground


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground.prepare(tmp_path_factory.mktemp("ground"))


@pytest.fixture(scope="session")
def ours(ground: Ground) -> Iterator[Children]:
    with children(ground.folder) as started:
        yield started
