"""Plan 五(六): proposed, decided once, followed, undone; never on anybody without a recorded role at the time."""

from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import (
    follow_ups,
    mirrors,
    objections,
    record_lists,
    records,
    role_links,
    subjects,
    undo,
)
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.entered import objection, penalty
from tests.sound import complaints

CARD = "410122190001019994"
STATED = {
    "legal_representative": "王示例", "representative_document_type": "身份证", "representative_document_number": CARD
}  # fmt: skip
WHY = "经核对（示例）"


@pytest.fixture
def parent(desk: Desk) -> str:
    """A severe record that names its legal representative by number."""
    return penalty(desk, grade="严重", **STATED)


def person(desk: Desk) -> str:
    return subjects.ids(desk, CARD)[0]


def test_the_record_itself_may_tell_who_is_responsible(desk: Desk, parent: str) -> None:
    (one,) = mirrors.proposals(desk)
    assert (one.parent_id, one.role, one.person, one.code) == (parent, "法定代表人", "王示例", "410122********9994")
    assert undo.offered(desk).endswith("，1名责任人待定")


def test_two_roles_of_one_person_make_one_proposal(desk: Desk, parent: str) -> None:
    organisation = record_lists.sheet(desk, parent).subject_id
    who = {"subject_name": "王示例", "document_type": "身份证", "document_number": CARD}
    desk.perform(role_links.link, organisation, who, "principal", date(2020, 1, 1))
    assert len(mirrors.proposals(desk)) == 1


def test_a_proposal_is_decided_once(desk: Desk, parent: str) -> None:
    desk.perform(mirrors.mirror, parent, person(desk))
    for again in (lambda: desk.perform(mirrors.mirror, parent, person(desk)),
                  lambda: desk.perform(mirrors.decline, parent, person(desk), WHY)):  # fmt: skip
        with pytest.raises(InputProblem, match="已作过决定"):
            again()


def test_a_record_the_person_already_has_is_not_doubled(desk: Desk, parent: str) -> None:
    content = record_lists.sheet(desk, parent).content
    own = {"subject_category": "自然人", "subject_name": "王示例", "document_type": "身份证", "document_number": CARD}
    desk.perform(records.enter, "penalty", content | own)
    with pytest.raises(InputProblem, match="王示例已有"):
        desk.perform(mirrors.mirror, parent, person(desk))


def test_undo_takes_decisions_and_follow_ups_back(desk: Desk, parent: str) -> None:
    mirrored = desk.perform(mirrors.mirror, parent, person(desk), {"breach_ended_on": "2026-01-28"}).result["record"]
    desk.perform(records.correct, parent, {"fine_amount": "1"}, WHY)
    (one,) = follow_ups.open_ones(desk)
    assert one.told == ("罚款金额（万元）：1.000000",)
    desk.perform(follow_ups.follow, one.mirror_id, "更正", WHY)
    assert follow_ups.open_ones(desk) == ()
    assert record_lists.sheet(desk, mirrored).content["breach_ended_on"] == "2026-01-28"
    desk.perform(undo.last)
    assert follow_ups.open_ones(desk) == (one,)
    for _ in range(2):
        desk.perform(undo.last)
    assert len(mirrors.proposals(desk)) == 1
    assert record_lists.ids(desk, Filter(subject_id=person(desk))) == []
    assert complaints(desk) == []


def test_leaving_a_record_unchanged_settles_until_the_next_change(desk: Desk, parent: str) -> None:
    desk.perform(mirrors.mirror, parent, person(desk))
    desk.perform(records.correct, parent, {"facts": "甲（示例）"}, WHY)
    (one,) = follow_ups.open_ones(desk)
    with pytest.raises(InputProblem, match="理由"):
        desk.perform(follow_ups.follow, one.mirror_id, "不变", "")
    with pytest.raises(InputProblem, match="只能是"):
        desk.perform(follow_ups.follow, one.mirror_id, "删除", WHY)
    desk.perform(follow_ups.follow, one.mirror_id, "不变", WHY)
    assert follow_ups.open_ones(desk) == ()
    with pytest.raises(InputProblem, match="没有待处理"):
        desk.perform(follow_ups.follow, one.mirror_id, "不变", WHY)
    desk.perform(records.correct, parent, {"grounds": "乙（示例）"}, WHY)
    assert [each.news for each in follow_ups.open_ones(desk)] == [{"grounds": "乙（示例）"}]


def test_an_objection_mark_on_the_parent_raises_nothing(desk: Desk, parent: str) -> None:
    desk.perform(mirrors.mirror, parent, person(desk))
    desk.perform(objections.accept, objection(desk, parent, date(2026, 2, 2)))
    assert follow_ups.open_ones(desk) == ()


def test_a_withdrawn_link_and_a_revoked_record_propose_nothing(desk: Desk, parent: str) -> None:
    organisation = record_lists.sheet(desk, parent).subject_id
    (row,) = role_links.links_of(desk, organisation)
    desk.perform(role_links.unlink, row.id, "登记有误（示例）")
    assert mirrors.proposals(desk) == ()
    desk.perform(undo.last)
    desk.perform(records.revoke, parent, WHY)
    assert mirrors.proposals(desk) == ()
