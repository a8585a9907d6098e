"""The smaller clauses from a terminal: the site, commitments, selections, lists, criteria and points."""

from pathlib import Path

import pytest

from creditdesk.services import offices, records
from creditdesk.services.offices import Office
from tests.conftest import CHEAP, OFFICER, PASSPHRASE
from tests.entered import COMMITMENT, HONOUR, UNIT, penalty
from tests.terminal import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk founded today with a penalty, a commitment and an honour."""
    folder = tmp_path / "desk"
    desk, _ = offices.create_desk(folder, Office("中牟县信用中心（示例）"), OFFICER, PASSPHRASE, cost=CHEAP)
    with desk:
        penalty(desk, grade="严重")
        desk.perform(records.enter, "commitment", COMMITMENT)
        desk.perform(records.enter, "red_listing", HONOUR)
    return folder


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, str]:
    """How the commands get the passphrase."""
    file = tmp_path / "phrase.txt"
    file.write_text(PASSPHRASE + "\n", "utf-8")
    return "--passphrase-file", str(file)


def test_the_clauses_have_their_commands(
    folder: Path, key: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names, out = tmp_path / "names.txt", tmp_path / "out"
    names.write_text("示例建材有限公司\n", "utf-8")
    out.mkdir()
    grades = ("--general", "甲（示例）", "--heavier", "乙（示例）", "--severe", "丙（示例）")
    about = ("--selection", "文明单位", "--applicant", "示例县文明办", "--proof", "评选办法（示例）")
    check = ("--finding", "履约中", "--unit", UNIT, "--note", "抽查合格（示例）")
    held = ("--on", "2026-02-10", "--kind", "宣传活动", "--title", "诚信宣传周", "--unit", "示例县信用办")
    edition = ("--unit", UNIT, "--edition", "2025版", "--source", "《示例认定办法》", "--from", "2025-01-01", *grades)
    desk = str(folder)
    for command, told in (
        (("site", desk, "--dry-run"), "信用承诺公示 1条"),
        (("commitment-check", desk, "示承诺〔2025〕1号", *check, "--next", "2027-02-12"), "2027-02-12再核查"),
        (("selection-check", desk, str(names), *about, "--out", str(out)), "不得参评1"),
        (("codes", desk, "--out", str(out / "codes.xlsx")), "1行"),
        (("criteria", desk, *edition), "2025版"),
        (("campaign", desk, *held), "诚信宣传周"),
        (("points-switch", desk, "on", "--basis", "县积分办法（示例）"), "积分"),
        (("points-rule", desk, "志愿服务", "5", "--basis", "第三条（示例）", "--from", "2026-01-01"), "+5分"),
    ):
        assert main([*command, *key]) == 0
        assert told in capsys.readouterr().out
    assert main(["criteria", desk, *edition, *key]) == 2
    assert "施行期间重叠" in capsys.readouterr().err
    assert len(list(out.iterdir())) == 3
