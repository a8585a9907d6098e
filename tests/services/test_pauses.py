"""Pauses as a ledger, and the office's choice of its rule: only what a rule allows, and open cases keep theirs."""

from dataclasses import replace
from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.models import Case, CasePause
from creditdesk.services import objections, offices, pauses, rule_choices, rule_sheets, undo
from creditdesk.services.desk import Desk
from tests.entered import UNIT_USCC, objection, on, penalty

FEBRUARY = date(2026, 2, 12)


def stored(desk: Desk, case_id: str) -> Case:
    """Return the row of a case."""
    with desk.read() as session:
        return session.get_one(Case, case_id)


def choose_province(desk: Desk, since: date = date(2026, 3, 2)) -> None:
    """Take the provincial regulation as binding."""
    with on(desk, min(since, FEBRUARY)):
        desk.perform(rule_choices.choose, "objection", "hn_2020", since, "按省信用办通知执行（示例）")


@pytest.fixture
def provincial(desk: Desk) -> str:
    """A case under the provincial regulation, delivered to the unit on 3 March; today is 6 March 2026."""
    choose_province(desk)
    case = objection(desk, penalty(desk), date(2026, 3, 2))
    with on(desk, date(2026, 3, 3)):
        desk.perform(objections.accept, case)
        desk.perform(objections.forward, case)
        desk.perform(objections.deliver, case, date(2026, 3, 3))
    return case


def test_a_choice_binds_what_is_received_from_its_day_on(desk: Desk) -> None:
    before = objection(desk, penalty(desk), date(2026, 2, 9))
    choose_province(desk)
    earlier = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕2号"), date(2026, 3, 1))
    later = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕3号"), date(2026, 3, 2))
    assert [stored(desk, one).rule_set for one in (before, earlier, later)] == ["plan_2017", "plan_2017", "hn_2020"]
    with on(desk, date(2026, 3, 9)):
        desk.perform(rule_choices.choose, "objection", "plan_2017", date(2026, 3, 10), "恢复按县方案执行（示例）")
    back = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕4号"), date(2026, 3, 10))
    assert [stored(desk, one).rule_set for one in (later, back)] == ["hn_2020", "plan_2017"]
    assert [(one.rule, one.officer) for one in rule_sheets.choices(desk, "objection")] == [
        ("hn_2020", "王示例"),
        ("plan_2017", "王示例"),
    ]


def test_what_the_office_itself_recorded_has_three_days(desk: Desk) -> None:
    choose_province(desk)
    desk.perform(offices.describe, replace(offices.office(desk), uscc=UNIT_USCC))
    own = penalty(desk)
    case = stored(desk, objection(desk, own, date(2026, 3, 2)))
    assert (case.rule_set, case.overall_due) == ("hn_2020_own", date(2026, 3, 5))


@pytest.mark.parametrize(
    ("rule", "since", "reason", "words"),
    [
        ("hn_2020_own", date(2026, 3, 2), "示例", "没有可以选用的规则"),
        ("hn_2020", date(2026, 3, 2), " ", "必须写明理由"),
        ("hn_2020", date(2026, 2, 11), "示例", "早于今天"),
    ],
)
def test_a_wrong_choice_is_refused(desk: Desk, rule: str, since: date, reason: str, words: str) -> None:
    with pytest.raises(InputProblem, match=words):
        desk.perform(rule_choices.choose, "objection", rule, since, reason)
    assert rule_sheets.choices(desk, "objection") == ()


def test_a_pause_is_computed_from_the_ledger_and_undone(desk: Desk, provincial: str) -> None:
    assert stored(desk, provincial).effective_due == date(2026, 3, 6)
    with on(desk, date(2026, 3, 4)):
        desk.perform(pauses.begin, provincial, "appraisal", date(2026, 3, 4), "委托鉴定（示例）", "鉴定委托书")
    running = stored(desk, provincial)
    assert (running.effective_due, running.overall_due) == (None, None)
    with on(desk, date(2026, 3, 6)):
        desk.perform(pauses.end, provincial, date(2026, 3, 5), "收到鉴定意见（示例）")
        ended = stored(desk, provincial)
        assert (ended.effective_due, ended.overall_due) == (date(2026, 3, 10), date(2026, 3, 13))
        line = pauses.ledger(desk, provincial)[0]
        assert (line.label, line.started_on, line.ended_on) == ("鉴定", date(2026, 3, 4), date(2026, 3, 5))
        desk.perform(undo.last)
        assert stored(desk, provincial).effective_due is None
        desk.perform(undo.last)
    again = stored(desk, provincial)
    assert (again.effective_due, again.pauses) == (date(2026, 3, 6), [])
    with desk.read() as session:
        assert session.query(CasePause).count() == 0


def test_the_faults_of_a_pause(desk: Desk, provincial: str) -> None:
    county = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕9号"), FEBRUARY)
    with on(desk, date(2026, 3, 6)):
        for case, kind, day, reason, words in (
            (county, "appraisal", date(2026, 3, 4), "示例", "没有规定这种不计入期限的情形"),
            (county, "supplement", date(2026, 3, 4), "示例", "请由负责人决定"),
            (provincial, "appraisal", date(2026, 3, 7), "示例", "晚于今天"),
            (provincial, "appraisal", date(2026, 3, 1), "示例", "早于收到日期"),
            (provincial, "appraisal", date(2026, 3, 4), " ", "必须写明理由"),
        ):
            with pytest.raises(InputProblem, match=words):
                desk.perform(pauses.begin, case, kind, day, reason)
        with pytest.raises(InputProblem, match="没有正在中止"):
            desk.perform(pauses.end, provincial, date(2026, 3, 4))
        desk.perform(pauses.begin, provincial, "appraisal", date(2026, 3, 4), "示例")
        with pytest.raises(InputProblem, match="已在中止"):
            desk.perform(pauses.begin, provincial, "testing", date(2026, 3, 5), "示例")
        for day, words in ((date(2026, 3, 3), "早于开始日期"), (date(2026, 3, 7), "晚于今天")):
            with pytest.raises(InputProblem, match=words):
                desk.perform(pauses.end, provincial, day)
        desk.perform(pauses.end, provincial, date(2026, 3, 5))
        with pytest.raises(InputProblem, match="重叠"):
            desk.perform(pauses.begin, provincial, "testing", date(2026, 3, 5), "示例")
        desk.perform(objections.withdraw, provincial, date(2026, 3, 6), "申请人来函撤回（示例）")
        with pytest.raises(InputProblem, match="已经办结"):
            desk.perform(pauses.begin, provincial, "testing", date(2026, 3, 6), "示例")
    assert len(stored(desk, provincial).pauses) == 1


def test_a_pause_no_text_gives_is_the_office_s_own_decision(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 2))
    assert pauses.offered(desk, case) == ()
    desk.perform(rule_choices.grant_pause, "objection", "plan_2017", "supplement", True, "补正由申请人掌握（示例）")
    assert [one.kind for one in pauses.offered(desk, case)] == ["supplement"]
    desk.perform(pauses.begin, case, "supplement", date(2026, 2, 4), "补正告知书（示例）")
    desk.perform(pauses.end, case, date(2026, 2, 5))
    assert stored(desk, case).overall_due == date(2026, 2, 27)
    assert "县实施方案没有规定" in pauses.ledger(desk, case)[0].basis
    with pytest.raises(InputProblem, match="由规则本身规定"):
        desk.perform(rule_choices.grant_pause, "objection", "hn_2020", "appraisal", False, "示例")
