"""A desk of every released format opens, and holds afterwards what it held."""

import shutil
from pathlib import Path

import pytest

from creditdesk.services import objection_lists, record_lists
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.vault import schema
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.sound import complaints

DESKS = Path(__file__).parents[1] / "desks"
SAVED = sorted(DESKS.iterdir())


def test_every_older_format_has_its_desk() -> None:
    assert [path.name for path in SAVED] == [f"format_{number}" for number in range(1, schema.FORMAT)]


@pytest.mark.parametrize("saved", SAVED, ids=lambda path: path.name)
def test_a_desk_of_an_older_format_opens_with_all_it_held(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(saved, folder)
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        names = {row.subject for row in record_lists.rows(desk, record_lists.ids(desk, Filter()))}
        assert names == {"示例建材有限公司", "陈示例"}
        [row] = objection_lists.rows(desk, objection_lists.ids(desk, objection_lists.Filter()))
        assert row.number == "2026-0001"
        assert complaints(desk) == []
    assert any((folder / "backups").iterdir())
