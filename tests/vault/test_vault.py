"""Creating, opening, recovering and closing a desk, and every way in which that is refused."""

import os
import random
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from creditdesk.errors import InputProblem, Problem
from creditdesk.vault import DEFAULT_COST, RecoveryCard, Vault, keys, recovery, slots, unlocking
from creditdesk.vault.costs import Cost
from creditdesk.vault.keys import KeyFile
from creditdesk.vault.lock import DATABASE
from tests.attacked import FLIPS, STARTED_KILLS
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE, files_with, flip, open_desk

NEW_PHRASE = "换过的口令也要足够长"
SECRETS = ("张某某示例", "410122199001011234", "91410122MA00000000")


def enter_secrets(vault: Vault) -> None:
    with vault.writer.begin() as connection:
        for secret in SECRETS:
            connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", (secret, secret))


def settings(vault: Vault) -> list[str]:
    with vault.reader.connect() as connection:
        return [str(name) for name in connection.exec_driver_sql("SELECT name FROM setting").scalars()]


# --- creating -------------------------------------------------------------------------------------------------------


def test_a_new_desk_is_private_and_complete(founded: tuple[Path, RecoveryCard]) -> None:
    folder = founded[0]
    assert {path.name for path in folder.iterdir()} == {DATABASE, keys.NAME, "backups", "desk.lock"}
    assert [path.name for path in folder.parent.iterdir()] == ["desk"]
    if os.name == "posix":
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
        assert modes == {"desk": 0o700, "backups": 0o700, DATABASE: 0o600, keys.NAME: 0o600, "desk.lock": 0o600}


def test_an_empty_folder_becomes_the_desk(tmp_path: Path) -> None:
    vault, _ = Vault.create(tmp_path, OFFICER, PASSPHRASE, cost=CHEAP)
    vault.close()
    open_desk(tmp_path).close()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("kept")
    with pytest.raises(InputProblem, match="不是空文件夹"):
        Vault.create(tmp_path, OFFICER, PASSPHRASE, cost=CHEAP)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(("name", "phrase"), [("  ", PASSPHRASE), (OFFICER, "短")])
