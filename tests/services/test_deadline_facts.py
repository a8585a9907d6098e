"""The 期限计算单 told for the eye: whole weeks, notes on their days, and the facts beside them."""

from datetime import date

from creditdesk.services import deadline_facts, objections
from creditdesk.services.desk import Desk
from tests.entered import objection, on, penalty


def test_the_sample_clock_over_the_spring_festival(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 2))
    with on(desk, date(2026, 2, 9)):
        desk.perform(objections.accept, case)
        desk.perform(objections.forward, case)
    desk.perform(objections.deliver, case, date(2026, 2, 10))
    told = deadline_facts.told(desk, case)
    squares = {square.date: square for square in told.squares}
    assert (min(squares), max(squares)) == (date(2026, 2, 2), date(2026, 3, 1))
    assert (squares[date(2026, 2, 14)].number, squares[date(2026, 2, 14)].makeup) == (10, True)
    notes = {day: square.note for day, square in squares.items() if square.note}
    assert notes[date(2026, 2, 2)] == "起算日，不计"
    assert notes[date(2026, 2, 14)] == "最晚核实"
    assert notes[date(2026, 2, 24)] == "核实期满"
    assert notes[date(2026, 2, 25)] == "全程到期"
    assert not squares[date(2026, 2, 26)].inside
    assert told.due_words == "周三，今日为第 8 个工作日，余 4"
    facts = {fact.label: (fact.text, fact.detail) for fact in told.facts}
    assert facts["计入"] == ("12 日，含补班 02-14（周六）", "")
    assert facts["不计"] == ("11 日：周末 2 日，春节 9 日", "02-07、02-08；02-15 至 02-23")
    assert facts["规则"][1] == "转办 5 + 核实 5 + 答复 2 = 12"
    assert "仅提示" in facts["参考"][1]


def test_a_clock_that_has_not_begun_has_no_days(desk: Desk) -> None:
    told = deadline_facts.told(desk, objection(desk, penalty(desk), date(2026, 2, 2)), "verify")
    assert (told.squares, told.due_words) == ((), "尚未起算")
    assert told.facts[0].text == "自送达之日起算"


def test_a_clock_into_a_year_not_announced_says_so(desk: Desk) -> None:
    with on(desk, date(2026, 12, 28)):
        told = deadline_facts.told(desk, objection(desk, penalty(desk), date(2026, 12, 28)))
    assert told.sheet.clock.provisional
    assert any("暂定" in fact.detail for fact in told.facts)
