"""The page 举报线索: a tip by keys, its referral and end, and who reported it behind a reason and a passphrase."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from creditdesk.services import informants, reader_losses, tip_lists
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.home import HomePage
from creditdesk.ui.pages.tips import TipsPage, looking
from tests.conftest import OFFICER, PASSPHRASE, TODAY
from tests.entered import UNIT
from tests.named import FIRST, INFORMANT, SECOND, THIRD, TOLD, WHY, as_officer, build, told
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write


@pytest.fixture(scope="module")
def named(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(founded, tmp_path_factory.mktemp("named") / "desk")


@pytest.fixture
def reader(named: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk opened by an officer who may look at informants."""
    shutil.copytree(named, tmp_path / "desk")
    with as_officer(tmp_path / "desk", FIRST) as desk:
        yield desk


def page_of(window: MainWindow) -> TipsPage:
    page = window.page("tips")
    assert isinstance(page, TipsPage)
    return page


def words_in(widget: QWidget) -> str:
    return "　".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_tip_is_entered_by_keys_and_nothing_of_the_informant_stays_on_the_page(reader: Desk, qtbot: QtBot) -> None:
    with sitting_at(reader, qtbot, TipsPage) as window:
        page = page_of(window)
        qtbot.waitUntil(page.list.none.isVisible)
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: f"只有{FIRST}、{SECOND}能凭本人口令查看" in page.opening.readers.text())
        page.opening.form.fields["channel"].show_value("来访")
        page.opening.form.fields["accused"].editor.setFocus()
        write(qtbot, TOLD.accused)
        press(qtbot, ENTER)
        press(qtbot, ENTER)
        write(qtbot, TOLD.matter)
        page.opening.informant.go_to_first()
        write(qtbot, INFORMANT.name)
        press(qtbot, ENTER)
        write(qtbot, INFORMANT.phone)
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: page.shown is not None)
        assert page.primary.text() == "转办"
        assert "已封存，只有指定的人员可以查看" in words_in(page.view)
        assert set(page.opening.informant.values().values()) == {""}
        assert INFORMANT.name not in words_in(window)
    [tip] = tip_lists.ids(reader)
    assert informants.look(reader, tip, WHY, PASSPHRASE).phone == INFORMANT.phone


def test_leaving_the_form_forgets_the_informant(reader: Desk, qtbot: QtBot) -> None:
    with sitting_at(reader, qtbot, TipsPage, HomePage) as window:
        page = page_of(window)
        for leave in (lambda: window.open_page("home"), lambda: press(qtbot, Qt.Key.Key_Escape)):
            window.open_page("tips")
            page.begin_new()
            page.opening.informant.go_to_first()
            write(qtbot, INFORMANT.name)
            assert page.opening.informant.values()["name"] == INFORMANT.name
            leave()
            assert page.opening.informant.values()["name"] == ""


def test_a_tip_goes_its_way_by_keys(reader: Desk, qtbot: QtBot) -> None:
    tip = told(reader)
    with sitting_at(reader, qtbot, TipsPage) as window:
        page = page_of(window)
        window.open_page("tips", id=tip)
        settle(window.worker, qtbot)
        press(qtbot, Qt.Key.Key_F8)
        settle(window.worker, qtbot)
        write(qtbot, UNIT)
        press(qtbot, ENTER)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: page.primary.text() == "登记答复")
        settle(window.worker, qtbot)
        assert page.list.chips.current() == "referred"
        press(qtbot, Qt.Key.Key_F8)
        press(qtbot, Qt.Key.Key_Down)
        press(qtbot, ENTER)
        press(qtbot, ENTER)
        write(qtbot, "已立案查处（示例）")
        press(qtbot, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: page.primary.text() == "办结")
        settle(window.worker, qtbot)
        press(qtbot, Qt.Key.Key_F8)
        press(qtbot, ENTER)
        write(qtbot, "处罚决定另行报送（示例）")
        press(qtbot, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: page.shown is not None and page.shown.state == "closed")
    [row] = tip_lists.rows(reader, [tip])
    assert (row.unit, row.finding, row.referrals[0].answered_on) == (UNIT, "属实", TODAY)


def test_a_look_asks_for_reason_and_passphrase_and_is_put_away_by_itself(
    reader: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "SHOWN_MS", 1_500)
    tip = told(reader)
    with sitting_at(reader, qtbot, TipsPage) as window:
        window.open_page("tips", id=tip)
        settle(window.worker, qtbot)
        press(qtbot, Qt.Key.Key_I, CTRL)
        write(qtbot, WHY)
        press(qtbot, ENTER)
        write(qtbot, PASSPHRASE)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: INFORMANT.name in words_in(window.overlay))
        assert INFORMANT.phone in words_in(window.overlay)
        qtbot.waitUntil(lambda: not window.overlay.is_open())
        qtbot.waitUntil(lambda: INFORMANT.name not in words_in(window))


def test_who_is_not_named_is_told_so_in_the_sheet(named: Path, tmp_path: Path, qtbot: QtBot) -> None:
    shutil.copytree(named, tmp_path / "desk")
    with as_officer(tmp_path / "desk", THIRD) as desk:
        tip = told(desk)
        with sitting_at(desk, qtbot, TipsPage) as window:
            window.open_page("tips", id=tip)
            settle(window.worker, qtbot)
            press(qtbot, Qt.Key.Key_I, CTRL)
            write(qtbot, WHY)
            press(qtbot, ENTER)
            write(qtbot, PASSPHRASE)
            press(qtbot, ENTER)
            qtbot.waitUntil(lambda: "您不是可以查阅举报人的工作人员" in words_in(window.overlay))


def test_the_figures_of_the_year_are_a_key_away(reader: Desk, qtbot: QtBot) -> None:
    told(reader)
    with sitting_at(reader, qtbot, TipsPage) as window:
        press(qtbot, Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: "1条，其中有举报人的1条" in words_in(window.overlay))


def test_readers_are_named_from_the_page(desk: Desk, qtbot: QtBot) -> None:
    def press_button(window: MainWindow, words: str) -> None:
        press(qtbot, Qt.Key.Key_G, CTRL)
        settle(window.worker, qtbot)
        buttons = {each.text(): each for each in window.overlay.findChildren(QAbstractButton)}
        qtbot.mouseClick(buttons[words], Qt.MouseButton.LeftButton)

    with sitting_at(desk, qtbot, TipsPage) as window:
        press_button(window, "申请查阅")
        write(qtbot, PASSPHRASE)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: not window.overlay.is_open())
        press_button(window, "起用封存")
        write(qtbot, WHY)
        press(qtbot, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: not window.overlay.is_open())
        settle(window.worker, qtbot)
        press(qtbot, Qt.Key.Key_G, CTRL)
        settle(window.worker, qtbot)
        shown = words_in(window.overlay)
        assert OFFICER in shown
        assert "现在只有一人可以查阅" in shown
    assert reader_losses.standing(desk).able == 1
