"""Undo takes back exactly the newest act, and nothing that left the office."""

from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import objection_lists, objections, record_lists, records, subjects, undo
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.entered import objection, on, penalty
from tests.sound import complaints


def test_undo_walks_back_step_by_step(desk: Desk) -> None:
    record_id = penalty(desk)
    desk.perform(records.correct, record_id, {"fine_amount": "0.2"}, "笔误（示例）")
    assert undo.offered(desk).startswith("已更正")
    desk.perform(undo.last)
    assert record_lists.sheet(desk, record_id).content["fine_amount"] == "2.000000"
    assert len(record_lists.sheet(desk, record_id).history) == 1
    desk.perform(undo.last)
    assert record_lists.ids(desk, Filter()) == []
    assert subjects.look_up(desk, "示例建材") == ()
    assert complaints(desk) == []


def test_an_undone_number_is_given_again_so_that_there_is_no_gap(desk: Desk) -> None:
    record_id = penalty(desk)
    objection(desk, record_id, date(2026, 2, 2))
    desk.perform(undo.last)
    case_id = objection(desk, record_id, date(2026, 2, 2))
    assert objection_lists.sheet(desk, case_id).row.number == "2026-0001"


def test_undoing_a_delivery_brings_the_clock_back(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 2))
    with on(desk, date(2026, 2, 9)):
        desk.perform(objections.accept, case_id)
        desk.perform(objections.forward, case_id)
    before = objection_lists.sheet(desk, case_id)
    desk.perform(objections.deliver, case_id, date(2026, 2, 10))
    desk.perform(undo.last)
    assert objection_lists.sheet(desk, case_id) == before


def test_what_left_the_office_stays(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 2))
    desk.perform(objections.accept, case_id)
    assert undo.offered(desk) == ""
    with pytest.raises(InputProblem, match="不能撤销"):
        desk.perform(undo.last)
    assert objection_lists.sheet(desk, case_id).state == "已受理"
