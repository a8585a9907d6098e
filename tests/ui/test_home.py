"""工作台, 数据交换 and 设置: every number opens its rows, keys do the acts, the desk says the same afterwards."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.rules.urgency import Urgency
from creditdesk.services import backups, objections, offices, reminders
from creditdesk.services.desk import Desk
from creditdesk.ui.desk_window import open_window
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.home import HomePage
from creditdesk.ui.pages.settings import SettingsPage
from creditdesk.ui.widgets.button import Button
from tests.entered import objection, on, penalty
from tests.ui.hands import settle


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """The desk's whole window, with one objection due and one decision to report."""
    case_id = objection(desk, penalty(desk), date(2026, 2, 2))
    with on(desk, date(2026, 2, 9)):
        desk.perform(objections.accept, case_id)
        desk.perform(objections.forward, case_id)
    desk.perform(objections.deliver, case_id, date(2026, 2, 10))
    penalty(desk, decision_number="示市监罚〔2026〕7号", decided_on="2026-02-03", valid_until="2027-02-03")
    made = open_window(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def home(window: MainWindow, qtbot: QtBot) -> HomePage:
    """The first page, filled."""
    page = window.page("home")
    assert isinstance(page, HomePage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 2)
    return page


def test_a_reminder_leads_to_its_case_until_somebody_has_seen_it(
    home: HomePage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(home.reminded.isVisible)
    lines = [button for button in home.reminded.findChildren(Button) if button is not home._seen]
    assert [line.text() for line in lines] == ["2026-0001　临近"]
    qtbot.mouseClick(lines[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.page("objections"))
    window.open_page("home")
    qtbot.mouseClick(home._seen, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not home.reminded.isVisible())
    assert reminders.unseen(desk) == ()
    home.reload()
    settle(home.worker, qtbot)
    assert not home.reminded.isVisible()


def test_the_first_page_counts_what_falls_due(home: HomePage) -> None:
    assert home.subtitle == "今天有 1 件到期，0 件逾期"
    assert {urgency: tile.number for urgency, tile in home.tiles.items()} == {
        Urgency.OVERDUE: 0,
        Urgency.TODAY: 1,
        Urgency.SOON: 1,
        Urgency.AMPLE: 0,
    }
    due = {day.day: (day.objections, day.others) for day in home.strip.days if not day.off}
    assert (due[date(2026, 2, 12)], due[date(2026, 2, 14)]) == ((0, 1), (1, 0))
    assert next(day.off for day in home.strip.days if day.off) == "春节"


def test_a_tile_shows_its_rows_and_gives_them_all_back(home: HomePage, qtbot: QtBot) -> None:
    qtbot.mouseClick(home.tiles[Urgency.SOON], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: home.table.model().rowCount() == 1)
    qtbot.mouseClick(home.tiles[Urgency.SOON], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: home.table.model().rowCount() == 2)


def test_f8_opens_the_most_pressing_thing(home: HomePage, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: home.table.current_row() is not None)
    qtbot.keyClick(home.table, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.page("records"))


@pytest.mark.parametrize(
    ("key", "page"), [(Qt.Key.Key_F2, "records"), (Qt.Key.Key_F3, "objections"), (Qt.Key.Key_F7, "exchange")]
)
def test_the_quick_keys_work_from_the_first_page(
    home: HomePage, window: MainWindow, qtbot: QtBot, key: Qt.Key, page: str
) -> None:
    qtbot.keyClick(home.table, key)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.page(page))


def test_settings_save_the_office_back_up_and_check(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.open_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.fields["name"].value() == "中牟县信用中心（示例）")
    line = page.fields["phone"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "0371-22222222")
    qtbot.keyClick(line, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: offices.office(desk).phone == "0371-22222222")
    before = len(list((desk.folder / "backups").iterdir()))
    qtbot.keyClick(page, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(list((desk.folder / "backups").iterdir())) == before + 1, timeout=15000)
    assert backups.state(desk).newest is not None
    qtbot.keyClick(page, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.page("health").isVisible()
