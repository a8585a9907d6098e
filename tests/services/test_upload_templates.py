"""The rows of a package as upload templates: as they left, whatever was corrected since."""

from datetime import date
from pathlib import Path

import pytest
from python_calamine import load_workbook

from creditdesk import paths
from creditdesk.errors import InputProblem, Problem
from creditdesk.services import objections, records, upload_templates
from creditdesk.services.desk import Desk
from creditdesk.services.sample import SHEET
from tests.conftest import CHEAP, OFFICER, PASSPHRASE
from tests.entered import PENALTY, objection, on, penalty
from tests.handed import package
from tests.terminal import main, new

SAMPLE = str(paths.resources() / "samples" / SHEET)


def _table(path: Path) -> list[dict[str, str]]:
    header, *rows = load_workbook(path).get_sheet_by_index(0).to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_template_tells_the_rows_as_they_left(desk: Desk, tmp_path: Path) -> None:
    record_id = penalty(desk)
    left = package(desk, tmp_path / "stick")
    desk.perform(records.correct, record_id, {"fine_amount": "0.2"}, "金额单位有误（示例）")
    changes = desk.perform(upload_templates.write, left, "xzcf_municipal", tmp_path)
    assert changes.result["files"] == [str(tmp_path / "20260212-0001-xzcf_municipal.xlsx")]
    assert "第0001号" in changes.sentence
    (row,) = _table(tmp_path / "20260212-0001-xzcf_municipal.xlsx")
    assert row["罚款金额（万元）"] == PENALTY["fine_amount"]
    assert row["行政相对人代码_1(统一社会信用代码)"] == PENALTY["uscc"]


def test_what_is_withdrawn_stands_apart_and_what_is_contested_is_marked(desk: Desk, tmp_path: Path) -> None:
    gone, contested = penalty(desk), penalty(desk, decision_number="示市监罚〔2025〕119号")
    package(desk, tmp_path / "stick")
    desk.perform(records.revoke, gone, "决定已被撤销（示例）")
    desk.perform(objections.accept, objection(desk, contested, date(2026, 2, 11)))
    desk.perform(records.correct, contested, {"remark": "补充（示例）"}, "补充备注（示例）")
    with on(desk, date(2026, 2, 13)):
        second = package(desk, tmp_path / "stick")
        files = desk.perform(upload_templates.write, second, "xzcf_municipal", tmp_path).result["files"]
    assert [Path(file).name for file in files] == [
        "20260213-0002-xzcf_municipal.xlsx",
        "20260213-0002-xzcf_municipal-撤销.xlsx",
    ]
    kept, withdrawn = (_table(Path(file)) for file in files)
    assert [(row["行政处罚决定书文号"], row["当前状态"]) for row in kept] == [("示市监罚〔2025〕119号", "2")]
    assert [row["行政处罚决定书文号"] for row in withdrawn] == ["示市监罚〔2025〕118号"]


def test_what_cannot_be_written_is_told_and_nothing_is_left(desk: Desk, tmp_path: Path) -> None:
    penalty(desk)
    left, out = package(desk, tmp_path / "stick"), tmp_path / "out"
    with pytest.raises(InputProblem, match="U盘"):
        desk.perform(upload_templates.write, left, "xzcf_municipal", out)
    out.mkdir()
    with pytest.raises(InputProblem, match="没有版式“甲”"):
        desk.perform(upload_templates.write, left, "甲", out)
    with pytest.raises(InputProblem, match="里没有行政许可"):
        desk.perform(upload_templates.write, left, "xzxk_municipal", out)
    (out / "20260212-0001-xzcf_municipal.xlsx").write_bytes(b"somebody else's")
    with pytest.raises(Problem, match="没有覆盖"):
        desk.perform(upload_templates.write, left, "xzcf_municipal", out)
    assert (out / "20260212-0001-xzcf_municipal.xlsx").read_bytes() == b"somebody else's"
    assert len(list(out.iterdir())) == 1
    with desk.read() as session, pytest.raises(InputProblem, match="没有第0007号"):
        upload_templates.package_of(session, 7)


def test_the_layouts_offered_are_those_of_the_kinds(desk: Desk) -> None:
    offered = upload_templates.choices(desk.catalogue, frozenset({"penalty"}))
    assert [layout.name for layout in offered] == ["xzcf_municipal", "xzcf_2016", "xzcf_2018"]


def test_a_template_is_written_from_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk, out, phrase = str(tmp_path / "desk"), tmp_path / "out", tmp_path / "phrase.txt"
    out.mkdir()
    phrase.write_text(f"{PASSPHRASE}\n", "utf-8")
    key = ("--passphrase-file", str(phrase))
    new(Path(desk))
    assert main(["import", desk, SAMPLE, "--kind", "xzcf", *key]) == 0
    with Desk.open(Path(desk), OFFICER, PASSPHRASE, cost=CHEAP) as opened:
        package(opened, tmp_path / "stick")
    key = (*key, "--officer", OFFICER)
    assert main(["template", desk, "--package", "1", "--layout", "xzcf_2018", "--out", str(out), *key]) == 0
    (written,) = out.iterdir()
    assert str(written) in capsys.readouterr().out
    assert all(len(row["行政处罚决定书文号"]) > 5 for row in _table(written))
    assert main(["template", desk, "--package", "2", "--layout", "xzcf_2018", "--out", str(out), *key]) == 2
    assert "没有第0002号" in capsys.readouterr().err
