"""A commitment's performance is checked from its record: what follows is asked for, and the checks stay in sight."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from creditdesk.services import commitments, record_lists, records
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.widgets.small_form import SmallForm
from tests.entered import COMMITMENT, UNIT, penalty
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def commitment(desk: Desk) -> str:
    return str(desk.perform(records.enter, "commitment", COMMITMENT).result["record"])


@pytest.fixture
def window(desk: Desk, commitment: str, qtbot: QtBot) -> Iterator[MainWindow]:
    with sitting_at(desk, qtbot, RecordsPage) as shown:
        shown.open_page("records", id=commitment)
        settle(shown.worker, qtbot)
        yield shown


def page_of(window: MainWindow) -> RecordsPage:
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    return page


def begin(window: MainWindow, qtbot: QtBot) -> SmallForm:
    """Press the key of the check, and write what was looked at."""
    press(qtbot, Qt.Key.Key_C, ALT)
    form = window.findChild(SmallForm)
    assert form is not None
    qtbot.waitUntil(form.isVisible)
    assert form.values()["unit"] == UNIT
    form.fields["note"].editor.setFocus()
    write(qtbot, "抽查合格（示例）")
    return form


def test_a_check_goes_on_until_its_next_day(window: MainWindow, desk: Desk, commitment: str, qtbot: QtBot) -> None:
    form = begin(window, qtbot)
    assert form.fields["next_on"].editor.isVisible()
    assert not form.fields["grade"].editor.isVisible()
    form.fields["next_on"].editor.setFocus()
    write(qtbot, "2026-05-12")
    press(qtbot, ENTER, CTRL)
    qtbot.waitUntil(lambda: len(commitments.checks(desk, commitment)) == 1)
    settle(window.worker, qtbot)
    shown = [label.text() for label in page_of(window).view.findChildren(QLabel)]
    assert any("履约中，2026-05-12 再核查：抽查合格（示例）" in text for text in shown)


def test_a_broken_commitment_asks_for_facts_grade_and_reason(
    window: MainWindow, desk: Desk, commitment: str, qtbot: QtBot
) -> None:
    form = begin(window, qtbot)
    form.fields["finding"].show_value("未履约")
    form.fields["finding"].editor.edited.emit()
    press(qtbot, ENTER, CTRL)
    assert form.fields["facts"].message.text() == "必填"
    for name, text in (("facts", "无检验报告（示例）"), ("grade_reason", "首次（示例）")):
        form.fields[name].editor.setFocus()
        write(qtbot, text)
    form.fields["grade"].show_value("一般")
    press(qtbot, ENTER, CTRL)
    qtbot.waitUntil(lambda: record_lists.sheet(desk, commitment).content["performance"] == "未履约")
    settle(window.worker, qtbot)
    assert not page_of(window).view.check.isVisible()


def test_other_records_have_no_performance_to_check(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page = page_of(window)
    page.open_record(penalty(desk))
    qtbot.waitUntil(lambda: page.view.sheet is not None and page.view.sheet.kind == "penalty")
    assert not page.view.check.isVisible()
