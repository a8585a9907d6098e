"""Loading a year: the newest version counts, open cases move in the same act, closed ones and letters stay."""

import json
from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.models import JournalEntry
from creditdesk.services import calendars, letters, objection_lists, objections
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.entered import by_two, objection, penalty

NOTICE = "https://www.gov.cn/example"


def _schedule(year: int, *days: tuple[str, bool]) -> str:
    named = [{"name": "示例节", "date": day, "isOffDay": off} for day, off in days]
    return json.dumps({"year": year, "papers": [NOTICE], "days": named})


def test_open_cases_move_in_the_act_that_loads_the_year(desk: Desk) -> None:
    desk.clock = fixed_clock(date(2027, 1, 5))
    first = objection(desk, penalty(desk, valid_until="2027-11-03"), date(2027, 1, 5))
    other = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕119号"), date(2026, 12, 1))
    desk.clock = fixed_clock(date(2027, 1, 5))
    desk.perform(objections.refuse, other, "不属于归集范围（示例）")
    issued = letters.rows(desk, letters.ids(desk))
    assert objection_lists.sheet(desk, first).row.words == "暂定"
    schedule = _schedule(2027, ("2027-01-08", False), ("2027-01-11", True))
    changes = by_two(desk, calendars.load_year, schedule, "2027.json")
    assert changes.result.items() >= {"year": 2027, "moved": 1, "to_tell": 0}.items()
    assert changes.sentence == "已导入2027年放假安排，1件在办案件的期限随之变动（王示例提请，确认人示例确认）"
    sheet = objection_lists.sheet(desk, first)
    assert (sheet.row.due, sheet.clocks.provisional) == (date(2027, 1, 13), False)
    assert desk.calendar.day(date(2027, 1, 11)).reason == "示例节"
    assert letters.rows(desk, letters.ids(desk)) == issued
    with desk.read() as session:
        told = session.get_one(JournalEntry, changes.seq).changes
    moved = [change for change in told if change["table"] == "case"]
    assert [change["before"]["effective_due"] for change in moved] == ["2027-01-12"]
    assert [change["after"]["effective_due"] for change in moved] == ["2027-01-13"]


def test_a_changed_notice_replaces_the_year_and_the_version_tells(desk: Desk) -> None:
    before = desk.calendar.version
    by_two(desk, calendars.load_year, _schedule(2026, ("2026-02-16", True)), "2026.json")
    first = desk.calendar.version
    by_two(desk, calendars.load_year, _schedule(2026, ("2026-02-17", True)), "2026.json")
    assert not desk.calendar.is_working(date(2026, 2, 17))
    assert desk.calendar.is_working(date(2026, 2, 16))
    assert len({before, first, desk.calendar.version}) == 3


@pytest.mark.parametrize("text", ["", "[]", "{}", _schedule(2027)], ids=["empty", "list", "object", "no days"])
def test_what_is_no_schedule_is_one_sentence_and_changes_nothing(desk: Desk, text: str) -> None:
    before = desk.calendar
    with pytest.raises(InputProblem) as caught:
        by_two(desk, calendars.load_year, text, "2027.json")
    assert "2027.json" in caught.value.sentence
    assert desk.calendar is before
