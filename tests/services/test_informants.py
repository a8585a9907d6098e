"""Who reported is read by named officers alone and each look is told, whatever becomes of officers, keys and copies."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import Base, InformantLock, InformantReader, InformantShare, Officer, SealedInformant
from creditdesk.services import (
    backups,
    confirmations,
    health,
    informant_keys,
    informants,
    journal_lists,
    notices,
    officers,
    reader_losses,
    readers,
    recoveries,
    rekeys,
    restores,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.informants import Informant
from creditdesk.services.recoveries import CardUse
from creditdesk.vault import informants as sealing
from creditdesk.vault import tries
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import by_two, penalty
from tests.named import (
    ADMINISTRATOR,
    FIRST,
    INFORMANT,
    SECOND,
    THIRD,
    WHY,
    as_officer,
    build,
    identity,
    read_by,
    told,
)
from tests.neighbours import found, know, report, take
from tests.sound import complaints

R = TypeVar("R", bound=Base)
LATER = "后来的口令 也要十个字以上"


@pytest.fixture(scope="module")
def sealed(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A desk with two readers and one tip, and that tip; tests work on copies."""
    folder = build(founded, tmp_path_factory.mktemp("named") / "desk")
    with as_officer(folder, THIRD) as desk:
        return folder, told(desk)


@pytest.fixture
def place(sealed: tuple[Path, str], tmp_path: Path) -> tuple[Path, str]:
    shutil.copytree(sealed[0], tmp_path / "desk")
    return tmp_path / "desk", sealed[1]


def change(desk: Desk, do: Callable[[Session], object]) -> None:
    """Write past the program, as somebody who has the desk's key could."""
    with Session(desk.vault.writer) as session, session.begin():
        do(session)


# ------------------------------------------------------------------------------------------------------------ reading


@pytest.mark.parametrize("reader", [FIRST, SECOND])
def test_a_named_officer_reads_and_everybody_hears_of_it_without_the_name(place: tuple[Path, str], reader: str) -> None:
    folder, tip = place
    assert read_by(folder, reader, tip) == INFORMANT
    with as_officer(folder, OFFICER) as desk:
        notice = notices.standing(desk)[0]
        assert (notice.sentence, notice.reason) == (f"{reader}查看了线索2026-0001的举报人", WHY)
    with as_officer(folder, ADMINISTRATOR) as desk:
        assert notices.standing(desk)[0].officer == reader
    with as_officer(folder, OFFICER) as desk:
        entry = next(row for row in journal_lists.rows(desk, journal_lists.seqs(desk)) if row.act == "查看举报人")
        assert INFORMANT.name not in entry.sentence


@pytest.mark.parametrize("officer", [OFFICER, THIRD])
def test_no_other_officer_reads_whatever_the_role(place: tuple[Path, str], officer: str) -> None:
    with pytest.raises(Problem, match="您不是可以查阅举报人的工作人员"):
        read_by(*place[:1], officer, place[1])


def test_an_administrator_cannot_even_ask(place: tuple[Path, str]) -> None:
    with pytest.raises(Problem, match="没有“查阅信用记录、案件和文书”的权限"):
        read_by(place[0], ADMINISTRATOR, place[1])


def test_a_look_needs_the_passphrase_and_wrong_ones_wait(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, FIRST) as desk:
        with pytest.raises(InputProblem, match="口令不正确"):
            informants.look(desk, tip, WHY, LATER)
        with pytest.raises(InputProblem, match="请等待"):
            informants.look(desk, tip, WHY, PASSPHRASE)
        tries.clear(folder, desk.officer.id)
        assert informants.look(desk, tip, WHY, PASSPHRASE) == INFORMANT
        sentences = [one.sentence for one in notices.standing(desk) if "查看" in one.sentence]
        assert len(sentences) == 1


@pytest.mark.parametrize("reason", ["", f"回访{INFORMANT.name}", f"电话 {INFORMANT.phone[:3]} {INFORMANT.phone[3:]}"])
def test_a_look_needs_a_reason_that_names_nobody(place: tuple[Path, str], reason: str) -> None:
    with as_officer(place[0], FIRST) as desk:
        with pytest.raises(InputProblem, match="理由"):
            informants.look(desk, place[1], reason, PASSPHRASE)
        assert not any("查看" in one.sentence for one in notices.standing(desk))


def test_an_informant_never_shows_by_accident() -> None:
    assert INFORMANT.name not in repr(INFORMANT) + str(INFORMANT) + f"{[INFORMANT]}"


