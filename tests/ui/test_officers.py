"""The page of officers and powers, the journal page, and what each role is offered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from creditdesk.services import confirmations, officers, rekeys
from creditdesk.services.desk import Desk
from creditdesk.ui.desk_window import open_window
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.home import HomePage
from creditdesk.ui.pages.journal import JournalPage
from creditdesk.ui.pages.officers.page import OfficersPage
from creditdesk.ui.widgets.band import Band
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.overlay import Overlay
from tests.conftest import CHEAP, OFFICER, PASSPHRASE
from tests.entered import acting_as, penalty
from tests.ui.hands import CTRL, ENTER, focus, press, settle, sitting_at, write

OFFERED = {
    "system_admin": ["home", "officers", "backups", "health", "settings"],
    "security_admin": ["home", "officers", "settings"],
    "auditor": ["home", "officers", "journal", "health", "settings"],
}


@pytest.mark.parametrize("role", OFFERED)
def test_an_administrator_is_offered_no_page_of_records(desk: Desk, role: str, qtbot: QtBot) -> None:
    penalty(desk)
    with acting_as(desk, "钱示例", role):
        window = open_window(desk)
        qtbot.addWidget(window)
        window.show()
        assert list(window.rail.items) == OFFERED[role]
        assert window.search is None
        for name in OFFERED[role]:
            window.open_page(name)
            settle(window.worker, qtbot)
            assert not window.bar.isVisible(), name
        window.close()


def test_the_page_lists_officers_and_every_act_with_its_roles(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, OfficersPage) as window:
        page = window.page("officers")
        assert isinstance(page, OfficersPage)
        settle(page.worker, qtbot)
        assert page.people.table.rowCount() == 1
        qtbot.waitUntil(lambda: page.powers.choose("package.release"))
        qtbot.waitUntil(lambda: page.powers.current_row() is not None)
        row = page.powers.current_row() or {}
        assert row["label"] == "签发他人提请的数据包"
        assert (row["power"], row["roles"], row["confirmed"]) == ("制作数据包", "经办人、复核人、负责人", "—")


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[OfficersPage]:
    with sitting_at(desk, qtbot, OfficersPage, HomePage) as window:
        found = window.page("officers")
        assert isinstance(found, OfficersPage)
        settle(found.worker, qtbot)
        yield found


def overlay(page: OfficersPage) -> Overlay:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window.overlay


def click(page: OfficersPage, qtbot: QtBot, words: str) -> None:
    """Click the button with these words, on the page or on its sheet."""
    window = page.window()
    button = next(one for one in window.findChildren(Button) if one.text() == words and one.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(page.worker, qtbot)


def choose_checker(qtbot: QtBot) -> None:
    """Choose the second of the roles in the focused list."""
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Down)


def test_an_officer_joins_and_the_one_time_passphrase_is_shown_once(
    page: OfficersPage, desk: Desk, qtbot: QtBot
) -> None:
    click(page, qtbot, "添加工作人员")
    write(qtbot, "李示例")
    press(qtbot, ENTER)
    choose_checker(qtbot)
    press(qtbot, ENTER, CTRL)
    settle(page.worker, qtbot)
    shown = next(one for one in overlay(page).findChildren(QLabel) if one.accessibleName() == "一次性口令").text()
    assert len(shown.split("-")) == 4
    click(page, qtbot, "已转交，关闭")
    assert not overlay(page).is_open()
    row = next(row for row in officers.listing(desk) if row.name == "李示例")
    assert (row.role, row.must_change) == ("checker", True)
    assert page.people.table.rowCount() == 2


def test_nothing_is_offered_about_oneself(page: OfficersPage) -> None:
    enabled = {action.text() for action in page.acts.values() if action.isEnabled()}
    assert enabled == {"添加工作人员", "更换密钥"}


def test_a_role_is_proposed_and_performed_alone_with_a_notice(page: OfficersPage, desk: Desk, qtbot: QtBot) -> None:
    added = officers.add(desk, "李示例", "maker", "shili-desk-2026")
    page.reload()
    settle(page.worker, qtbot)
    page.people.choose(added)
    settle(page.worker, qtbot)
    click(page, qtbot, "变更岗位")
    choose_checker(qtbot)
    press(qtbot, ENTER)
    write(qtbot, "轮岗（示例）")
    press(qtbot, ENTER, CTRL)
    settle(page.worker, qtbot)
    assert [row.role for row in officers.listing(desk) if row.id == added] == ["maker"]
    page.frame.open_page("home")
    settle(page.worker, qtbot)
    click(page, qtbot, "一人应急办理")
    write(qtbot, "只有一位负责人（示例）")
    press(qtbot, ENTER)
    settle(page.worker, qtbot)
    assert [row.role for row in officers.listing(desk) if row.id == added] == ["checker"]
    bands = [band.accessibleName() for band in page.window().findChildren(Band) if band.isVisible()]
    assert any("一人应急办理" in words and "只有一位负责人（示例）" in words for words in bands)


def test_another_confirms_on_the_first_page_with_one_button(page: OfficersPage, desk: Desk, qtbot: QtBot) -> None:
    added = officers.add(desk, "李示例", "maker", "shili-desk-2026")
    with acting_as(desk, "赵示例", "principal"):
        confirmations.propose(desk, officers.change_role, added, "checker", "轮岗（示例）")
    page.frame.open_page("home")
    settle(page.worker, qtbot)
    click(page, qtbot, "确认")
    assert [row.role for row in officers.listing(desk) if row.id == added] == ["checker"]
    assert confirmations.pending(desk) == ()


def test_another_refuses_with_a_reason(page: OfficersPage, desk: Desk, qtbot: QtBot) -> None:
    added = officers.add(desk, "李示例", "maker", "shili-desk-2026")
    with acting_as(desk, "赵示例", "principal"):
        confirmations.propose(desk, officers.change_role, added, "checker", "轮岗（示例）")
    page.frame.open_page("home")
    settle(page.worker, qtbot)
    click(page, qtbot, "拒绝")
    press(qtbot, ENTER)
    assert "必填" in "".join(label.text() for label in overlay(page).findChildren(QLabel))
    write(qtbot, "暂不轮岗（示例）")
    press(qtbot, ENTER)
    settle(page.worker, qtbot)
    assert confirmations.pending(desk) == ()
    assert [row.role for row in officers.listing(desk) if row.id == added] == ["maker"]


def test_an_officer_is_let_go_and_another_gets_a_new_passphrase(page: OfficersPage, desk: Desk, qtbot: QtBot) -> None:
    added = {name: officers.add(desk, name, "maker", "shili-desk-2026") for name in ("李示例", "孙示例")}
    page.reload()
    settle(page.worker, qtbot)
    for name, act in (("李示例", "停用"), ("孙示例", "换发口令")):
        page.people.choose(added[name])
        settle(page.worker, qtbot)
        click(page, qtbot, act)
        write(qtbot, "示例理由")
        press(qtbot, ENTER)
        settle(page.worker, qtbot)
    rows = {row.name: (row.active, row.must_change) for row in officers.listing(desk)}
    assert (rows["李示例"], rows["孙示例"]) == ((False, False), (True, True))


def test_the_own_passphrase_is_changed(page: OfficersPage, desk: Desk, qtbot: QtBot) -> None:
    page.people.setFocus()
    press(qtbot, Qt.Key.Key_F8)
    for phrase in (PASSPHRASE, "another own phrase", "another own phrase"):
        focus().insert(phrase)  # type: ignore[attr-defined]
        press(qtbot, ENTER)
    settle(page.worker, qtbot)
    assert not overlay(page).is_open()
    folder, clock = desk.folder, desk.clock
    desk.close()
    Desk.open(folder, OFFICER, "another own phrase", clock=clock, cost=CHEAP).close()


def test_the_journal_is_searched(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    with sitting_at(desk, qtbot, JournalPage) as window:
        page = window.page("journal")
        assert isinstance(page, JournalPage)
        settle(page.worker, qtbot)
        assert page.table.table.rowCount() == 2
        page.search.setFocus()
        write(qtbot, "118")
        settle(page.worker, qtbot)
        assert page.table.table.rowCount() == 1
        row = page.table.current_row()
        assert row is not None
        assert row["act"] == "录入信用记录"


def test_a_new_key_is_asked_for_confirmed_by_another_and_locks_the_window(
    page: OfficersPage, desk: Desk, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_Y, CTRL)
    write(qtbot, "恢复卡遗失（示例）")
    press(qtbot, ENTER)
    settle(page.worker, qtbot)
    assert not page.carry.isEnabled()
    assert page.decided.isHidden()
    with acting_as(desk, "周示例", "principal"):
        confirmations.confirm(desk, confirmations.pending(desk)[0].id)
    page.reload()
    qtbot.waitUntil(page.carry.isEnabled)
    assert page.decided.isVisible()
    window = page.window()
    assert isinstance(window, MainWindow)
    with qtbot.waitSignal(window.lock_asked, timeout=30000):
        press(qtbot, Qt.Key.Key_Y, CTRL | Qt.KeyboardModifier.ShiftModifier)
    settle(page.worker, qtbot)
    window.close()
    desk.close()
    with Desk.open(desk.folder, OFFICER, PASSPHRASE, clock=desk.clock, cost=CHEAP) as again:
        assert rekeys.cards_missing(again)


def test_the_journal_leaves_as_a_file_when_another_confirmed_it(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, JournalPage) as window:
        page = window.page("journal")
        assert isinstance(page, JournalPage)
        press(qtbot, Qt.Key.Key_E, CTRL)
        write(qtbot, "年度审计（示例）")
        press(qtbot, ENTER)
        settle(page.worker, qtbot)
        assert page.hand_out.text() == "导出日志"
        with acting_as(desk, "周示例", "principal"):
            confirmations.confirm(desk, confirmations.pending(desk)[0].id)
        page.reload()
        qtbot.waitUntil(lambda: page.hand_out.text() == "执行已确认的导出")
        page.export(tmp_path / "操作日志.jsonl")
        settle(page.worker, qtbot)
        assert (tmp_path / "操作日志.jsonl").read_bytes().count(b"\n") > 3
