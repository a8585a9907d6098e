"""Backups by the clock and before risky acts, the second place, and how safe the first page says the desk is."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.errors import InputProblem, Problem
from creditdesk.rules.urgency import Urgency
from creditdesk.services import backups, imports, record_lists, rehearsals, safety
from creditdesk.services.clock import FixedClock, fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.sample import SHEET
from creditdesk.vault import points
from creditdesk.vault.lock import DATABASE
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import penalty
from tests.sound import complaints
from tests.vault.desks import flip

SAMPLE = paths.resources() / "samples" / SHEET


def later(desk: Desk, **span: int) -> FixedClock:
    return FixedClock(fixed_clock(TODAY)() + timedelta(**span))


def labels(desk: Desk) -> list[str]:
    return [point.label for point in backups.points(desk)]


def line(desk: Desk, label: str) -> safety.SafetyLine:
    return next(each for each in safety.lines(desk) if each.label == label)


def test_a_backup_is_made_when_the_last_one_is_older_than_the_office_wants(desk: Desk) -> None:
    assert labels(desk) == ["建立"]
    assert backups.keep_up(desk).made is None
    desk.clock = later(desk, hours=3, minutes=59)
    assert backups.keep_up(desk).made is None
    desk.clock = later(desk, hours=4)
    made = backups.keep_up(desk).made
    assert made is not None
    assert labels(desk) == ["定时", "建立"]
    assert backups.keep_up(desk).made is None


def test_a_backup_from_the_future_keeps_nobody_from_making_one(desk: Desk) -> None:
    desk.clock = later(desk, days=400)
    backups.make(desk, "手动")
    desk.clock = later(desk, hours=1)
    assert backups.keep_up(desk).made is not None


def test_what_need_not_be_kept_goes(desk: Desk) -> None:
    for days in range(1, 12):
        for hours in (0, 3):
            desk.clock = later(desk, days=days, hours=hours)
            backups.make(desk, "手动")
    days = [f"{point.made.astimezone(desk.clock().tzinfo):%m-%d}" for point in backups.points(desk)]
    # 2026-02-23 in whole, six days before it, and the Sunday of the week before those.
    assert days == ["02-23", "02-23", "02-22", "02-21", "02-20", "02-19", "02-18", "02-17", "02-15"]


def test_a_large_import_is_backed_up_before_and_a_small_one_is_not(desk: Desk) -> None:
    planned = imports.plan(desk, SAMPLE, "xzcf")
    desk.perform(imports.run, planned)
    assert labels(desk) == ["建立"]
    rule = replace(desk.catalogue.backup_rule(), large_rows=len(planned.good))
    desk.catalogue = replace(desk.catalogue, backup_rules=(rule,))
    before = desk.vault.rows()
    desk.perform(imports.run, planned)
    assert labels(desk) == ["导入前", "建立"]
    assert backups.points(desk)[0].rows == before


def test_without_room_for_the_backup_the_large_import_is_not_begun(desk: Desk) -> None:
    resource = pytest.importorskip("resource")
    planned = imports.plan(desk, SAMPLE, "xzcf")
    rule = replace(desk.catalogue.backup_rule(), large_rows=1)
    desk.catalogue = replace(desk.catalogue, backup_rules=(rule,))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        with pytest.raises(Problem, match="磁盘"):
            desk.perform(imports.run, planned)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert labels(desk) == ["建立"]
    assert record_lists.ids(desk, record_lists.Filter()) == []
    assert complaints(desk) == []


def test_the_second_place_gets_every_backup_and_is_told_once_when_it_is_missing(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with pytest.raises(InputProblem, match="不是文件夹"):
        desk.perform(backups.choose_place, str(stick))
    with pytest.raises(InputProblem, match="名称太长"):
        desk.perform(backups.choose_place, "x" * 10_000)
    with pytest.raises(InputProblem, match="会与桌面一起丢失"):
        desk.perform(backups.choose_place, str(desk.folder / "backups"))
    stick.mkdir()
    assert desk.perform(backups.choose_place, str(stick)).sentence == f"第二备份位置改为{stick}"
    assert line(desk, "第二位置").words == "还没有副本"
    assert backups.keep_up(desk) == backups.KeptUp(None)
    assert line(desk, "第二位置").words == "2026-02-12 10:40"
    shutil.move(stick, tmp_path / "pocket")
    desk.clock = later(desk, hours=5)
    kept = backups.keep_up(desk)
    assert kept.made is not None
    assert "找不到" in kept.told
    assert (line(desk, "第二位置").urgency, line(desk, "第二位置").todo) == (Urgency.SOON, kept.told)
    assert backups.keep_up(desk) == backups.KeptUp(None)
    shutil.move(tmp_path / "pocket", stick)
    assert backups.keep_up(desk) == backups.KeptUp(None)
    assert (line(desk, "第二位置").words, line(desk, "第二位置").todo) == ("2026-02-12 15:40", "")
    desk.perform(backups.choose_place, "")
    assert line(desk, "第二位置").words == "没有设置"


@pytest.mark.parametrize(
    ("days", "urgency", "todo"),
    [
        (0, Urgency.AMPLE, ""),
        (2, Urgency.AMPLE, ""),
        (3, Urgency.SOON, "请立即备份"),
        (8, Urgency.OVERDUE, "请立即备份"),
    ],
)
def test_the_older_the_backup_the_more_pressing(desk: Desk, days: int, urgency: Urgency, todo: str) -> None:
    desk.clock = later(desk, days=days)
    assert line(desk, "本机") == safety.SafetyLine("本机", "2026-02-12 10:40", urgency, todo)


def test_a_rehearsal_opens_a_scratch_desk_checks_it_and_leaves_nothing(desk: Desk) -> None:
    penalty(desk)
    backups.make(desk, "手动")
    penalty(desk, decision_number="示市监罚〔2026〕7号")
    before = sorted(path.name for path in desk.folder.iterdir())
    rehearsed = rehearsals.rehearse(desk)
    assert rehearsed.faults == ()
    assert (rehearsed.counts["subjects"], rehearsed.counts["records"]) == (1, 1)
    assert sorted(path.name for path in desk.folder.iterdir()) == before
    changes = desk.perform(rehearsals.record, rehearsed)
    assert changes.sentence == f"恢复演练通过：{rehearsed.point}，主体1个，记录1条"
    assert line(desk, "演练").words == "2026-02-12 10:40，通过"


def test_a_rehearsal_of_a_backup_that_is_not_there_is_no_failed_rehearsal(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="没有名为“x”的备份"):
        rehearsals.rehearse(desk, "x")


def test_a_rehearsal_is_due_a_week_after_the_last_one(desk: Desk) -> None:
    assert not rehearsals.due(desk)
    desk.clock = later(desk, days=7)
    assert rehearsals.due(desk)
    desk.perform(rehearsals.record, rehearsals.rehearse(desk))
    assert not rehearsals.due(desk)
    assert line(desk, "演练").urgency is Urgency.AMPLE
    desk.clock = later(desk, days=22)
    assert (line(desk, "演练").urgency, line(desk, "演练").todo) == (Urgency.OVERDUE, "请演练一次恢复")


def _flipped(desk: Desk, point: Path) -> None:
    flip(point / DATABASE, 5000)


def _chain_broken(desk: Desk, point: Path) -> None:
    """A point that is whole and sealed by the key, but whose journal was rewritten by somebody who had it."""
    with desk.vault.beside(point) as vault, vault.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE journal SET sentence = '改过' WHERE seq = 1")
    _noted(point)


def _index_emptied(desk: Desk, point: Path) -> None:
    with desk.vault.beside(point) as vault, vault.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM search_key")
    _noted(point)


def _rows_gone(desk: Desk, point: Path) -> None:
    with desk.vault.beside(point) as vault, vault.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM setting")
    _noted(point)


def _noted(point: Path) -> None:
    said = json.loads((point / points.NOTE).read_bytes())
    said |= {"bytes": (point / DATABASE).stat().st_size, "sha256": points.digest(point / DATABASE)}
    (point / points.NOTE).write_text(json.dumps(said), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(_flipped, "已损坏"), (_chain_broken, "操作日志"), (_index_emptied, "搜索索引"), (_rows_gone, "行")],
)
def test_a_rehearsal_notices_a_backup_that_does_not_hold(
    desk: Desk, spoil: Callable[[Desk, Path], None], said: str
) -> None:
    penalty(desk)
    spoil(desk, backups.make(desk, "手动"))
    before = sorted(path.name for path in desk.folder.iterdir())
    rehearsed = rehearsals.rehearse(desk)
    assert any(said in fault for fault in rehearsed.faults)
    assert sorted(path.name for path in desk.folder.iterdir()) == before
    assert "未通过" in desk.perform(rehearsals.record, rehearsed).sentence
    assert line(desk, "演练").urgency is Urgency.OVERDUE


def test_a_rehearsal_without_room_is_a_fault_and_leaves_nothing(desk: Desk) -> None:
    resource = pytest.importorskip("resource")
    before, names = resource.getrlimit(resource.RLIMIT_FSIZE), sorted(desk.folder.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        rehearsed = rehearsals.rehearse(desk)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "磁盘已满" in rehearsed.faults[0] or "无法写入" in rehearsed.faults[0]
    assert sorted(desk.folder.iterdir()) == names


def test_what_a_killed_rehearsal_left_goes_when_the_desk_is_opened(founded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(founded, tmp_path / "desk"))
    (folder / ".scratch-abc").mkdir()
    (folder / ".scratch-abc" / DATABASE).write_bytes(b"left")
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP):
        assert not (folder / ".scratch-abc").exists()
