"""Going back to a kept point: what it loses is shown first, the present desk is set aside, no number is given twice."""

import os
import random
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import Letter, Officer, Package
from creditdesk.services import (
    asides,
    backups,
    confirmations,
    health,
    journal,
    letter_voids,
    objections,
    officers,
    record_lists,
    restores,
)
from creditdesk.services.acts import Changes
from creditdesk.services.clock import FixedClock, fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault.lock import DATABASE
from tests.apart import apart
from tests.attacked import STARTED_KILLS
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import acting_as, objection, penalty
from tests.leaving import release
from tests.vault.desks import flip

WHY = "误导入（示例）"


def opened(folder: Path, officer: str = OFFICER) -> Desk:
    return Desk.open(folder, officer, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)


def accepted(desk: Desk, number: str) -> str:
    """Enter a penalty, object to it and accept that: one case number, one letter number. Returns the letter's."""
    case_id = objection(desk, penalty(desk, decision_number=number), TODAY)
    desk.perform(objections.accept, case_id)
    with desk.read() as session:
        return session.query(Letter).filter_by(case_id=case_id).one().number


def records(desk: Desk) -> int:
    return len(record_lists.ids(desk, record_lists.Filter()))


def wrong(desk: Desk) -> list[str]:
    return [one.sentence for one in health.check(desk) if not one.ok and one.name not in health.ADVICE]


def restore(desk: Desk, point: str, reason: str) -> Changes:
    """Decide as two persons to go back, and carry it out."""
    decide(desk, point, reason)
    return restores.carry_out(desk)


def decide(desk: Desk, point: str, reason: str) -> None:
    proposal = str(confirmations.propose(desk, restores.decide, point, reason).result["confirmation"])
    with acting_as(desk, "周示例", "principal"):
        confirmations.confirm(desk, proposal)


def head(desk: Desk) -> tuple[int, str]:
    with desk.read() as session:
        newest = journal.head(session)
        assert newest is not None
        return newest.seq, newest.hash


def test_what_would_be_lost_is_shown_and_nothing_changes(desk: Desk) -> None:
    penalty(desk)
    point = backups.make(desk, "手动").name
    assert restores.look(desk, point).lines == (("之后的操作", "没有，恢复后内容不变"),)
    letter = accepted(desk, "示市监罚〔2026〕2号")
    with acting_as(desk, "李示例", "maker"):
        penalty(desk, decision_number="示市监罚〔2026〕3号")
    before = sorted(path.name for path in desk.folder.iterdir())
    lines = dict(restores.look(desk, point).lines)
    assert lines["之后的操作"] == "5 条，2026-02-12 10:40 至 2026-02-12 10:40"
    assert lines["经办"] == "王示例 4 条、李示例 1 条"
    assert "信用记录" in lines["涉及"]
    assert lines["异议案号"] == "2026-0001"
    assert lines["已发文书"] == letter
    assert sorted(path.name for path in desk.folder.iterdir()) == before


def test_the_desk_goes_back_and_the_present_one_is_set_aside_whole(desk: Desk) -> None:
    penalty(desk)
    point = backups.make(desk, "手动").name
    penalty(desk, decision_number="示市监罚〔2026〕2号")
    changes = restore(desk, point, WHY)
    aside_head = (changes.result["aside_seq"], changes.result["aside_head"])
    assert head(desk) == aside_head
    with pytest.raises(Problem, match="重新打开"):
        penalty(desk, decision_number="示市监罚〔2026〕3号")
    desk.close()
    with opened(desk.folder) as restored:
        assert records(restored) == 1
        assert wrong(restored) == []
        with restored.read() as session:
            newest = journal.head(session)
            assert newest is not None
            assert newest.sentence == changes.sentence
            # The record, the proposal, the officer who joined to confirm it, and the decision.
            assert newest.result["lost"] == 4
        assert restores.decision(restored) is None
        [aside] = asides.listing(restored)
        assert aside.name == changes.result["aside"] == "20260212-104000-恢复前"
    with opened(aside) as before:
        assert records(before) == 2
        assert head(before) == aside_head
        assert wrong(before) == []
    assert not [path.name for path in desk.folder.iterdir() if path.name.startswith(".")]