# ------------------------------------------------------------------------------------------------------------- naming


def test_without_readers_nothing_is_sealed_and_nothing_half_entered(desk: Desk) -> None:
    with pytest.raises(Problem, match="举报人无法封存"):
        told(desk)
    assert told(desk, Informant())
    assert reader_losses.standing(desk).warnings == ("还没有人可以查阅举报人：请先申请，再由负责人指定，最好两人以上",)


def test_one_reader_is_warned_of_and_a_reader_names_the_second(desk: Desk) -> None:
    readers.apply(desk, PASSPHRASE)
    changes = desk.perform(readers.start, [desk.officer.id], WHY)
    assert readers.ALONE in changes.sentence
    assert reader_losses.standing(desk).warnings == (readers.ALONE,)
    tip = told(desk)
    officers.add(desk, SECOND, "checker", PASSPHRASE)
    with pytest.raises(InputProblem, match="还没有申请"):
        readers.name(desk, identity(desk, SECOND), PASSPHRASE, WHY)
    folder = desk.folder
    desk.close()
    with as_officer(folder, SECOND) as other:
        readers.apply(other, PASSPHRASE)
        with pytest.raises(Problem, match="打不开"):
            informants.look(other, tip, WHY, PASSPHRASE)
    with as_officer(folder, OFFICER) as again:
        readers.name(again, identity(again, SECOND), PASSPHRASE, WHY)
        assert reader_losses.standing(again).warnings == ()
    assert read_by(folder, SECOND, tip) == INFORMANT


def test_the_head_names_nobody_while_somebody_can_read(place: tuple[Path, str]) -> None:
    folder, _ = place
    with as_officer(folder, THIRD) as desk:
        readers.apply(desk, PASSPHRASE)
    with as_officer(folder, OFFICER) as desk:
        with pytest.raises(Problem, match="请由他指定"):
            desk.perform(readers.start, [identity(desk, THIRD)], WHY)
        with pytest.raises(Problem, match="您不是可以查阅举报人"):
            readers.name(desk, identity(desk, THIRD), PASSPHRASE, WHY)
    with as_officer(folder, FIRST) as desk, pytest.raises(Problem, match="没有“管理单位信息和表单”的权限"):
        desk.perform(readers.start, [identity(desk, THIRD)], WHY)


def test_an_administrator_is_not_named(place: tuple[Path, str]) -> None:
    with as_officer(place[0], ADMINISTRATOR) as desk, pytest.raises(Problem, match="没有“查阅信用记录"):
        readers.apply(desk, PASSPHRASE)


# ------------------------------------------------------------------------------- passphrases, leaving, standing in


def test_a_changed_passphrase_reads_on(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, FIRST) as desk:
        officers.change_passphrase(desk, PASSPHRASE, LATER)
        assert informants.look(desk, tip, WHY, LATER) == INFORMANT
    assert read_by(folder, FIRST, tip, LATER) == INFORMANT


def test_a_kill_between_slot_and_key_is_mended_by_the_old_passphrase(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, FIRST) as desk:
        desk.vault.change_passphrase(PASSPHRASE, LATER)
        with pytest.raises(Problem, match="由更换前的口令保护"):
            informants.look(desk, tip, WHY, LATER)
        with pytest.raises(InputProblem, match="口令不正确"):
            readers.renew(desk, "不是原来的口令 也十个字", LATER)
        tries.clear(folder, desk.officer.id)
        readers.renew(desk, PASSPHRASE, LATER)
        assert informants.look(desk, tip, WHY, LATER) == INFORMANT


def test_a_passphrase_issued_by_another_opens_no_informant(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, OFFICER) as desk:
        once = str(officers.reissue(desk, identity(desk, FIRST), "忘记口令（示例）").result["once"])
        assert readers.ALONE in reader_losses.standing(desk).warnings
    # The issuer comes in first, under the owner's name.
    with as_officer(folder, FIRST, once) as desk:
        officers.change_passphrase(desk, once, LATER)
        assert reader_losses.standing(desk).mine == reader_losses.LOST
        with pytest.raises(Problem, match="由更换前的口令保护"):
            informants.look(desk, tip, WHY, LATER)
        readers.apply(desk, LATER)
        with pytest.raises(Problem, match="打不开"):
            informants.look(desk, tip, WHY, LATER)
    with as_officer(folder, SECOND) as desk:
        readers.name(desk, identity(desk, FIRST), PASSPHRASE, "已当面核对指纹（示例）")
    assert read_by(folder, FIRST, tip, LATER) == INFORMANT


