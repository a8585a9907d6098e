"""A folder copied while its desk is open and written: the copy is sound or says that it is not; the desk goes on."""

import json
import shutil
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.services import health
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault import opening
from creditdesk.vault.lock import HOLDER_NAME
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import penalty
from tests.faults.killed import is_sound

BEFORE, MEANWHILE = 3, 3


@pytest.fixture
def enter(desk: Desk) -> "Enter":
    return Enter(desk)


class Enter:
    """Enters one record after the other."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.count = desk, 0

    def __call__(self) -> None:
        self.count += 1
        penalty(self._desk, decision_number=f"示市监罚〔2026〕{self.count}号")


def copied(desk: Desk, place: Path, names: tuple[str, ...], between: Enter, *, folding: bool) -> Path:
    """Copy the files of an open desk one after the other, with acts and the folding of the log in between."""
    place.mkdir()
    for name in names:
        shutil.copyfile(desk.folder / name, place / name)
        if folding:
            opening.checkpoint(desk.vault.writer)
        for _ in range(MEANWHILE):
            between()
    return place


def there(folder: Path) -> int | None:
    """Return how many records a copy has; None where it says that it is torn."""
    try:
        with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as copy:
            return health.counts(copy)["records"] if is_sound(copy) else None
    except Problem:
        return None


@pytest.mark.parametrize("folding", [False, True])
@pytest.mark.parametrize(
    "names", [("desk.db", "desk.db-wal", "keys.json"), ("desk.db-wal", "desk.db", "keys.json")], ids=lambda one: one[0]
)
def test_a_copy_has_what_was_confirmed_before_or_says_that_it_is_torn(
    desk: Desk, enter: Enter, tmp_path: Path, names: tuple[str, ...], *, folding: bool
) -> None:
    for _ in range(BEFORE):
        enter()
    place = copied(desk, tmp_path / "copy", names, enter, folding=folding)
    found = there(place)
    assert found is None or found >= BEFORE
    # Only the folding of the log between two files can tear a copy.
    assert folding or found is not None
    assert health.counts(desk)["records"] == enter.count
    assert is_sound(desk)


def test_a_copied_folder_is_a_desk_of_its_own_that_was_never_closed(desk: Desk, enter: Enter, tmp_path: Path) -> None:
    enter()
    place = Path(shutil.copytree(desk.folder, tmp_path / "copy"))
    (place / "desk.db-shm").unlink()
    assert json.loads((place / HOLDER_NAME).read_bytes())["officer"] == OFFICER
    with Desk.open(place, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as copy:
        assert copy.vault.unclean_since
        assert health.counts(copy)["records"] == 1
    enter()
    assert health.counts(desk)["records"] == 2
