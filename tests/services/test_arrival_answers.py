"""A package that is taken in is answered row by row in the same act, and the unit's desk reads what became of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from creditdesk.errors import InputProblem
from creditdesk.models import IssuedReceipt
from creditdesk.services import (
    arrivals,
    incoming,
    receipt_answers,
    receipt_files,
    receipt_lists,
    receipts,
    records,
)
from creditdesk.services.desk import Desk
from tests.entered import penalty
from tests.neighbours import CENTRE, desks, report, take

UNIT = "示例镇信用站"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """A unit and its centre."""
    with desks(tmp_path, [UNIT, CENTRE]) as (unit, centre):
        yield unit, centre


def _answer(centre: Desk, unit: Desk, folder: Path) -> None:
    """Carry the last answer of the centre to the unit."""
    folder.mkdir(exist_ok=True)
    issued = incoming.listing(centre)[0].issued
    receipts.take(unit, receipt_files.read(unit, receipt_answers.hand_over(centre, issued, folder)))


def _reasons(unit: Desk) -> list[str]:
    return [row.reason for row in receipt_lists.returned(unit)]


def test_a_package_is_delivered_by_the_answer_that_taking_it_gave(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    unit, centre = pair
    penalty(unit)
    changes = take(centre, report(unit, centre, tmp_path / "1"))
    assert changes.sentence.endswith("；回执待交付")
    _answer(centre, unit, tmp_path / "r")
    assert [state.state for state in receipt_lists.states(unit)] == [receipt_lists.DELIVERED]


def test_a_double_comes_back_with_its_reason(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    unit, centre = pair
    penalty(centre)
    penalty(unit)
    penalty(unit, decision_number="示市监罚〔2025〕119号")
    plan = arrivals.inspect(centre, report(unit, centre, tmp_path / "1"))
    with pytest.raises(InputProblem, match="没有写入任何一行"):
        centre.perform(incoming.take, plan, whole=True)
    assert _issued(centre) == 0
    centre.perform(incoming.take, plan)
    _answer(centre, unit, tmp_path / "r")
    assert _reasons(unit) == ["本桌面已有同一决定的记录，请核对后撤销其中一条"]
    assert [state.state for state in receipt_lists.states(unit)] == [receipt_lists.REJECTED]


def _issued(desk: Desk) -> int:
    with desk.read() as session:
        return session.scalars(select(func.count()).select_from(IssuedReceipt)).one()


@pytest.mark.parametrize(("withdrawn", "answer"), [(True, []), (False, ["本单位尚未同意撤销"])])
def test_a_withdrawal_that_was_not_followed_is_said(
    pair: tuple[Desk, Desk], tmp_path: Path, withdrawn: bool, answer: list[str]
) -> None:
    unit, centre = pair
    one = penalty(unit)
    take(centre, report(unit, centre, tmp_path / "1"))
    unit.perform(records.revoke, one, "示例")
    take(centre, report(unit, centre, tmp_path / "2"), withdrawn=withdrawn)
    _answer(centre, unit, tmp_path / "r")
    assert [reason.partition("，")[0] for reason in _reasons(unit)] == answer


def test_what_is_later_here_is_answered_as_replaced(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    unit, centre = pair
    one = penalty(unit)
    take(centre, report(unit, centre, tmp_path / "1"))
    centre.perform(records.correct, one, {"fine_amount": "0.4"}, "示例")
    take(unit, report(centre, unit, tmp_path / "2"))
    # The unit sends back what it has from the centre, which has gone on meanwhile.
    back = report(unit, centre, tmp_path / "3")
    centre.perform(records.correct, one, {"fine_amount": "0.6"}, "示例")
    take(centre, back)
    _answer(centre, unit, tmp_path / "r")
    assert receipt_lists.states(unit)[0].state == receipt_lists.REPLACED