def test_who_leaves_loses_his_share_and_the_others_seal_anew(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, FIRST) as desk:
        row = desk_row(desk, SealedInformant, tip)
        reader = desk_row(desk, InformantReader, desk.officer.id)
        with desk.read() as session:
            share = session.query(InformantShare).filter_by(officer_id=desk.officer.id).one()
    with as_officer(folder, OFFICER) as desk:
        officers.remove(desk, reader.officer_id, "调离（示例）")
        assert f"{FIRST}已不再查阅举报人，请可查阅的人员重新封存" in reader_losses.standing(desk).warnings
    with as_officer(folder, SECOND) as desk:
        readers.reseal(desk, PASSPHRASE, "有人调离（示例）")
        assert informants.look(desk, tip, WHY, PASSPHRASE) == INFORMANT
        fresh = desk_row(desk, SealedInformant, tip)
        assert reader_losses.standing(desk).warnings == (readers.ALONE,)
    # What he may have copied opens what he knew already, and nothing that is sealed now.
    own = informant_keys.key_of(reader).unwrap(PASSPHRASE, CHEAP)
    assert own is not None
    raw = sealing.opened_bytes(own, f"share {share.lock_id} {share.officer_id}", share.share)
    assert raw is not None
    kept = sealing.key_of(raw)
    assert sealing.opened(kept, f"tip {tip}", row.sealed) is not None
    assert sealing.opened(kept, f"tip {tip}", fresh.sealed) is None


def desk_row(desk: Desk, kind: type[R], identity_: str) -> R:
    with desk.read() as session:
        return session.get_one(kind, identity_)


def test_the_last_reader_cannot_be_let_go_before_he_names_another(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, OFFICER) as desk:
        first, second = identity(desk, FIRST), identity(desk, SECOND)
        officers.remove(desk, first, "调离（示例）")
        with pytest.raises(InputProblem, match=f"{SECOND}是唯一可以查阅举报人的人员"):
            officers.remove(desk, second, "调离（示例）")
        with pytest.raises(InputProblem, match="变更岗位后封存的1位举报人再也打不开"):
            by_two(desk, officers.change_role, second, "auditor", "轮岗（示例）")
    assert read_by(folder, SECOND, tip) == INFORMANT
    # One who died is declared so; what only he could open stays sealed, and new readers begin anew.
    with as_officer(folder, THIRD) as desk:
        readers.apply(desk, PASSPHRASE)
    with as_officer(folder, OFFICER) as desk:
        desk.perform(reader_losses.declare_lost, second, "去世（示例）")
        officers.remove(desk, second, "去世（示例）")
        with pytest.raises(Problem, match="举报人无法封存"):
            told(desk)
        changes = desk.perform(readers.start, [identity(desk, THIRD)], "重新起用（示例）")
        assert "原来封存的仍只有原可查阅人员能打开" in changes.sentence
        newer = told(desk)
    assert read_by(folder, THIRD, newer) == INFORMANT
    with pytest.raises(Problem, match="锁您打不开"):
        read_by(folder, THIRD, tip)


def test_the_only_reader_gives_up_the_old_names_only_when_he_says_so(desk: Desk) -> None:
    readers.apply(desk, PASSPHRASE)
    desk.perform(readers.start, [desk.officer.id], WHY)
    told(desk)
    desk.perform(reader_losses.declare_lost, desk.officer.id, "忘记口令（示例）")
    with pytest.raises(InputProblem, match="没有别人能打开封存的1位举报人"):
        readers.apply(desk, PASSPHRASE)
    readers.apply(desk, PASSPHRASE, give_up=True)
    assert reader_losses.standing(desk).mine == reader_losses.APPLIED


def test_a_reader_dismisses_another_but_not_himself(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, FIRST) as desk:
        with pytest.raises(InputProblem, match="不能取消自己"):
            readers.dismiss(desk, desk.officer.id, PASSPHRASE, WHY)
        readers.dismiss(desk, identity(desk, SECOND), PASSPHRASE, "不再分管（示例）")
    assert read_by(folder, FIRST, tip) == INFORMANT
    with pytest.raises(Problem, match="您不是可以查阅举报人的工作人员"):
        read_by(folder, SECOND, tip)


# ------------------------------------------------------------------------------------------------------------ attacks


