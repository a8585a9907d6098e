"""催办: only a unit whose clock is due or late, one letter for several of its cases, counted in each of them."""

from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import letters, objection_lists, objection_timeline, objections, unit_reminders
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import UNIT, objection, on, penalty


def with_unit(desk: Desk, number: int, unit: str = UNIT, delivered: date = date(2026, 2, 5)) -> str:
    """A case delivered to a unit."""
    record = penalty(desk, decision_number=f"示市监罚〔2025〕{number}号", source_unit=unit)
    case_id = objection(desk, record, date(2026, 2, 2))
    with on(desk, date(2026, 2, 4)):
        desk.perform(objections.accept, case_id)
        desk.perform(objections.forward, case_id)
    with on(desk, delivered):
        desk.perform(objections.deliver, case_id, delivered)
    return case_id


def test_a_unit_is_urged_from_the_day_its_opinion_is_due(desk: Desk) -> None:
    case_id = with_unit(desk, 1)
    with on(desk, date(2026, 2, 11)):
        assert unit_reminders.late_with(desk, case_id) == ()
        with pytest.raises(InputProblem, match="到期当日或逾期后才能催办"):
            desk.perform(unit_reminders.remind, [case_id])
    [late] = unit_reminders.late_with(desk, case_id)
    assert (late.due, late.late, late.urged) == (TODAY, 0, 0)
    changes = desk.perform(unit_reminders.remind, [case_id])
    said = Pdf(letters.pdf_of(desk, str(changes.result["letter"]))).text()
    assert [word in said for word in ("催办", UNIT, "2026-0001", "示例建材有限公司", "牟信异转〔2026〕1号")] == [
        True
    ] * 5
    sheet = objection_lists.sheet(desk, case_id)
    assert (sheet.state, sheet.steps[-1].label, sheet.steps[-1].note) == ("待核实意见", "催办", "第1次催办")


def test_the_times_are_counted_and_told(desk: Desk) -> None:
    case_id = with_unit(desk, 1)
    desk.perform(unit_reminders.remind, [case_id])
    with on(desk, date(2026, 2, 24)):
        desk.perform(unit_reminders.remind, [case_id])
        assert unit_reminders.late_with(desk, case_id)[0].urged == 2
    lines = objection_timeline.standing(desk, case_id).lines
    assert [line.note[:5] for line in lines if line.label == "催办"] == ["第1次催办", "第2次催办"]
    assert [line.label for line in lines if line.state == "current"] == ["核实意见"]


def test_one_letter_takes_several_cases_of_one_unit_and_never_of_two(desk: Desk) -> None:
    first, second = with_unit(desk, 1), with_unit(desk, 2)
    other = with_unit(desk, 3, "中牟县应急管理局（示例）")
    assert [late.id for late in unit_reminders.late_with(desk, second)] == [second, first]
    with pytest.raises(InputProblem, match="只能发给一个来源单位"):
        desk.perform(unit_reminders.remind, [first, other])
    pdf, number = unit_reminders.preview(desk, [first, second])
    changes = desk.perform(unit_reminders.remind, [first, second])
    letter = str(changes.result["letter"])
    assert (letters.pdf_of(desk, letter), letters.rows(desk, [letter])[0].number) == (pdf, number)
    for case_id in (first, second):
        assert objection_lists.sheet(desk, case_id).steps[-1].letter_id == letter
    assert len(letters.ids(desk, form="reminder")) == 1


@pytest.mark.parametrize("asked", [[], ["answered"]])
def test_nobody_is_urged_without_need(desk: Desk, asked: list[str]) -> None:
    case_id = with_unit(desk, 1)
    desk.perform(objections.opinion, case_id, TODAY, "已核实（示例）")
    assert unit_reminders.late_with(desk, case_id) == ()
    with pytest.raises(InputProblem):
        desk.perform(unit_reminders.remind, [case_id for _ in asked])
    assert letters.ids(desk, form="reminder") == []
