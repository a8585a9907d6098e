"""The record list's columns are the officer's own, and what is seen leaves as a workbook."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from creditdesk.exchange.workbooks import read_modern
from creditdesk.models import JournalEntry
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.records.listing import RecordList
from tests.entered import PENALTY, penalty
from tests.ui.hands import CTRL, press, settle, sitting_at

SHIFT = Qt.KeyboardModifier.ShiftModifier


def list_of(window: MainWindow) -> RecordList:
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    return page.list


def shown(listing: RecordList) -> list[str]:
    table = listing.table
    return [column.label for at, column in enumerate(table.columns) if not table.isColumnHidden(at)]


def tick(listing: RecordList, label: str) -> None:
    menu = listing.tools.head.offer()
    next(action for action in menu.actions() if action.text() == label).trigger()
    menu.close()


def test_a_column_put_away_stays_away_when_the_window_opens_again(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    with sitting_at(desk, qtbot, RecordsPage) as window:
        listing = list_of(window)
        settle(window.worker, qtbot)
        assert shown(listing) == ["文号", "主体", "等级", "状态"]
        tick(listing, "状态")
        tick(listing, "决定日期")
        assert shown(listing) == ["文号", "主体", "等级", "决定日期"]
    with sitting_at(desk, qtbot, RecordsPage) as window:
        qtbot.waitUntil(lambda: shown(list_of(window)) == ["文号", "主体", "等级", "决定日期"])


def test_the_last_column_cannot_be_put_away(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, RecordsPage) as window:
        listing = list_of(window)
        settle(window.worker, qtbot)
        for label in ("文号", "等级", "状态", "主体"):
            tick(listing, label)
        assert shown(listing) == ["主体"]


def test_what_is_seen_is_exported_and_told(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    penalty(desk, grade="严重")
    penalty(desk, decision_number="示市监罚〔2026〕2号", decided_on="2026-01-05", grade="严重")
    penalty(desk, decision_number="示市监罚〔2026〕3号")
    path = tmp_path / "列表.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with sitting_at(desk, qtbot, RecordsPage) as window:
        listing = list_of(window)
        settle(window.worker, qtbot)
        listing.grade.choose("严重")
        tick(listing, "决定日期")
        tick(listing, "状态")
        listing.table._sort(4)
        settle(window.worker, qtbot)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        listing.table.setFocus()
        press(qtbot, Qt.Key.Key_E, CTRL | SHIFT)
        qtbot.waitUntil(path.exists)
        settle(window.worker, qtbot)
        assert "已导出信用记录（严重）2行" in window.status._sentence.text()
    assert read_modern(path)[0].rows == [
        ["文号", "主体", "等级", "决定日期"],
        [PENALTY["decision_number"], "示例建材有限公司", "严重", "2025-11-03"],
        ["示市监罚〔2026〕2号", "示例建材有限公司", "严重", "2026-01-05"],
    ]
    with desk.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "list.export")).one()
    assert entry.result["rows"] == 2
