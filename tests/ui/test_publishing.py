"""The pane 公示: what the site would show, its package, and the lists for the public, with real keys."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from creditdesk.services import campaigns, record_lists, records
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.exchange.page import ExchangePage
from creditdesk.ui.pages.exchange.publishing import PublishingPane
from creditdesk.ui.pages.register_sheet import RegisterSheet
from creditdesk.ui.widgets.small_form import SmallForm
from tests.entered import COMMITMENT, penalty
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write


@pytest.fixture
def commitment(desk: Desk) -> str:
    """A public commitment, beside two penalties of which one is not public."""
    penalty(desk)
    penalty(desk, decision_number="示市监罚〔2025〕119号", usage_scope="仅可授权查询")
    return str(desk.perform(records.enter, "commitment", COMMITMENT).result["record"])


@pytest.fixture
def window(desk: Desk, commitment: str, qtbot: QtBot) -> Iterator[MainWindow]:
    with sitting_at(desk, qtbot, ExchangePage) as shown:
        yield shown


@pytest.fixture
def pane(window: MainWindow, qtbot: QtBot) -> PublishingPane:
    page = window.page("exchange")
    assert isinstance(page, ExchangePage)
    window.open_page("exchange", pane=PublishingPane.label)
    settle(window.worker, qtbot)
    assert isinstance(page.shown, PublishingPane)
    return page.shown


def rows(table: object) -> list[tuple[str, ...]]:
    model = table.table  # type: ignore[attr-defined]
    return [tuple(str(cell) for cell in (model.row_at(place) or {}).values()) for place in range(model.rowCount())]


def test_columns_and_reasons_are_told_and_the_package_is_written(
    pane: PublishingPane, desk: Desk, commitment: str, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: rows(pane.shown) == [("信用承诺公示", "1", "0"), ("信用信息查询公示栏", "2", "1")])
    assert rows(pane.left) == [("信用信息查询公示栏", "须经信用主体书面授权才能查询", "1")]
    path = tmp_path / "site.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    press(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(path.is_file)
    settle(pane.worker, qtbot)
    with zipfile.ZipFile(path) as archive:
        assert "data/commitments.csv" in archive.namelist()
    assert record_lists.sheet(desk, commitment).content["pushed_on"] == "2026-02-12"


def test_a_list_is_written_from_its_row(
    pane: PublishingPane, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "codes.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    pane.lists.setFocus()
    qtbot.waitUntil(lambda: pane.lists.current_row() is not None)
    press(qtbot, ENTER)
    qtbot.waitUntil(path.is_file)


def test_a_campaign_is_entered_and_its_log_asks_for_the_period(
    pane: PublishingPane, window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    press(qtbot, Qt.Key.Key_E, CTRL)
    write(qtbot, "2026-02-10")
    press(qtbot, ENTER)
    press(qtbot, Qt.Key.Key_Down)
    for text in ("", "诚信宣传周", "示例县信用办", "", "十人"):
        write(qtbot, text)
        press(qtbot, ENTER)
    press(qtbot, ENTER, CTRL)
    form = window.findChild(SmallForm)
    assert form is not None
    settle(window.worker, qtbot)
    assert form.isVisible()  # it stays open with the sentence, and nothing was entered
    form.fields["people"].show_value("120")
    press(qtbot, ENTER, CTRL)
    settle(window.worker, qtbot)
    [row] = campaigns.rows(desk, date(2026, 2, 1), date(2026, 2, 28))
    assert (row.held.title, row.held.people) == ("诚信宣传周", 120)
    pane.lists.choose(pane.lists.table.rowCount() - 1)
    press(qtbot, Qt.Key.Key_S, CTRL)
    sheet = window.findChild(RegisterSheet)
    assert sheet is not None
    sheet.save_to(tmp_path / "log.pdf")
    qtbot.waitUntil((tmp_path / "log.pdf").is_file)
    settle(window.worker, qtbot)
