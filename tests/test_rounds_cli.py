"""Joint punishment from a terminal: measures listed, a round begun, its sheet handed out, and the report."""

import json
from pathlib import Path

import pytest

from creditdesk.services.desk import Desk
from tests.conftest import CHEAP, PASSPHRASE
from tests.initiated import severe
from tests.terminal import main, new


def test_a_round_is_begun_answered_and_reported_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    phrase, folder = tmp_path / "phrase.txt", tmp_path / "desk"
    phrase.write_text(f"{PASSPHRASE}\n", "utf-8")
    key = ("--passphrase-file", str(phrase))

    def told(status: int, name: str, *more: str) -> str:
        capsys.readouterr()
        assert main([name, str(folder), *more, *key]) == status
        said = capsys.readouterr()
        return (said.err if status else said.out).strip()

    new(folder)
    with Desk.open(folder, "王示例", PASSPHRASE, cost=CHEAP) as desk:
        severe(desk)
    assert all(one["basis"] for one in json.loads(told(0, "measures", "--json"))["measures"])
    about = ("--initiator", "示例局", "--objects", "示例主体", "--basis", "示例", "--decided-on", "2026-02-11")
    asked = (*about, "--unit", "示例单位", "--subject", "示例建材有限公司")
    assert told(2, "round", *asked) == "没有选择措施，请从措施清单中至少选择一项。"
    assert "已发起对1个主体的联合惩戒" in told(0, "round", *asked, "--measure", "no_trading")
    [one] = json.loads(told(0, "rounds", "--json"))["rounds"]
    [response] = one["responses"]
    assert (response["unit"], response["state"]) == ("示例单位", "未定期限")
    sheet, report = tmp_path / "反馈.xlsx", tmp_path / "报告.pdf"
    told(0, "round-sheet", response["id"], "--out", str(sheet))
    assert "没有写明已采取的措施" in told(2, "round-answer", str(sheet))
    told(0, "round-report", one["id"], "--out", str(report))
    assert report.read_bytes().startswith(b"%PDF")
    assert json.loads(told(0, "escalations", "--json"))["escalations"] == []
