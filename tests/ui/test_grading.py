"""Criteria are entered and ended on the page 信息目录, and stand beside the grade while a record is entered."""

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import grading
from creditdesk.services.desk import Desk
from creditdesk.services.grading import Criteria
from creditdesk.ui.pages.catalogue import CataloguePage
from creditdesk.ui.pages.records import RecordsPage
from tests.entered import UNIT
from tests.ui.hands import ALT, CTRL, ENTER, press, sitting_at, write

WORDS = {"一般": "未造成后果（示例）", "较重": "造成较大影响（示例）", "严重": "拒不改正（示例）"}


def test_the_criteria_of_the_unit_stand_beside_the_grade(desk: Desk, qtbot: QtBot) -> None:
    desk.perform(grading.enter, Criteria(UNIT, "", "2025版", "《示例认定办法》", WORDS, date(2025, 1, 1)))
    with sitting_at(desk, qtbot, RecordsPage) as window:
        page = window.page("records")
        assert isinstance(page, RecordsPage)
        page.enter("penalty")
        qtbot.waitUntil(page.entry.isVisible)
        grade = page.entry.form.fields["grade"]
        assert not grade.message.text()
        page.entry.form.go_to("source_unit")
        write(qtbot, UNIT)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: "2025版" in grade.message.text())
        assert all(words in grade.message.text() for words in WORDS.values())
        page.entry.form.go_to("decided_on")
        write(qtbot, "2024-12-31")
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: not grade.message.text())


def test_an_edition_is_entered_by_keys_and_its_last_day_makes_room_for_the_next(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, CataloguePage) as window:
        page = window.page("catalogue")
        assert isinstance(page, CataloguePage)
        press(qtbot, Qt.Key.Key_3, ALT)
        criteria = page.lists["认定标准"]
        qtbot.waitUntil(criteria.list.none.isVisible)
        press(qtbot, Qt.Key.Key_F8)
        for words in (UNIT, "", "2025版", "《示例认定办法》", "2025-01-01", "", *list(WORDS.values())[:2]):
            write(qtbot, words)
            press(qtbot, ENTER)
        press(qtbot, Qt.Key.Key_F8)
        assert criteria.opening.form.fields["严重"].message.text() == "必填"
        write(qtbot, WORDS["严重"])
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: criteria.shown is not None)
        qtbot.waitUntil(lambda: criteria.list.total.text() == "1 版")
        press(qtbot, Qt.Key.Key_E, CTRL)
        write(qtbot, "2025-12-31")
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: criteria.shown[1].valid_until == date(2025, 12, 31))
        # An edition that has its last day is not ended a second time.
        assert not any(action.text() == "登记失效日期" and action.isEnabled() for action in page.working_acts())
    [(_, kept)] = grading.listing(desk)
    assert (kept.unit, kept.grades) == (UNIT, WORDS)
