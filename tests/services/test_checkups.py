"""A check is remembered, an unclean end asks for one, and the backup's age is the office's own rule."""

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from creditdesk.services import backups, checkups, health, remedies, safety
from creditdesk.services.clock import FixedClock, fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault.checking import Finding
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY

_OPENS = """
import sys, time
from pathlib import Path
from creditdesk.services.desk import Desk
from tests.conftest import CHEAP, PASSPHRASE
desk = Desk.open(Path(sys.argv[1]), sys.argv[2], PASSPHRASE, cost=CHEAP)
print("open", flush=True)
time.sleep(600)
"""


def opened(folder: Path) -> Desk:
    return Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)


def line(desk: Desk) -> safety.SafetyLine:
    return next(one for one in safety.lines(desk) if one.label == "体检")


@pytest.fixture
def killed(founded: Path, tmp_path: Path) -> Path:
    """A desk whose program was killed while it was open."""
    folder = Path(shutil.copytree(founded, tmp_path / "desk"))
    command = [sys.executable, "-c", _OPENS, str(folder), OFFICER]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert running.stdout is not None
    assert running.stdout.readline() == "open\n"
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    return folder


def test_a_check_is_remembered_with_every_finding(desk: Desk) -> None:
    assert checkups.last(desk) is None
    assert line(desk).words == "还没有体检"
    findings = health.check(desk)
    checkups.remember(desk, findings)
    last = checkups.last(desk)
    assert last is not None
    assert (last.at, last.findings, last.wrong) == (desk.clock(), findings, ())
    assert line(desk).words.startswith("2026-02-12 10:40")


def test_a_desk_that_was_closed_needs_no_check(desk: Desk) -> None:
    folder = desk.folder
    desk.close()
    with opened(folder) as again:
        assert again.vault.unclean_since == ""
        assert not checkups.due(again)


def test_a_killed_program_asks_for_a_check_until_one_was_made(killed: Path) -> None:
    with opened(killed) as desk:
        assert checkups.due(desk)
        assert (line(desk).words, line(desk).state) == ("上次没有正常关闭", "异常")
    with opened(killed) as desk:
        assert checkups.due(desk)
        changes = checkups.finish(desk, health.look(desk))
        assert "没有正常关闭，体检完毕" in changes.sentence
        assert not checkups.due(desk)
        assert line(desk).words != "上次没有正常关闭"
    with opened(killed) as desk:
        assert not checkups.due(desk)


def test_a_torn_note_of_an_unclean_end_counts_as_one(killed: Path) -> None:
    (killed / "desk.lock.json").write_bytes(json.dumps({"pid": 1}).encode()[:5])
    with opened(killed) as desk:
        assert checkups.due(desk)
        assert desk.vault.unclean_since == "时间不明"


def test_the_backup_is_judged_by_the_offices_own_rule(desk: Desk) -> None:
    soon = desk.catalogue.backup_rule().soon
    newest = backups.state(desk).newest
    assert newest is not None
    for age, fine in ((soon, True), (soon + timedelta(minutes=1), False)):
        desk.clock = FixedClock(newest + age)
        finding = next(one for one in health.check(desk) if one.name == "备份")
        here = next(one for one in safety.lines(desk) if one.label == "本机")
        assert (finding.ok, here.state == "正常") == (fine, fine)
    assert f"超过 {soon.days} 天" in finding.sentence
    shutil.rmtree(desk.folder / "backups")
    assert [one.sentence for one in health.check(desk) if one.name == "备份"] == ["还没有备份，请立即备份一次。"]


def test_whatever_is_wrong_has_something_to_do(desk: Desk) -> None:
    names = [one.name for one in health.check(desk)]
    assert len(names) == len(set(names)) == 19
    told = {name: remedies.of(desk, Finding(name, False, "")) for name in names}
    # The folder is moved in the system, the date confirmed in the bar over every page.
    assert [name for name, remedy in told.items() if remedy is None] == ["存放位置", "电脑日期"]
    assert remedies.of(desk, Finding("搜索索引", True, "正常。")) is None
