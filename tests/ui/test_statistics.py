"""The page 统计: a click on a bar, its number or its name lists the rows behind it, and Enter opens one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from creditdesk.documents.charts import ALL, Cell
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.ui import theme
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.objections.page import ObjectionsPage
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.statistics import StatisticsPage
from creditdesk.ui.widgets.chart import TOKENS
from tests.entered import OTHER_UNIT, OTHER_USCC, objection, penalty
from tests.ui.hands import CTRL, ENTER, focus, press, settle, sitting_at, write

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    penalty(desk)
    other = penalty(
        desk, decision_number="示环罚〔2025〕7号", decided_on="2025-12-01", source_unit=OTHER_UNIT,
        source_unit_uscc=OTHER_USCC,
    )  # fmt: skip
    objection(desk, other, date(2026, 1, 6))
    with sitting_at(desk, qtbot, StatisticsPage, RecordsPage, ObjectionsPage) as shown:
        settle(shown.worker, qtbot)
        yield shown


@pytest.fixture
def page(window: MainWindow) -> StatisticsPage:
    shown = window.page("statistics")
    assert isinstance(shown, StatisticsPage)
    return shown


def click(page: StatisticsPage, place: int, cell: Cell, qtbot: QtBot) -> None:
    rect = page.views[place].rect_of(cell)
    assert not rect.isEmpty()
    qtbot.mouseClick(page.views[place], Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    settle(page.worker, qtbot)


def listed(page: StatisticsPage, qtbot: QtBot) -> list[str]:
    rows = range(page.table.table.rowCount())
    qtbot.waitUntil(lambda: all(page.table.table.row_at(place) is not None for place in rows))
    return [str((page.table.table.row_at(place) or {})["number"]) for place in rows]


def test_a_number_tells_itself_and_opens_its_rows_and_enter_opens_the_record(
    page: StatisticsPage, window: MainWindow, qtbot: QtBot
) -> None:
    assert not page.export.isEnabled()
    view, cell = page.views[0], (0, 8)
    qtbot.mouseMove(view, view.rect_of(cell).center().toPoint())
    qtbot.waitUntil(lambda: view.toolTip() == "2025-11 行政处罚 1条")
    qtbot.mouseMove(view, QPoint(1, 1))
    qtbot.waitUntil(lambda: view.toolTip() == "")
    click(page, 1, (ALL, page.answers[1].chart.columns.index(OTHER_UNIT)), qtbot)
    assert listed(page, qtbot) == ["示环罚〔2025〕7号"]
    assert view.chosen is None
    click(page, 0, (0, page.answers[0].chart.columns.index("2025-12")), qtbot)
    assert listed(page, qtbot) == ["示环罚〔2025〕7号"]
    assert page._lower.title.text() == "信用记录：信息类别　2025-12 行政处罚　1 条"
    page.table.setFocus()
    press(qtbot, ENTER)
    settle(window.worker, qtbot)
    records = window.page("records")
    assert isinstance(records, RecordsPage)
    assert window.stack.currentWidget() is records


def test_keys_walk_the_numbers_and_tell_them(page: StatisticsPage, qtbot: QtBot) -> None:
    view = page.views[0]
    view.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    assert view.accessibleDescription() == "2025-03 0条"
    for _ in range(8):
        press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Up)
    assert view.chosen == (0, 8)
    press(qtbot, ENTER)
    settle(page.worker, qtbot)
    assert len(listed(page, qtbot)) == 1


def test_topic_and_period_are_chosen_and_the_chosen_number_is_let_go(
    page: StatisticsPage, window: MainWindow, qtbot: QtBot
) -> None:
    click(page, 0, (0, 8), qtbot)
    page.topic.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    settle(page.worker, qtbot)
    assert [one.statistic.name for one in page.answers] == ["outcomes", "paces"]
    assert page._panels[2].isHidden()
    assert page.table.table.rowCount() == 0
    page.period.usual.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    settle(page.worker, qtbot)
    assert page.subtitle == "2026-01-01 至 2026-02-12"
    click(page, 0, (0, 0), qtbot)
    page.table.setFocus()
    press(qtbot, ENTER)
    assert window.stack.currentWidget() is window.page("objections")


def test_two_days_make_a_period_or_a_sentence(page: StatisticsPage, window: MainWindow, qtbot: QtBot) -> None:
    page.period.start.setFocus()
    write(qtbot, "2025.11.1")
    press(qtbot, ENTER)
    page.period.end.setFocus()
    write(qtbot, "2025-12-31")
    press(qtbot, ENTER)
    settle(window.worker, qtbot)
    assert page.period.period == Period(date(2025, 11, 1), date(2025, 12, 31))
    assert page.answers[0].chart.columns == ("2025-11", "2025-12")
    page.setFocus()
    press(qtbot, Qt.Key.Key_Right, ALT)
    settle(window.worker, qtbot)
    assert page.subtitle == "2026-01-01 至 2026-03-02"
    page.period.end.setFocus()
    write(qtbot, "2025-01-01")
    press(qtbot, ENTER)
    assert "晚于截止日期" in window.bar.text()


def test_rows_and_report_leave_as_files(
    page: StatisticsPage, window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(page, 0, (0, 8), qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "行.xlsx"), ""))
    page.setFocus()
    press(qtbot, Qt.Key.Key_E, CTRL)
    qtbot.waitUntil((tmp_path / "行.xlsx").exists)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "统计.pdf"), ""))
    page.setFocus()
    press(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: focus() is not page)
    press(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil((tmp_path / "统计.pdf").exists)
    settle(window.worker, qtbot)


@pytest.mark.parametrize("now", [theme.LIGHT, theme.DARK], ids=lambda tokens: tokens.name)
def test_charts_can_be_seen_and_read(now: theme.Tokens) -> None:
    seen = {tone: theme.contrast(getattr(now, token), now.surface) for tone, token in TOKENS.items()}
    assert all(seen[tone] >= 4.5 for tone in ("text", "hint"))
    assert all(seen[tone] >= 3 for tone in ("strong", "bad"))
