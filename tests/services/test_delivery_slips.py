"""送达回证: behind the first printing of a letter that must be signed for, and again when asked for."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import delivery_slips, letter_copies, letter_voids, letters, objections, units
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from tests.documents.reading import Pdf
from tests.entered import UNIT, UNIT_USCC, objection, penalty

PLACE = "中牟县示例路二号（示例）"


@act("test.unsigned", Power.OBJECTION)
def unsigned(a: Act) -> Result:
    """Issue a letter that nobody signs for."""
    form = a.catalogue.letter("credit_report")
    return {"letter": letters.issue(a, form, form.sample(), None).id}


def said(pdf: bytes) -> str:
    """The words of a PDF without white space."""
    return "".join(Pdf(pdf).text().split())


def test_a_slip_names_the_letter_the_case_the_receiver_and_the_place(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 9))
    desk.perform(units.save, UNIT, uscc=UNIT_USCC, address=PLACE)
    accepted = str(desk.perform(objections.accept, case_id).result["letter"])
    forwarded = str(desk.perform(objections.forward, case_id).result["letter"])
    slip = said(delivery_slips.pdf(desk, [forwarded]))
    row = letters.rows(desk, [forwarded])[0]
    wanted = ("送达回证", row.number, row.title.replace("\n", ""), row.case_number, UNIT, PLACE, "现向你单位送达")
    assert [word for word in wanted if word not in slip] == []
    assert len(Pdf(delivery_slips.pdf(desk, [accepted, forwarded])).page_numbers) == 2


def test_the_first_printing_brings_the_slip_and_a_reprint_does_not(desk: Desk, tmp_path: Path) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 9))
    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    pages = len(Pdf(letters.pdf_of(desk, letter_id)).page_numbers)
    first = letter_copies.printed(desk, desk.perform(letter_copies.count, [letter_id]).result["prints"])
    again = letter_copies.printed(desk, desk.perform(letter_copies.count, [letter_id]).result["prints"])
    assert (len(Pdf(first).page_numbers), len(Pdf(again).page_numbers)) == (pages + 1, pages)
    (tmp_path / "first.pdf").write_bytes(first)
    told = subprocess.run(["pdftotext", tmp_path / "first.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "受送达人签名或者盖章" in "".join(told.split())


def test_a_letter_without_a_slip_and_a_void_one_are_told_apart_from_the_others(desk: Desk) -> None:
    without = str(desk.perform(unsigned).result["letter"])
    kept = letters.pdf_of(desk, without)
    assert letter_copies.printed(desk, desk.perform(letter_copies.count, [without]).result["prints"]) == kept
    case_id = objection(desk, penalty(desk), date(2026, 2, 9))
    void = str(desk.perform(objections.accept, case_id).result["letter"])
    desk.perform(letter_voids.replace, void, "主送名称有误（示例）", {"applicant": "示例建材有限公司"})
    for letter_id in (without, void):
        with pytest.raises(InputProblem, match="没有送达回证"):
            delivery_slips.pdf(desk, [letter_id])
    with pytest.raises(InputProblem, match="先选择要送达的文书"):
        delivery_slips.pdf(desk, [])
