"""The window: pages made when first shown, keys that work everywhere, acts told and undone, search, sheets."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from creditdesk.services import offices
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from creditdesk.ui.main_window import MainWindow, Sitting
from creditdesk.ui.page import Page, QuickAct
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.keys import KeyCap
from creditdesk.ui.widgets.overlay import sheet
from creditdesk.ui.widgets.search_box import Found
from creditdesk.ui.worker import Worker

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Show = Callable[..., MainWindow]


class OfficePage(Page):
    """Shows the office's name."""

    name, title, icon, number, nouns = "office", "单位", "subject", 1, frozenset({"setting"})
    count = staticmethod(lambda desk: len(offices.office(desk).name))

    def build(self) -> None:
        self.pressed: list[str] = []
        self.line, self.label = QLineEdit(), QLabel()
        self.primary = self.add_act("保存单位", "F8", lambda: self.pressed.append("F8"))
        self.body.addWidget(self.line)
        self.body.addWidget(self.label)
        self.reloads = 0

    def reload(self) -> None:
        self.reloads += 1
        self.worker.ask(offices.office, owner=self, on_done=lambda office: self.label.setText(office.name))

    def panes(self) -> Sequence[QWidget]:
        return (self.line,)


class OtherPage(Page):
    """Knows where it was asked to go."""

    name, title, icon, number, nouns = "other", "其他", "record", 2, frozenset({"record"})
    quick = (QuickAct("录入信用记录", "F2", "record", {"new": True}), QuickAct("保存", "F8", "save", {}))
    made = 0

    def build(self) -> None:
        type(self).made += 1
        self.arrivals: list[dict[str, object]] = []
        self.left = 0

    def arrive(self, **where: object) -> None:
        self.arrivals.append(where)

    def leave(self) -> None:
        self.left += 1


def search(_desk: Desk, text: str) -> Sequence[Found]:
    return [Found("other", f"id-{text}", "示例商贸有限公司", "异议 2026-0009")] if text == "sl" else []


@pytest.fixture
def window(worker: Worker, qtbot: QtBot) -> Iterator[MainWindow]:
    OtherPage.made = 0
    sitting = Sitting("示例县信用中心", "王示例", "经办人", lambda: date(2026, 2, 12))
    made = MainWindow(worker, sitting, [OfficePage, OtherPage], search)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open_page("office")
    return made


def office_page(window: MainWindow) -> OfficePage:
    page = window.page("office")
    assert isinstance(page, OfficePage)
    return page


def other_page(window: MainWindow) -> OtherPage:
    page = window.page("other")
    assert isinstance(page, OtherPage)
    return page


def test_a_page_is_made_when_it_is_first_shown(window: MainWindow, qtbot: QtBot) -> None:
    assert OtherPage.made == 0
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    assert OtherPage.made == 1
    assert window.stack.currentWidget() is window.page("other")
    qtbot.mouseClick(window.rail.items["office"], Qt.MouseButton.LeftButton)
    assert window.stack.currentWidget() is window.page("office")
    assert other_page(window).left == 1
    assert OtherPage.made == 1


def test_the_first_pane_has_the_focus_on_arrival(window: MainWindow, qtbot: QtBot) -> None:
    assert office_page(window).line.hasFocus()
    window.search.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert office_page(window).line.hasFocus()


def test_an_act_reloads_its_page_and_is_told_and_undone(window: MainWindow, worker: Worker, qtbot: QtBot) -> None:
    page = office_page(window)
    qtbot.waitUntil(lambda: page.label.text() == "中牟县信用中心（示例）")
    worker.act(offices.describe, Office("甲示例中心", "示信"))
    qtbot.waitUntil(lambda: page.label.text() == "甲示例中心")
    assert "已保存单位信息" in window.status._sentence.text()
    taken_back: list[bool] = []
    window.say("已登记送达日期", lambda: taken_back.append(True))
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert taken_back == [True]


def test_a_hidden_page_reloads_when_it_is_shown_again(window: MainWindow, worker: Worker, qtbot: QtBot) -> None:
    page = office_page(window)
    window.open_page("other")
    before = page.reloads
    with qtbot.waitSignal(worker.changed):
        worker.act(offices.describe, Office("乙示例中心", "示信"))
    assert page.reloads == before
    window.open_page("office")
    assert page.reloads == before + 1


def test_the_rail_counts(window: MainWindow, qtbot: QtBot) -> None:
    window.count_pages()
    qtbot.waitUntil(lambda: window.rail.items["office"].accessibleDescription() == "11")


def test_a_page_key_works_from_everywhere_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    page = office_page(window)
    qtbot.keyClick(page.line, Qt.Key.Key_F8)
    window.rail.items["office"].setFocus()
    qtbot.keyClick(window.rail.items["office"], Qt.Key.Key_F8)
    assert page.pressed == ["F8", "F8"]  # and not the quick act of the same key


def test_a_quick_act_opens_its_page_at_the_right_place(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert other_page(window).arrivals == [{"new": True}]
    assert [action.text() for action, _ in window.quick_acts()] == ["录入信用记录", "保存"]


def test_search_finds_and_goes_there(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    assert window.search.hasFocus()
    qtbot.keyClicks(window.search, "sl")
    qtbot.waitUntil(lambda: window.search._popup is not None and window.search._popup.isVisible())
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert other_page(window).arrivals == [{"id": "id-sl"}]
    assert window.search.text() == ""


def test_search_says_when_there_is_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.search.setFocus()
    qtbot.keyClicks(window.search, "zz")
    qtbot.waitUntil(lambda: window.search._list.count() == 1)
    assert "没有找到" in window.search._list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert not window.search._list.isVisible()


def test_f1_lists_the_keys_that_work_now(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    caps = {cap.text() for cap in window.overlay.findChildren(KeyCap)}
    assert {"F8", "Ctrl+K", "Ctrl+Z", "F6"} <= caps
    qtbot.keyClick(window.overlay, Qt.Key.Key_Escape)
    assert not window.overlay.is_open()
    assert office_page(window).line.hasFocus()


def test_a_sheet_keeps_the_focus_and_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    page = office_page(window)
    frame, first, second = sheet(300), Button("甲"), Button("乙")
    for button in (first, second):
        button.setParent(frame)
    window.show_sheet(frame, first)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Tab)
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_F8)
    assert page.pressed == []
    window.close_sheet()
    assert page.line.hasFocus()


def test_a_narrow_window_shows_the_rail_as_icons(window: MainWindow) -> None:
    wide = window.rail.width()
    window.resize(1150, 700)
    assert window.rail.width() == 52 < wide
    window.resize(1366, 768)
    assert window.rail.width() == 172


def test_a_problem_stands_over_the_page_until_it_is_read(window: MainWindow, worker: Worker, qtbot: QtBot) -> None:
    worker.problem.emit("请先转办。")
    assert window.bar.isVisible()
    assert window.bar.text() == "请先转办。"
    qtbot.keyClick(window.rail.items["office"], Qt.Key.Key_Escape)
    assert not window.bar.isVisible()


def test_the_window_asks_to_be_locked(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.lock_asked):
        qtbot.keyClick(window, Qt.Key.Key_L, CTRL)


def test_closing_saves_what_is_half_done(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("other")
    with qtbot.waitSignal(window.closing):
        window.close()
    assert other_page(window).left == 1
