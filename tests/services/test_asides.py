"""Desks set aside go by the office's rule, when somebody says so, and the journal names each."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import JournalEntry
from creditdesk.services import asides, backups, date_guard, lost_acts, restores
from creditdesk.services.clock import FixedClock
from creditdesk.services.desk import Desk
from tests.entered import acting_as, penalty
from tests.services.test_restores import WHY, decide, opened


@pytest.fixture
def old(desk: Desk) -> Iterator[Desk]:
    """A desk that went back twice, the second time over a penalty, and is looked at half a year later."""
    folder, point = desk.folder, backups.make(desk, "手动").name
    desk.close()
    for days in (0, 1):
        with opened(folder) as before:
            before.clock = FixedClock(before.clock() + timedelta(days=days))
            if days:
                penalty(before)
            decide(before, point, WHY)
            restores.carry_out(before)
    with opened(folder) as after:
        after.clock = FixedClock(after.clock() + timedelta(days=180))
        after.perform(date_guard.confirm, after.clock().date(), "半年没有开机，已核对（示例）")
        yield after


def names(desk: Desk) -> list[str]:
    return [path.name for path in asides.listing(desk)]


def test_old_ones_go_with_an_entry_and_the_newest_stays(old: Desk) -> None:
    newest, oldest = names(old)
    assert asides.words(old).endswith("其中 1 个已满 180 天，可在“其他操作”中清理")
    changes = asides.clear(old)
    assert changes.sentence == f"已清理另存的桌面1个：{oldest}"
    assert names(old) == [newest]
    assert [path.name for path in (old.folder / "aside").iterdir()] == [newest]
    with old.read() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
        assert entry is not None
        assert entry.result == {"asides": [oldest]}
    assert asides.words(old) == "1 个恢复或抢救前的桌面，在 aside 文件夹"
    with pytest.raises(InputProblem, match="没有到期可清理的另存桌面"):
        asides.clear(old)


def test_one_from_which_acts_wait_to_be_done_again_stays(old: Desk) -> None:
    older = names(old)[1]
    with old.vault.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE lost_act SET aside = ?", (older,))
    assert asides.outdated(old) == ()
    old.perform(lost_acts.settle, lost_acts.ids(old), "已办（示例）")
    assert [path.name for path in asides.outdated(old)] == [older]


def test_a_day_too_early_and_without_the_power_nothing_goes(old: Desk) -> None:
    with acting_as(old, "孙示例", "maker"), pytest.raises(Problem, match="经办人没有"):
        asides.clear(old)
    assert len(names(old)) == 2
    old.clock = FixedClock(old.clock() - timedelta(days=1))
    assert asides.outdated(old) == ()


def test_what_a_killed_removal_left_is_no_desk_and_is_swept(old: Desk) -> None:
    newest, oldest = names(old)
    (old.folder / "aside" / oldest).rename(old.folder / "aside" / f"{oldest}x.unfinished")
    assert names(old) == [newest]
    assert asides.outdated(old) == ()
