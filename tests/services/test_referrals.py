"""One case with several units: a letter, a clock and an answer each; the case itself waits for the last of them."""

from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.models import Letter
from creditdesk.services import letters, objection_lists, objections, record_lists, undo
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import CaseSheet, Part
from creditdesk.services.objections import Decision
from tests.entered import OTHER_UNIT as OTHER
from tests.entered import UNIT, on, two_units_received
from tests.sound import complaints

WHY = "经核对原件（示例）"


def two_units(desk: Desk, received: date = date(2026, 2, 2)) -> str:
    """Register an objection to two records of two units, accept it and return its identity."""
    case = two_units_received(desk, received)
    with on(desk, received):
        desk.perform(objections.accept, case)
    return case


def sheet(desk: Desk, case_id: str) -> CaseSheet:
    return objection_lists.sheet(desk, case_id)


def part(desk: Desk, case_id: str, unit: str) -> Part:
    return next(one for one in sheet(desk, case_id).parts if one.unit == unit)


def test_one_act_sends_each_unit_its_own_letter_about_its_own_record(desk: Desk) -> None:
    case = two_units(desk)
    sent = desk.perform(objections.forward, case).result["letters"]
    rows = letters.rows(desk, sent)
    assert [row.addressee for row in rows] == [UNIT, OTHER]
    assert [row.number[-2:] for row in rows] == ["1号", "2号"]
    with desk.read() as session:
        told = [[item["field"] for item in session.get_one(Letter, one).values["items"]] for one in sent]
    assert told == [["罚款金额（万元）"], ["违法事实"]]
    assert [step.letter_id for step in sheet(desk, case).steps if step.act == "forward"] == sent
    assert [one.letter_id for one in sheet(desk, case).parts] == sent


def test_the_case_goes_on_when_the_last_unit_has_answered_and_is_due_with_the_earliest(desk: Desk) -> None:
    case = two_units(desk)
    with on(desk, date(2026, 2, 3)):
        desk.perform(objections.forward, case)
        desk.perform(objections.deliver, case, date(2026, 2, 3), "", part(desk, case, UNIT).id)
        assert sheet(desk, case).state == "已转办"
        assert sheet(desk, case).row.due == part(desk, case, UNIT).due == date(2026, 2, 10)
        assert {one.name for one in sheet(desk, case).choices} == {"deliver", "opinion", "withdraw"}
    with on(desk, date(2026, 2, 5)):
        desk.perform(objections.deliver, case, date(2026, 2, 5))
        assert sheet(desk, case).state == "待核实意见"
        assert part(desk, case, OTHER).due == date(2026, 2, 12)
        assert sheet(desk, case).row.due == date(2026, 2, 10)
        desk.perform(objections.opinion, case, date(2026, 2, 5), WHY, part(desk, case, UNIT).id)
        assert (sheet(desk, case).state, sheet(desk, case).row.due) == ("待核实意见", date(2026, 2, 12))
        assert sheet(desk, case).row.unit == OTHER
    with on(desk, date(2026, 2, 6)):
        desk.perform(objections.opinion, case, date(2026, 2, 6), WHY)
        assert sheet(desk, case).state == "待答复"
        assert sheet(desk, case).row.due == date(2026, 2, 10)
        decisions = [Decision(item.id, "维持", WHY) for item in sheet(desk, case).items]
        desk.perform(objections.reply, case, decisions)
    assert {one.state for one in sheet(desk, case).parts} == {"已答复"}
    assert {record_lists.sheet(desk, item.record_id).state for item in sheet(desk, case).items} == {"已录入"}
    assert complaints(desk, {"备份"}) == []


def test_with_several_units_an_act_names_its_unit(desk: Desk) -> None:
    case = two_units(desk)
    with pytest.raises(InputProblem, match="不能改为一个单位"):
        desk.perform(objections.forward, case, "another")
    desk.perform(objections.forward, case)
    with pytest.raises(InputProblem, match="2个来源单位，请选择"):
        desk.perform(objections.deliver, case, desk.clock().date())


def test_a_delivery_to_one_unit_is_taken_back_alone(desk: Desk) -> None:
    case = two_units(desk)
    desk.perform(objections.forward, case)
    before = sheet(desk, case)
    desk.perform(objections.deliver, case, desk.clock().date(), "", part(desk, case, OTHER).id)
    desk.perform(undo.last)
    assert sheet(desk, case) == before


def test_an_answer_before_that_units_own_delivery_is_refused(desk: Desk) -> None:
    case = two_units(desk)
    with on(desk, date(2026, 2, 3)):
        desk.perform(objections.forward, case)
    unit = part(desk, case, UNIT).id
    desk.perform(objections.deliver, case, date(2026, 2, 9), "", unit)
    with pytest.raises(InputProblem, match="早于上一步"):
        desk.perform(objections.opinion, case, date(2026, 2, 6), WHY, unit)
    desk.perform(objections.deliver, case, date(2026, 2, 4), "", part(desk, case, OTHER).id)
    assert sheet(desk, case).state == "待核实意见"
