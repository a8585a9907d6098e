"""A new key for the desk: passphrases stay, old cards and copies open nothing, old backups are still gone back to."""

import shutil
from pathlib import Path

import pytest

from creditdesk.cli import backups as cli_backups
from creditdesk.errors import InputProblem, Problem
from creditdesk.services import (
    backups,
    confirmations,
    health,
    notices,
    officers,
    offices,
    record_lists,
    rehearsals,
    rekeys,
    restores,
    safety,
)
from creditdesk.services.acts import Changes
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.vault import Vault, keys
from creditdesk.vault.faults import WrongKey
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import acting_as, penalty
from tests.terminal import main

WHY = "离职人员可能留有钥匙文件（示例）"
OTHER, LEFT = "周示例", "孙示例"


def opened(folder: Path, officer: str = OFFICER) -> Desk:
    return Desk.open(folder, officer, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)


def decide(desk: Desk) -> None:
    proposal = str(confirmations.propose(desk, rekeys.decide, WHY).result["confirmation"])
    with acting_as(desk, OTHER, "principal"):
        confirmations.confirm(desk, proposal)


def rekey(desk: Desk) -> Changes:
    decide(desk)
    return rekeys.carry_out(desk)


def records(desk: Desk) -> int:
    return len(record_lists.ids(desk, record_lists.Filter()))


def wrong(desk: Desk) -> list[str]:
    return [one.sentence for one in health.check(desk) if not one.ok and one.name not in health.ADVICE]


def test_everybody_who_stays_comes_in_as_before_and_slots_are_made_plain_again(desk: Desk) -> None:
    penalty(desk)
    told: list[tuple[int, int]] = []
    decide(desk)
    changes = rekeys.carry_out(desk, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
    with pytest.raises(Problem, match="重新打开"):
        penalty(desk, decision_number="示市监罚〔2026〕2号")
    desk.close()
    waiting = {slot.info.name: slot.up_to_date for slot in keys.read(desk.folder).slots}
    assert waiting == {OFFICER: False, OTHER: False}
    for name in (OTHER, OFFICER):
        with opened(desk.folder, name) as again:
            assert records(again) == 1
            assert wrong(again) == []
            assert notices.standing(again)[0].sentence == f"{OFFICER}更换了桌面的密钥，各人口令不变"
    assert all(slot.up_to_date for slot in keys.read(desk.folder).slots)
    assert changes.sentence.endswith(WHY)
    assert not [path.name for path in desk.folder.iterdir() if path.name.startswith(".")]
    assert not (desk.folder / "aside").exists()


def test_a_copy_of_who_left_and_the_cards_of_before_open_nothing(desk: Desk, tmp_path: Path) -> None:
    left = officers.add(desk, LEFT, "maker", PASSPHRASE)
    copied = (desk.folder / keys.NAME).read_bytes()
    card, shared = desk.vault.recovery_card(), desk.vault.shared_cards()
    officers.remove(desk, left, "调离（示例）")
    rekey(desk)
    desk.close()
    for groups in (card.groups, [*shared[0].groups, *shared[2].groups]):
        with pytest.raises(InputProblem, match="恢复卡打不开"):
            Vault.recover(desk.folder, groups, OFFICER, PASSPHRASE, cost=CHEAP)
    stolen = Path(shutil.copytree(desk.folder, tmp_path / "stolen"))
    (stolen / keys.NAME).write_bytes(copied)
    with pytest.raises(WrongKey):
        Vault.open(stolen, LEFT, PASSPHRASE, cost=CHEAP)


def test_until_new_cards_are_printed_the_first_page_says_so(desk: Desk) -> None:
    assert "恢复卡" not in [line.label for line in safety.lines(desk)]
    rekey(desk)
    desk.close()
    with opened(desk.folder) as again:
        assert safety.lines(again)[0].label == "恢复卡"
        offices.shared_cards(again)
        assert "恢复卡" not in [line.label for line in safety.lines(again)]
        cards = again.vault.shared_cards()
    Vault.recover(desk.folder, [*cards[0].groups, *cards[1].groups], OFFICER, PASSPHRASE, cost=CHEAP).close()


def test_a_backup_under_the_old_key_is_rehearsed_and_gone_back_to_after_two_changes(desk: Desk) -> None:
    penalty(desk)
    point = backups.make(desk, "手动").name
    for _ in range(2):
        rekey(desk)
        desk.close()
        desk = opened(desk.folder)
    penalty(desk, decision_number="示市监罚〔2026〕2号")
    assert rehearsals.rehearse(desk, point).faults == ()
    assert backups.due(desk)
    assert dict(restores.look(desk, point).lines)["涉及"]
    proposal = str(confirmations.propose(desk, restores.decide, point, WHY).result["confirmation"])
    with acting_as(desk, OTHER, "principal"):
        confirmations.confirm(desk, proposal)
    restores.carry_out(desk)
    desk.close()
    with opened(desk.folder) as restored:
        assert records(restored) == 1
        assert wrong(restored) == []
        # The restored desk still knows the key between the two changes, and the one before.
        assert rehearsals.rehearse(restored, point).faults == ()


def test_nobody_changes_the_key_alone_or_without_a_reason(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="没有待执行的换钥决定"):
        rekeys.carry_out(desk)
    with pytest.raises(InputProblem, match="理由"):
        confirmations.propose(desk, rekeys.decide, " ")
    with acting_as(desk, "李示例", "maker"), pytest.raises(Problem, match="没有“换发口令、停用离职人员”的权限"):
        confirmations.propose(desk, rekeys.decide, WHY)


class Cancelled(Exception):
    pass


def test_a_change_that_is_cancelled_leaves_the_desk_as_it_was(desk: Desk) -> None:
    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    decide(desk)
    with pytest.raises(Cancelled):
        rekeys.carry_out(desk, cancel)
    penalty(desk)
    assert not [path.name for path in desk.folder.iterdir() if path.name.startswith(".")]
    assert rekeys.decision(desk)


def test_without_room_the_desk_keeps_its_key_and_work_goes_on(desk: Desk) -> None:
    resource = pytest.importorskip("resource")
    decide(desk)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(Problem, match="磁盘"):
            rekeys.carry_out(desk)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    penalty(desk)
    desk.close()
    opened(desk.folder).close()


def test_an_office_of_one_changes_the_key_from_a_terminal(
    founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(founded, tmp_path / "desk"))
    monkeypatch.setattr(cli_backups, "open_desk", lambda parsed: opened(parsed.desk))
    assert main(["rekey", str(folder), "--reason", WHY]) == 0
    assert "等待另一位工作人员" in capsys.readouterr().out
    assert main(["rekey", str(folder), "--reason", "恢复卡遗失（示例）", "--alone", "本单位只有一人（示例）"]) == 0
    assert "更换了桌面的密钥" in capsys.readouterr().out
    with opened(folder) as again:
        assert rekeys.cards_missing(again)
