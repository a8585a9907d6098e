"""The sample desk: of everything that the plan's clauses ask of the office it holds something to look at."""

from collections.abc import Iterator

import pytest

from creditdesk.services import (
    commitments,
    home,
    letters,
    listing_lists,
    promise_lists,
    repair_lists,
    retention_lists,
    round_lists,
    sample,
    sample_clauses,
    tip_lists,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.conftest import CHEAP


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample desk on its day, with these stories only: the objections take longer and are told elsewhere."""
    folder = tmp_path_factory.mktemp("sample")
    with sample.found(folder / "desk", CHEAP) as desk:
        steps = sorted(sample_clauses.steps(desk), key=lambda step: step[0])
        sample.import_sheet(desk, folder / "退回.xlsx", steps[0][0])
        for day, happen in steps:
            desk.clock = fixed_clock(day)
            happen()
        desk.clock = fixed_clock(sample.TODAY)
        yield desk


def test_every_list_opens_with_something_in_it(told: Desk) -> None:
    listed = {row.state for row in listing_lists.rows(told, listing_lists.ids(told, "", listing_lists.RUNNING))}
    assert listed == {"已告知"}
    standing = listing_lists.rows(told, listing_lists.ids(told, "", listing_lists.STANDING))
    assert {row.colour for row in standing} == {"黑名单", "红名单"}
    assert [row.words for row in round_lists.rows(told, round_lists.ids(told))] == ["逾期 1 份"]
    assert {row.state for row in tip_lists.rows(told, tip_lists.ids(told))} == {"received", "referred"}
    assert len(promise_lists.ids(told)) == len(repair_lists.ids(told)) == 1
    assert len(retention_lists.ids(told, "", retention_lists.READY)) == 1


def test_each_waits_on_the_workbench(told: Desk) -> None:
    nouns = {task.noun for task in home.tasks(told, home.task_ids(told))}
    assert nouns >= {"response", "listing", "promise", "tip", "commitment", "repair"}


def test_all_of_it_is_the_makers_work_and_visibly_invented(told: Desk) -> None:
    rows = letters.rows(told, letters.ids(told))
    assert {row.officer for row in rows} == {sample.MAKER}
    assert all("示例" in row.addressee + row.title for row in rows)
    with told.read() as session:
        assert sum(commitments.counts(session).values()) == 2
