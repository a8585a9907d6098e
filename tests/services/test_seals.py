"""The seal on a letter takes two officers; the letter itself and its number stay as they were issued."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from creditdesk.errors import InputProblem, Problem
from creditdesk.services import health, letter_copies, letter_voids, letters, objections, seals
from creditdesk.services.desk import Desk
from tests.documents.seal_scans import RED, scan
from tests.entered import acting_as, objection, penalty

WHY = "送达申请人（示例）"


@pytest.fixture
def letter_id(desk: Desk) -> str:
    """A letter of a desk that has the picture of its seal."""
    case_id = objection(desk, penalty(desk), date(2026, 2, 11))
    desk.perform(seals.load, scan())
    return str(desk.perform(objections.accept, case_id).result["letter"])


def seal_of(desk: Desk, letter_id: str) -> str:
    return letters.rows(desk, [letter_id])[0].seal


def test_another_officer_consents_and_the_copy_bears_the_seal(desk: Desk, letter_id: str) -> None:
    before = letters.pdf_of(desk, letter_id)
    with acting_as(desk, "钱示例", "maker"):
        desk.perform(seals.ask, letter_id, WHY)
    assert (seal_of(desk, letter_id), letter_copies.shown(desk, letter_id)) == (letters.SEAL_ASKED, before)
    desk.perform(seals.consent, letter_id)
    assert seal_of(desk, letter_id) == letters.SEALED
    copy = letter_copies.shown(desk, letter_id)
    assert copy != before
    assert b"/SMask" in copy
    assert letters.pdf_of(desk, letter_id) == before
    assert b"/SMask" in letter_copies.printed(desk, {letter_id: 1})
    assert seals.told(desk, letter_id) == (letters.SEALED, desk.officer.name)


def test_nobody_consents_to_his_own_wish_nor_without_the_power(desk: Desk, letter_id: str) -> None:
    desk.perform(seals.ask, letter_id, WHY)
    with pytest.raises(InputProblem, match="申请人以外"):
        desk.perform(seals.consent, letter_id)
    with acting_as(desk, "钱示例", "maker"), pytest.raises(Problem, match="没有"):
        desk.perform(seals.consent, letter_id)
    assert seal_of(desk, letter_id) == letters.SEAL_ASKED


def test_a_refusal_has_a_reason_and_the_letter_may_be_asked_for_again(desk: Desk, letter_id: str) -> None:
    with acting_as(desk, "钱示例", "maker"):
        desk.perform(seals.ask, letter_id, WHY)
    with pytest.raises(InputProblem, match="写明理由"):
        desk.perform(seals.refuse, letter_id, " ")
    desk.perform(seals.refuse, letter_id, "主送有误（示例）")
    assert seals.told(desk, letter_id) == (letters.SEAL_REFUSED, f"{desk.officer.name}：主送有误（示例）")
    with pytest.raises(InputProblem, match="没有等待同意"):
        desk.perform(seals.consent, letter_id)
    desk.perform(seals.ask, letter_id, WHY)
    assert seal_of(desk, letter_id) == letters.SEAL_ASKED


def test_what_cannot_be_sealed_is_refused_in_words(desk: Desk, letter_id: str) -> None:
    with pytest.raises(InputProblem, match="写明用途"):
        desk.perform(seals.ask, letter_id, "")
    desk.perform(seals.ask, letter_id, WHY)
    with pytest.raises(InputProblem, match="不用再申请"):
        desk.perform(seals.ask, letter_id, WHY)
    with pytest.raises(InputProblem, match="不用再载入"):
        desk.perform(seals.load, scan())
    new = str(desk.perform(letter_voids.replace, letter_id, "主送有误（示例）", {}).result["letter"])
    with acting_as(desk, "钱示例", "checker"), pytest.raises(InputProblem, match="已经作废"):
        desk.perform(seals.consent, letter_id)
    assert seal_of(desk, new) == ""


def test_without_a_picture_nothing_is_asked(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 11))
    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    with pytest.raises(InputProblem, match="还没有载入印章图片"):
        desk.perform(seals.ask, letter_id, WHY)


def test_a_newer_picture_leaves_older_copies_alone(desk: Desk, letter_id: str) -> None:
    with acting_as(desk, "钱示例", "maker"):
        desk.perform(seals.ask, letter_id, WHY)
    desk.perform(seals.consent, letter_id)
    copy = letter_copies.shown(desk, letter_id)
    desk.perform(seals.load, scan(ring=(RED[0] - 20, 0, 0)))
    assert letter_copies.shown(desk, letter_id) == copy


def test_a_changed_copy_shows_in_the_health_check(desk: Desk, letter_id: str) -> None:
    with acting_as(desk, "钱示例", "maker"):
        desk.perform(seals.ask, letter_id, WHY)
    desk.perform(seals.consent, letter_id)
    assert {one.name: one.ok for one in health.check(desk)}["文书存档"]
    with desk.vault.writer.begin() as connection:
        connection.execute(text("UPDATE sealed_file SET pdf = x'00'"))
    assert not {one.name: one.ok for one in health.check(desk)}["文书存档"]
    with pytest.raises(Problem, match="用印件"):
        letter_copies.shown(desk, letter_id)


def test_a_file_that_cannot_be_read_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="打不开"):
        seals.load_file(desk, tmp_path / "没有.png")
    with acting_as(desk, "钱示例", "maker"), pytest.raises(Problem, match="没有"):
        seals.load_file(desk, tmp_path / "没有.png")
    path = tmp_path / "印章.png"
    path.write_bytes(scan())
    assert seals.load_file(desk, path).sentence == "已载入印章图片"
    assert seals.loaded(desk)
