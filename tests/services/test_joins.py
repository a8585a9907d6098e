"""Joined cases: one way to the unit and back, each with its own number, clock and answer."""

from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.models import Letter, Record
from creditdesk.services import case_notes, health, joins, letters, objection_lists, objections, undo
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Decision
from tests.entered import UNIT, objection, on, penalty
from tests.sound import complaints

WHY = "经核对原件（示例）"
FIRST, SECOND = date(2026, 2, 2), date(2026, 2, 4)


@pytest.fixture
def pair(desk: Desk) -> tuple[str, str]:
    """Two objections of different applicants to one record, both accepted."""
    record_id = penalty(desk)
    with on(desk, FIRST):
        lead = objection(desk, record_id, FIRST)
        desk.perform(objections.accept, lead)
    with on(desk, SECOND):
        other = objection(desk, record_id, SECOND, claim="0.3")
        desk.perform(objections.accept, other)
    return lead, other


def number(desk: Desk, case_id: str) -> str:
    return objection_lists.sheet(desk, case_id).row.number


def state(desk: Desk, case_id: str) -> str:
    return objection_lists.sheet(desk, case_id).state


def decide(desk: Desk, case_id: str, outcome: str, value: str = "") -> None:
    item = objection_lists.sheet(desk, case_id).items[0]
    desk.perform(objections.reply, case_id, [Decision(item.id, outcome, WHY, value)])


def join(desk: Desk, pair: tuple[str, str]) -> None:
    lead, other = pair
    desk.perform(joins.join, other, lead, "同一处罚决定（示例）")


def test_joined_cases_go_to_the_unit_and_come_back_together(desk: Desk, pair: tuple[str, str]) -> None:
    with on(desk, date(2026, 2, 5)):
        join(desk, pair)
        sent = desk.perform(objections.forward, pair[0]).result["letters"]
        assert [row.addressee for row in letters.rows(desk, sent)] == [UNIT, UNIT]
        with desk.read() as session:
            told = [session.get_one(Letter, one).values for one in sent]
        assert [(one["case_number"], one["joined"]) for one in told] == [
            (number(desk, pair[0]), number(desk, pair[1])),
            (number(desk, pair[1]), number(desk, pair[0])),
        ]
        desk.perform(objections.deliver, pair[1], date(2026, 2, 5))
    with on(desk, date(2026, 2, 9)):
        desk.perform(objections.opinion, pair[0], date(2026, 2, 9), "建议更正（示例）")
    assert [state(desk, one) for one in pair] == ["待答复", "待答复"]
    assert [objection_lists.sheet(desk, one).parts[0].opinion for one in pair] == ["建议更正（示例）"] * 2
    assert [objection_lists.sheet(desk, one).clocks.overall.due for one in pair] == [
        desk.calendar.add(FIRST, 12),
        desk.calendar.add(SECOND, 12),
    ]


def test_each_is_answered_on_its_own_and_the_record_is_corrected_once(desk: Desk, pair: tuple[str, str]) -> None:
    with on(desk, date(2026, 2, 5)):
        join(desk, pair)
        desk.perform(objections.forward, pair[0])
        desk.perform(objections.deliver, pair[0], date(2026, 2, 5))
        desk.perform(objections.opinion, pair[0], date(2026, 2, 5), "建议更正（示例）")
        record_id = objection_lists.sheet(desk, pair[0]).items[0].record_id
        decide(desk, pair[0], "更正", "0.2")
        with desk.read() as session:
            record = session.get_one(Record, record_id)
            assert (record.content["fine_amount"], record.objection_mark) == ("0.200000", True)
            before = record.version
        assert [state(desk, one) for one in pair] == ["已答复", "待答复"]
        decide(desk, pair[1], "更正", "0.2")
        with desk.read() as session:
            record = session.get_one(Record, record_id)
            assert (record.objection_mark, record.version) == (False, before + 1)
    assert complaints(desk, health.ADVICE) == []


def test_a_record_revoked_in_one_case_can_be_revoked_in_the_other(desk: Desk, pair: tuple[str, str]) -> None:
    for one in pair:
        desk.perform(objections.forward, one)
        desk.perform(objections.deliver, one, date(2026, 2, 12))
        desk.perform(objections.opinion, one, date(2026, 2, 12), "建议撤销（示例）")
    decide(desk, pair[0], "撤销")
    decide(desk, pair[1], "撤销")
    assert [objection_lists.sheet(desk, one).outcome for one in pair] == ["撤销", "撤销"]


def test_a_withdrawn_case_leaves_the_mark_to_the_one_that_still_runs(desk: Desk, pair: tuple[str, str]) -> None:
    join(desk, pair)
    record_id = objection_lists.sheet(desk, pair[0]).items[0].record_id
    desk.perform(objections.withdraw, pair[0], date(2026, 2, 12), "申请人来函（示例）")
    with desk.read() as session:
        assert session.get_one(Record, record_id).objection_mark
    desk.perform(objections.withdraw, pair[1], date(2026, 2, 12), "申请人来函（示例）")
    with desk.read() as session:
        assert not session.get_one(Record, record_id).objection_mark


def test_parting_and_undo_let_each_go_its_own_way(desk: Desk, pair: tuple[str, str]) -> None:
    join(desk, pair)
    assert [one.number for one in joins.told(desk, pair[0])] == [number(desk, pair[1])]
    assert [one.leads for one in joins.told(desk, pair[1])] == [True]
    desk.perform(joins.part, pair[1], "诉求不同（示例）")
    assert joins.told(desk, pair[0]) == joins.told(desk, pair[1]) == ()
    desk.perform(objections.forward, pair[0])
    assert [state(desk, one) for one in pair] == ["已转办", "已受理"]
    notes = [note.text for note in case_notes.listing(desk, pair[1])]
    assert any(text.startswith("并入") for text in notes)
    assert any("分案" in text for text in notes)
    join(desk, pair)
    desk.perform(undo.last)
    assert joins.told(desk, pair[0]) == ()


def test_a_third_case_follows_the_leading_one(desk: Desk, pair: tuple[str, str]) -> None:
    join(desk, pair)
    third = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕200号"), date(2026, 2, 12))
    desk.perform(joins.join, third, pair[1], "同一主体（示例）")
    assert {one.number for one in joins.told(desk, third)} == {number(desk, one) for one in pair}
    assert joins.candidates(desk, third) == {}


def test_what_does_not_belong_together_is_refused(desk: Desk, pair: tuple[str, str]) -> None:
    lead, other = pair
    stranger = objection(
        desk, penalty(desk, subject_name="示例商贸有限公司", uscc="91410122MA4000020H"), date(2026, 2, 12)
    )
    for case_id, lead_id, reason, said in (
        (other, lead, " ", "写明理由"),
        (other, other, WHY, "同一件"),
        (stranger, lead, WHY, "不是就同一主体"),
    ):
        with pytest.raises(InputProblem, match=said):
            desk.perform(joins.join, case_id, lead_id, reason)
    with pytest.raises(InputProblem, match="不必分案"):
        desk.perform(joins.part, other, WHY)
    join(desk, pair)
    with pytest.raises(InputProblem, match="已经并案"):
        desk.perform(joins.join, other, lead, WHY)
    with pytest.raises(InputProblem, match="写明理由"):
        desk.perform(joins.part, other, "")
