"""The page 文书登记: the register, the letter itself beside it, and a letter checked before it takes its number."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import letter_previews, letters, objection_lists, objections
from creditdesk.services.desk import Desk
from creditdesk.services.letter_previews import Standing
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.letters.preview import NOT_NOW
from creditdesk.ui.pages.letters.proposal import Proposal
from creditdesk.ui.pages.objections.page import ObjectionsPage
from tests.entered import objection, penalty
from tests.ui.hands import press, sitting_at, write

CTRL = Qt.KeyboardModifier.ControlModifier
F8, ESC = Qt.Key.Key_F8, Qt.Key.Key_Escape


@pytest.fixture
def case_id(desk: Desk) -> str:
    """A case received on 9 February, not yet accepted."""
    return objection(desk, penalty(desk), date(2026, 2, 9))


@pytest.fixture
def window(desk: Desk, case_id: str, qtbot: QtBot) -> Iterator[MainWindow]:
    assert objection_lists.sheet(desk, case_id).state == "已收到"
    with sitting_at(desk, qtbot, LettersPage, ObjectionsPage) as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> LettersPage:
    found = window.page("letters")
    assert isinstance(found, LettersPage)
    return found


def accepted(case_id: str) -> Proposal:
    return Proposal(case_id, "accept", "受理", objections.accept, (case_id,))


def test_an_empty_register_says_what_belongs_here(page: LettersPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.register.table.table.loaded)
    assert page.register.letter is None
    assert not page.print_act.isEnabled()
    assert page.subtitle == "共 0 件，签发后不再改动"


def test_the_register_finds_a_letter_and_shows_the_file_itself(
    page: LettersPage, desk: Desk, case_id: str, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.perform(objections.accept, case_id)
    desk.perform(objections.forward, case_id)
    page.reload()
    table = page.register.table.table
    qtbot.waitUntil(lambda: table.rowCount() == 2 and page.register.letter is not None)
    press(qtbot, Qt.Key.Key_F, CTRL)
    write(qtbot, "异受")
    qtbot.waitUntil(lambda: table.rowCount() == 1)
    qtbot.waitUntil(lambda: page.register.letter is not None and page.register.letter.number == "牟信异受〔2026〕1号")
    letter_id = letters.ids(desk, "异受")[0]
    assert page.register.pdf == letters.pdf_of(desk, letter_id)
    assert page.register.pane.view.pages() > 0
    assert page.register.title.text() == "异议申请受理通知书　牟信异受〔2026〕1号"
    page.save_to(tmp_path / "受理.pdf")
    qtbot.waitUntil((tmp_path / "受理.pdf").exists)
    qtbot.waitUntil(lambda: (tmp_path / "受理.pdf").read_bytes() == page.register.pdf)
    page.register.search.clear()
    page.register.form.choose("异议转办函")
    qtbot.waitUntil(lambda: table.rowCount() == 1)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    objections_page = page.frame.page("objections")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: objections_page.told is not None and objections_page.isVisible())


def test_a_disk_that_refuses_is_told_in_words(
    page: LettersPage, window: MainWindow, desk: Desk, case_id: str, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.perform(objections.accept, case_id)
    page.reload()
    qtbot.waitUntil(lambda: page.register.letter is not None)
    page.save_to(tmp_path / "没有这个文件夹" / "受理.pdf")
    qtbot.waitUntil(window.bar.isVisible)
    assert "无法写入" in window.bar.text()


def test_going_to_a_letter_lifts_the_filters(
    page: LettersPage, window: MainWindow, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    desk.perform(objections.accept, case_id)
    page.reload()
    qtbot.waitUntil(lambda: page.register.letter is not None)
    page.register.search.setText("没有这样的文书")
    qtbot.waitUntil(lambda: page.register.letter is None)
    window.open_page("letters", id=letters.ids(desk)[0])
    qtbot.waitUntil(lambda: page.register.letter is not None)
    assert page.register.search.text() == ""


def test_the_preview_checks_asks_once_and_issues(
    page: LettersPage, window: MainWindow, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    window.open_page("letters", proposal=accepted(case_id))
    preview = page.preview
    qtbot.waitUntil(lambda: preview.told is not None)
    assert preview.number.text() == "牟信异受〔2026〕1号"
    assert preview.printer.currentText() == NOT_NOW
    assert [(check.name, check.standing) for check in preview.checks.rows] == [
        ("字形检查", Standing.PASSED), ("编号", Standing.PASSED), ("期限", Standing.PASSED),
        ("主送与正文", Standing.PASSED), ("盖章", Standing.CONFIRM),
    ]  # fmt: skip
    assert preview.summary.text() == "4 项通过，1 项请确认"
    press(qtbot, F8)
    assert letters.ids(desk) == []
    press(qtbot, F8)
    qtbot.waitUntil(lambda: len(letters.ids(desk)) == 1)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.page("objections"))
    issued = letters.pdf_of(desk, letters.ids(desk)[0])
    assert preview.told is not None
    assert issued == preview.told.pdf


def test_a_character_no_font_can_draw_blocks_the_letter(
    page: LettersPage, window: MainWindow, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    data = {"reason": "理由含有印不出的字\U000f0000"}
    proposal = Proposal(case_id, "refuse", "不予受理", objections.refuse, (case_id, data["reason"]), data)
    window.open_page("letters", proposal=proposal)
    qtbot.waitUntil(lambda: page.preview.told is not None)
    assert page.preview.checks.blocked() is not None
    press(qtbot, F8)
    assert "字形检查没有通过" in window.bar.text()
    press(qtbot, F8)
    assert letters.ids(desk) == []


def test_esc_returns_without_a_number(
    page: LettersPage, window: MainWindow, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    window.open_page("letters", proposal=accepted(case_id))
    qtbot.waitUntil(lambda: page.preview.told is not None)
    press(qtbot, ESC)
    assert window.stack.currentWidget() is window.page("objections")
    window.open_page("letters")
    assert page.stack.currentWidget() is page.register
    assert letters.ids(desk) == []


def test_a_late_letter_must_be_confirmed(desk: Desk) -> None:
    late = objection(desk, penalty(desk), date(2026, 1, 20))
    desk.perform(objections.accept, late)
    told = letter_previews.preview(desk, late, "forward", {})
    check = next(check for check in told.checks if check.name == "期限")
    assert (check.standing, check.verdict) == (Standing.CONFIRM, "请确认")
    assert "已逾期" in check.detail
    assert objection_lists.sheet(desk, late).state == "已受理"
