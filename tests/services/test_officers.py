"""Officers join with a one-time passphrase, change it, lose it, and leave; somebody who can grant is always left."""

import time
from functools import partial
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.services import confirmations, journal_lists, notices, officers, record_lists
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault import Vault, tries
from tests.conftest import CHEAP, OFFICER, PASSPHRASE
from tests.entered import acting_as, penalty

OWN = "自己的口令 也要十个字以上"
NEW = "李示例"


def reopened(desk: Desk, name: str, phrase: str) -> Desk:
    """Close the desk and open it as another officer."""
    folder, clock = desk.folder, desk.clock
    desk.close()
    return Desk.open(folder, name, phrase, clock=clock, cost=CHEAP)


def identity(desk: Desk, name: str) -> str:
    return next(row.id for row in officers.listing(desk) if row.name == name)


def test_a_one_time_passphrase_opens_only_the_way_to_ones_own(desk: Desk) -> None:
    penalty(desk)
    once = str(officers.invite(desk, NEW, "maker").result["once"])
    with reopened(desk, NEW, once) as opened:
        for question in (lambda: record_lists.ids(opened, record_lists.Filter()), lambda: penalty(opened)):
            with pytest.raises(Problem, match="请先更换口令"):
                question()
        with pytest.raises(InputProblem, match="口令不正确"):
            officers.change_passphrase(opened, "不是这个口令", OWN)
        tries.clear(opened.folder, opened.officer.id)
        officers.change_passphrase(opened, once, OWN)
        assert len(record_lists.ids(opened, record_lists.Filter())) == 1
    with pytest.raises(InputProblem, match="口令不正确"):
        Desk.open(opened.folder, NEW, once, clock=opened.clock, cost=CHEAP)
    tries.clear(opened.folder, opened.officer.id)
    with Desk.open(opened.folder, NEW, OWN, clock=opened.clock, cost=CHEAP) as again:
        assert not again.officer.must_change


def test_who_left_cannot_open_and_has_no_slot(desk: Desk) -> None:
    officers.add(desk, NEW, "maker", OWN)
    officers.remove(desk, identity(desk, NEW), "调离（示例）")
    assert [info.name for info in Vault.slots(desk.folder)] == [OFFICER]
    assert [(row.name, row.active) for row in officers.listing(desk) if row.name == NEW] == [(NEW, False)]
    assert notices.standing(desk)[0].sentence == f"已停用工作人员{NEW}（经办人）"
    with pytest.raises(InputProblem, match="没有名为"):
        reopened(desk, NEW, OWN)


def test_a_kill_between_leaving_and_the_slot_keeps_the_desk_closed_and_is_mended(desk: Desk) -> None:
    officers.add(desk, NEW, "maker", OWN)
    desk.perform(officers.leave, identity(desk, NEW), "调离（示例）")
    assert len(Vault.slots(desk.folder)) == 2
    with pytest.raises(Problem, match="没有对应的在职工作人员"):
        reopened(desk, NEW, OWN)
    with Desk.open(desk.folder, OFFICER, PASSPHRASE, clock=desk.clock, cost=CHEAP):
        assert [info.name for info in Vault.slots(desk.folder)] == [OFFICER]


def test_nobody_lets_himself_go(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="不能停用自己"):
        officers.remove(desk, desk.officer.id, "退休（示例）")
    with acting_as(desk, NEW, "maker"), pytest.raises(Problem, match="没有“换发口令、停用离职人员”的权限"):
        officers.remove(desk, identity(desk, OFFICER), "试（示例）")
    assert {row.name: row.active for row in officers.listing(desk)} == {OFFICER: True, NEW: True}


@pytest.mark.parametrize("actor", ["principal", "security_admin"])
@pytest.mark.parametrize("other", ["principal", "security_admin"])
def test_whoever_lets_another_go_can_grant_afterwards(desk: Desk, actor: str, other: str) -> None:
    head = desk.officer
    officers.add(desk, "周示例", other, OWN)
    if other == "security_admin":
        with acting_as(desk, "周示例", other):
            officers.add(desk, "孙示例", actor, OWN)
    else:
        officers.add(desk, "孙示例", actor, OWN)
    with acting_as(desk, "孙示例", actor):
        officers.remove(desk, identity(desk, "周示例"), "调离（示例）")
        desk.perform(officers.leave, head.id, "退休（示例）")
        assert desk.may(Power.GRANT)
        officers.add(desk, "吴示例", "maker", OWN)


def test_a_lost_passphrase_is_issued_anew_by_another(desk: Desk) -> None:
    officers.add(desk, NEW, "maker", OWN)
    once = str(officers.reissue(desk, identity(desk, NEW), "忘记口令（示例）").result["once"])
    assert notices.standing(desk)[0].sentence == f"{OFFICER}为{NEW}换发了一次性口令"
    with pytest.raises(InputProblem, match="口令不正确"):
        reopened(desk, NEW, OWN)
    tries.clear(desk.folder, Vault.slots(desk.folder)[1].id)
    with Desk.open(desk.folder, NEW, once, clock=desk.clock, cost=CHEAP) as opened:
        assert opened.officer.must_change
        with pytest.raises(Problem, match="请先更换口令"):
            officers.reissue(opened, identity(opened, OFFICER), "试（示例）")


def test_nobody_issues_a_passphrase_to_himself(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="不能为自己换发口令"):
        officers.reissue(desk, desk.officer.id, "忘记（示例）")
    with acting_as(desk, NEW, "maker"), pytest.raises(Problem, match="没有“换发口令、停用离职人员”的权限"):
        officers.reissue(desk, identity(desk, OFFICER), "试（示例）")


def test_the_unlock_page_names_the_present_role_after_the_next_opening(desk: Desk) -> None:
    officers.add(desk, NEW, "maker", OWN)
    waiting = confirmations.propose(desk, officers.change_role, identity(desk, NEW), "checker", "轮岗（示例）")
    confirmations.perform_alone(desk, str(waiting.result["confirmation"]), "只有一位负责人（示例）")
    with reopened(desk, NEW, OWN) as opened:
        assert [info.role for info in Vault.slots(opened.folder)] == ["负责人", "复核人"]
    with Desk.open(opened.folder, NEW, OWN, clock=opened.clock, cost=CHEAP) as again:
        assert again.officer.role == "checker"


def test_wrong_passphrases_are_in_the_journal_after_the_next_opening(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, clock = desk.folder, desk.clock
    desk.close()
    for ago in (3000, 2000, 1000):
        with pytest.raises(InputProblem, match="口令不正确"):
            Vault.open(folder, OFFICER, "错的口令", cost=CHEAP, clock=partial(float, time.time() - ago))
    for told in (f"此前口令输错：{OFFICER} 3 次", "已建立"):
        with Desk.open(folder, OFFICER, PASSPHRASE, clock=clock, cost=CHEAP) as opened:
            sentences = [row.sentence for row in journal_lists.rows(opened, journal_lists.seqs(opened))]
            assert sum("口令输错" in sentence for sentence in sentences) == 1
            assert told in "".join(sentences)
    assert not (Path(folder) / tries.NAME).exists()
