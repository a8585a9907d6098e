"""A damaged desk is mended from what is left of it, its backup and its journal, and is what it was, row by row."""

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from creditdesk.errors import Problem
from creditdesk.models import Letter
from creditdesk.services import (
    attachments,
    backups,
    generating,
    health,
    journal,
    lost_acts,
    notices,
    objections,
    officers,
    records,
    salvages,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.salvages import Salvaged, Way
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import PAGE_BYTES
from tests.attacked import SALVAGES
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import objection, penalty
from tests.services.test_journal_exports import checked, handed_out
from tests.services.test_salvages import damage, root_of
from tests.vault.desks import flip

Rows = dict[str, set[tuple[Any, ...]]]
PDF = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"
OWN = ("journal", "notice", "lost_act")
"""Tables in which a salvage writes down itself."""


@dataclass(frozen=True)
class Made:
    """A closed desk with a backup and acts after it: what it held in the end, and at the backup."""

    folder: Path
    roots: dict[str, int]
    whole: Rows
    point: str
    then: Rows


def rows(desk: Desk) -> Rows:
    """Return every row of every table as the database keeps it."""
    with desk.vault.reader.connect() as connection:
        told = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 's%h_%'"
        )
        names = [name for (name,) in told if not name.startswith("sqlite_")]
        return {name: {tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')} for name in names}


def opened(folder: Path, officer: str = OFFICER) -> Desk:
    return Desk.open(folder, officer, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """An office's desk: bulk data, a case with its letter and paper; a backup; then the like again, and changes."""
    folder = Path(shutil.copytree(founded, tmp_path_factory.mktemp("made") / "desk"))
    with opened(folder) as desk:
        generating.generate(desk, 12, 60, 1)
        first = penalty(desk)
        case = objection(desk, first, date(2026, 2, 9))
        desk.perform(objections.accept, case)
        desk.perform(attachments.add, case, "决定书（示例）.pdf", PDF)
        gone = penalty(desk, decision_number="示市监罚〔2025〕120号")
        point, then = backups.make(desk, "手动").name, rows(desk)
        desk.perform(records.correct, gone, {"fine_amount": "3.000000"}, "录错（示例）")
        other = penalty(desk, decision_number="示市监罚〔2025〕119号")
        case = objection(desk, other, date(2026, 2, 10))
        desk.perform(objections.accept, case)
        desk.perform(attachments.add, case, "说明（示例）.pdf", PDF + b"2")
        officers.add(desk, "李示例", "maker", PASSPHRASE)
        roots = {name: root_of(desk, name) for name in (*rows(desk), "search_text_config")}
        whole = rows(desk)
    return Made(folder, roots, whole, point, then)


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return Path(shutil.copytree(made.folder, tmp_path / "desk"))


def salvage(folder: Path, way: Way | None = None) -> Salvaged:
    return salvages.salvage(folder, OFFICER, PASSPHRASE, way or Way(), clock=fixed_clock(TODAY), cost=CHEAP)


def differences(before: Rows, folder: Path) -> tuple[Rows, Rows]:
    """Open a mended desk and return the rows it lacks, and those it has that never were, but for its own account."""
    with opened(folder) as desk:
        now = rows(desk)
    lacks = {name: before[name] - now[name] for name in before if before[name] - now[name]}
    new = {name: now[name] - before[name] for name in now if name not in OWN and now[name] - before[name]}
    return lacks, new


def test_whatever_table_is_damaged_a_look_tells_what_comes_and_every_row_comes_back(made: Made, copy: Path) -> None:
    torn = ("officer", "setting", "register", "record", "record_version", "case", "case_item", "case_step", "letter")
    for table in (*torn, "attachment", "office_key", "search_text_config"):
        damage(copy, made.roots[table])
    before = (copy / DATABASE).read_bytes()
    with pytest.raises(Problem, match="已损坏"):
        opened(copy)
    seen = salvage(copy, Way(look=True))
    assert (copy / DATABASE).read_bytes() == before
    assert not (copy / "aside").exists()
    done = salvage(copy)
    assert done.whole
    assert done.lines == seen.lines
    assert [one.sentence for one in done.findings if not one.ok] == []
    assert "备份（" + made.point in done.source
    assert differences(made.whole, copy) == ({}, {})
    aside = copy / "aside" / done.aside
    assert (aside / DATABASE).read_bytes() == before
    assert [path.name for path in copy.iterdir() if path.name.startswith(".")] == []
    with opened(copy, "李示例") as desk:
        [notice] = notices.standing(desk)
        assert notice.sentence == f"{OFFICER}一人抢救了损坏的桌面"


def test_bytes_of_after_the_backup_are_lost_and_named_and_never_half(made: Made, copy: Path) -> None:
    for table in ("letter_file", "attachment_file"):
        damage(copy, made.roots[table])
    done = salvage(copy)
    told = [(one.table, one.kept, one.brought, one.missing) for one in done.missing]
    assert sorted(told) == [("attachment_file", 0, 1, 1), ("letter_file", 0, 1, 1)]
    lacks, new = differences(made.whole, copy)
    assert ({name: len(found) for name, found in lacks.items()}, new) == ({"attachment_file": 1, "letter_file": 1}, {})
    with opened(copy) as desk:
        waiting = lost_acts.rows(desk, lost_acts.ids(desk))
    assert [one.act for one in waiting] == ["受理异议", "添加案卷材料"]
    assert "牟信异受〔2026〕2号" in waiting[0].about


def test_a_lost_end_of_the_journal_is_told_and_no_number_is_given_twice(made: Made, copy: Path) -> None:
    for table in ("journal", "letter"):
        damage(copy, made.roots[table])
    done = salvage(copy)
    assert "操作日志有缺口" in done.mended.caution
    assert {one.table: one.missing for one in done.missing} == {
        "journal": len(made.whole["journal"]) - len(made.then["journal"]),
        "letter": 1,
    }
    assert "牟信异受〔2026〕2号不再使用" in done.sentence
    with opened(copy) as desk:
        assert rows(desk)["journal"] >= made.then["journal"]
        record = penalty(desk, decision_number="示市监罚〔2025〕121号")
        case = objection(desk, record, TODAY)
        desk.perform(objections.accept, case)
        with desk.read() as session:
            number = session.query(Letter).filter_by(case_id=case).one().number
        # The entries that nobody can bring back are a gap that the salvage vouches for, in the desk and outside it.
        [journal_line] = [one for one in health.check(desk) if one.name == "操作日志"]
        assert journal_line.ok, journal_line.sentence
        assert "已损坏丢失，抢救时登记过" in journal_line.sentence
        path = copy.parent / "journal.jsonl"
        handed_out(desk, path)
    assert number == "牟信异受〔2026〕3号"
    held = checked(path)
    assert held.returncode == 0, held.stderr
    lines = path.read_text("utf-8").splitlines()
    salvaged = next(at for at, line in enumerate(lines) if '"salvage.done"' in line)
    path.write_text("\n".join([*lines[: salvaged - 1], *lines[salvaged:]]) + "\n", "utf-8")
    assert "is missing or not what was sealed" in checked(path).stderr


def test_without_a_backup_the_journal_alone_brings_back_what_it_saw_being_made(made: Made, copy: Path) -> None:
    damage(copy, made.roots["case"])
    damage(copy, made.roots["record"])
    done = salvage(copy, Way(backups=False))
    assert {one.table: one.brought for one in done.mended.tables if one.brought} == {"case": 2, "record": 3}
    lacks, new = differences(made.whole, copy)
    # What was generated in bulk, the journal knows by its number alone.
    assert ({name: len(found) for name, found in lacks.items()}, new) == ({"record": 60}, {})


def _beginning(folder: Path) -> None:
    flip(folder / DATABASE, 200)


def _gone(folder: Path) -> None:
    (folder / DATABASE).unlink()


@pytest.mark.parametrize("spoil", [_beginning, _gone])
def test_where_nothing_can_be_read_the_backup_stands_alone_and_says_so(
    made: Made, copy: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(copy)
    done = salvage(copy)
    assert done.mended.alone
    assert not done.whole
    assert "备份之后的操作（包括消除）无从得知" in done.sentence
    lacks, new = differences(made.then, copy)
    # Who may open the desk is what keys.json says today.
    assert (lacks, {name: len(found) for name, found in new.items()}) == ({}, {"officer": 1})


def test_a_torn_log_is_told_and_what_the_desk_and_its_backup_had_stays(made: Made, copy: Path, tmp_path: Path) -> None:
    with opened(copy) as desk:
        for number in range(3):
            penalty(desk, decision_number=f"示市监罚〔2025〕20{number}号")
        killed = Path(shutil.copytree(copy, tmp_path / "killed"))
    log = killed / f"{DATABASE}-wal"
    flip(log, log.stat().st_size // 2)
    done = salvage(killed)
    assert "写入日志受损" in done.mended.caution
    assert differences(made.whole, killed)[0] == {}
    assert (killed / "aside" / done.aside / log.name).exists()


def test_a_backup_that_went_another_way_is_not_used(made: Made, copy: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(made.folder, tmp_path / "other"))
    shutil.rmtree(other / "backups")
    with opened(other) as desk:
        penalty(desk, decision_number="示市监罚〔2025〕300号")
        stray = desk.vault.backup("别处", desk.clock())
    with opened(copy) as desk:
        penalty(desk, decision_number="示市监罚〔2025〕301号")
        whole = rows(desk)
    damage(copy, made.roots["record"])
    done = salvage(copy, Way(places=(stray.parent,)))
    assert done.mended.point is not None
    assert done.mended.point.name == made.point
    assert differences(whole, copy) == ({}, {})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process to end at a moment of its own")
@pytest.mark.parametrize("step", [1, 3])
def test_a_salvage_that_dies_while_it_swaps_leaves_the_damaged_desk_or_the_mended_one(
    made: Made, copy: Path, step: int
) -> None:
    damage(copy, made.roots["record"])
    child = os.fork()
    if not child:
        _die_at_rename(copy, step)
    assert os.waitpid(child, 0)[1] == 9 << 8
    asides = [path.name for path in (copy / "aside").glob("*")]
    if not asides:
        assert salvage(copy).whole
    assert differences(made.whole, copy) == ({}, {})
    assert [path.read_bytes()[:16] for path in copy.glob(f"aside/*/{DATABASE}")] != []


def _die_at_rename(folder: Path, step: int) -> None:
    """Salvage, and end the process without a word before the rename of this number below the desk's folder."""
    rename, calls = Path.rename, [0]

    def renamed(path: Path, target: Path) -> Path:
        calls[0] += 1
        if calls[0] == step:
            os._exit(9)
        return rename(path, target)

    Path.rename = renamed  # type: ignore[method-assign, assignment]
    try:
        salvage(folder)
    finally:
        os._exit(1)


@pytest.mark.parametrize("seed", range(SALVAGES))
def test_whichever_pages_are_damaged_nothing_else_is_lost_and_all_that_is_lost_is_told(
    made: Made, copy: Path, seed: int
) -> None:
    chance = random.Random(seed)
    pages = (copy / DATABASE).stat().st_size // PAGE_BYTES
    for page in chance.sample(range(1, pages + 1), chance.randint(1, 12)):
        damage(copy, page)
    done = salvage(copy)
    if done.mended.alone:
        assert differences(made.then, copy)[0] == {}
        return
    lacks, new = differences(made.whole, copy)
    told = {one.table: one.missing for one in done.missing}
    assert lacks.keys() <= told.keys()
    assert all(told[name] in (None, len(found)) for name, found in lacks.items() if name not in new)
    # Only where the journal has a hole may a row be an older one, and that is told.
    assert new == {} or "可能不是最新" in done.mended.caution
    with opened(copy) as desk, desk.read(Power.JOURNAL) as session:
        assert journal.broken_at(session) is None