def test_numbers_given_after_the_point_are_not_given_again(desk: Desk) -> None:
    first = accepted(desk, "示市监罚〔2026〕1号")
    released = release(desk)
    point = backups.make(desk, "手动").name
    second = accepted(desk, "示市监罚〔2026〕2号")
    lost = release(desk)
    changes = restore(desk, point, WHY)
    assert "号不再使用" in changes.sentence
    desk.close()
    with opened(desk.folder) as restored:
        assert wrong(restored) == []
        third = accepted(restored, "示市监罚〔2026〕3号")
        serials = [int(number.partition("〕")[2].rstrip("号")) for number in (first, second, third)]
        assert serials == [1, 2, 3]
        assert release(restored).result["serials"] == [3]
        with restored.read() as session:
            package = session.query(Package).filter_by(serial=3).one()
            digest = package.previous_digest
        assert wrong(restored) == []
        [aside] = asides.listing(restored)
    with opened(aside) as before, before.read() as session:
        assert session.get_one(Package, lost.result["packages"][0]).digest == digest
    assert released.result["serials"] == [1]


def test_a_supplement_given_after_the_point_keeps_its_number(desk: Desk) -> None:
    accepted(desk, "示市监罚〔2026〕1号")
    point = backups.make(desk, "手动").name
    assert supplement(desk).endswith("之一")
    restore(desk, point, WHY)
    desk.close()
    with opened(desk.folder) as restored:
        assert supplement(restored).endswith("之二")
        assert wrong(restored) == []


def supplement(desk: Desk) -> str:
    with desk.read() as session:
        letter = session.query(Letter).filter_by(sub=0).one()
    name = next(name for name, value in letter.values.items() if isinstance(value, str))
    return str(desk.perform(letter_voids.supplement, letter.id, {name: "补充（示例）"}).result["number"])


def test_restoring_again_to_an_older_point_still_skips_everything(desk: Desk) -> None:
    point = backups.make(desk, "手动").name
    for number in (1, 2):
        assert accepted(desk, f"示市监罚〔2026〕{number}号").endswith(f"〕{number * 2 - 1}号")
        restore(desk, point, WHY)
        desk.close()
        desk = opened(desk.folder)
        assert accepted(desk, f"示市监罚〔2026〕{number}号").endswith(f"〕{number * 2}号")
        assert wrong(desk) == []
    assert [path.name for path in asides.listing(desk)] == ["20260212-104000-恢复前-2", "20260212-104000-恢复前"]
    desk.close()


def test_who_works_here_is_not_brought_back(desk: Desk) -> None:
    point = backups.make(desk, "手动").name
    officers.add(desk, "李示例", "maker", PASSPHRASE)
    restore(desk, point, WHY)
    desk.close()
    with opened(desk.folder, "李示例") as restored, restored.read() as session:
        assert {row.name for row in session.query(Officer)} == {OFFICER, "李示例", "周示例"}


@pytest.mark.parametrize(
    ("point", "reason", "said"), [("", "", "理由"), ("", "  ", "理由"), ("20200101-000000-没有", WHY, "没有名为")]
)
def test_a_restore_needs_a_point_and_a_reason(desk: Desk, point: str, reason: str, said: str) -> None:
    made = backups.make(desk, "手动").name
    with pytest.raises(InputProblem, match=said):
        restore(desk, point or made, reason)
    penalty(desk)


