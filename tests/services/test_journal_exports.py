"""The journal as a file: two persons hand it out, and the script in the documentation finds every change in it."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.errors import InputProblem, Problem
from creditdesk.services import confirmations, journal, journal_exports
from creditdesk.services.desk import Desk
from tests.entered import acting_as, penalty

WHY = "年度审计（示例）"
PAGE = paths.forms().parent / "docs" / "check-a-journal.md"


def handed_out(desk: Desk, path: Path) -> None:
    proposal = str(confirmations.propose(desk, journal_exports.decide, WHY).result["confirmation"])
    with acting_as(desk, "周示例", "principal"):
        confirmations.confirm(desk, proposal)
    journal_exports.carry_out(desk, path)


def checked(path: Path) -> subprocess.CompletedProcess[str]:
    """Run the script of the documentation over a file, with no package to import."""
    script = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert script
    command = [sys.executable, "-I", "-c", script.group(1), str(path)]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")


def _change_a_word(lines: list[str]) -> list[str]:
    return [lines[0].replace("已建立", "未建立"), *lines[1:]]


def _reseal(lines: list[str]) -> list[str]:
    entry = json.loads(_change_a_word(lines)[0])
    text = json.dumps(entry["said"], ensure_ascii=False, sort_keys=True)
    entry["hash"] = hashlib.sha256(text.encode()).hexdigest()
    return [json.dumps(entry, ensure_ascii=False, sort_keys=True), *lines[1:]]


def test_the_file_is_checked_without_the_program_and_every_change_shows(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "日志.jsonl"
    penalty(desk)
    handed_out(desk, path)
    with desk.read() as session:
        told = journal.head(session)
        assert told is not None
    assert told.result["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    held = checked(path)
    assert held.returncode == 0, held.stderr
    assert f"{told.result['entries']} entries hold; the newest hash is {told.previous_hash}" in held.stdout
    lines = path.read_text("utf-8").splitlines()
    changes: list[tuple[Callable[[list[str]], list[str]], str]] = [
        (_change_a_word, "entry 1 is missing or not what was sealed"),
        (_reseal, "entry 2 does not follow"),
        (lambda lines: lines[1:], "entry 1 is missing"),
        (lambda lines: [lines[0], *lines[2:]], "entry 2 is missing"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "entry 3 does not follow"),
    ]
    for change, said in changes:
        path.write_text("\n".join(change(lines)) + "\n", "utf-8")
        assert said in checked(path).stderr


def test_nobody_hands_the_journal_out_alone(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="没有待执行的导出决定"):
        journal_exports.carry_out(desk, tmp_path / "日志.jsonl")
    with pytest.raises(InputProblem, match="理由"):
        confirmations.propose(desk, journal_exports.decide, " ")
    with acting_as(desk, "李示例", "checker"), pytest.raises(Problem, match="没有“查阅操作日志”的权限"):
        confirmations.propose(desk, journal_exports.decide, WHY)
    assert list(tmp_path.glob("*.jsonl*")) == []


def test_a_place_that_cannot_be_written_leaves_no_half_file_and_the_decision_stands(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="无法写入"):
        handed_out(desk, tmp_path / "没有这个文件夹" / "日志.jsonl")
    assert journal_exports.decision(desk)
