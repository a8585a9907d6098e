"""The bar that asks whether today's date is right: shown when it is doubted, gone after one key."""

from datetime import datetime

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.rules.china_time import CHINA
from creditdesk.services import objections
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.ui import desk_window
from tests.conftest import TODAY
from tests.entered import objection, penalty
from tests.ui.hands import press, settle


def test_the_date_is_confirmed_with_one_key(desk: Desk, qtbot: QtBot) -> None:
    case = objection(desk, penalty(desk), TODAY)
    desk.clock = lambda: datetime(2026, 2, 25, 8, 30, tzinfo=CHINA)
    window = desk_window.open_window(desk)
    try:
        with qtbot.waitActive(window):
            window.show()
        qtbot.waitUntil(window.date_bar.isVisible)
        assert "上一次操作是2026-02-12" in window.date_bar.text()
        window.worker.act(objections.accept, case)
        qtbot.waitUntil(window.bar.isVisible)
        assert "请先确认今天的日期" in window.bar.text()
        press(qtbot, Qt.Key.Key_F12)
        qtbot.waitUntil(lambda: not window.date_bar.isVisible())
        qtbot.waitUntil(lambda: not window.bar.isVisible())
        done: list[Changes] = []
        window.worker.act(objections.accept, case, on_done=done.append)
        qtbot.waitUntil(lambda: bool(done))
        assert "已受理" in done[0].sentence
        settle(window.worker, qtbot)
    finally:
        window.close()
        window.deleteLater()


def test_an_impossible_date_has_no_button(desk: Desk, qtbot: QtBot) -> None:
    desk.clock = lambda: datetime(1970, 1, 2, 8, 30, tzinfo=CHINA)
    window = desk_window.open_window(desk)
    try:
        with qtbot.waitActive(window):
            window.show()
        qtbot.waitUntil(window.date_bar.isVisible)
        assert "校正电脑的日期" in window.date_bar.text()
        assert not window.date_bar.button.isVisible()
        assert not window.date_bar.confirm.isEnabled()
        settle(window.worker, qtbot)
    finally:
        window.close()
        window.deleteLater()
