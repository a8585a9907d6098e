"""Void numbers stay with their reason, a case never loses its letter, and every printing is counted and marked."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import Letter
from creditdesk.services import (
    health,
    journal,
    letter_copies,
    letter_voids,
    letters,
    objection_lists,
    objections,
)
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from tests.documents.reading import Pdf
from tests.entered import by_two, objection, penalty

WHY = "主送名称有误（示例）"


@act("test.issue", Power.OBJECTION)
def loose(a: Act) -> Result:
    """Issue a letter that belongs to no case."""
    form = a.catalogue.letter("supplement")
    return {"letter": letters.issue(a, form, form.sample(), None).id}


@pytest.fixture
def case_id(desk: Desk) -> str:
    """An objection that was registered and not yet accepted."""
    return objection(desk, penalty(desk), date(2026, 2, 11))


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of a PDF without white space."""
    (folder / "copy.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", folder / "copy.pdf", "-"], capture_output=True, text=True, check=True).stdout
    return "".join(told.split())


def row_of(desk: Desk, letter_id: str) -> letters.LetterRow:
    """A letter's line in the register."""
    return letters.rows(desk, [letter_id])[0]


def healthy(desk: Desk) -> bool:
    """Whether numbers, files and journal hold."""
    return not {one.name for one in health.check(desk) if not one.ok} & {"文书编号", "文书存档", "操作日志"}


def test_a_void_number_stays_and_is_never_used_again(desk: Desk, tmp_path: Path) -> None:
    letter_id = str(desk.perform(loose).result["letter"])
    kept = letters.pdf_of(desk, letter_id)
    by_two(desk, letter_voids.void, letter_id, WHY)
    row = row_of(desk, letter_id)
    assert (row.number, row.void_reason) == ("牟信异补〔2026〕1号", WHY)
    assert letters.pdf_of(desk, letter_id) == kept
    said = text_of(letter_copies.shown(desk, letter_id), tmp_path)
    assert "作废" in said
    assert WHY in said
    second = str(desk.perform(loose).result["letter"])
    assert row_of(desk, second).number == "牟信异补〔2026〕2号"
    assert healthy(desk)
    with pytest.raises(InputProblem, match="已经作废"):
        by_two(desk, letter_voids.void, letter_id, WHY)
    with pytest.raises(InputProblem, match="已经作废"):
        desk.perform(letter_voids.replace, letter_id, WHY, {})
    with pytest.raises(InputProblem, match="理由"):
        by_two(desk, letter_voids.void, second, " ")


def test_a_step_does_not_lose_its_letter(desk: Desk, case_id: str, tmp_path: Path) -> None:
    old = str(desk.perform(objections.accept, case_id).result["letter"])
    with pytest.raises(InputProblem, match="换发"):
        by_two(desk, letter_voids.void, old, WHY)
    told = desk.perform(letter_voids.replace, old, WHY, {"applicant": "示例建材股份有限公司"})
    new = str(told.result["letter"])
    assert (row_of(desk, old).void_reason, row_of(desk, new).addressee) == (WHY, "示例建材股份有限公司")
    assert row_of(desk, new).number == "牟信异受〔2026〕2号"
    assert objection_lists.sheet(desk, case_id).steps[-1].letter_number == "牟信异受〔2026〕2号"
    assert "由牟信异受〔2026〕2号代替" in text_of(letter_copies.shown(desk, old), tmp_path)
    assert healthy(desk)


def test_what_was_delivered_is_supplemented_instead(desk: Desk, case_id: str) -> None:
    desk.perform(objections.accept, case_id)
    letter_id = str(desk.perform(objections.forward, case_id).result["letter"])
    desk.perform(objections.deliver, case_id, date(2026, 2, 12))
    with pytest.raises(InputProblem, match="补充"):
        desk.perform(letter_voids.replace, letter_id, WHY, {})
    assert row_of(desk, letter_id).void_reason == ""
    with pytest.raises(InputProblem, match="内容相同"):
        desk.perform(letter_voids.supplement, letter_id, {})
    told = desk.perform(letter_voids.supplement, letter_id, {"phone": "0371-11111111"})
    assert told.result["number"] == "牟信异转〔2026〕1号之一"
    with pytest.raises(InputProblem, match="本身是附号"):
        desk.perform(letter_voids.supplement, str(told.result["letter"]), {"phone": ""})
    assert healthy(desk)


def test_a_letter_with_supplements_is_not_void_before_them(desk: Desk) -> None:
    main = str(desk.perform(loose).result["letter"])
    part = str(desk.perform(letter_voids.supplement, main, {"contact": "李示例"}).result["letter"])
    with pytest.raises(InputProblem, match="先作废附号"):
        by_two(desk, letter_voids.void, main, WHY)
    by_two(desk, letter_voids.void, part, WHY)
    by_two(desk, letter_voids.void, main, WHY)
    with pytest.raises(Problem, match="不能再发补充"):
        desk.perform(letter_voids.supplement, main, {"contact": "陈示例"})
    assert healthy(desk)


def test_only_texts_of_the_form_can_be_changed(desk: Desk, case_id: str) -> None:
    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    names = {name for name, _, _ in letter_voids.changeable(desk, letter_id)}
    assert {"applicant", "case_number"} <= names
    assert "received_on" not in names
    with pytest.raises(ValueError, match="not texts"):
        desk.perform(letter_voids.replace, letter_id, WHY, {"received_on": "2026-02-01"})
    assert letters.ids(desk) == [letter_id]


def test_every_printing_is_counted_and_a_reprint_says_so(desk: Desk, case_id: str, tmp_path: Path) -> None:
    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    kept = letters.pdf_of(desk, letter_id)
    first = desk.perform(letter_copies.count, [letter_id], 2)
    pages = Pdf(letter_copies.printed(desk, first.result["prints"])).page_numbers
    assert len(pages) == len(Pdf(kept).page_numbers) + 1
    second = desk.perform(letter_copies.count, [letter_id])
    assert second.sentence == "已打印 牟信异受〔2026〕1号（重印第 1 次）"
    assert "重印第1次2026年2月12日" in text_of(letter_copies.printed(desk, second.result["prints"]), tmp_path)
    assert letters.pdf_of(desk, letter_id) == kept
    assert row_of(desk, letter_id).prints == 2
    with desk.read() as session:
        entry = journal.head(session)
        assert entry is not None
        assert entry.act == "letter.print"
        assert session.get_one(Letter, letter_id).sha256 == row_of(desk, letter_id).sha256


def test_several_letters_print_as_one_job(desk: Desk, tmp_path: Path) -> None:
    some = [str(desk.perform(loose).result["letter"]) for _ in range(3)]
    by_two(desk, letter_voids.void, some[1], WHY)
    told = desk.perform(letter_copies.count, some)
    said = text_of(letter_copies.printed(desk, told.result["prints"]), tmp_path)
    assert [f"〔2026〕{place}号" in said for place in (1, 2, 3)] == [True] * 3
    assert said.count("作废：") == 1
    assert told.sentence == "已打印 牟信异补〔2026〕1号等 3 件"
    with pytest.raises(InputProblem, match="没有选择"):
        desk.perform(letter_copies.count, [])
