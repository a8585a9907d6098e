"""The page 工作日历: a year day by day with its reasons, and a new year loaded after its effects are seen."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.files import LITTLE
from creditdesk.services import confirmations, objections
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.calendar.notices_sheet import NoticesSheet
from creditdesk.ui.pages.calendar.page import CalendarPage
from creditdesk.ui.pages.calendar.trial_sheet import TrialSheet
from creditdesk.ui.pages.calendar.written_sheet import WrittenSheet
from tests.entered import acting_as, objection, penalty
from tests.ui.hands import CTRL, press, settle, sitting_at

ALT = Qt.KeyboardModifier.AltModifier
F8, ESC = Qt.Key.Key_F8, Qt.Key.Key_Escape
LATE = date(2026, 12, 28)


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    with sitting_at(desk, qtbot, CalendarPage) as made:
        yield made


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> CalendarPage:
    found = window.page("calendar")
    assert isinstance(found, CalendarPage)
    qtbot.waitUntil(lambda: found.sheet is not None)
    return found


@pytest.fixture
def schedule(tmp_path: Path) -> Path:
    """An invented schedule of 2027: 1 to 5 January off, 9 January worked."""
    off = [{"name": "元旦", "date": f"2027-01-0{day}", "isOffDay": True} for day in range(1, 6)]
    days = [*off, {"name": "元旦", "date": "2027-01-09", "isOffDay": False}]
    path = tmp_path / "2027.json"
    path.write_text(json.dumps({"year": 2027, "papers": ["https://www.gov.cn/shili.htm"], "days": days}), "utf-8")
    return path


def test_each_day_says_why(page: CalendarPage, qtbot: QtBot) -> None:
    assert page.facts.day.text() == "2026-02-12 周四"
    february = page.grid.months[1]
    for day, counts, reason in ((14, "工作日，计入期限", "春节调休上班"), (17, "休息日，不计入期限", "春节")):
        place = february.rect_of(date(2026, 2, day)).center().toPoint()
        qtbot.mouseClick(february, Qt.MouseButton.LeftButton, pos=place)
        assert (page.facts.counts.text(), page.facts.reason.text()) == (counts, reason)
        assert "https://www.gov.cn/" in page.facts.source.text()
    assert page.facts.summary.text() == "2026 年：工作日 248 天，休息日 117 天"
    assert page.subtitle == "2026年第1版，已公布"


def test_arrow_keys_walk_the_days(page: CalendarPage, qtbot: QtBot) -> None:
    assert page.grid.months[1].hasFocus()
    press(qtbot, Qt.Key.Key_Right)
    assert page.facts.day.text() == "2026-02-13 周五"
    press(qtbot, Qt.Key.Key_Down)
    assert page.facts.day.text() == "2026-02-20 周五"


def test_beyond_the_announced_years_everything_is_provisional(page: CalendarPage, qtbot: QtBot) -> None:
    assert not page.band.isVisible()
    press(qtbot, Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(page.band.isVisible)
    assert page.heading.text() == "2027 年"
    assert "暂定" in page.subtitle
    assert "暂定" in page.facts.reason.text()
    assert not any(day.known for day in page.grid.months[5].days.values())
    page.now.trigger()
    qtbot.waitUntil(lambda: not page.band.isVisible())


def confirm(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    """Let another officer confirm what the page proposed."""
    settle(window.worker, qtbot)
    with acting_as(desk, "钱示例", "checker"):
        (waiting,) = confirmations.pending(desk)
        assert not desk.calendar.known(date(2027, 1, 1))
        window.worker.act(confirmations.confirm, waiting.id)
        settle(window.worker, qtbot)


def test_a_new_year_is_loaded_after_its_effects_are_seen(desk: Desk, schedule: Path, qtbot: QtBot) -> None:
    desk.clock = fixed_clock(LATE)
    objection(desk, penalty(desk), LATE)
    with sitting_at(desk, qtbot, CalendarPage) as window:
        page = window.page("calendar")
        assert isinstance(page, CalendarPage)
        page.load_file(schedule)
        qtbot.waitUntil(window.overlay.is_open)
        shown = window.findChild(TrialSheet)
        assert isinstance(shown, TrialSheet)
        assert shown.told.year == 2027
        assert not desk.calendar.known(date(2027, 1, 1))
        moved = shown.told.changes[0]
        assert (moved.number, moved.before, moved.after) == ("2026-0001", date(2027, 1, 4), date(2027, 1, 7))
        press(qtbot, F8)
        confirm(desk, window, qtbot)
        qtbot.waitUntil(lambda: page.sheet is not None and page.sheet.year == 2027 and page.sheet.known)
        assert desk.calendar.known(date(2027, 1, 1))
        assert desk.calendar.is_working(date(2027, 1, 9))
        assert page.facts.origin.text().startswith("安排来源：本单位导入，第 1 版")
        assert not page.band.isVisible()
        assert desk.calendar.day(date(2027, 1, 4)).reason == "元旦"


def test_calling_it_off_loads_nothing(
    page: CalendarPage, window: MainWindow, desk: Desk, schedule: Path, qtbot: QtBot
) -> None:
    page.load_file(schedule)
    qtbot.waitUntil(window.overlay.is_open)
    press(qtbot, ESC)
    assert not window.overlay.is_open()
    assert not desk.calendar.known(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "不是有效的 JSON"),
        (b'{"year": 2027, "papers": [], "days": []}', "没有任何放假日期"),
        (b"\xff\xfe\x00", "不是 UTF-8"),
        (b" " * (LITTLE + 1), "超过 1 MB"),
    ],
    ids=["not json", "no days", "not text", "too large"],
)
def test_a_wrong_file_is_refused_in_words(
    page: CalendarPage, window: MainWindow, tmp_path: Path, content: bytes, words: str, qtbot: QtBot
) -> None:
    path = tmp_path / "2027.json"
    path.write_bytes(content)
    page.load_file(path)
    qtbot.waitUntil(window.bar.isVisible)
    assert words in window.bar.text()


def test_another_page_may_ask_for_a_day(page: CalendarPage, window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("calendar", day=date(2025, 10, 1))
    qtbot.waitUntil(lambda: page.sheet is not None and page.sheet.year == 2025)
    assert page.facts.day.text() == "2025-10-01 周三"
    assert page.facts.reason.text().startswith("国庆节")
    assert date(2025, 10, 1) + timedelta(1) in page.grid.months[9].days


def test_a_year_is_written_by_hand_and_those_to_tell_are_listed(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    case = objection(desk, penalty(desk), date(2026, 12, 21))
    desk.clock = fixed_clock(LATE)
    desk.perform(objections.accept, case)
    with sitting_at(desk, qtbot, CalendarPage) as window:
        page = window.page("calendar")
        assert isinstance(page, CalendarPage)
        page.now.trigger()
        qtbot.waitUntil(lambda: page.sheet is not None)
        press(qtbot, Qt.Key.Key_Right, ALT)
        qtbot.waitUntil(lambda: page.sheet is not None and page.sheet.year == 2027)
        press(qtbot, Qt.Key.Key_E, CTRL)
        qtbot.waitUntil(window.overlay.is_open)
        sheet = window.findChild(WrittenSheet)
        assert isinstance(sheet, WrittenSheet)
        sheet.form.set_values({"notice": "https://www.gov.cn/shili.htm", "lines": "元旦 02-30"})
        press(qtbot, F8)
        assert "“02-30”不存在" in sheet.form.fields["lines"].message.text()
        sheet.form.set_values({"lines": "元旦 01-04 至 01-05 补班 01-09"})
        press(qtbot, F8)
        qtbot.waitUntil(lambda: window.findChild(TrialSheet) is not None)
        trial = window.findChild(TrialSheet)
        assert isinstance(trial, TrialSheet)
        assert (trial.told.off, trial.told.makeup, trial.told.year) == (2, 1, 2027)
        trial.load.trigger()
        confirm(desk, window, qtbot)
        page.setFocus()
        press(qtbot, Qt.Key.Key_M, CTRL)
        qtbot.waitUntil(lambda: window.findChild(NoticesSheet) is not None)
        notices = window.findChild(NoticesSheet)
        assert isinstance(notices, NoticesSheet)
        assert [(one.told, one.now) for one in notices.rows] == [(date(2027, 1, 6), date(2027, 1, 8))]
        page.save_list(tmp_path / "名单.xlsx")
        qtbot.waitUntil((tmp_path / "名单.xlsx").exists)
        qtbot.waitUntil(lambda: not window.overlay.is_open())
        assert desk.calendar.day(date(2027, 1, 4)).source == "https://www.gov.cn/shili.htm"


def test_nobody_to_tell_says_so(page: CalendarPage, window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(window.overlay.is_open)
    sheet = window.findChild(NoticesSheet)
    assert isinstance(sheet, NoticesSheet)
    assert not sheet.save.isEnabled()
    press(qtbot, ESC)
    assert not window.overlay.is_open()
