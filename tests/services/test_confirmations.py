"""Two persons for one act: proposed, confirmed by another, journalled with both; or alone, for all to see."""

from datetime import date, timedelta

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import Confirmation, JournalEntry, Officer
from creditdesk.services import calendars, confirmations, journal_lists, letter_voids, letters, notices, officers
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import FixedClock
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from tests.conftest import OFFICER, TODAY
from tests.entered import acting_as, by_two, on

SECOND = "钱示例"
YEAR = '{"year": 2027, "papers": [], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}'


@act("test.letter", Power.OBJECTION)
def loose(a: Act) -> Result:
    """Issue a letter that belongs to no case."""
    form = a.catalogue.letter("supplement")
    return {"letter": letters.issue(a, form, form.sample(), None).id}


@pytest.fixture
def letter(desk: Desk) -> str:
    return str(desk.perform(loose).result["letter"])


def proposal(desk: Desk, letter_id: str) -> str:
    changes = confirmations.propose(desk, letter_voids.void, letter_id, "主送有误（示例）")
    return str(changes.result["confirmation"])


def void(desk: Desk, letter_id: str) -> bool:
    return bool(letters.rows(desk, [letter_id])[0].void_reason)


def test_an_act_for_two_is_not_done_by_one(desk: Desk, letter: str) -> None:
    for function, arguments in ((letter_voids.void, (letter, "误")), (calendars.load_year, (YEAR, "2027.json"))):
        with pytest.raises(Problem, match="须由两人办理"):
            desk.perform(function, *arguments)
    assert not void(desk, letter)


def test_a_proposal_changes_nothing_until_another_confirms_it(desk: Desk, letter: str) -> None:
    waiting = proposal(desk, letter)
    assert not void(desk, letter)
    with pytest.raises(InputProblem, match="提请人以外"):
        confirmations.confirm(desk, waiting)
    with acting_as(desk, SECOND, "checker"):
        (row,) = confirmations.pending(desk)
        assert (row.id, row.label, row.by, row.mine) == (waiting, "作废文书编号", OFFICER, False)
        assert row.told.startswith("已作废 ")
        changes = confirmations.confirm(desk, waiting)
        assert confirmations.pending(desk) == ()
    assert void(desk, letter)
    assert changes.sentence.endswith(f"（{OFFICER}提请，{SECOND}确认）")
    with desk.read() as session:
        entry = session.get_one(JournalEntry, changes.seq)
    assert (entry.act, entry.officer_name, entry.result["proposed_by"]) == ("letter.void", SECOND, OFFICER)
    assert {change["table"] for change in entry.changes} == {"letter_void", "confirmation"}


def test_what_could_not_be_done_is_not_proposed(desk: Desk, letter: str) -> None:
    with pytest.raises(InputProblem, match="必须写明理由"):
        confirmations.propose(desk, letter_voids.void, letter, " ")
    with acting_as(desk, "孙示例", "maker"), pytest.raises(Problem, match="没有“改写文书文本、作废文书”的权限"):
        proposal(desk, letter)
    proposal(desk, letter)
    with pytest.raises(InputProblem, match="已经提请"):
        proposal(desk, letter)
    assert not void(desk, letter)


def test_who_lacks_the_power_neither_sees_nor_confirms(desk: Desk, letter: str) -> None:
    waiting = proposal(desk, letter)
    with acting_as(desk, "孙示例", "maker"):
        assert confirmations.pending(desk) == ()
        with pytest.raises(Problem, match="没有“改写文书文本、作废文书”的权限"):
            confirmations.confirm(desk, waiting)
        with pytest.raises(Problem, match="没有“改写文书文本、作废文书”的权限"):
            confirmations.end(desk, waiting, "不同意（示例）")


def test_a_refused_or_withdrawn_proposal_is_never_performed(desk: Desk, letter: str) -> None:
    first = proposal(desk, letter)
    with acting_as(desk, SECOND, "checker"):
        with pytest.raises(InputProblem, match="必须写明理由"):
            confirmations.end(desk, first, " ")
        confirmations.end(desk, first, "编号无误（示例）")
        with pytest.raises(InputProblem, match="已经办结"):
            confirmations.confirm(desk, first)
    second = proposal(desk, letter)
    confirmations.end(desk, second, "改用换发（示例）")
    with desk.read() as session:
        rows = {one: session.get_one(Confirmation, one) for one in (first, second)}
    assert [(row.outcome, row.reason) for row in rows.values()] == [
        ("refused", "编号无误（示例）"),
        ("withdrawn", "改用换发（示例）"),
    ]
    assert not void(desk, letter)


