"""Papers and notes of a case, 催办 and the 异议台账, in the window with real keys."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from creditdesk.documents import bundles
from creditdesk.services import attachments, case_notes, letters, objection_lists, objections
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.objections.page import ObjectionsPage
from creditdesk.ui.pages.register_sheet import RegisterSheet
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.pdf_view import PdfView
from tests.entered import objection, on, penalty
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write

SHIFT, ESC = Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Escape


@pytest.fixture
def case_id(desk: Desk) -> str:
    """A case whose unit answers late today."""
    made = objection(desk, penalty(desk), date(2026, 2, 2))
    with on(desk, date(2026, 2, 4)):
        desk.perform(objections.accept, made)
        desk.perform(objections.forward, made)
    with on(desk, date(2026, 2, 5)):
        desk.perform(objections.deliver, made, date(2026, 2, 5))
    return made


@pytest.fixture
def window(desk: Desk, case_id: str, qtbot: QtBot) -> Iterator[MainWindow]:
    assert objection_lists.sheet(desk, case_id).state == "待核实意见"
    with sitting_at(desk, qtbot, ObjectionsPage, LettersPage) as made:
        settle(made.worker, qtbot)
        yield made


@pytest.fixture
def page(window: MainWindow) -> ObjectionsPage:
    found = window.page("objections")
    assert isinstance(found, ObjectionsPage)
    found.queue.table.setFocus()
    return found


@pytest.fixture
def pdf(desk: Desk, tmp_path: Path) -> Path:
    """A paper as a scanner makes it."""
    path = tmp_path / "答复意见（示例）.pdf"
    path.write_bytes(letters.pdf_of(desk, letters.ids(desk)[0]))
    return path


def link(page: ObjectionsPage, words: str) -> Button:
    return next(button for button in page.papers.findChildren(Button) if button.text() == words)


def seen(page: ObjectionsPage) -> str:
    return "\n".join(label.text() for label in page.view.findChildren(QLabel) if label.isVisible())


def test_a_paper_is_added_opened_from_memory_saved_and_withdrawn(
    page: ObjectionsPage, window: MainWindow, desk: Desk, case_id: str, pdf: Path, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(pdf)], ""))
    press(qtbot, Qt.Key.Key_A, CTRL | SHIFT)
    settle(page.worker, qtbot)
    [paper] = attachments.listing(desk, case_id)
    assert paper.name == pdf.name
    qtbot.mouseClick(link(page, pdf.name), Qt.MouseButton.LeftButton)
    settle(page.worker, qtbot)
    [view] = window.overlay.findChildren(PdfView)
    assert view.pages() == bundles.pages_of(pdf.read_bytes())
    press(qtbot, ESC)
    copy = tmp_path / "副本.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    qtbot.mouseClick(link(page, "另存"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(copy.exists)
    settle(page.worker, qtbot)
    assert copy.read_bytes() == pdf.read_bytes()
    qtbot.mouseClick(link(page, "撤下"), Qt.MouseButton.LeftButton)
    write(qtbot, "扫描不清（示例）")
    press(qtbot, ENTER)
    settle(page.worker, qtbot)
    [paper] = attachments.listing(desk, case_id)
    assert paper.withdrawn_because == "扫描不清（示例）"
    assert [button.text() for button in page.papers.findChildren(Button) if button.isVisible()][1:] == [pdf.name]


def test_a_picture_is_shown_and_a_file_dropped_on_the_case_is_taken(
    page: ObjectionsPage, window: MainWindow, desk: Desk, case_id: str, tmp_path: Path, qtbot: QtBot
) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    picture.save(str(tmp_path / "照片.png"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "照片.png")), QUrl.fromLocalFile(str(tmp_path))])
    drop = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.view.dropEvent(drop)
    settle(page.worker, qtbot)
    assert [paper.name for paper in attachments.listing(desk, case_id)] == ["照片.png"]
    assert "不是普通文件" in window.bar.text()
    qtbot.mouseClick(link(page, "照片.png"), Qt.MouseButton.LeftButton)
    settle(page.worker, qtbot)
    assert any(not label.pixmap().isNull() for label in window.overlay.findChildren(QLabel))


def test_a_note_is_written_and_stays(page: ObjectionsPage, desk: Desk, case_id: str, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_N, CTRL | SHIFT)
    write(qtbot, "已电话提醒经办人（示例）")
    for _ in range(2):
        press(qtbot, ENTER)
    settle(page.worker, qtbot)
    assert [note.text for note in case_notes.listing(desk, case_id)] == ["已电话提醒经办人（示例）"]
    assert "已电话提醒经办人（示例）" in seen(page)
    assert page.papers.note.text() == ""
    write(qtbot, "长" * 4001)
    press(qtbot, ENTER)
    settle(page.worker, qtbot)
    assert page.papers.note.text() == "长" * 4001
    assert len(case_notes.listing(desk, case_id)) == 1


def test_a_late_unit_is_urged_in_two_keystrokes(
    page: ObjectionsPage, window: MainWindow, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    assert page.urge.isEnabled()
    press(qtbot, Qt.Key.Key_U, CTRL)
    preview = window.page("letters").preview  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: preview.told is not None)
    assert preview.title.text() == "异议核实催办函"
    assert preview.told.pdf
    assert len(letters.ids(desk)) == 2
    press(qtbot, Qt.Key.Key_F8)
    press(qtbot, Qt.Key.Key_F8)
    settle(page.worker, qtbot)
    assert objection_lists.sheet(desk, case_id).steps[-1].label == "催办"
    assert letters.rows(desk, letters.ids(desk))[0].number == "牟信异催〔2026〕1号"


def test_a_unit_that_is_in_time_is_not_urged(page: ObjectionsPage, desk: Desk, case_id: str, qtbot: QtBot) -> None:
    desk.perform(objections.opinion, case_id, date(2026, 2, 12), "核实无误（示例）")
    page.reload()
    settle(page.worker, qtbot)
    assert not page.urge.isEnabled()
    assert not page.urge.isVisible()


def test_the_register_of_a_period_is_saved(
    page: ObjectionsPage, window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    press(qtbot, Qt.Key.Key_T, CTRL | SHIFT)
    [sheet] = window.overlay.findChildren(RegisterSheet)
    assert sheet.form.values() == {"start": "2026-01-01", "end": "2026-02-12"}
    write(qtbot, "2026-03-01")
    press(qtbot, ENTER)
    press(qtbot, Qt.Key.Key_S, CTRL)
    settle(page.worker, qtbot)
    assert "晚于截止日期" in sheet.message.text()
    sheet.form.set_values({"start": "2026-02-01"})
    press(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(path.exists)
    settle(page.worker, qtbot)
    assert "已导出异议台账" in window.status._sentence.text()


def test_a_case_is_saved_as_one_file(
    page: ObjectionsPage, window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "案卷.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    press(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(path.exists)
    settle(page.worker, qtbot)
    assert "已导出 2026-0001 的案卷" in window.status._sentence.text()
