"""`creditdesk selftest` and the report it fills in."""

import json
import re
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.cli import main
from creditdesk.cli.selftest import Course
from creditdesk.errors import InputProblem
from creditdesk.selftest import below, report, sharing
from creditdesk.selftest.deeds import DEEDS
from creditdesk.selftest.flips import TARGETS
from creditdesk.selftest.outcome import Outcome, Part
from creditdesk.selftest.sharing import Wanted
from creditdesk.selftest.wrong_keys import SORTS

ROOT = paths.forms().parent
HELD = Outcome("bit flip in keys.json", "改动keys.json3处：察觉3处", Part(3, {"noticed": 3}, (), (2, 1)))
BROKEN = Outcome("bit flip in desk.db", "改动desk.db2处：察觉1处", Part(2, {"noticed": 1}, ("desk.db第7位：没有察觉",)))


def test_the_program_attacks_itself_in_two_processes_and_holds(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = ("selftest", "--kills", "0", "--cuts", "0", "--flips", "1", "--acts", "8", "--seed", "5")
    assert main([*arguments, "--workers", "2", "--report", str(tmp_path / "report.md"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["seed"] == 5
    assert len(told["attacks"]) == len(sharing.attacks(Wanted(0, 0, 1, 8)))
    assert all(one["lost"] == [] and one["count"] in (1, 8) for one in told["attacks"])
    written = (tmp_path / "report.md").read_text("utf-8")
    assert all(f"| {one['attack']} | {one['count']} |" in written for one in told["attacks"])


def test_kills_and_cuts_of_every_deed_are_among_the_attacks() -> None:
    listed = {(attack.kind, attack.on.split()[0]) for attack in sharing.attacks(Wanted(1, 1, 0, 0))}
    deeds = {"saving", "import", "letter", "package:", "backup", "re-key", "restore", "migration"}
    assert listed == {(kind, deed) for kind in ("kill", *(["cut"] if below.available() else [])) for deed in deeds}


def test_an_attack_is_told_when_its_last_share_is_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    listed = sharing.attacks(Wanted(0, 0, 30, 0))
    course = Course(listed, 9, tmp_path / "report.md", as_json=False)
    course.take(listed[0], 25, Part(5, {"noticed": 4}, ("desk.db第7位：没有察觉",)))
    assert capsys.readouterr().out.splitlines() == ["随机数种子 9"]
    course.take(listed[0], 0, Part(25, {"noticed": 25}))
    assert capsys.readouterr().out.splitlines() == [
        "失守  改动desk.db30处：察觉29处，失守1次；例如：desk.db第7位：没有察觉"
    ]


def test_a_self_test_that_was_stopped_reports_what_was_done(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    listed = sharing.attacks(Wanted(0, 0, 30, 0))
    course = Course(listed, 9, tmp_path / "report.md", as_json=False)
    course.take(listed[1], 0, Part(25, {"noticed": 25}))
    course.end(whole=False)
    assert "已完成25/360次" in capsys.readouterr().err
    written = (tmp_path / "report.md").read_text("utf-8")
    assert "Stopped before its end" in written
    assert "| bit flip in keys.json | 25 | noticed 25 | 0 |" in written


def test_only_the_table_of_a_report_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", "utf-8")
    report.write(path, 9, [HELD, BROKEN])
    written = path.read_text("utf-8")
    assert written.startswith("before\n")
    assert written.endswith("\nafter\n")
    assert "old" not in written
    assert "| bit flip in keys.json | 3 | noticed 3; by tenths of its course 2 1 | 0 |" in written
    assert "| bit flip in desk.db | 2 | noticed 1 | 1 |" in written
    path.write_text("nothing to fill in", "utf-8")
    with pytest.raises(InputProblem, match="没有放表格的标记"):
        report.write(path, 9, [HELD])


def test_the_report_names_tests_that_exist() -> None:
    told = (ROOT / "docs" / "fault-report.md").read_text("utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", told)
    assert len(named) > 10
    for file, test in named:
        assert f"def {test}" in (ROOT / file).read_text("utf-8"), (file, test)


def test_the_report_has_every_attack_and_lost_nothing() -> None:
    told = (ROOT / "docs" / "fault-report.md").read_text("utf-8")
    table = told.partition(report.BEGIN)[2].partition(report.END)[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    kills, cuts, flips, keys, soak = len(DEEDS), len(DEEDS), len(TARGETS), len(SORTS), 1
    assert len(rows) == kills + cuts + flips + keys + soak
    assert all(int(count) > 0 and lost == "0" for _, count, _, lost in rows)
