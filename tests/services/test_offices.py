"""Founding and recovering a desk: nothing half made, the card opens it when keys.json is gone, the journal tells."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from creditdesk.errors import InputProblem, Problem
from creditdesk.services import backups, notices, officers, offices, record_lists, recoveries
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from creditdesk.services.recoveries import CardUse
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import acting_as, penalty
from tests.sound import complaints

CLOCK = fixed_clock(TODAY)
NEW_PASSPHRASE = "另一个示例口令 也够长"
WHY = "负责人忘记口令（示例）"


def test_a_new_desk_is_whole_and_already_has_a_backup(tmp_path: Path) -> None:
    desk, card = offices.create_desk(
        tmp_path / "desk", Office("示例县信用中心"), OFFICER, PASSPHRASE, clock=CLOCK, cost=CHEAP
    )
    with desk:
        assert len(card.groups) == 12
        assert offices.office(desk).name == "示例县信用中心"
        assert [(row.name, row.role) for row in officers.listing(desk)] == [(OFFICER, "principal")]
        assert backups.state(desk).newest is not None
        assert complaints(desk) == []
        assert offices.card_pdf(desk, card).startswith(b"%PDF-")


@pytest.mark.parametrize(("name", "officer", "phrase"), [(" ", OFFICER, PASSPHRASE), ("示例", " ", PASSPHRASE)])
def test_a_desk_without_a_name_or_officer_is_not_founded(tmp_path: Path, name: str, officer: str, phrase: str) -> None:
    with pytest.raises(InputProblem, match="不能为空"):
        offices.create_desk(tmp_path / "desk", Office(name), officer, phrase, clock=CLOCK, cost=CHEAP)
    assert not (tmp_path / "desk").exists()


def test_the_card_opens_the_desk_without_keys_and_the_journal_tells(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk, card = offices.create_desk(folder, Office("示例县信用中心"), OFFICER, PASSPHRASE, clock=CLOCK, cost=CHEAP)
    with desk:
        record_id = penalty(desk)
    (folder / "keys.json").unlink()
    with pytest.raises(Problem, match=r"keys\.json"):
        Desk.open(folder, OFFICER, PASSPHRASE, cost=CHEAP)
    use = CardUse("李示例", NEW_PASSPHRASE, WHY)
    with recoveries.recover(folder, card.groups, use, clock=CLOCK, cost=CHEAP) as opened:
        assert record_lists.sheet(opened, record_id).content["subject_name"] == "示例建材有限公司"
        assert complaints(opened) == []
        assert [one.sentence for one in notices.standing(opened)] == ["李示例一人应急用恢复卡打开了桌面"]
        assert notices.standing(opened)[0].reason == f"{WHY}；如非本单位安排，请立即报告负责人"
    with Desk.open(folder, "李示例", NEW_PASSPHRASE, clock=CLOCK, cost=CHEAP) as opened:
        assert opened.officer.role == "principal"


def test_the_card_is_used_by_two_persons_where_another_officer_is_there(desk: Desk) -> None:
    officers.add(desk, "周示例", "checker", PASSPHRASE)
    card = desk.vault.recovery_card()
    desk.close()
    for wrong, said in (
        (CardUse(OFFICER, NEW_PASSPHRASE, WHY, "吴示例", PASSPHRASE), "没有吴示例可用的口令"),
        (CardUse(OFFICER, NEW_PASSPHRASE, WHY, "周示例", NEW_PASSPHRASE), "口令不正确"),
    ):
        with pytest.raises(InputProblem, match=said):
            recoveries.recover(desk.folder, card.groups, wrong, clock=CLOCK, cost=CHEAP)
    (desk.folder / "tries.json").unlink()
    use = CardUse(OFFICER, NEW_PASSPHRASE, WHY, "周示例", PASSPHRASE)
    with recoveries.recover(desk.folder, card.groups, use, clock=CLOCK, cost=CHEAP) as opened:
        assert notices.standing(opened)[0].sentence == f"{OFFICER}用恢复卡打开了桌面，周示例在场并输入了本人口令"
        present = [(one.name, one.role) for one in officers.listing(opened) if one.active]
        assert sorted(present) == [("周示例", "checker"), (OFFICER, "principal")]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("", NEW_PASSPHRASE, WHY), "姓名"),
        ((OFFICER, NEW_PASSPHRASE, " "), "理由"),
        ((OFFICER, NEW_PASSPHRASE, WHY, OFFICER, PASSPHRASE), "另一位"),
        ((OFFICER, NEW_PASSPHRASE, WHY, "周示例"), "本人的口令"),
        ((OFFICER, NEW_PASSPHRASE, WHY, "", PASSPHRASE), "本人的口令"),
    ],
)
def test_what_is_missing_for_the_use_of_a_card_is_said(told: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputProblem, match=said):
        CardUse(*told)


def test_a_changed_office_keeps_its_history_in_the_journal(desk: Desk) -> None:
    changes = desk.perform(offices.describe, Office("中牟县信用中心（示例）", phone="0371-11111111"))
    assert changes.nouns == {"setting"}
    assert offices.office(desk).phone == "0371-11111111"


def test_the_office_date_is_chinas_whatever_the_zone(desk: Desk) -> None:
    assert desk.clock().utcoffset() == CLOCK().utcoffset()
    assert desk.clock().date() == date(2026, 2, 12)


def test_three_shared_cards_are_told_to_everybody(desk: Desk) -> None:
    pdf = offices.shared_cards(desk)
    assert len(PdfReader(BytesIO(pdf)).pages) == 3
    assert notices.standing(desk)[0].sentence == f"{OFFICER}制作了三张共管恢复卡，任意两张合用能打开桌面"
    with acting_as(desk, "钱示例", "checker"), pytest.raises(Problem, match="没有“换发口令、停用离职人员”的权限"):
        offices.shared_cards(desk)
