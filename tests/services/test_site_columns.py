"""The package for the credit site: nothing is pushed that was not written, and no file is overwritten."""

from pathlib import Path

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.services import record_lists, records, site_columns
from creditdesk.services.desk import Desk
from tests.entered import COMMITMENT


@pytest.mark.parametrize(("name", "sentence"), [("site.txt", "只能保存为ZIP"), ("fort/site.zip", "不存在")])
def test_a_wrong_place_is_refused(desk: Desk, tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(InputProblem, match=sentence):
        site_columns.save(desk, tmp_path / name)


def test_where_a_file_stands_already_nothing_is_pushed(desk: Desk, tmp_path: Path) -> None:
    one = str(desk.perform(records.enter, "commitment", COMMITMENT).result["record"])
    path = tmp_path / "site.zip"
    path.write_bytes(b"another")
    with pytest.raises(Problem, match="没有覆盖"):
        site_columns.save(desk, path)
    assert path.read_bytes() == b"another"
    assert "pushed_on" not in record_lists.sheet(desk, one).content
