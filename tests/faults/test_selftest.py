"""`creditdesk selftest` and the report it fills in."""

import json
import re
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.cli import main
from creditdesk.cli.selftest import tell
from creditdesk.errors import InputProblem
from creditdesk.selftest import below, report
from creditdesk.selftest.outcome import Outcome

ROOT = paths.forms().parent
HELD = Outcome("bit flip in keys.json", "改动keys.json3处：察觉3处", 3, {"noticed": 3}, (), (2, 1))
BROKEN = Outcome("bit flip in desk.db", "改动desk.db2处：察觉1处", 2, {"noticed": 1}, ("desk.db第7位：没有察觉",))


def test_the_program_attacks_itself_and_holds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = ("selftest", "--kills", "1", "--cuts", "1", "--flips", "1", "--acts", "8", "--seed", "5")
    assert main([*arguments, "--report", str(tmp_path / "report.md"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["seed"] == 5
    assert len(told["attacks"]) == (23 if below.available() else 16)
    assert all(one["lost"] == [] and one["count"] in (1, 8) for one in told["attacks"])
    written = (tmp_path / "report.md").read_text("utf-8")
    assert all(f"| {one['attack']} | {one['count']} |" in written for one in told["attacks"])


def test_each_attack_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(9, iter([HELD, BROKEN]), as_json=False) == [HELD, BROKEN]
    assert capsys.readouterr().out.splitlines() == [
        "随机数种子 9",
        "守住  改动keys.json3处：察觉3处，失守0次",
        "失守  改动desk.db2处：察觉1处，失守1次；例如：desk.db第7位：没有察觉",
    ]


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


def test_the_report_lost_nothing() -> None:
    told = (ROOT / "docs" / "fault-report.md").read_text("utf-8")
    table = told.partition(report.BEGIN)[2].partition(report.END)[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 23
    assert all(int(count) > 0 and lost == "0" for _, count, _, lost in rows)
