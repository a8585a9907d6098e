"""Without a backup a damaged desk becomes one that opens, finds, and tells in its journal what is missing."""

import json
from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.services import health, journal_lists, objections, officers, record_lists, salvages
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.salvages import Way
from creditdesk.vault import search
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import PAGE_BYTES
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import objection, penalty
from tests.terminal import main, new


def damage(folder: Path, page: int) -> None:
    """Change one bit of a page; pages count from one."""
    with (folder / DATABASE).open("rb+") as file:
        file.seek((page - 1) * PAGE_BYTES + 77)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 4]))


def root_of(desk: Desk, name: str) -> int:
    return int(desk.rows("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))[0][0])


def salvage(folder: Path, to: Path) -> salvages.Salvaged:
    return salvages.salvage(
        folder, OFFICER, PASSPHRASE, Way(to=to, backups=False), clock=fixed_clock(TODAY), cost=CHEAP
    )


def test_letters_that_are_lost_are_counted_and_all_else_works(desk: Desk, tmp_path: Path) -> None:
    record = penalty(desk)
    desk.perform(objections.accept, objection(desk, record, date(2026, 2, 9)))
    entries, page, folder = len(journal_lists.seqs(desk)), root_of(desk, "letter_file"), desk.folder
    desk.close()
    damage(folder, page)
    done = salvage(folder, tmp_path / "new")
    assert [(one.table, one.kept, one.missing) for one in done.missing] == [("letter_file", 0, 1)]
    wrong = [one.name for one in done.findings if not one.ok and one.name not in health.ADVICE]
    assert wrong == ["文书存档"]
    with Desk.open(tmp_path / "new", OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as new:
        told = journal_lists.rows(new, journal_lists.seqs(new))
        assert len(told) == entries + 1
        assert "文书存档：救出 0 行，缺 1 行" in told[0].sentence
        assert record_lists.ids(new, record_lists.Filter()) == [record]
        with new.read() as session:
            assert [hit.noun for hit in search.find(session.connection(), "示例建材", "subject")] == ["subject"]
        assert penalty(new, decision_number="示市监罚〔2025〕119号") != record


def test_a_desk_whose_officers_and_office_are_lost_still_opens(desk: Desk, tmp_path: Path) -> None:
    record, folder = penalty(desk), desk.folder
    pages = [root_of(desk, name) for name in ("officer", "setting", "search_entry", "search_text_data")]
    desk.close()
    for page in pages:
        damage(folder, page)
    with pytest.raises(Problem, match="已损坏"):
        Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)
    done = salvage(folder, tmp_path / "new")
    assert {one.table for one in done.missing} == {"officer", "setting"}
    with Desk.open(tmp_path / "new", OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as new:
        assert (new.officer.name, new.officer.role) == (OFFICER, "principal")
        assert record_lists.ids(new, record_lists.Filter()) == [record]


def test_who_may_not_manage_the_desk_salvages_nothing(desk: Desk, tmp_path: Path) -> None:
    officers.add(desk, "赵示例", "maker", PASSPHRASE)
    folder = desk.folder
    desk.close()
    with pytest.raises(Problem, match="管理桌面"):
        salvages.salvage(folder, "赵示例", PASSPHRASE, Way(to=tmp_path / "new"), clock=fixed_clock(TODAY), cost=CHEAP)
    assert not (tmp_path / "new").exists()


def test_the_commands_say_what_to_do_and_do_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, file = tmp_path / "desk", tmp_path / "phrase"
    file.write_text(PASSPHRASE, "utf-8")
    key = ("--passphrase-file", str(file))
    new(folder)
    with (folder / DATABASE).open("rb+") as torn:
        torn.truncate((folder / DATABASE).stat().st_size - 10)
    assert main(["check", str(folder), *key]) == 1
    assert f"creditdesk salvage {folder} --look" in capsys.readouterr().err
    before = (folder / DATABASE).read_bytes()
    assert main(["salvage", str(folder), "--look", *key]) in (0, 1)
    assert "没有改动任何文件" in capsys.readouterr().out
    assert (folder / DATABASE).read_bytes() == before
    assert main(["salvage", str(folder), "--json", *key]) in (0, 1)
    told = json.loads(capsys.readouterr().out)
    assert {"table": "officer", "kept": 1, "brought": 0, "missing": 0} in told["tables"]
    assert (folder / "aside" / told["aside"] / DATABASE).read_bytes() == before
    assert main(["check", str(folder), *key]) in (0, 1)
    assert "正常  加密校验" in capsys.readouterr().out
