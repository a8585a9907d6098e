"""What a terminal says when something goes wrong: one Chinese sentence, and nothing of it is lost."""

import argparse
import io
import re
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from creditdesk import cli, paths
from creditdesk.cli import main
from creditdesk.services import confirmations, officers, offices, rekeys
from creditdesk.services.desk import Desk
from creditdesk.services.powers import PRINCIPAL
from tests.conftest import CHEAP


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["foo"], "没有 foo 这个命令"),
        (["new"], "缺少 desk, --office"),
        (["calendar", "--year", "旧"], "--year：旧不是个数"),
        (["calendar", "--year"], "--year 后面缺少内容"),
        (["calendar", "--year", "2026", "--foo"], "不认识 --foo"),
        (["deadline", "--received", "2026-02-30"], "2026-02-30不是日期"),
        (["deadline", "--received", "2026-01-05", "--today", "0001-01-01"], "不在1900年至2200年之间"),
        (["statistics", "desk", "--from", "9999-12-01"], "不在1900年至2200年之间"),
        (["points-rule", "desk", "志愿服务", "-9999999999", "--basis", "x"], "最多9位"),
        (["assess", "desk", "--month", "2026-01", "--from", "2026-01-01"], "--from 不能与 --month 同时写"),
        (["assess", "desk"], "--month --from 须写明一项"),
    ],
)
def test_a_command_typed_wrongly_is_told_in_chinese(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(typed)
    assert stopped.value.code == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert said in told[0]
    assert "--help" in told[0]


def test_every_command_and_option_explains_itself_in_chinese() -> None:
    for parser in _parsers(cli._parser()):
        shown = parser.format_help()
        assert shown.startswith("用法：creditdesk")
        assert "show this" not in shown
        for action in parser._actions:
            assert action.help or isinstance(action, argparse._SubParsersAction), (parser.prog, action.dest)


def test_every_command_is_written_down() -> None:
    page = (paths.resources().parent / "docs" / "commands.md").read_text("utf-8")
    missing = [parser.prog for parser in _parsers(cli._parser())[1:] if f"{parser.prog} " not in page]
    assert missing == ["creditdesk window"]  # which is written as `creditdesk [window [DESK]]`


def _parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    choices = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return [parser, *(sub for names in choices for sub in names.values())]


def test_what_is_no_certificate_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    huge = tmp_path / "huge.pem"
    with huge.open("wb") as file:
        file.truncate(2**40)
    for chosen in (huge, tmp_path, Path("/dev/zero")):
        assert main(["trust", str(tmp_path / "desk"), "示例平台", str(chosen)]) == 2
        assert re.search("请(检查|选择)", capsys.readouterr().err)


def test_a_passphrase_that_nobody_can_type_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("getpass.getpass", _no_keyboard)
    assert main(["new", str(tmp_path / "desk"), "--office", "示例县信用中心", "--officer", "王示例"]) == 2
    assert "--passphrase-file" in capsys.readouterr().err
    assert not (tmp_path / "desk").exists()


def _no_keyboard(_prompt: str) -> str:
    raise EOFError


def test_a_card_whose_file_cannot_be_written_is_shown_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(offices, "create_desk", partial(offices.create_desk, cost=CHEAP))
    phrase = tmp_path / "phrase.txt"
    phrase.write_text("shili-desk-2026\n", "utf-8")
    typed = ["new", str(tmp_path / "desk"), "--office", "示例县信用中心", "--officer", "王示例"]
    assert main([*typed, "--passphrase-file", str(phrase), "--card", str(tmp_path / "none" / "card.pdf")]) == 1
    said = capsys.readouterr()
    assert "没有这个文件或文件夹" in said.err
    assert "12 " in said.out


def test_a_character_the_terminal_cannot_show_does_not_end_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="gbk"))
    assert main(["identify", "𠀀"]) == 0
    assert "?" in shown.getvalue().decode("gbk")


def test_an_interrupted_command_says_that_nothing_is_half_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("creditdesk.cli.questions.answer", _interrupted)
    assert main(["calendar", "--year", "2026"]) == 130
    assert capsys.readouterr().err == "已中断；没有完成的一步没有写入，已完成的不受影响。\n"


def _interrupted(*_told: object) -> None:
    raise KeyboardInterrupt


def test_a_proposal_nobody_answered_for_a_day_is_done_alone_by_the_same_command(desk: Desk) -> None:
    officers.add(desk, "孙示例", PRINCIPAL, "shili-desk-2026")
    proposed = confirmations.propose(desk, rekeys.decide, "更换离任人员的密钥")
    assert confirmations.own_proposal(desk, rekeys.decide) == proposed.result["confirmation"]
    assert confirmations.own_proposal(desk, rekeys.decide, reason="别的理由") is None
    later = desk.clock() + timedelta(days=1, minutes=1)
    desk.clock = lambda: later
    assert confirmations.perform_alone(desk, str(confirmations.own_proposal(desk, rekeys.decide)), "孙示例休假")
    assert confirmations.own_proposal(desk, rekeys.decide) is None


def test_a_rule_that_does_not_exist_is_not_silently_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "--received", "2026-02-10", "--rule", "foo"]) == 2
    assert "没有名为foo的规则集" in capsys.readouterr().err
