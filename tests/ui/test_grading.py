"""The unit's criteria stand beside the grade while a record is entered, in the edition of the day."""

from datetime import date

from pytestqt.qtbot import QtBot

from creditdesk.services import grading
from creditdesk.services.desk import Desk
from creditdesk.services.grading import Criteria
from creditdesk.ui.pages.records import RecordsPage
from tests.entered import UNIT
from tests.ui.hands import ENTER, press, sitting_at, write

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