def test_a_bad_name_or_phrase_makes_no_desk(tmp_path: Path, name: str, phrase: str) -> None:
    with pytest.raises(InputProblem):
        Vault.create(tmp_path / "desk", name, phrase, cost=CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_the_first_rows_are_there_before_the_desk_is(tmp_path: Path) -> None:
    def first(connection: Connection, slot_id: str) -> None:
        assert not (tmp_path / "desk").exists()
        connection.exec_driver_sql("INSERT INTO setting VALUES ('founder', ?)", (slot_id,))

    vault, _ = Vault.create(tmp_path / "desk", OFFICER, PASSPHRASE, cost=CHEAP, first=first)
    with vault:
        assert settings(vault) == ["founder"]


def test_a_failing_first_row_leaves_no_desk(tmp_path: Path) -> None:
    def first(_: Connection, slot_id: str) -> None:
        raise ZeroDivisionError(slot_id)

    with pytest.raises(ZeroDivisionError):
        Vault.create(tmp_path / "desk", OFFICER, PASSPHRASE, cost=CHEAP, first=first)
    assert list(tmp_path.iterdir()) == []


CREATE = """
import sys
from pathlib import Path
from creditdesk.vault import Vault
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE
print("begin", flush=True)
Vault.create(Path(sys.argv[1]), OFFICER, PASSPHRASE, cost=CHEAP)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_a_creation_killed_at_any_moment_leaves_a_whole_desk_or_none(
    tmp_path: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    for turn in range(STARTED_KILLS):
        folder = tmp_path / str(turn) / "desk"
        running = process(CREATE, folder)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(0.12 * turn / STARTED_KILLS)
        running.send_signal(signal.SIGKILL)
        running.wait()
        if folder.exists():
            open_desk(folder).close()
        else:
            Vault.create(folder, OFFICER, PASSPHRASE, cost=CHEAP)[0].close()


def test_what_an_old_killed_creation_left_is_swept_away(tmp_path: Path) -> None:
    old, young = tmp_path / ".desk-old.creating", tmp_path / ".desk-young.creating"
    for path in (old, young):
        path.mkdir()
        (path / keys.NAME).write_text("{}")
    os.utime(old, (0, 0))
    Vault.create(tmp_path / "desk", OFFICER, PASSPHRASE, cost=CHEAP)[0].close()
    assert not old.exists()
    assert young.exists()


# --- opening --------------------------------------------------------------------------------------------------------


def test_what_was_written_is_there_after_reopening(folder: Path) -> None:
    with open_desk(folder) as vault:
        enter_secrets(vault)
    with open_desk(folder) as vault:
        assert sorted(settings(vault)) == sorted(SECRETS)


def test_the_officer_may_be_named_by_slot_or_name(folder: Path) -> None:
    (info,) = Vault.slots(folder)
    assert (info.name, info.role) == (OFFICER, "负责人")
    with Vault.open(folder, info.id, PASSPHRASE, cost=CHEAP) as vault:
        assert vault.slot_id == info.id


def test_a_relative_folder_survives_a_change_of_directory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    with open_desk(Path(folder.name)) as vault:
        monkeypatch.chdir("/")
        assert settings(vault) == []


def test_closing_twice_is_harmless_and_leaves_no_log_behind(folder: Path) -> None:
    vault = open_desk(folder)
    enter_secrets(vault)
    vault.close()
    vault.close()
    assert {path.name for path in folder.iterdir()} == {DATABASE, keys.NAME, "backups", "desk.lock"}


def test_no_name_or_number_stands_in_any_file_while_and_after_working(
    folder: Path, card: RecoveryCard, tmp_path: Path
) -> None:
    with open_desk(folder) as vault:
        enter_secrets(vault)
        vault.backup("手动")
        key = bytes(vault._key.key)
        texts = [text for secret in SECRETS for text in (secret.encode(), secret.encode("utf-16-le"))]
        texts += [key, key.hex().encode(), PASSPHRASE.encode(), card.groups[3].encode()]
        assert files_with(tmp_path, *texts) == []
    assert files_with(tmp_path, *texts) == []


def test_a_wrong_passphrase_is_refused(folder: Path) -> None:
    with pytest.raises(InputProblem, match="口令不正确"):
        Vault.open(folder, OFFICER, PASSPHRASE + "。", cost=CHEAP)


def test_missing_keys_show_the_way_out(folder: Path) -> None:
    (folder / keys.NAME).unlink()
    with pytest.raises(Problem, match=r"缺少密钥文件.*恢复卡"):
        open_desk(folder)


def test_keys_of_another_desk_are_refused(folder: Path, tmp_path: Path) -> None:
    Vault.create(tmp_path / "other", OFFICER, PASSPHRASE, cost=CHEAP)[0].close()
    shutil.copy(tmp_path / "other" / keys.NAME, folder)
    with pytest.raises(Problem, match="不属于同一个工作台"):
        open_desk(folder)


def test_an_office_refuses_cheap_slots(folder: Path) -> None:
    with pytest.raises(Problem, match="口令参数被改动过"):
        Vault.open(folder, OFFICER, PASSPHRASE)
    with pytest.raises(Problem, match="口令参数被改动过"):
        Vault.open(folder, OFFICER, PASSPHRASE, cost=DEFAULT_COST)


def test_a_key_file_put_together_by_somebody_is_refused(folder: Path) -> None:
    with open_desk(folder) as vault:
        vault.add_slot("李示例", "经办人", NEW_PHRASE)
    found = keys.read(folder)
    # Leaving out a colleague's slot needs no key, but the seal cannot be renewed without it.
    KeyFile(found.desk_id, found.slots[:1]).write(folder, bytearray(32))
    with pytest.raises(Problem, match="被人改动过"):
        open_desk(folder)


def test_a_slot_below_todays_cost_is_rewritten_when_it_opens(folder: Path) -> None:
    dearer = Cost(CHEAP.memory_kib * 2, CHEAP.iterations, CHEAP.lanes)
    keyfile = keys.read(folder)
    key = unlocking.unlock(folder, keyfile, keyfile.slots[0], PASSPHRASE, CHEAP, time.time)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("creditdesk.vault.costs.MINIMUM_COST", CHEAP)
        Vault.open(folder, OFFICER, PASSPHRASE, cost=dearer).close()
    assert keys.read(folder).slots[0].cost == dearer
    assert keys.read(folder).sealed_by(key.key)
    open_desk(folder).close()


# --- damage ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 16, 4095, 4097, 10_000])
def test_a_database_of_an_impossible_length_is_refused(folder: Path, size: int) -> None:
    with (folder / DATABASE).open("rb+") as file:
        file.truncate(size)
    with pytest.raises(Problem, match="不完整"):
        open_desk(folder)


def test_a_database_that_lost_pages_is_refused(folder: Path) -> None:
    with (folder / DATABASE).open("rb+") as file:
        file.truncate(4096 * 3)
    with pytest.raises(Problem, match="已损坏"):
        open_desk(folder)


@pytest.mark.parametrize(
    ("offset", "said"),
    [(0, "不属于同一个工作台"), (15, "不属于同一个工作台"), (16, "与密钥不符或文件开头已损坏"), (4095, "与密钥不符")],
)
def test_a_flipped_bit_in_the_first_page_is_refused(folder: Path, offset: int, said: str) -> None:
    flip(folder / DATABASE, offset)
    with pytest.raises(Problem, match=said):
        open_desk(folder)


def test_a_flipped_bit_in_any_page_is_noticed(folder: Path) -> None:
    pages = (folder / DATABASE).stat().st_size // 4096
    for page in random.Random(19).sample(range(1, pages), min(pages - 1, FLIPS)):
        flip(folder / DATABASE, page * 4096 + page * 37 % 4096)
        try:
            with open_desk(folder) as vault:
                noticed = not vault.check()[0].ok
        except Problem as problem:
            noticed = "损坏" in problem.sentence
        assert noticed, page
        flip(folder / DATABASE, page * 4096 + page * 37 % 4096)
    open_desk(folder).close()


def test_reading_a_damaged_page_is_a_sentence(folder: Path) -> None:
    with open_desk(folder) as vault, vault.writer.begin() as connection:
        rows = [(str(number), "示例" * 1000) for number in range(100)]
        connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", rows)
    pages = (folder / DATABASE).stat().st_size // 4096
    for page in range(pages - 20, pages):
        flip(folder / DATABASE, page * 4096 + 100)
    with open_desk(folder) as vault, pytest.raises(Problem, match="已损坏"), vault.reader.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM setting").all()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize(("part", "mode"), [(".", 0o500), (DATABASE, 0o400), (DATABASE, 0o000)])
def test_a_read_only_desk_is_refused(folder: Path, part: str, mode: int) -> None:
    # Nothing is read-only for root, so that root has to step down for a moment.
    nobody = 65534 if os.geteuid() == 0 else os.geteuid()
    with tempfile.TemporaryDirectory() as place:
        desk = Path(shutil.copytree(folder, Path(place) / "desk"))
        for path in (Path(place), desk, *desk.rglob("*")):
            os.chown(path, nobody, -1)
        (desk / part).chmod(mode)
        before = os.geteuid()
        os.seteuid(nobody)
        try:
            with pytest.raises(Problem, match="只读"):
                open_desk(desk)
        finally:
            os.seteuid(before)
            desk.chmod(0o700)


# --- slots ----------------------------------------------------------------------------------------------------------


def test_officers_join_change_and_leave(folder: Path) -> None:
    with open_desk(folder) as vault:
        slot_id = vault.add_slot(" 李示例 ", "经办人", NEW_PHRASE)
        assert [(info.name, info.role) for info in Vault.slots(folder)] == [(OFFICER, "负责人"), ("李示例", "经办人")]
        with pytest.raises(InputProblem, match="已有口令"):
            vault.add_slot("李示例", "复核人", NEW_PHRASE)
        with pytest.raises(InputProblem, match="自己正在使用"):
            vault.remove_slot(vault.slot_id)
    with Vault.open(folder, "李示例", NEW_PHRASE, cost=CHEAP) as vault:
        assert vault.slot_id == slot_id
        vault.change_passphrase(NEW_PHRASE, "又一次换过的口令足够长")
    with pytest.raises(InputProblem, match="口令不正确"):
        Vault.open(folder, "李示例", NEW_PHRASE, cost=CHEAP)
    with open_desk(folder) as vault:
        vault.remove_slot(slot_id)
    with pytest.raises(InputProblem, match="没有名为“李示例”"):
        Vault.open(folder, "李示例", "又一次换过的口令足够长", cost=CHEAP)


def test_a_passphrase_changes_only_with_the_old_one(vault: Vault) -> None:
    before = (vault.folder / keys.NAME).read_bytes()
    with pytest.raises(InputProblem, match="口令不正确"):
        vault.change_passphrase("记错了的旧口令呀呀", NEW_PHRASE)
    with pytest.raises(InputProblem, match="太短"):
        vault.change_passphrase(PASSPHRASE, "短")
    assert (vault.folder / keys.NAME).read_bytes() == before
    assert settings(vault) == []


# --- recovery -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruined", ["gone", "torn", "foreign"])
def test_the_card_opens_and_rebuilds_keys(folder: Path, card: RecoveryCard, tmp_path: Path, ruined: str) -> None:
    if ruined == "gone":
        (folder / keys.NAME).unlink()
    elif ruined == "torn":
        (folder / keys.NAME).write_bytes((folder / keys.NAME).read_bytes()[:100])
    else:
        Vault.create(tmp_path / "other", "外来示例", PASSPHRASE, cost=CHEAP)[0].close()
        shutil.copy(tmp_path / "other" / keys.NAME, folder)
    with Vault.recover(folder, card.groups, "李示例", NEW_PHRASE, cost=CHEAP) as vault:
        enter_secrets(vault)
        assert vault.recovery_card() == card
    assert [info.name for info in Vault.slots(folder)] == ["李示例"]
    with Vault.open(folder, "李示例", NEW_PHRASE, cost=CHEAP) as vault:
        assert sorted(settings(vault)) == sorted(SECRETS)


def test_the_card_keeps_colleagues_and_replaces_a_forgotten_passphrase(folder: Path, card: RecoveryCard) -> None:
    with open_desk(folder) as vault:
        vault.add_slot("李示例", "经办人", NEW_PHRASE)
    Vault.recover(folder, card.qr_text, OFFICER, "王示例忘了旧口令所以换新", cost=CHEAP).close()
    assert sorted(info.name for info in Vault.slots(folder)) == sorted([OFFICER, "李示例"])
    Vault.open(folder, "李示例", NEW_PHRASE, cost=CHEAP).close()
    with pytest.raises(InputProblem, match="口令不正确"):
        open_desk(folder)


def test_the_card_of_another_desk_changes_nothing(folder: Path) -> None:
    before = (folder / keys.NAME).read_bytes()
    foreign = recovery.card_of(os.urandom(32))
    with pytest.raises(InputProblem, match="这张恢复卡打不开"):
        Vault.recover(folder, foreign.groups, OFFICER, NEW_PHRASE, cost=CHEAP)
    assert (folder / keys.NAME).read_bytes() == before
    open_desk(folder).close()


def test_a_desk_in_use_cannot_be_recovered_meanwhile(vault: Vault, card: RecoveryCard) -> None:
    with pytest.raises(Problem, match="正被"):
        Vault.recover(vault.folder, card.groups, OFFICER, NEW_PHRASE, cost=CHEAP)


def test_each_desk_has_a_key_of_its_own(folder: Path, tmp_path: Path) -> None:
    vault, card = Vault.create(tmp_path / "other", OFFICER, PASSPHRASE, cost=CHEAP)
    vault.close()
    with open_desk(folder) as first:
        assert first.recovery_card() != card
    assert slots.new_info("", "").id != slots.new_info("", "").id
