"""The pane 考核: months are walked, a unit narrows the rows that cost points, the monthly return is written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from creditdesk.services import home, rectifications
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.exchange.assessment import AssessmentPane
from creditdesk.ui.pages.exchange.page import ExchangePage
from creditdesk.ui.pages.home import HomePage
from creditdesk.ui.pages.records import RecordsPage
from tests.entered import OTHER_UNIT, OTHER_USCC, UNIT, on, penalty
from tests.leaving import release
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write

ALT = Qt.KeyboardModifier.AltModifier


def _decided(desk: Desk, number: int, day: str, **changed: str) -> str:
    return penalty(desk, decision_number=f"示罚〔2026〕{number}号", decided_on=day, valid_until="2027-02-28", **changed)


@pytest.fixture
def late(desk: Desk) -> str:
    """In January's and February's decisions one unit is late, the other in time; it is the 2nd of March."""
    record = _decided(desk, 1, "2026-02-02", source_unit=OTHER_UNIT, source_unit_uscc=OTHER_USCC)
    _decided(desk, 2, "2026-02-04")
    _decided(desk, 3, "2026-01-05")
    release(desk)
    return record


@pytest.fixture
def window(desk: Desk, late: str, qtbot: QtBot) -> Iterator[MainWindow]:
    with on(desk, date(2026, 3, 2)), sitting_at(desk, qtbot, HomePage, ExchangePage, RecordsPage) as shown:
        yield shown


@pytest.fixture
def pane(window: MainWindow, qtbot: QtBot) -> AssessmentPane:
    page = window.page("exchange")
    assert isinstance(page, ExchangePage)
    window.open_page("exchange", pane=AssessmentPane.label)
    settle(window.worker, qtbot)
    assert isinstance(page.shown, AssessmentPane)
    return page.shown


def _units(pane: AssessmentPane, qtbot: QtBot) -> list[str]:
    qtbot.waitUntil(lambda: pane.units.table.row_at(0) is not None)
    return [str(row["name"]) for place in range(pane.units.table.rowCount()) if (row := pane.units.table.row_at(place))]


def test_the_workbench_leads_to_the_month_whose_return_is_missing(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page = window.page("home")
    assert isinstance(page, HomePage)
    settle(window.worker, qtbot)
    [place] = [at for at, task in enumerate(home.tasks(desk, home.task_ids(desk))) if task.noun == "monthly_return"]
    page.table.selectRow(place)
    page.table.setFocus()
    press(qtbot, ENTER)
    settle(window.worker, qtbot)
    shown = window.page("exchange")
    assert isinstance(shown, ExchangePage)
    assert isinstance(shown.shown, AssessmentPane)
    assert shown.shown.heading.text() == "2026年2月"


def test_rates_tell_what_is_missed_and_a_unit_narrows_the_rows(
    pane: AssessmentPane, window: MainWindow, qtbot: QtBot
) -> None:
    assert pane.meters["timely"].accessibleName() == "及时率 50.0% 未达 95%"
    assert pane.meters["complete"].accessibleName() == "完整率 100.0% 目标 95%"
    assert pane.subtitle == "及时率未达标"
    assert pane._lower.title.text() == "失分的记录 1 条"
    units = _units(pane, qtbot)
    assert sorted(units) == sorted([UNIT, OTHER_UNIT])
    assert units[0] == UNIT
    place = pane.units.visualRect(pane.units.table.index(0, 0)).center()
    qtbot.mouseClick(pane.units.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(window.worker, qtbot)
    assert pane._lower.title.text() == "失分的记录"
    qtbot.mouseClick(pane._all, Qt.MouseButton.LeftButton)
    settle(window.worker, qtbot)
    assert pane._lower.title.text() == "失分的记录 1 条"


def test_enter_opens_the_row_that_costs_points(
    pane: AssessmentPane, window: MainWindow, late: str, qtbot: QtBot
) -> None:
    pane.losses.selectRow(0)
    pane.losses.setFocus()
    press(qtbot, ENTER)
    settle(window.worker, qtbot)
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    qtbot.waitUntil(lambda: page.list.table.current_id() == late)


def test_a_bar_lists_what_it_counts_and_a_month_of_the_course_opens(
    pane: AssessmentPane, window: MainWindow, qtbot: QtBot
) -> None:
    pane.as_chart.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    place = next(at for at, name in enumerate(pane.charts.units.chart.columns) if name == UNIT)
    bar = pane.charts.units.rect_of((0, place))
    qtbot.mouseClick(pane.charts.units, Qt.MouseButton.LeftButton, pos=bar.center().toPoint())
    settle(window.worker, qtbot)
    assert pane._lower.title.text() == "记录 1 条"
    assert pane._lower.hint.text() == f"{UNIT} 按期 1条　回车打开记录"
    point = pane.charts.months.rect_of((0, 4))
    qtbot.mouseClick(pane.charts.months, Qt.MouseButton.LeftButton, pos=point.center().toPoint())
    settle(window.worker, qtbot)
    assert pane.heading.text() == "2026年1月"
    assert pane._lower.title.text() == "失分的记录 1 条"


def test_months_are_walked_by_keys(pane: AssessmentPane, window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Left, ALT)
    settle(window.worker, qtbot)
    assert pane.heading.text() == "2026年1月"
    assert _units(pane, qtbot) == [UNIT]
    press(qtbot, Qt.Key.Key_Right, ALT)
    press(qtbot, Qt.Key.Key_Right, ALT)
    settle(window.worker, qtbot)
    assert pane.heading.text() == "2026年3月"
    assert not pane._make.isEnabled()


def test_the_return_is_made_into_a_file_and_its_task_ends(
    pane: AssessmentPane, window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "月报.xlsx"), ""))
    press(qtbot, Qt.Key.Key_F8)
    settle(window.worker, qtbot)
    assert (tmp_path / "月报.xlsx").stat().st_size > 1000
    assert "monthly_return" not in {task.noun for task in home.tasks(desk, home.task_ids(desk))}


def test_a_unit_is_told_to_mend_its_ways_and_its_answer_is_written_down(
    pane: AssessmentPane, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    place = _units(pane, qtbot).index(OTHER_UNIT)
    pane.units.setFocus()
    pane.units.selectRow(place)
    press(qtbot, Qt.Key.Key_U, CTRL)
    qtbot.waitUntil(lambda: len(rectifications.listing(desk)) == 1)
    settle(window.worker, qtbot)
    pane.units.selectRow(place)
    press(qtbot, Qt.Key.Key_D, CTRL)
    press(qtbot, ENTER)
    write(qtbot, "已补报，明确专人负责（示例）")
    press(qtbot, ENTER, CTRL)
    qtbot.waitUntil(lambda: rectifications.listing(desk)[0].answered_on == date(2026, 3, 2))
