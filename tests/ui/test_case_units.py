"""The case page with several units, and with receivers of wrong data that have to be told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import letters, objection_lists, objections, recalls
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Decision
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.objections.page import ObjectionsPage
from tests.conftest import TODAY
from tests.entered import OTHER_UNIT, UNIT, objection, on, penalty, two_units_received
from tests.leaving import send
from tests.ui.hands import CTRL, ENTER, press, sitting_at

F8 = Qt.Key.Key_F8
PLATFORM = "郑州市公共信用信息平台"
WHY = "经核对原件（示例）"


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window with the objections and the letters."""
    with sitting_at(desk, qtbot, ObjectionsPage, LettersPage) as shown:
        yield shown


def _open(window: MainWindow, case_id: str, qtbot: QtBot) -> ObjectionsPage:
    page = window.page("objections")
    assert isinstance(page, ObjectionsPage)
    window.open_page("objections", id=case_id)
    qtbot.waitUntil(lambda: page.told is not None and page.told.sheet.row.id == case_id)
    return page


def test_a_delivery_is_entered_for_the_unit_chosen(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    case_id = two_units_received(desk, date(2026, 2, 11))
    desk.perform(objections.accept, case_id)
    desk.perform(objections.forward, case_id)
    page = _open(window, case_id, qtbot)
    assert page.head.about.text().startswith(f"{UNIT}等 2 个来源单位")
    press(qtbot, F8)
    form = page.panel.form
    assert form is not None
    form.form.set_values({"unit": OTHER_UNIT})  # type: ignore[attr-defined]
    press(qtbot, F8)
    qtbot.waitUntil(lambda: any(part.delivered for part in objection_lists.sheet(desk, case_id).parts))
    assert [part.delivered for part in objection_lists.sheet(desk, case_id).parts] == [None, TODAY]


def test_the_receivers_of_wrong_data_get_their_letters_and_are_ticked(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    with on(desk, date(2026, 2, 2)):
        record_id = penalty(desk)
        send(desk, tmp_path)
    case_id = objection(desk, record_id, date(2026, 2, 3))
    desk.perform(objections.accept, case_id)
    desk.perform(objections.forward, case_id)
    desk.perform(objections.deliver, case_id, TODAY)
    desk.perform(objections.opinion, case_id, TODAY, WHY)
    item = objection_lists.sheet(desk, case_id).items[0]
    desk.perform(objections.reply, case_id, [Decision(item.id, "更正", WHY, "0.2")])
    page = _open(window, case_id, qtbot)
    qtbot.waitUntil(page.notify.isEnabled)
    assert not page.told_act.isEnabled()
    press(qtbot, Qt.Key.Key_N, CTRL)
    press(qtbot, F8)
    qtbot.waitUntil(page.told_act.isEnabled)
    assert not page.notify.isEnabled()
    addressed = [row.addressee for row in letters.rows(desk, letters.ids(desk))]
    assert addressed.count(PLATFORM) == 2
    press(qtbot, Qt.Key.Key_T, CTRL)
    press(qtbot, ENTER)
    press(qtbot, F8)
    qtbot.waitUntil(lambda: recalls.listing(desk, case_id)[0].told_on == TODAY)
