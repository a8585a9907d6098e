"""A calendar loaded in mid-case: cases move in one act, letters keep their date, and whom to tell is listed."""

from datetime import date
from pathlib import Path

import pytest
from python_calamine import load_workbook

from creditdesk.models import Case
from creditdesk.services import (
    calendar_years,
    calendars,
    confirmations,
    date_notices,
    home,
    letters,
    objections,
    pauses,
    rule_choices,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.entered import acting_as, by_two, objection, on, penalty
from tests.services.test_deadline_sheets import schedule

MARCH = schedule(2026, ("2026-03-06", True))


@pytest.fixture
def case(desk: Desk) -> str:
    """A case received on 2 March 2026, accepted and forwarded on the 3rd, which is today."""
    made = objection(desk, penalty(desk), date(2026, 3, 2))
    desk.clock = fixed_clock(date(2026, 3, 3))
    desk.perform(objections.accept, made)
    desk.perform(objections.forward, made)
    return made


def test_letters_keep_their_date_and_their_addressees_are_listed(desk: Desk, case: str, tmp_path: Path) -> None:
    assert date_notices.to_tell(desk) == ()
    issued = {one: letters.pdf_of(desk, one) for one in letters.ids(desk)}
    changes = by_two(desk, calendars.load_year, MARCH, "2026.json")
    assert changes.result.items() >= {"year": 2026, "moved": 1, "to_tell": 2}.items()
    assert {one: letters.pdf_of(desk, one) for one in letters.ids(desk)} == issued
    told = date_notices.to_tell(desk)
    assert [(one.title, one.told, one.now) for one in told] == [
        (title, date(2026, 3, 18), date(2026, 3, 19)) for title in (told[0].title, told[1].title)
    ]
    assert {one.addressee for one in told} == {"示例建材有限公司", "中牟县市场监督管理局（示例）"}
    saved = date_notices.save_list(desk, tmp_path / "名单.xlsx")
    assert "期限变动应告知名单2行" in saved.sentence
    rows = load_workbook(tmp_path / "名单.xlsx").get_sheet_by_index(0).to_python()
    assert [str(cell) for cell in rows[-1][-2:]] == ["2026-03-18", "2026-03-19"]
    with desk.read() as session:
        assert session.get_one(Case, case).calendar_version == desk.calendar.version


def test_a_paused_case_moves_by_its_ledger(desk: Desk) -> None:
    with on(desk, date(2026, 2, 12)):
        desk.perform(rule_choices.choose, "objection", "hn_2020", date(2026, 3, 2), "示例")
    case = objection(desk, penalty(desk), date(2026, 3, 2))
    with on(desk, date(2026, 3, 5)):
        desk.perform(pauses.begin, case, "appraisal", date(2026, 3, 4), "委托鉴定（示例）")
        desk.perform(pauses.end, case, date(2026, 3, 5))
        told = calendar_years.trial(desk, MARCH, "2026.json")
        assert [(one.before, one.after) for one in told.changes] == [(date(2026, 3, 13), date(2026, 3, 16))]
        by_two(desk, calendars.load_year, MARCH, "2026.json")
    with desk.read() as session:
        assert session.get_one(Case, case).overall_due == date(2026, 3, 16)


def test_a_loading_that_is_cancelled_leaves_all_as_it_was(desk: Desk, case: str) -> None:
    class CancelledError(Exception):
        """What the window raises when the officer cancels."""

    def cancel(_done: int, _total: int) -> None:
        raise CancelledError

    before = desk.calendar
    waiting = str(confirmations.propose(desk, calendars.load_year, MARCH, "2026.json").result["confirmation"])
    with acting_as(desk, "确认人示例", "checker"), pytest.raises(CancelledError):
        confirmations.confirm(desk, waiting, progress=cancel)
    assert desk.calendar is before
    with desk.read() as session:
        assert calendars.loaded(session) == ()
        assert session.get_one(Case, case).overall_due == date(2026, 3, 18)


@pytest.mark.parametrize(
    ("today", "missing"),
    [(date(2026, 11, 14), None), (date(2026, 11, 15), 2027), (date(2026, 12, 31), 2027), (date(2027, 1, 4), 2027)],
)
def test_the_next_schedule_is_missed_from_15_november_on(desk: Desk, today: date, missing: int | None) -> None:
    with on(desk, today):
        assert home.workbench(desk).missing_year == missing
