"""Packages of other desks: proved first, looked through, taken whole or not at all, and merged record by record."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.models import Record, RecordVersion
from creditdesk.services import (
    arrivals,
    conflicts,
    health,
    incoming,
    objections,
    record_lists,
    records,
    subjects,
)
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.entered import PERSON_PENALTY, UNIT, objection, penalty
from tests.made_records import contents_of
from tests.neighbours import CENTRE, desks, report, take
from tests.sound import complaints

WHY = "经核对原件（示例）"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """A centre and a unit."""
    with desks(tmp_path / "desks", [CENTRE, UNIT]) as (centre, unit):
        yield centre, unit


def content(desk: Desk, record_id: str) -> dict[str, str]:
    with desk.read() as session:
        return dict(session.get_one(Record, record_id).content)


def contents(desk: Desk, record_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    with desk.read() as session:
        return {one: dict(session.get_one(Record, one).content) for one in record_ids}


def state(desk: Desk, record_id: str) -> str:
    with desk.read() as session:
        return session.get_one(Record, record_id).state


def rows(desk: Desk) -> int:
    return len(record_lists.ids(desk, record_lists.Filter()))


def test_what_a_unit_entered_arrives_with_its_identity_and_is_found(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    first, second = penalty(unit), penalty(unit, **PERSON_PENALTY)
    plan = arrivals.inspect(centre, path := report(unit, centre, tmp_path / "stick"))
    assert (plan.counts[arrivals.NEW], plan.faults, rows(centre)) == (2, [], 0)
    assert plan.sentence == f"{UNIT}第0001号数据包：新增2条"
    done = take(centre, path)
    assert done.sentence.startswith("已接收")
    assert [content(centre, one) for one in (first, second)] == [content(unit, one) for one in (first, second)]
    assert incoming.listing(centre)[0].counts == {"new": 2}
    assert subjects.ids(centre, "示例建材")
    assert complaints(centre, health.ADVICE) == []


def test_taking_a_package_again_changes_nothing(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    penalty(unit)
    path = report(unit, centre, tmp_path / "stick")
    plan = arrivals.inspect(centre, path)
    take(centre, path)
    with pytest.raises(InputProblem, match="已经接收过"):
        arrivals.inspect(centre, path)
    with pytest.raises(InputProblem, match="已经接收过"):
        centre.perform(incoming.take, plan)
    assert rows(centre) == 1


def test_a_correction_of_the_unit_goes_on_and_a_late_older_one_changes_nothing(
    pair: tuple[Desk, Desk], tmp_path: Path
) -> None:
    centre, unit = pair
    one = penalty(unit)
    take(centre, report(unit, centre, tmp_path / "1"))
    unit.perform(records.correct, one, {"fine_amount": "0.2"}, WHY)
    take(centre, report(unit, centre, tmp_path / "2"))
    assert content(centre, one)["fine_amount"] == "0.200000"
    with centre.read() as session:
        assert session.get_one(Record, one).version == 2
        assert session.query(RecordVersion).filter_by(record_id=one, version=2).one().origin == "merge"
    centre.perform(records.correct, one, {"fine_amount": "0.4"}, WHY)
    unit.perform(records.correct, one, {"fine_amount": "0.3"}, WHY)
    unit.perform(records.correct, one, {"fine_amount": "0.2"}, WHY)
    plan = arrivals.inspect(centre, report(unit, centre, tmp_path / "3"))
    assert plan.counts[arrivals.BOTH] == 1


def test_both_sides_are_kept_until_an_officer_chooses_and_the_choice_travels_back(
    pair: tuple[Desk, Desk], tmp_path: Path
) -> None:
    centre, unit = pair
    one = penalty(unit)
    take(centre, report(unit, centre, tmp_path / "1"))
    centre.perform(records.correct, one, {"fine_amount": "0.4"}, WHY)
    unit.perform(records.correct, one, {"fine_amount": "0.2", "remark": "示例备注"}, WHY)
    take(centre, report(unit, centre, tmp_path / "2"))
    assert content(centre, one)["fine_amount"] == "0.400000"
    (conflict,) = conflicts.waiting(centre)
    assert {(side.field, side.ours, side.theirs) for side in conflict.sides} == {
        ("fine_amount", "0.400000", "0.200000"),
        ("remark", "", "示例备注"),
    }
    with pytest.raises(InputProblem, match="写明理由"):
        centre.perform(conflicts.choose, conflict.id, ["remark"], " ")
    centre.perform(conflicts.choose, conflict.id, ["remark"], WHY)
    with pytest.raises(InputProblem, match="已经选择过"):
        centre.perform(conflicts.choose, conflict.id, ["remark"], WHY)
    assert conflicts.waiting(centre) == ()
    plan = arrivals.inspect(unit, path := report(centre, unit, tmp_path / "3"))
    assert plan.counts[arrivals.NEWER] == 1
    take(unit, path)
    assert content(unit, one) == content(centre, one)
    assert (content(unit, one)["fine_amount"], content(unit, one)["remark"]) == ("0.400000", "示例备注")


def test_a_withdrawal_is_taken_only_when_an_officer_says_so(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    one, other = penalty(unit), penalty(unit, decision_number="示市监罚〔2026〕9号")
    take(centre, report(unit, centre, tmp_path / "1"))
    unit.perform(records.revoke, one, WHY)
    path = report(unit, centre, tmp_path / "2")
    assert arrivals.inspect(centre, path).counts == {arrivals.WITHDRAWN: 1}
    take(centre, path)
    assert state(centre, one) == "recorded"
    unit.perform(records.revoke, other, WHY)
    take(centre, report(unit, centre, tmp_path / "3"), withdrawn=True)
    assert state(centre, other) == "revoked"
    assert content(centre, other) == content(unit, other)


def test_the_withdrawal_of_a_record_that_never_came_changes_nothing(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    own, theirs = penalty(centre), penalty(unit)
    take(centre, report(unit, centre, tmp_path / "1"))
    unit.perform(records.revoke, theirs, WHY)
    path = report(unit, centre, tmp_path / "2")
    assert arrivals.inspect(centre, path).counts == {arrivals.OLDER: 1}
    take(centre, path, withdrawn=True)
    assert (state(centre, own), rows(centre)) == ("recorded", 1)


def test_a_mark_of_an_objection_travels_and_is_lifted(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    one = penalty(unit)
    case_id = objection(unit, one, date(2026, 2, 11))
    unit.perform(objections.accept, case_id)
    take(centre, report(unit, centre, tmp_path / "1"))
    with centre.read() as session:
        assert session.get_one(Record, one).objection_mark
    unit.perform(objections.withdraw, case_id, TODAY, WHY)
    take(centre, report(unit, centre, tmp_path / "2"))
    with centre.read() as session:
        assert not session.get_one(Record, one).objection_mark


def test_the_same_decision_entered_at_both_desks_is_told_and_not_doubled(
    pair: tuple[Desk, Desk], tmp_path: Path
) -> None:
    centre, unit = pair
    penalty(centre)
    penalty(unit)
    penalty(unit, decision_number="示市监罚〔2026〕9号")
    plan = arrivals.inspect(centre, path := report(unit, centre, tmp_path / "1"))
    assert (plan.counts[arrivals.NEW], plan.counts[arrivals.FAULTY]) == (1, 1)
    assert "同一决定" in plan.faults[0].sentence
    with pytest.raises(InputProblem, match="有1行不能接收"):
        centre.perform(incoming.take, plan, whole=True)
    assert rows(centre) == 1
    take(centre, path)
    assert rows(centre) == 2


def test_what_changed_after_the_look_is_looked_at_again(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    one = penalty(unit)
    take(centre, report(unit, centre, tmp_path / "1"))
    unit.perform(records.correct, one, {"fine_amount": "0.2"}, WHY)
    plan = arrivals.inspect(centre, report(unit, centre, tmp_path / "2"))
    centre.perform(records.correct, one, {"fine_amount": "0.4"}, WHY)
    with pytest.raises(InputProblem, match="重新核对"):
        centre.perform(incoming.take, plan)
    assert content(centre, one)["fine_amount"] == "0.400000"


def test_a_cancelled_taking_leaves_nothing(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    penalty(unit)
    plan = arrivals.inspect(centre, report(unit, centre, tmp_path / "1"))

    def cancel(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        centre.perform(incoming.take, plan, progress=cancel)
    assert (rows(centre), incoming.listing(centre)) == (0, ())


def test_every_record_of_every_kind_arrives_as_it_left(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    made = [
        str(unit.perform(records.enter, kind.name, told, kept_because=WHY).result["record"])
        for kind in unit.catalogue.current_kinds()
        for told in contents_of(kind)
    ]
    path = report(unit, centre, tmp_path / "stick")
    plan = arrivals.inspect(centre, path)
    assert plan.faults == []
    take(centre, path)
    with unit.read() as session:
        sent = {one for one in made if not session.get_one(Record, one).withheld}
    assert contents(centre, sent) == contents(unit, sent)
    assert rows(centre) == len(sent) > 100