def test_nobody_goes_back_alone_while_another_could_confirm(desk: Desk) -> None:
    point = backups.make(desk, "手动").name
    with pytest.raises(InputProblem, match="没有待执行的恢复决定"):
        restores.carry_out(desk)
    with acting_as(desk, "周示例", "principal"):
        pass
    proposal = str(confirmations.propose(desk, restores.decide, point, WHY).result["confirmation"])
    with pytest.raises(InputProblem, match="没有待执行的恢复决定"):
        restores.carry_out(desk)
    with pytest.raises(InputProblem, match="周示例可以确认"):
        confirmations.perform_alone(desk, proposal, "示例")


def test_a_decision_holds_for_a_day(desk: Desk) -> None:
    decide(desk, backups.make(desk, "手动").name, WHY)
    assert restores.decision(desk) is not None
    desk.clock = FixedClock(desk.clock() + timedelta(days=1, minutes=1))
    with pytest.raises(InputProblem, match="没有待执行的恢复决定"):
        restores.carry_out(desk)


def test_only_who_manages_the_desk_restores(desk: Desk) -> None:
    point = backups.make(desk, "手动").name
    with acting_as(desk, "李示例", "maker"), pytest.raises(Problem, match="没有“管理桌面”的权限"):
        restore(desk, point, WHY)


def _flipped(point: Path) -> None:
    flip(point / DATABASE, 9000)


def _torn(point: Path) -> None:
    with (point / DATABASE).open("rb+") as file:
        file.truncate(4096 * 10)


@pytest.mark.parametrize("spoil", [_flipped, _torn])
def test_a_point_that_does_not_hold_is_refused_and_the_desk_stays(desk: Desk, spoil: Callable[[Path], None]) -> None:
    made = backups.make(desk, "手动")
    penalty(desk)
    spoil(made)
    for act in (lambda: restores.look(desk, made.name), lambda: restore(desk, made.name, WHY)):
        with pytest.raises(Problem, match="已损坏"):
            act()
    desk.close()
    with opened(desk.folder) as again:
        assert records(again) == 1


def test_without_room_the_desk_stays_and_work_goes_on(desk: Desk) -> None:
    resource = pytest.importorskip("resource")
    decide(desk, backups.make(desk, "手动").name, WHY)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(Problem, match="磁盘"):
            restores.carry_out(desk)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    penalty(desk)
    assert not [path.name for path in desk.folder.iterdir() if path.name.startswith(".")]
    assert asides.listing(desk) == ()


def test_a_point_that_only_the_stick_has_is_restored_from_there(desk: Desk, tmp_path: Path) -> None:
    desk.perform(backups.choose_place, str(tmp_path))
    point = backups.make(desk, "手动")
    penalty(desk)
    shutil.rmtree(point)
    assert point.name in [each.name for each in backups.everywhere(desk)]
    restore(desk, point.name, WHY)
    desk.close()
    with opened(desk.folder) as restored:
        assert records(restored) == 0


def _carry_out(tell: Connection, folder: Path) -> None:
    desk = opened(folder)
    tell.send("begin")
    restores.carry_out(desk)
    desk.close()


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_a_restore_killed_at_any_moment_leaves_one_desk_or_the_other(founded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(founded, tmp_path / "desk"))
    with opened(folder) as desk:
        point = backups.make(desk, "手动").name
        for number in range(20):
            penalty(desk, decision_number=f"示市监罚〔2026〕{number}号")
        lost = accepted(desk, "示市监罚〔2026〕99号")
        decide(desk, point, WHY)
    moments = random.Random(11)
    for turn in range(STARTED_KILLS):
        killed = Path(shutil.copytree(folder, tmp_path / f"killed{turn}"))
        with apart(_carry_out, killed) as said:
            assert said() == "begin"
            time.sleep(moments.uniform(0, 1.5))
        with opened(killed) as desk:
            kept = asides.listing(desk)
            assert (records(desk), len(kept)) in ((21, 0), (0, 1))
            assert wrong(desk) == []
            assert accepted(desk, "示市监罚〔2026〕100号") > lost
        assert not [path.name for path in killed.iterdir() if path.name.startswith(".")]
        for aside in kept:
            with opened(aside) as before:
                assert records(before) == 21
                assert wrong(before) == []
