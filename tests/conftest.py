"""A real encrypted desk for every test that needs one; only its passphrase is cheaper to try than an office's."""

import gc
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from creditdesk.services import offices
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from creditdesk.vault import Cost

CHEAP = Cost(memory_kib=64, iterations=1, lanes=1)
PASSPHRASE = "示例口令 十二个字以上才行"
OFFICER = "王示例"
TODAY = date(2026, 2, 12)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Keep the garbage collector from all that is loaded before the first test: nothing of it ever ends."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that was founded once; tests work on copies."""
    folder = tmp_path_factory.mktemp("founded") / "desk"
    office = Office("中牟县信用中心（示例）", address="中牟县示例路1号", phone="0371-00000000")
    desk, _ = offices.create_desk(folder, office, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)
    desk.close()
    return folder


@pytest.fixture
def desk(founded: Path, tmp_path: Path) -> Iterator[Desk]:
    """An open desk of its own for one test, on 12 February 2026."""
    folder = tmp_path / "desk"
    shutil.copytree(founded, folder)
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as opened:
        yield opened
