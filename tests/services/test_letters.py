"""Letters: number, PDF and step in one transaction; no gap, no second letter, nothing that changes afterwards."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange import letter_codes
from creditdesk.models import Letter
from creditdesk.services import health, letters, objection_lists, objections, office_keys, offices, record_lists
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from tests.entered import objection, penalty
from tests.sound import complaints

RECEIVED = date(2026, 2, 11)
UNDRAWABLE = "\U0001f600"


@pytest.fixture
def case_id(desk: Desk) -> str:
    """An objection that was registered and not yet accepted."""
    return objection(desk, penalty(desk), RECEIVED)


def _numbers(desk: Desk) -> list[str]:
    return [row.number for row in reversed(letters.rows(desk, letters.ids(desk)))]


def test_the_letter_is_numbered_dated_and_kept(desk: Desk, case_id: str, tmp_path: Path) -> None:
    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    row = letters.rows(desk, [letter_id])[0]
    assert (row.number, row.title, row.issued_on) == ("牟信异受〔2026〕1号", "异议申请受理通知书", desk.clock().date())
    file = tmp_path / "letter.pdf"
    file.write_bytes(letters.pdf_of(desk, letter_id))
    said = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    said = "".join(said.split())
    for part in ("中牟县信用中心（示例）", row.number, "示例建材有限公司：", "2026年2月11日", "2026年2月12日"):
        assert part in said
    step = objection_lists.sheet(desk, case_id).steps[-1]
    assert (step.label, step.letter_number) == ("受理", row.number)


def test_numbers_follow_one_another_in_each_register(desk: Desk) -> None:
    for place in range(3):
        case_id = objection(desk, penalty(desk, decision_number=f"示市监罚〔2025〕{place}号"), RECEIVED)
        desk.perform(objections.accept, case_id)
        desk.perform(objections.forward, case_id)
    assert sorted(_numbers(desk)) == sorted(
        f"牟信异{code}〔2026〕{place}号" for code in ("受", "转") for place in (1, 2, 3)
    )


def test_a_preview_takes_no_number_and_shows_the_one_to_come(desk: Desk, case_id: str) -> None:
    pdf, number = objections.preview(desk, case_id, "accept", {})
    assert number == "牟信异受〔2026〕1号"
    assert _numbers(desk) == []
    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    assert letters.pdf_of(desk, letter_id) == pdf


def test_a_name_that_no_font_can_draw_stops_the_letter_and_takes_no_number(desk: Desk) -> None:
    record_id = penalty(desk, subject_name=f"示例{UNDRAWABLE}有限公司")
    case_id = objection(desk, record_id, RECEIVED)
    with pytest.raises(Problem, match=UNDRAWABLE):
        desk.perform(objections.accept, case_id)
    assert _numbers(desk) == []
    assert objection_lists.sheet(desk, case_id).state == "已收到"
    assert record_lists.sheet(desk, record_id).state == "已录入"
    other = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕9号", uscc="92410122MA3X00053F"), RECEIVED)
    desk.perform(objections.accept, other)
    assert _numbers(desk) == ["牟信异受〔2026〕1号"]


def test_a_double_click_prints_one_letter(desk: Desk, case_id: str) -> None:
    first = desk.perform_once("click", objections.accept, case_id)
    assert desk.perform_once("click", objections.accept, case_id) == first
    with pytest.raises(InputProblem, match="不能受理"):
        desk.perform(objections.accept, case_id)
    assert _numbers(desk) == ["牟信异受〔2026〕1号"]


def test_a_changed_pdf_is_noticed(desk: Desk, case_id: str) -> None:
    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    with desk.vault.writer.begin() as connection:
        connection.execute(text("UPDATE letter_file SET pdf = zeroblob(9)"))
    with pytest.raises(Problem, match="与签发时不一致"):
        letters.pdf_of(desk, letter_id)
    assert "文书存档" in [finding.name for finding in health.check(desk) if not finding.ok]


def test_a_missing_letter_shows_as_a_gap(desk: Desk, case_id: str) -> None:
    desk.perform(objections.accept, case_id)
    with desk.vault.writer.begin() as connection:
        connection.execute(text("UPDATE register SET last = 2 WHERE name = '牟信异受'"))
    assert "文书编号" in [finding.name for finding in health.check(desk) if not finding.ok]


def test_the_code_on_a_letter_proves_its_paper(desk: Desk, case_id: str, tmp_path: Path) -> None:
    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    (tmp_path / "letter.pdf").write_bytes(letters.pdf_of(desk, letter_id))
    paper = subprocess.run(["pdftotext", tmp_path / "letter.pdf", "-"], capture_output=True, text=True, check=True)
    row = letters.rows(desk, [letter_id])[0]
    found = letter_codes.check(row.code, office_keys.letter_certificate(desk), paper.stdout, "示例建材有限公司")
    assert [finding.ok for finding in found] == [True] * 4
    assert row.number in found[0].sentence


def test_a_supplement_goes_under_the_number_of_its_letter(desk: Desk, case_id: str) -> None:
    @act("test.supplement", Power.OBJECTION)
    def supplement(a: Act, letter_id: str) -> Result:
        main = a.session.get_one(Letter, letter_id)
        form = a.catalogue.letter(main.form)
        return {"number": letters.supplement(a, main, form, letters.revived(form, main.values)).number}

    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    told = [desk.perform(supplement, letter_id).result["number"] for _ in range(2)]
    assert told == ["牟信异受〔2026〕1号之一", "牟信异受〔2026〕1号之二"]
    assert complaints(desk) == []
    other = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕9号"), RECEIVED)
    desk.perform(objections.accept, other)
    assert "牟信异受〔2026〕2号" in _numbers(desk)


def test_another_prefix_begins_another_series(desk: Desk, case_id: str) -> None:
    desk.perform(objections.accept, case_id)
    desk.perform(offices.describe, replace(offices.office(desk), prefix="牟信用"))
    other = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕9号"), RECEIVED)
    desk.perform(objections.accept, other)
    assert set(_numbers(desk)) == {"牟信异受〔2026〕1号", "牟信用异受〔2026〕1号"}
    assert "文书编号" not in [finding.name for finding in health.check(desk) if not finding.ok]


def test_the_register_is_searched_by_number_and_addressee(desk: Desk, case_id: str) -> None:
    letter_id = str(desk.perform(objections.accept, case_id).result["letter"])
    assert letters.ids(desk, "异受") == [letter_id]
    assert letters.ids(desk, "示例建材") == [letter_id]
    assert letters.ids(desk, "没有的") == []
    assert letters.ids(desk, form="referral") == []
