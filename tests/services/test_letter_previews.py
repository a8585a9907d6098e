"""A letter before it takes its number is the letter that is issued, and what stands against it is found first."""

from datetime import date

import pytest

from creditdesk.services import letter_previews, letters, objection_lists, objections, units
from creditdesk.services.desk import Desk
from creditdesk.services.letter_previews import Preview, Standing
from creditdesk.services.objections import Decision
from tests.entered import objection, on, penalty


def found(told: Preview, name: str) -> Standing:
    return next(check.standing for check in told.checks if check.name == name)


@pytest.fixture
def verified(desk: Desk) -> str:
    """A case that waits for its answer."""
    case = objection(desk, penalty(desk), date(2026, 2, 2))
    with on(desk, date(2026, 2, 9)):
        desk.perform(objections.accept, case)
        desk.perform(objections.forward, case)
    desk.perform(objections.deliver, case, date(2026, 2, 10))
    desk.perform(objections.opinion, case, date(2026, 2, 12), "应为0.2万元（示例）")
    return case


def test_what_is_previewed_is_what_is_issued(desk: Desk, verified: str) -> None:
    item = objection_lists.sheet(desk, verified).items[0]
    decision = Decision(item.id, "更正", "决定书原件载明罚款2000元（示例）", "0.200000")
    told = letter_previews.preview(desk, verified, "reply", {"decisions": [vars(decision)]})
    assert {found(told, name) for name in ("字形检查", "编号", "期限", "主送与正文", "理由与救济")} == {Standing.PASSED}
    assert letters.ids(desk, form="outcome") == []
    letter_id = desk.perform(objections.reply, verified, [decision]).result["letter"]
    assert letters.pdf_of(desk, letter_id) == told.pdf
    assert letters.rows(desk, [letter_id])[0].number == told.number


def test_another_unit_is_shown_and_nothing_is_written(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 9))
    desk.perform(objections.accept, case)
    unit_id = desk.perform(units.save, "示例县住房和城乡建设局").result["unit"]
    told = letter_previews.preview(desk, case, "forward", {"unit_id": unit_id})
    assert told.addressee == "示例县住房和城乡建设局"
    assert objection_lists.sheet(desk, case).row.unit == "中牟县市场监督管理局（示例）"


def test_a_missing_reason_and_an_unprintable_character_block(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 9))
    empty = letter_previews.preview(desk, case, "refuse", {"reason": ""})
    assert found(empty, "理由与救济") is Standing.BLOCKED
    odd = letter_previews.preview(desk, case, "refuse", {"reason": "印不出\U000f0000"})
    assert found(odd, "字形检查") is Standing.BLOCKED
    assert odd.pdf == b""
