"""The sheet of an issued letter stays as it was; what a late unit costs is told before it happens."""

import json
from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.models import LetterClock
from creditdesk.services import calendars, deadline_facts, deadline_sheets, objections, pauses, rule_choices
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.entered import by_two, objection, on, penalty


def schedule(year: int, *days: tuple[str, bool]) -> str:
    """Return an invented notice of one year."""
    named = [{"name": "示例节", "date": day, "isOffDay": off} for day, off in days]
    return json.dumps({"year": year, "papers": ["https://www.gov.cn/shili.htm"], "days": named})


@pytest.fixture
def letter(desk: Desk) -> str:
    """The letter of acceptance of a case received on 2 March 2026, issued on the 3rd."""
    case = objection(desk, penalty(desk), date(2026, 3, 2))
    desk.clock = fixed_clock(date(2026, 3, 3))
    return str(desk.perform(objections.accept, case).result["letter"])


def test_the_sheet_of_a_letter_stays_as_it_was(desk: Desk, letter: str) -> None:
    before, pdf = deadline_sheets.of_letter(desk, letter), deadline_sheets.letter_pdf(desk, letter)
    case = deadline_sheets.of_case(desk, _case_of(desk, letter))
    assert (before.days, before.calendar_version) == (case.days, "2026年第1版")
    assert (before.clock.due, before.today) == (date(2026, 3, 18), date(2026, 3, 3))
    desk.clock = fixed_clock(date(2026, 3, 5))
    by_two(desk, calendars.load_year, schedule(2026, ("2026-03-06", True)), "2026.json")
    by_two(desk, calendars.load_year, schedule(2027, ("2027-01-01", True)), "2027.json")
    desk.perform(objections.forward, _case_of(desk, letter))
    assert deadline_sheets.of_case(desk, _case_of(desk, letter)).clock.due == date(2026, 3, 19)
    assert deadline_sheets.of_letter(desk, letter) == before
    assert deadline_sheets.letter_pdf(desk, letter) == pdf


def _case_of(desk: Desk, letter: str) -> str:
    with desk.read() as session:
        return session.get_one(LetterClock, letter).case_id


def test_every_version_of_the_calendar_can_be_built_again(desk: Desk) -> None:
    kept = {desk.calendar.version: desk.calendar.year(2026)}
    for day in ("2026-03-06", "2026-03-09"):
        by_two(desk, calendars.load_year, schedule(2026, (day, True)), "2026.json")
        kept[desk.calendar.version] = desk.calendar.year(2026)
    by_two(desk, calendars.load_year, schedule(2027, ("2027-01-01", True)), "2027.json")
    assert len(kept) == 3
    with desk.read() as session:
        for version, days in kept.items():
            assert calendars.at_version(session, version).year(2026) == days
        assert not calendars.at_version(session, "2026年第3版").known(date(2027, 1, 1))
        for version in ("2026年第9版", "2030年第1版", "示例"):
            with pytest.raises(InputProblem, match="没有版本"):
                calendars.at_version(session, version)


def test_what_a_late_unit_costs_is_told_before_it_happens(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 2))
    with on(desk, date(2026, 2, 9)):
        desk.perform(objections.accept, case)
        desk.perform(objections.forward, case)
    desk.perform(objections.deliver, case, date(2026, 2, 10))
    told = {one.ended_on: one for one in deadline_sheets.outlooks(desk, case)}
    assert list(told) == [date(2026, 2, day) for day in (12, 13, 14, 24, 25, 26)]
    in_time, late, last, over = (told[date(2026, 2, day)] for day in (14, 24, 25, 26))
    assert (in_time.late, in_time.next_by, in_time.next_days, in_time.lost) == (False, date(2026, 2, 25), 2, 0)
    assert (late.late, late.next_by, late.next_days, late.lost, late.left) == (True, date(2026, 2, 25), 1, 1, 1)
    assert (last.next_days, last.lost, over.left) == (0, 2, -1)
    assert deadline_sheets.outlook_words(late) == "02-24 完成：答复最晚 02-25，只剩 1 日（少 1 日）"
    assert deadline_sheets.outlook_words(over) == "02-26 完成：答复已逾期 1 个工作日"
    facts = [fact.text for fact in deadline_facts.told(desk, case, "verify").facts]
    assert deadline_sheets.outlook_words(late) in facts


def test_slack_stands_beside_each_clock(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 9))
    facts = {fact.label: fact for fact in deadline_facts.told(desk, case).facts}
    assert facts["余量"].text == "全程 余 9 日，转办 余 2 日"
    assert facts["余量"].detail == "最晚办理日 2026-02-14，余 2 日"


def test_the_regulation_s_clock_stands_beside_the_plan_s(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 9))
    advice = [fact for fact in deadline_facts.told(desk, case).facts if fact.label == "参考"]
    assert [fact.text for fact in advice] == ["省条例第 41 条，转来源单位核实 7 个工作日"]
    assert advice[0].detail.startswith("2026-02-25")


def test_a_running_pause_is_told_on_the_sheet(desk: Desk) -> None:
    with on(desk, date(2026, 2, 12)):
        desk.perform(rule_choices.choose, "objection", "hn_2020", date(2026, 3, 2), "示例")
    case = objection(desk, penalty(desk), date(2026, 3, 2))
    desk.clock = fixed_clock(date(2026, 3, 6))
    desk.perform(pauses.begin, case, "appraisal", date(2026, 3, 4), "委托鉴定（示例）")
    told = deadline_facts.told(desk, case)
    assert told.due_words == "期限中止中，恢复后还有 6 个工作日"
    assert [square.reason for square in told.squares if square.date.day in (4, 5)] == ["鉴定"] * 2
    assert any("《河南省社会信用条例》第四十一条" in fact.text for fact in told.facts if fact.label == "中止")
    assert deadline_sheets.pdf(desk, case).startswith(b"%PDF-")


def test_a_letter_without_dates_has_no_sheet_of_its_own(desk: Desk, letter: str) -> None:
    with desk.vault.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM letter_clock")
    with pytest.raises(InputProblem, match="没有留存期限依据"):
        deadline_sheets.of_letter(desk, letter)
