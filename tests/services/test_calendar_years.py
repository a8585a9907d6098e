"""One year as the calendar page reads it, and what a new schedule would change."""

import json
from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import calendar_years, calendars
from creditdesk.services.desk import Desk
from tests.entered import by_two, objection, on, penalty


def schedule(year: int, *days: tuple[str, bool]) -> str:
    told = [{"name": "元旦", "date": day, "isOffDay": off} for day, off in days]
    return json.dumps({"year": year, "papers": ["https://www.gov.cn/shili.htm"], "days": told})


def test_a_year_with_its_holidays(desk: Desk) -> None:
    sheet = calendar_years.year_sheet(desk, 2026)
    assert (sheet.known, sheet.working, len(sheet.days)) == (True, 248, 365)
    spring = next(one for one in sheet.holidays if one.name == "春节")
    assert (spring.first, spring.last, spring.days) == (date(2026, 2, 15), date(2026, 2, 23), 9)
    assert spring.makeup == (date(2026, 2, 14), date(2026, 2, 28))
    assert [one.name for one in sheet.holidays][-2:] == ["中秋节", "国庆节"]


def test_a_year_beyond_the_calendar_is_refused(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="1999"):
        calendar_years.year_sheet(desk, 1999)


def test_a_trial_writes_nothing_and_foretells_what_loading_does(desk: Desk) -> None:
    text = schedule(2027, ("2027-01-01", True), ("2027-01-02", False))
    with on(desk, date(2026, 12, 28)):
        objection(desk, penalty(desk), date(2026, 12, 28))
        told = calendar_years.trial(desk, text, "2027.json")
        assert (told.year, told.off, told.makeup, told.replaces, told.firmer) == (2027, 1, 1, False, 1)
        assert told.changes == ()  # one day less before, one day more after
        assert not calendar_years.year_sheet(desk, 2027).known
        by_two(desk, calendars.load_year, text, "2027.json")
        assert calendar_years.year_sheet(desk, 2027).origin == "本单位导入，第 1 版"
