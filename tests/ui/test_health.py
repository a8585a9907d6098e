"""The page 体检: findings with what to do, the act that does it, and the check after an unclean end."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import backups, checkups
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.ui.desk_window import open_window
from creditdesk.ui.keeping import Keeper
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.health import HealthPage
from creditdesk.ui.widgets.label import Label
from creditdesk.vault import Vault
from creditdesk.vault.durable import replace_file
from creditdesk.vault.holder import Holder, Pace
from creditdesk.vault.lock import HOLDER_NAME, UNCLEAN
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import penalty
from tests.ui.hands import press, settle

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> HealthPage:
    """The page of a desk that was never checked."""
    window.open_page("health")
    shown = window.page("health")
    assert isinstance(shown, HealthPage)
    settle(window.worker, qtbot)
    return shown


def shown_words(page: HealthPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(Label) if label.isVisible())


def told(page: HealthPage) -> dict[str, str]:
    """Return the states shown, by name, in their order."""
    rows = [page.table.table.row_at(at) for at in range(page.table.table.rowCount())]
    return {str(row["name"]): str(getattr(row["state"], "text", "")) for row in rows if row is not None}


def checked(page: HealthPage, qtbot: QtBot) -> None:
    """Press the key of the check and wait for its findings."""
    press(qtbot, Qt.Key.Key_F8)
    settle(page.worker, qtbot)
    qtbot.waitUntil(lambda: len(told(page)) == 19)
    settle(page.worker, qtbot)


def test_a_check_lists_every_finding_and_is_remembered(page: HealthPage, desk: Desk, qtbot: QtBot) -> None:
    assert page.table.table.rowCount() == 0
    checked(page, qtbot)
    assert set(told(page).values()) <= {"正常", "提醒"}
    assert "0 项异常" in shown_words(page)
    assert page.progress.isHidden()
    last = checkups.last(desk)
    assert last is not None
    assert len(last.findings) == 19


def test_a_damaged_index_stands_first_and_one_key_mends_it(page: HealthPage, desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    with desk.vault.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM search_key")
    checked(page, qtbot)
    first, state = next(iter(told(page).items()))
    assert (first, state) == ("搜索索引", "异常")
    assert page.table.choose("搜索索引")
    assert "按 Ctrl+Enter 重建搜索索引" in shown_words(page)
    qtbot.mouseClick(page.bar.findChildren(type(page.bar.primary))[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told(page).get("搜索索引") == "正常")
    settle(page.worker, qtbot)


def test_without_a_backup_the_button_makes_one(page: HealthPage, desk: Desk, qtbot: QtBot) -> None:
    shutil.rmtree(desk.folder / "backups")
    checked(page, qtbot)
    assert told(page)["备份"] == "提醒"
    assert page.table.choose("备份")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: told(page).get("备份") == "正常")
    assert [point.label for point in backups.points(desk)] == ["手动"]
    settle(page.worker, qtbot)


def test_what_is_mended_elsewhere_opens_its_page(
    page: HealthPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    with desk.vault.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE register SET last = last + 1 WHERE name NOT LIKE 'case:%'")
        connection.exec_driver_sql("INSERT INTO register (name, year, last) VALUES ('示例', 2026, 3)")
    checked(page, qtbot)
    assert told(page)["文书编号"] == "异常"
    assert page.table.choose("文书编号")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert window.page("backups").isVisible()
    settle(window.worker, qtbot)


def test_after_an_unclean_end_the_desk_is_checked_by_itself(founded: Path, tmp_path: Path, qtbot: QtBot) -> None:
    folder = Path(shutil.copytree(founded, tmp_path / "desk"))
    (folder / "desk.lock.json").write_text('{"since": "2026-02-11 16:20"}', "utf-8")
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        window = open_window(desk)
        qtbot.addWidget(window)
        window.show()
        keeper = Keeper(window)
        keeper.look()
        qtbot.waitUntil(lambda: checkups.last(desk) is not None)
        qtbot.waitUntil(window.bar.isVisible)
        assert "上次（2026-02-11 16:20打开）没有正常关闭，体检完毕" in "".join(
            label.text() for label in window.bar.findChildren(Label)
        )
        settle(window.worker, qtbot)
        window.close()
    assert not (folder / UNCLEAN).exists()


def test_a_window_whose_desk_was_taken_over_says_so_at_once(founded: Path, tmp_path: Path, qtbot: QtBot) -> None:
    folder = Path(shutil.copytree(founded, tmp_path / "desk"))
    vault = Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP, pace=Pace(beat=0.05))
    with Desk.enter(vault, fixed_clock(TODAY)) as desk:
        window = open_window(desk)
        qtbot.addWidget(window)
        window.show()
        Keeper(window)
        settle(window.worker, qtbot)
        other = replace(Holder.here(folder), host="示例的另一台电脑")
        replace_file(folder / HOLDER_NAME, other.note(1))
        qtbot.waitUntil(lambda: "已由计算机 示例的另一台电脑 上的进程" in window.bar.text())
        assert window.bar.isVisible()
        settle(window.worker, qtbot)
        window.close()
