"""The pane 回执: a receipt is looked at, taken, its rejected rows are corrected at their field, missing ones chased."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from creditdesk.exchange.receipts import Answer
from creditdesk.exchange.templates import Template
from creditdesk.models import JournalEntry
from creditdesk.services import receipt_lists
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.exchange.page import ExchangePage
from creditdesk.ui.pages.exchange.receipts import ReceiptsPane
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.register_sheet import RegisterSheet
from tests.answered import answered, lines_of, receipt, trust_platform
from tests.entered import PENALTY, on, penalty
from tests.leaving import release
from tests.ui.hands import CTRL, ENTER, focus, onto, press, settle, sitting_at, write

F8 = Qt.Key.Key_F8
REJECTED = (Answer.REJECTED, "CF_NR_FK", "金额应以万元计（示例）")


@pytest.fixture
def left(desk: Desk) -> tuple[str, str]:
    """A package of two penalties that left, and the record its receiver will reject."""
    trust_platform(desk)
    first = penalty(desk)
    penalty(desk, decision_number="示市监罚〔2025〕119号")
    return str(release(desk).result["packages"][0]), first


@pytest.fixture
def window(desk: Desk, left: tuple[str, str], qtbot: QtBot) -> Iterator[MainWindow]:
    with sitting_at(desk, qtbot, ExchangePage, RecordsPage) as shown:
        shown.open_page("exchange", pane=ReceiptsPane.label)
        settle(shown.worker, qtbot)
        yield shown


@pytest.fixture
def pane(window: MainWindow) -> ReceiptsPane:
    page = window.page("exchange")
    assert isinstance(page, ExchangePage)
    shown = page.shown
    assert isinstance(shown, ReceiptsPane)
    return shown


def _state(desk: Desk) -> str:
    return receipt_lists.states(desk)[-1].state


def test_a_receipt_is_looked_at_before_it_is_taken_and_enter_opens_the_rejected_field(
    pane: ReceiptsPane, window: MainWindow, desk: Desk, left: tuple[str, str], qtbot: QtBot, tmp_path: Path
) -> None:
    package, first = left
    pane.read_file(receipt(tmp_path, answered(desk, package), lines_of(desk, package, {first: REJECTED})))
    qtbot.waitUntil(lambda: pane.seen is not None)
    assert "接收1条、退回1条" in pane.sentence.text()
    assert pane.bar.primary.text().startswith("登记这份回执")
    assert not pane.reason.isVisible()
    assert _state(desk) == "待回执"
    pane.packages.setFocus()
    press(qtbot, F8)
    qtbot.waitUntil(lambda: pane.seen is None)
    settle(window.worker, qtbot)
    assert _state(desk) == "部分退回"
    assert pane.returned.model().rowCount() == 1
    pane.returned.setFocus()
    press(qtbot, ENTER)
    records_page = window.page("records")
    assert isinstance(records_page, RecordsPage)
    qtbot.waitUntil(records_page.correct.isVisible)
    form = records_page.correct.form
    qtbot.waitUntil(lambda: form.fields["fine_amount"].editor.control is focus())
    assert form.fields["fine_amount"].message.isVisible()
    write(qtbot, "0.2")
    records_page.correct.why.edit.setText("平台退回，单位有误（示例）")
    press(qtbot, F8)
    settle(window.worker, qtbot)
    assert [row.state for row in receipt_lists.returned(desk)] == [receipt_lists.CORRECTED]
    window.open_page("exchange", pane=ReceiptsPane.label)
    with on(desk, date(2026, 2, 13)):
        release(desk)
        pane.reload()
        settle(window.worker, qtbot)
    assert pane.returned.model().rowCount() == 0


def test_what_is_wrong_with_a_file_stands_over_the_page_and_nothing_is_shown_to_take(
    pane: ReceiptsPane, window: MainWindow, desk: Desk, left: tuple[str, str], qtbot: QtBot, tmp_path: Path
) -> None:
    package, _ = left
    pane.read_file(receipt(tmp_path, answered(desk, package), lines_of(desk, package, {})[:1]))
    qtbot.waitUntil(window.bar.isVisible)
    settle(window.worker, qtbot)
    assert pane.seen is None
    assert _state(desk) == "待回执"


def test_the_same_receipt_again_offers_nothing_to_take(
    pane: ReceiptsPane, window: MainWindow, desk: Desk, left: tuple[str, str], qtbot: QtBot, tmp_path: Path
) -> None:
    package, _ = left
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {}))
    pane.read_file(path)
    qtbot.waitUntil(lambda: pane.seen is not None)
    pane.packages.setFocus()
    press(qtbot, F8)
    qtbot.waitUntil(lambda: pane.seen is None)
    pane.read_file(path)
    qtbot.waitUntil(lambda: pane.seen is not None)
    assert "再次登记不会有任何变化" in pane.sentence.text()
    assert pane.bar.primary.text().startswith("登记回执")
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: pane.seen is None)


def test_a_workbook_is_taken_for_the_chosen_package_with_a_reason(
    pane: ReceiptsPane, window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    template = Template(desk.catalogue.kind("penalty"), desk.catalogue.layout("xzcf_municipal"))
    path = tmp_path / "退回.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, [*template.header, "错误原因"])
        page.write_row(1, 0, [*template.cells(PENALTY), "处罚决定日期：不符（示例）"])
    pane.read_file(path)
    qtbot.waitUntil(pane.reason.isVisible)
    pane.packages.setFocus()
    press(qtbot, F8)
    qtbot.waitUntil(window.bar.isVisible)
    assert _state(desk) == "待回执"
    pane.reason.line.setFocus()
    write(qtbot, "网页下载，已核对（示例）")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: pane.seen is None)
    assert _state(desk) == "部分退回"
    assert receipt_lists.returned(desk)[0].field == "decided_on"


def test_a_rejection_is_settled_or_sent_again_with_a_reason_by_keys(
    pane: ReceiptsPane, window: MainWindow, desk: Desk, left: tuple[str, str], qtbot: QtBot, tmp_path: Path
) -> None:
    package, _ = left
    told = {line.record_id: REJECTED for line in lines_of(desk, package, {})}
    pane.read_file(receipt(tmp_path, answered(desk, package), lines_of(desk, package, told)))
    qtbot.waitUntil(lambda: pane.seen is not None)
    pane.packages.setFocus()
    press(qtbot, F8)
    qtbot.waitUntil(lambda: pane.returned.model().rowCount() == 2)
    for key, count in ((Qt.Key.Key_D, 1), (Qt.Key.Key_R, 0)):
        settle(window.worker, qtbot)
        pane.returned.setFocus()
        press(qtbot, key, CTRL)
        write(qtbot, "平台有误（示例）")
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda count=count: pane.returned.model().rowCount() == count)  # type: ignore[misc]
    with on(desk, date(2026, 2, 13)):
        again = str(release(desk).result["packages"][0])
    assert len(lines_of(desk, again, {})) == 1


def test_the_receiver_is_urged_by_a_text_and_on_paper_and_the_journal_is_told(
    pane: ReceiptsPane,
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with on(desk, date(2026, 3, 3)):
        pane.reload()
        settle(window.worker, qtbot)
        assert "逾期" in pane.subtitle
        pane.packages.setFocus()
        press(qtbot, Qt.Key.Key_U, CTRL)
        qtbot.waitUntil(lambda: "第0001号数据包" in QGuiApplication.clipboard().text())
        settle(window.worker, qtbot)
        onto(tmp_path / "催办单.pdf", monkeypatch)
        press(qtbot, Qt.Key.Key_P, CTRL)
        qtbot.waitUntil((tmp_path / "催办单.pdf").exists)
        settle(window.worker, qtbot)
    with desk.read() as session:
        urged = session.scalars(select(JournalEntry.result).where(JournalEntry.act == "receipt.urge")).all()
    assert [one["way"] for one in urged] == ["文字", "打印"]


def test_who_received_what_is_saved_for_a_period(
    pane: ReceiptsPane, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    pane.packages.setFocus()
    press(qtbot, Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    [sheet] = window.overlay.findChildren(RegisterSheet)
    sheet.save_to(tmp_path / "台账.xlsx")
    qtbot.waitUntil((tmp_path / "台账.xlsx").exists)
    settle(window.worker, qtbot)
    assert window.overlay.findChildren(RegisterSheet) == []


def test_the_rows_of_a_package_are_written_as_an_upload_template(
    pane: ReceiptsPane, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    pane.packages.setFocus()
    press(qtbot, Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(window.overlay.isVisible)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    written = tmp_path / "20260212-0001-xzcf_municipal.xlsx"
    qtbot.waitUntil(written.exists)
    settle(window.worker, qtbot)
    assert not window.overlay.isVisible()
