"""Joining and parting cases with keys."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from creditdesk.services import joins
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.objections.page import ObjectionsPage
from tests.entered import objection, penalty
from tests.ui.hands import CTRL, ENTER, press, sitting_at, write

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window with the objections and the letters."""
    with sitting_at(desk, qtbot, ObjectionsPage, LettersPage) as shown:
        yield shown


def test_two_keys_join_a_case_and_two_part_it(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    record_id = penalty(desk)
    lead = objection(desk, record_id, date(2026, 2, 10))
    other = objection(desk, record_id, date(2026, 2, 11), claim="0.3")
    page = window.page("objections")
    assert isinstance(page, ObjectionsPage)
    window.open_page("objections", id=other)
    qtbot.waitUntil(page.join.isEnabled)
    assert not page.part.isVisible()
    press(qtbot, Qt.Key.Key_J, CTRL)
    press(qtbot, ENTER)
    write(qtbot, "同一处罚决定（示例）")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: [one.id for one in joins.told(desk, lead)] == [other])
    qtbot.waitUntil(page.part.isEnabled)
    assert not page.join.isEnabled()
    assert QApplication.focusWidget() is not None
    press(qtbot, Qt.Key.Key_J, CTRL | SHIFT)
    write(qtbot, "诉求不同（示例）")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: joins.told(desk, lead) == ())
    qtbot.waitUntil(page.join.isEnabled)


def test_a_case_that_is_alone_offers_neither(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 10))
    page = window.page("objections")
    assert isinstance(page, ObjectionsPage)
    window.open_page("objections", id=case_id)
    qtbot.waitUntil(lambda: page.told is not None)
    assert not page.join.isEnabled()
    assert not page.part.isEnabled()