def test_a_sealed_name_moved_to_another_tip_is_refused(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, FIRST) as desk:
        other = told(desk, Informant("另一位示例举报人"))

        def swap(session: Session) -> None:
            mine, theirs = (session.get_one(SealedInformant, one) for one in (tip, other))
            mine.sealed, theirs.sealed = theirs.sealed, mine.sealed

        change(desk, swap)
        for one in (tip, other):
            with pytest.raises(Problem, match="被改动过或者属于另一条线索"):
                informants.look(desk, one, WHY, PASSPHRASE)
        assert not any("查看" in one.sentence for one in notices.standing(desk))
        assert "另有2位打不开" in readers.reseal(desk, PASSPHRASE, WHY).sentence


def _lock_of_his_own(session: Session) -> None:
    key = sealing.new_lock()
    session.execute(text("UPDATE informant_lock SET public_key = :key"), {"key": sealing.public_of(key)})


def _own_share(session: Session) -> None:
    """The head makes himself a reader, with the share of another."""
    mine, theirs = session.query(InformantReader).all()
    head = session.query(Officer).filter_by(name=OFFICER).one()
    share = session.query(InformantShare).filter_by(officer_id=mine.officer_id).one()
    session.add(
        InformantReader(officer_id=head.id, public_key=mine.public_key, wrapped=mine.wrapped, made_at=mine.made_at)
    )
    session.flush()
    session.add(
        InformantShare(
            lock_id=share.lock_id, officer_id=head.id, share=share.share, vouch=share.vouch, named_at=share.named_at
        )
    )
    assert theirs.officer_id != head.id


def test_a_copied_row_makes_nobody_a_reader(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, OFFICER) as desk:
        change(desk, _own_share)
        with pytest.raises(Problem, match="密钥被改动过"):
            informants.look(desk, tip, WHY, PASSPHRASE)


def test_another_lock_slipped_in_is_noticed(place: tuple[Path, str]) -> None:
    with as_officer(place[0], FIRST) as desk:
        change(desk, _lock_of_his_own)
        with pytest.raises(Problem, match="被改动过，已拒绝使用；请立即报告负责人"):
            informants.look(desk, place[1], WHY, PASSPHRASE)


def test_another_public_key_slipped_in_gets_no_new_share(place: tuple[Path, str]) -> None:
    folder, _ = place
    with as_officer(folder, FIRST) as desk:
        second, own = identity(desk, SECOND), sealing.public_of(sealing.new_lock())
        change(desk, lambda session: setattr(session.get_one(InformantReader, second), "public_key", own))
        before = desk_row(desk, SealedInformant, place[1])
        with pytest.raises(Problem, match="公钥被人更换过，没有重新封存"):
            readers.reseal(desk, PASSPHRASE, WHY)
        after = desk_row(desk, SealedInformant, place[1])
        assert (before.sealed, before.lock_id) == (after.sealed, after.lock_id)


def test_a_sealed_name_of_another_desk_does_not_open(place: tuple[Path, str], tmp_path: Path) -> None:
    folder, tip = place
    with found(tmp_path / "other", "示例另一中心") as other:
        readers.apply(other, PASSPHRASE)
        other.perform(readers.start, [other.officer.id], WHY)
        theirs = desk_row(other, SealedInformant, told(other))
    with as_officer(folder, FIRST) as desk:
        change(desk, lambda session: setattr(session.get_one(SealedInformant, tip), "sealed", theirs.sealed))
        with pytest.raises(Problem, match="被改动过或者属于另一条线索"):
            informants.look(desk, tip, WHY, PASSPHRASE)


# ------------------------------------------------------------------------------------------------------------- copies


def test_a_restored_backup_is_read_by_todays_readers_alone(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, ADMINISTRATOR) as desk:
        point = backups.make(desk, "手动").name
    with as_officer(folder, OFFICER) as desk:
        officers.remove(desk, identity(desk, FIRST), "调离（示例）")
    with as_officer(folder, SECOND) as desk:
        readers.reseal(desk, PASSPHRASE, "有人调离（示例）")
        officers.change_passphrase(desk, PASSPHRASE, LATER)
    with as_officer(folder, ADMINISTRATOR) as desk:
        proposal = str(confirmations.propose(desk, restores.decide, point, WHY).result["confirmation"])
    with as_officer(folder, OFFICER) as desk:
        confirmations.confirm(desk, proposal)
        restores.carry_out(desk)
    with as_officer(folder, SECOND, LATER) as desk:
        assert informants.look(desk, tip, WHY, LATER) == INFORMANT
        assert "有1位举报人还封存在旧锁里，请可查阅的人员重新封存" in reader_losses.standing(desk).warnings
        readers.reseal(desk, LATER, "恢复之后（示例）")
        assert informants.look(desk, tip, WHY, LATER) == INFORMANT
        with desk.read() as session:
            assert {row.officer_id for row in session.query(InformantShare)} == {desk.officer.id}
            assert session.query(InformantLock).filter_by(active=True).count() == 1
        assert complaints(desk, health.ADVICE) == []


