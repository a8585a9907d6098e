"""The page 备份: kept points, a backup, a rehearsal, going back; and what is kept up while a desk is open."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from creditdesk.models import LostAct
from creditdesk.services import backups, confirmations, lost_acts, record_lists, rehearsals
from creditdesk.services.clock import FixedClock, fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.ui.keeping import Keeper
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.backups.lost_sheet import LostSheet
from creditdesk.ui.pages.backups.page import BackupsPage
from creditdesk.ui.widgets.label import Label
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import acting_as, penalty
from tests.ui.hands import focus, press, settle, write

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> BackupsPage:
    """The page, with the backup made at the founding."""
    window.open_page("backups")
    shown = window.page("backups")
    assert isinstance(shown, BackupsPage)
    qtbot.waitUntil(lambda: shown.table.current_row() is not None)
    return shown


def shown_words(page: BackupsPage) -> str:
    return "\n".join(label.text() for label in page.window().findChildren(Label) if label.isVisible())


def test_the_page_lists_the_points_and_f8_makes_one(page: BackupsPage, desk: Desk, qtbot: QtBot) -> None:
    row = page.table.current_row()
    assert row is not None
    assert (row["made"], row["age"], row["label"], row["place"]) == ("2026-02-12 10:40", "刚才", "建立", "本机")
    press(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 2, timeout=20000)
    assert [point.label for point in backups.points(desk)] == ["手动", "建立"]
    assert page.progress.isHidden()


def test_a_rehearsal_is_shown_and_journalled(page: BackupsPage, desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_J, CONTROL)
    qtbot.waitUntil(lambda: "10:40，通过" in shown_words(page), timeout=20000)
    last = rehearsals.last(desk)
    assert last is not None
    assert last.ok
    qtbot.waitUntil(lambda: "演练通过" in str(page.table.current_row()))


def test_a_second_place_is_chosen_and_gets_its_copy(
    page: BackupsPage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    page.choose_place(str(stick))
    qtbot.waitUntil(lambda: "本机和第二位置" in str(page.table.current_row()), timeout=20000)
    shutil.rmtree(stick)
    press(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "找不到" in shown_words(page), timeout=20000)


def test_going_back_shows_what_is_lost_asks_why_is_confirmed_and_locks(
    page: BackupsPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    penalty(desk)
    press(qtbot, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(window.overlay.is_open, timeout=20000)
    assert "恢复到 2026-02-12 10:40（建立）" in shown_words(page)
    assert "王示例 1 条" in shown_words(page)
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert window.overlay.is_open()
    write(qtbot, "误录入（示例）")
    qtbot.keyClick(focus(), Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(confirmations.pending(desk)), timeout=20000)
    settle(window.worker, qtbot)
    with acting_as(desk, "孙示例", "principal"):
        confirmations.confirm(desk, confirmations.pending(desk)[0].id)
    page.reload()
    qtbot.waitUntil(page._carry.isEnabled)
    with qtbot.waitSignal(window.lock_asked, timeout=20000):
        press(qtbot, Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    window.close()
    desk.close()
    with Desk.open(desk.folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as restored:
        assert record_lists.ids(restored, record_lists.Filter()) == []


def test_while_a_desk_is_open_backups_and_rehearsals_are_kept_up(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    keeper = Keeper(window)
    desk.clock = FixedClock(fixed_clock(TODAY)() + timedelta(days=8))
    keeper.look()
    keeper.look()
    qtbot.waitUntil(lambda: rehearsals.last(desk) is not None, timeout=20000)
    settle(window.worker, qtbot)
    assert [point.label for point in backups.points(desk)] == ["定时", "建立"]
    keeper.look()
    settle(window.worker, qtbot)
    assert len(backups.points(desk)) == 2


def test_a_window_that_closes_does_not_wait_for_a_backup(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.worker.keep(backups.make, "手动", on_progress=lambda _done, _total: None)
    window.close()
    left = [path.name for path in (desk.folder / "backups").iterdir()]
    assert not [name for name in left if name.endswith(".unfinished")]


def test_what_a_restore_took_back_is_ticked_off_in_a_sheet(
    page: BackupsPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    with Session(desk.vault.writer) as session, session.begin():
        at = desk.clock()
        session.add(
            LostAct(aside="示例", seq=9, at=at, officer_name="王示例", act="录入信用记录", about="示例〔2026〕1号")
        )
    press(qtbot, Qt.Key.Key_B, CONTROL)
    sheet = window.overlay.findChild(LostSheet)
    assert sheet is not None
    qtbot.waitUntil(lambda: "示例〔2026〕1号" in str(sheet.table.current_row()))
    sheet.form.fields["outcome"].editor.setFocus()
    write(qtbot, "已重新录入（示例）")
    qtbot.keyClick(focus(), Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "已重新录入" in str(sheet.table.current_row()))
    assert lost_acts.waiting(desk) == 0
    press(qtbot, Qt.Key.Key_Escape)
    assert not window.overlay.is_open()


def test_old_desks_set_aside_are_told_and_cleared_by_a_key(page: BackupsPage, desk: Desk, qtbot: QtBot) -> None:
    assert not page._clear.isEnabled()
    for day in ("20250101", "20250102"):
        (desk.folder / "aside" / f"{day}-090000-恢复前").mkdir(parents=True)
    page.reload()
    qtbot.waitUntil(lambda: "2 个恢复或抢救前的桌面，在 aside 文件夹；其中 1 个已满 180 天" in shown_words(page))
    press(qtbot, Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(
        lambda: "1 个恢复或抢救前的桌面，在 aside 文件夹" in shown_words(page) and not page._clear.isEnabled()
    )
    assert [path.name for path in (desk.folder / "aside").iterdir()] == ["20250102-090000-恢复前"]
