"""A damaged desk whose backups, keys, register or disk are not as they should be: mended as far as is right."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.services import (
    asides,
    backups,
    confirmations,
    erasure_traces,
    erasures,
    journal,
    notices,
    objections,
    recoveries,
    rekeys,
    salvages,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.recoveries import CardUse
from creditdesk.services.salvages import Salvaged, Way
from creditdesk.vault import RecoveryCard, points
from creditdesk.vault.lock import DATABASE
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import acting_as, by_two, objection, penalty
from tests.erased import DECISION, ERASED, NAME, NUMBER, found, key_of, spellings
from tests.leaving import send
from tests.services.test_mended_desks import Rows, differences, opened, rows
from tests.services.test_salvages import damage, root_of
from tests.vault.desks import flip

NEW = "另一个口令 十二个字以上才行"
WORDS = spellings(NAME, NUMBER, DECISION)


@dataclass(frozen=True)
class Life:
    """A desk with a backup, a package, a person who was erased then, and more: how it was, and how it is."""

    folder: Path
    early: Path
    point: str
    then: Rows
    whole: Rows
    roots: dict[str, int]
    key: bytes
    card: RecoveryCard
    person: str


@pytest.fixture(scope="module")
def life(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Life:
    place = tmp_path_factory.mktemp("life")
    folder = Path(shutil.copytree(founded, place / "desk"))
    shutil.rmtree(folder / "backups")
    with opened(folder) as desk:
        person, firm = penalty(desk, **ERASED), penalty(desk)
        case = objection(desk, firm, date(2026, 2, 9))
        point = backups.make(desk, "手动").name
    early = Path(shutil.copytree(folder, place / "early"))
    with opened(folder) as desk:
        then = rows(desk)
        desk.perform(objections.accept, case)
        by_two(desk, erasures.erase, [person])
        erasure_traces.finish(desk)
        send(desk, place / "stick")
        roots = {name: root_of(desk, name) for name in rows(desk)}
        return Life(
            folder, early, point, then, rows(desk), roots, key_of(desk), desk.vault.recovery_card(), person
        )  # fmt: skip


@pytest.fixture
def copy(life: Life, tmp_path: Path) -> Path:
    """A copy of the desk to damage; its backup had the erasure brought to it."""
    return Path(shutil.copytree(life.folder, tmp_path / "desk"))


@pytest.fixture
def early(life: Life, tmp_path: Path) -> Path:
    """A copy of the desk as it was when the backup was made, the person still there."""
    return Path(shutil.copytree(life.early, tmp_path / "early"))


def salvage(folder: Path, way: Way | None = None, who: str = OFFICER, phrase: str = PASSPHRASE) -> Salvaged:
    return salvages.salvage(folder, who, phrase, way or Way(), clock=fixed_clock(TODAY), cost=CHEAP)


def spoil(life: Life, folder: Path, *tables: str) -> None:
    for table in tables:
        damage(folder, life.roots[table])


def test_a_backup_to_which_an_erasure_was_brought_mends_the_desk_and_its_register(life: Life, copy: Path) -> None:
    spoil(life, copy, "record", "subject", "erased_row")
    done = salvage(copy)
    assert done.mended.point is not None
    assert done.mended.point.name == life.point
    assert done.whole
    assert differences(life.whole, copy) == ({}, {})
    assert found(copy, life.key, WORDS) == []


def test_the_journal_comes_back_from_such_a_backup_up_to_its_own_end(life: Life, copy: Path) -> None:
    spoil(life, copy, "journal")
    done = salvage(copy)
    entries = {row[0] for row in life.then["journal"]}
    assert {one.table: one.brought for one in done.mended.tables if one.brought} == {"journal": len(entries)}
    with opened(copy) as desk, desk.read(Power.JOURNAL) as session:
        assert journal.broken_at(session) is None


def test_an_erased_person_does_not_come_back_where_the_register_is_lost(life: Life, copy: Path, early: Path) -> None:
    shutil.rmtree(copy / "backups")
    shutil.copytree(early / "backups", copy / "backups")
    spoil(life, copy, "record", "erased_row")
    done = salvage(copy)
    assert done.mended.point is None
    assert "消除登记没有读全" in done.sentence
    assert "恢复备份前请对照消除证明核对" in done.sentence
    assert [name for name, _ in found(copy, life.key, WORDS) if not name.startswith("backups")] == []


def test_a_desk_that_is_older_than_a_backup_becomes_what_the_backup_is(life: Life, copy: Path, early: Path) -> None:
    with opened(copy) as desk:
        newest = backups.make(desk, "新")
    shutil.copytree(newest, early / "backups" / f"30000101-000000-{newest.name[-1]}")
    spoil(life, early, "journal", "record")
    done = salvage(early)
    assert done.source.startswith("桌面比备份还旧，全部取自")
    assert differences(life.whole, early) == ({}, {})
    assert [path for path, _ in found(early, life.key, WORDS) if "aside" not in path and "backups" not in path] == []


def test_a_backup_under_a_former_key_serves_even_where_nothing_remembers_that_key(early: Path, life: Life) -> None:
    with opened(early) as desk:
        confirmations.propose(desk, rekeys.decide, "示例")
        [waiting] = confirmations.pending(desk)
        with acting_as(desk, "李示例", "principal"):
            confirmations.confirm(desk, waiting.id)
        rekeys.carry_out(desk)
    flip(early / DATABASE, 200)
    done = salvage(early)
    assert done.source.startswith("桌面的数据库开头已损坏，读不出任何一张表，全部取自")
    assert differences(life.then, early)[0] == {}


def test_numbers_of_packages_that_only_an_index_tells_are_not_given_again(life: Life, copy: Path) -> None:
    spoil(life, copy, "package", "journal")
    assert "第1号数据包不再使用" in salvage(copy, Way(backups=False)).sentence
    with opened(copy) as desk:
        penalty(desk, decision_number="示市监罚〔2025〕121号")
        assert send(desk, copy / "stick").name.endswith("-0002.zip")


def test_without_anything_to_read_and_without_a_backup_it_is_said_where_one_may_be(copy: Path) -> None:
    shutil.rmtree(copy / "backups")
    (copy / DATABASE).unlink()
    with pytest.raises(Problem, match=r"desk\.db 不见了。没有找到本桌面的备份；请把存有备份的U盘"):
        salvage(copy)


def test_without_room_nothing_changes_and_it_is_said(life: Life, copy: Path) -> None:
    resource = pytest.importorskip("resource")
    spoil(life, copy, "record")
    before, limit = (copy / DATABASE).read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limit[1]))
    try:
        with pytest.raises(Problem, match="磁盘"):
            salvage(copy)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert (copy / DATABASE).read_bytes() == before
    assert {path.name for path in copy.iterdir()} & {"aside", ".replacing", ".replacement"} == set()


def test_a_desk_that_is_not_damaged_is_left_alone(copy: Path) -> None:
    assert "没有发现损坏，不用修复" in salvage(copy, Way(look=True)).outcome
    with pytest.raises(InputProblem, match="桌面没有损坏"):
        salvage(copy)
    assert not (copy / "aside").exists()


@pytest.mark.parametrize("gone", [(), (DATABASE,)])
def test_with_the_recovery_card_a_damaged_desk_without_keys_is_mended(
    life: Life, copy: Path, gone: tuple[str, ...]
) -> None:
    spoil(life, copy, "officer")
    for name in ("keys.json", *gone):
        (copy / name).unlink()
    use = CardUse("赵示例", NEW, "密钥文件坏了（示例）")
    with pytest.raises(Problem, match="密钥文件已用恢复卡重新写好"):
        recoveries.recover(copy, life.card.groups, use, clock=fixed_clock(TODAY), cost=CHEAP)
    done = salvage(copy, who="赵示例", phrase=NEW)
    assert "赵示例不在人员名册中，已按密钥文件（口令或恢复卡）补入" in done.sentence
    with Desk.open(copy, "赵示例", NEW, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        assert "恢复卡" in notices.standing(desk)[0].reason
        assert desk.officer.role == "principal"


def test_a_backup_is_no_desk_but_becomes_one_in_a_folder_of_its_own(life: Life, early: Path, tmp_path: Path) -> None:
    [point] = points.listing(early / "backups")
    with pytest.raises(InputProblem, match=f"请打开桌面 {early}，在“备份”页恢复"):
        opened(point.folder)
    with pytest.raises(InputProblem, match="不能就地修复"):
        salvage(point.folder)
    done = salvage(point.folder, Way(to=tmp_path / "new"))
    assert "备份之后的操作（包括消除）无从得知" in done.sentence
    assert differences(life.then, tmp_path / "new") == ({}, {})
    points.require_sound(point)


@pytest.fixture
def mended(life: Life, early: Path) -> Iterator[Desk]:
    spoil(life, early, "setting", "record")
    salvage(early)
    with opened(early) as desk:
        yield desk


def test_a_damaged_desk_set_aside_goes_where_an_erasure_cannot_reach_into_it(life: Life, mended: Desk) -> None:
    by_two(mended, erasures.erase, [life.person])
    [aside] = asides.listing(mended)
    told = f"{aside.name}已损坏，不能在其中消除"
    assert told in "".join(erasure_traces.finish(mended).left)
    assert told in erasure_traces.waits_for(mended)
    assert aside.name in asides.clear(mended).sentence
    assert erasure_traces.finish(mended).left == ()
    assert erasure_traces.waits_for(mended) == ""
    assert found(mended.folder, life.key, WORDS) == []
