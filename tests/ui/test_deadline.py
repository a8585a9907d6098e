"""The 期限计算单 over the window: pauses begun and ended there, the costs of a late unit, and the office's rule."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.models import Case
from creditdesk.services import objections, rule_choices, rule_sheets
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.calendar.page import CalendarPage
from creditdesk.ui.pages.calendar.rules_sheet import RulesSheet
from creditdesk.ui.pages.deadline import DeadlineOverlay, show_deadline
from creditdesk.ui.pages.pause_sheet import PauseSheet
from tests.entered import objection, penalty
from tests.ui.hands import CTRL, press, sitting_at

F8, ESC = Qt.Key.Key_F8, Qt.Key.Key_Escape


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    with sitting_at(desk, qtbot, CalendarPage) as made:
        yield made


def opened(window: MainWindow, qtbot: QtBot, case: str) -> DeadlineOverlay:
    """Open the sheet of a case and wait for what it tells."""
    show_deadline(window, case)
    return shown(window, qtbot)


def shown(window: MainWindow, qtbot: QtBot) -> DeadlineOverlay:
    """Return the sheet that lies over the window, told."""

    def told() -> bool:
        return isinstance(window.overlay._sheet, DeadlineOverlay) and window.overlay._sheet.told is not None

    qtbot.waitUntil(told)
    sheet = window.overlay._sheet
    assert isinstance(sheet, DeadlineOverlay)
    return sheet


def asked(window: MainWindow, qtbot: QtBot) -> PauseSheet:
    """Press the key for a pause and return the sheet that asks."""
    press(qtbot, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: isinstance(window.overlay._sheet, PauseSheet))
    sheet = window.overlay._sheet
    assert isinstance(sheet, PauseSheet)
    return sheet


def provincial(desk: Desk) -> str:
    """A case under the provincial regulation; today is 6 March 2026."""
    desk.perform(rule_choices.choose, "objection", "hn_2020", date(2026, 3, 2), "示例")
    case = objection(desk, penalty(desk), date(2026, 3, 2))
    desk.clock = fixed_clock(date(2026, 3, 6))
    return case


def test_a_pause_begins_and_ends_on_the_sheet(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    case = provincial(desk)
    over = opened(window, qtbot, case)
    assert over.tabs.options == ("全程", "核实")
    assert over.due.text() == "2026-03-11"
    sheet = asked(window, qtbot)
    sheet.form.set_values({"kind": "鉴定", "on": "2026-03-07", "reason": "委托鉴定（示例）"})
    press(qtbot, F8)
    assert "不能晚于今天" in sheet.form.fields["on"].message.text()
    sheet.form.set_values({"on": "2026-03-04"})
    press(qtbot, F8)
    over = shown(window, qtbot)
    assert over.due.text() == "中止中"
    assert over.pause.text() == "恢复计算"
    assert over.grid.cells[date(2026, 3, 5)].words == "鉴定"
    sheet = asked(window, qtbot)
    sheet.form.set_values({"on": "2026-03-03"})
    press(qtbot, F8)
    qtbot.waitUntil(lambda: "早于开始日期" in sheet.form.fields["on"].message.text())
    sheet.form.set_values({"on": "2026-03-05"})
    press(qtbot, F8)
    over = shown(window, qtbot)
    assert over.due.text() == "2026-03-13"


def test_where_the_rule_knows_no_pause_the_sheet_says_so(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    opened(window, qtbot, objection(desk, penalty(desk), date(2026, 2, 9)))
    sheet = asked(window, qtbot)
    assert "没有不计入期限的情形" in sheet.told.words
    assert not sheet.act.isEnabled()
    press(qtbot, ESC)
    assert not window.overlay.is_open()


def test_a_closed_case_cannot_be_paused(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 9))
    desk.perform(objections.refuse, case, "不属于归集范围（示例）")
    assert not opened(window, qtbot, case).pause.isEnabled()


def test_the_office_switches_its_rule_with_a_reason(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: isinstance(window.overlay._sheet, RulesSheet))
    sheet = window.overlay._sheet
    assert isinstance(sheet, RulesSheet)
    assert "县实施方案六（三）" in sheet.told.now
    label = next(label for name, label in sheet.told.selectable if name == "hn_2020")
    sheet.form.set_values({"rule": label})
    press(qtbot, F8)
    assert sheet.form.fields["reason"].message.text() == "必填"
    sheet.form.set_values({"reason": "按省信用办通知执行（示例）"})
    press(qtbot, F8)
    qtbot.waitUntil(lambda: window.overlay._sheet is not sheet and isinstance(window.overlay._sheet, RulesSheet))
    assert [one.rule for one in rule_sheets.choices(desk, "objection")] == ["hn_2020"]
    case = objection(desk, penalty(desk), date(2026, 2, 12))
    with desk.read() as session:
        assert session.get_one(Case, case).rule_set == "hn_2020"