def test_a_new_key_of_the_database_changes_nothing_about_the_seals(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, OFFICER) as desk:
        proposal = str(confirmations.propose(desk, rekeys.decide, WHY).result["confirmation"])
    with as_officer(folder, ADMINISTRATOR) as desk:
        confirmations.confirm(desk, proposal)
    with as_officer(folder, OFFICER) as desk:
        rekeys.carry_out(desk)
    assert read_by(folder, SECOND, tip) == INFORMANT
    with pytest.raises(Problem, match="您不是可以查阅举报人的工作人员"):
        read_by(folder, OFFICER, tip)


def test_desks_that_exchange_packages_exchange_no_tip(place: tuple[Path, str], tmp_path: Path) -> None:
    folder, tip = place
    with as_officer(folder, OFFICER) as desk, found(tmp_path / "other", "示例另一中心") as other:
        penalty(desk)
        know(desk, other)
        know(other, desk)
        file = report(desk, other, tmp_path / "out")
        take(other, file)
        with other.read() as session:
            assert session.scalar(text("SELECT count(*) FROM record")) == 1
            for table in ("tip", "sealed_informant", "informant_reader", "informant_share", "informant_lock"):
                assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
    assert read_by(folder, FIRST, tip) == INFORMANT


def test_the_recovery_card_opens_no_informant(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, OFFICER) as desk:
        groups = desk.vault.recovery_card().groups
    use = CardUse("周示例", PASSPHRASE, WHY)
    with recoveries.recover(folder, groups, use, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        with pytest.raises(Problem, match="您不是可以查阅举报人的工作人员"):
            informants.look(desk, tip, WHY, PASSPHRASE)
        readers.apply(desk, PASSPHRASE)
        with pytest.raises(Problem, match="请由他指定"):
            desk.perform(readers.start, [desk.officer.id], WHY)
    assert read_by(folder, FIRST, tip) == INFORMANT


def test_a_reader_whose_keys_json_was_lost_goes_on_with_the_passphrase_of_before(place: tuple[Path, str]) -> None:
    folder, tip = place
    with as_officer(folder, OFFICER) as desk:
        groups = desk.vault.recovery_card().groups
    (folder / "keys.json").unlink()
    with recoveries.recover(folder, groups, CardUse(FIRST, LATER, WHY), clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        with pytest.raises(InputProblem, match="口令不正确"):
            readers.renew(desk, "不是原来的口令 也十个字", LATER)
        tries.clear(folder, desk.officer.id)
        readers.renew(desk, PASSPHRASE, LATER)
        assert informants.look(desk, tip, WHY, LATER) == INFORMANT


def test_the_check_tells_when_one_or_nobody_can_read_and_names_no_one(place: tuple[Path, str]) -> None:
    folder, _ = place

    def finding(desk: Desk) -> tuple[bool, str]:
        [one] = [each for each in health.check(desk) if each.name == "举报人封存"]
        return one.ok, one.sentence

    with as_officer(folder, ADMINISTRATOR) as desk:
        assert finding(desk)[0]
        change(desk, lambda session: session.execute(update(Officer).where(Officer.name == FIRST).values(active=False)))
        ok, one_left = finding(desk)
        assert not ok
        assert "只有一人可以查阅举报人，他的口令一旦遗忘，封存的1位就再也打不开" in one_left
        change(desk, lambda session: session.execute(update(InformantReader).values(lost_at=desk.clock())))
        ok, nobody = finding(desk)
        assert not ok
        assert nobody.startswith("没有人可以查阅举报人。封存的1位现在打不开：请原来可查阅的人员先试“沿用原口令”")
    assert not any(name in one_left + nobody for name in (FIRST, SECOND, INFORMANT.name))


def test_a_desk_that_never_sealed_anything_has_nothing_to_tell(desk: Desk) -> None:
    with desk.read() as session:
        assert informant_keys.wanting(session) == ""