def test_a_proposal_expires(desk: Desk, letter: str) -> None:
    waiting = proposal(desk, letter)
    with on(desk, TODAY + timedelta(days=8)), acting_as(desk, SECOND, "checker"):
        assert confirmations.pending(desk) == ()
        with pytest.raises(InputProblem, match="已经失效"):
            confirmations.confirm(desk, waiting)
    assert not void(desk, letter)


def test_a_proposal_falls_with_the_power_of_its_proposer(desk: Desk, letter: str) -> None:
    with acting_as(desk, SECOND, "checker"):
        waiting = proposal(desk, letter)
        second = desk.officer.id
    officers.remove(desk, second, "调离（示例）")
    with pytest.raises(InputProblem, match="已没有办理此事的权限"):
        confirmations.confirm(desk, waiting)


def test_alone_only_when_nobody_else_could_confirm_or_nobody_answered_for_a_day(desk: Desk, letter: str) -> None:
    with acting_as(desk, SECOND, "checker"):
        waiting = proposal(desk, letter)
        assert not confirmations.pending(desk)[0].alone
        with pytest.raises(InputProblem, match=f"{OFFICER}可以确认"):
            confirmations.perform_alone(desk, waiting, "同事出差（示例）")
        desk.clock = FixedClock(desk.clock() + timedelta(days=1))
        assert confirmations.pending(desk)[0].alone
        with pytest.raises(InputProblem, match="必须写明理由"):
            confirmations.perform_alone(desk, waiting, " ")
        confirmations.perform_alone(desk, waiting, "同事出差（示例）")
    assert void(desk, letter)


def test_what_one_did_alone_stands_on_every_first_page_for_thirty_days(desk: Desk, letter: str) -> None:
    changes = confirmations.perform_alone(desk, proposal(desk, letter), "本单位只有一人（示例）")
    assert "一人应急办理：本单位只有一人（示例）" in changes.sentence
    for role in ("maker", "system_admin", "auditor"):
        with acting_as(desk, f"{role}示例", role):
            (notice,) = notices.standing(desk)
            assert notice.sentence.startswith(f"{OFFICER}一人应急办理：已作废 ")
            assert notice.reason == "本单位只有一人（示例）"
    with on(desk, TODAY + timedelta(days=29)):
        assert len(notices.standing(desk)) == 1
    with on(desk, TODAY + timedelta(days=31)):
        assert notices.standing(desk) == ()


def test_a_year_is_loaded_by_two(desk: Desk) -> None:
    changes = by_two(desk, calendars.load_year, YEAR, "2027.json")
    assert changes.result["year"] == 2027
    assert desk.calendar.known(date(2027, 1, 1))


def test_a_role_is_changed_by_two_and_never_ones_own(desk: Desk) -> None:
    with acting_as(desk, SECOND, "maker"):
        second = desk.officer.id
    with pytest.raises(InputProblem, match="不能变更自己的岗位"):
        confirmations.propose(desk, officers.change_role, desk.officer.id, "maker", "试（示例）")
    with acting_as(desk, "赵示例", "principal"):
        waiting = str(
            confirmations.propose(desk, officers.change_role, second, "checker", "轮岗（示例）").result["confirmation"]
        )
    with acting_as(desk, SECOND, "maker"), pytest.raises(Problem, match="没有"):
        confirmations.confirm(desk, waiting)
    confirmations.confirm(desk, waiting)
    with desk.read() as session:
        assert session.get_one(Officer, second).role == "checker"
    assert journal_lists.rows(desk, journal_lists.seqs(desk)[:1])[0].act == "变更岗位"


def test_the_one_whose_role_changes_cannot_confirm_it(desk: Desk) -> None:
    with acting_as(desk, SECOND, "principal"):
        second = desk.officer.id
    waiting = confirmations.propose(desk, officers.change_role, second, "security_admin", "分设（示例）")
    with acting_as(desk, SECOND, "principal"), pytest.raises(InputProblem, match="不能变更自己的岗位"):
        confirmations.confirm(desk, str(waiting.result["confirmation"]))
