"""An issued letter in the window: printed and counted, declared void, replaced, supplemented."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from creditdesk.services import clean_records, confirmations, letter_copies, letters, objections, record_lists, records
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.objections.page import ObjectionsPage
from tests.documents.reading import Pdf
from tests.entered import acting_as, objection, penalty
from tests.made_records import contents_of
from tests.ui.hands import CTRL, ENTER, onto, press, settle, sitting_at, write

SHIFT = Qt.KeyboardModifier.ShiftModifier
F8 = Qt.Key.Key_F8


@pytest.fixture
def accepted(desk: Desk) -> str:
    """A letter that is a step of a case."""
    case_id = objection(desk, penalty(desk), date(2026, 2, 9))
    return str(desk.perform(objections.accept, case_id).result["letter"])


@pytest.fixture
def page(desk: Desk, accepted: str, qtbot: QtBot) -> Iterator[LettersPage]:
    assert letters.ids(desk) == [accepted]
    with sitting_at(desk, qtbot, LettersPage, ObjectionsPage) as window:
        found = window.page("letters")
        assert isinstance(found, LettersPage)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        settle(found.worker, qtbot)
        found.register.table.setFocus()
        yield found


def test_each_printing_is_counted_and_a_refused_one_is_not(
    page: LettersPage, desk: Desk, accepted: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    press(qtbot, F8)
    settle(page.worker, qtbot)
    assert letters.rows(desk, [accepted])[0].prints == 0
    for turn in (1, 2):
        onto(tmp_path / f"{turn}.pdf", monkeypatch)
        press(qtbot, F8)
        qtbot.waitUntil((tmp_path / f"{turn}.pdf").exists)
        settle(page.worker, qtbot)
    assert letters.rows(desk, [accepted])[0].prints == 2
    assert page.register.about.text().endswith("已打印 2 次")


def test_the_slip_to_be_signed_is_printed_again_and_counts_as_no_printing(
    page: LettersPage, desk: Desk, accepted: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    onto(tmp_path / "slip.pdf", monkeypatch)
    press(qtbot, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil((tmp_path / "slip.pdf").exists)
    settle(page.worker, qtbot)
    assert letters.rows(desk, [accepted])[0].prints == 0


def sentences(page: LettersPage) -> str:
    """Return what the sheet says."""
    overlay = page.frame.overlay  # type: ignore[attr-defined]
    return "\n".join(label.text() for label in overlay.findChildren(QLabel) if label.isVisible())


def test_a_letter_of_a_case_is_not_merely_void(page: LettersPage, desk: Desk, accepted: str, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Delete, CTRL)
    write(qtbot, "主送单位名称有误（示例）")
    press(qtbot, ENTER, CTRL)
    settle(page.worker, qtbot)
    assert letters.rows(desk, [accepted])[0].void_reason == ""
    assert "请用“换发”同时签发新文书" in sentences(page)


def test_a_letter_is_replaced_by_another_under_the_next_number(
    page: LettersPage, desk: Desk, accepted: str, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    settle(page.worker, qtbot)
    write(qtbot, "申请人名称有误（示例）")
    press(qtbot, ENTER)
    write(qtbot, "示例建材（中牟）有限公司")
    press(qtbot, ENTER, CTRL)
    settle(page.worker, qtbot)
    old, new = letters.rows(desk, [accepted])[0], letters.rows(desk, letters.ids(desk))[0]
    assert (old.void_reason, new.number) == ("申请人名称有误（示例）", "牟信异受〔2026〕2号")
    assert "示例建材（中牟）有限公司" in Pdf(letters.pdf_of(desk, new.id)).text()
    assert page.register.letter is not None
    assert page.register.letter.id == new.id
    page.register.show_letter(accepted)
    settle(page.worker, qtbot)
    assert page.register.about.text().startswith("已作废：申请人名称有误（示例）")
    assert not page.changes["作废"].isEnabled()
    assert page.register.pdf == letter_copies.shown(desk, accepted) != letters.pdf_of(desk, accepted)


def test_a_supplement_keeps_the_number(page: LettersPage, desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL | SHIFT)
    settle(page.worker, qtbot)
    press(qtbot, ENTER, CTRL)
    settle(page.worker, qtbot)
    assert "内容相同，请先改动" in sentences(page)
    write(qtbot, "示例建材（中牟）有限公司")
    for _ in range(2):
        press(qtbot, ENTER, CTRL)
    settle(page.worker, qtbot)
    assert {row.number for row in letters.rows(desk, letters.ids(desk))} == {
        "牟信异受〔2026〕1号", "牟信异受〔2026〕1号之一",
    }  # fmt: skip


def test_a_letter_of_no_case_is_declared_void_for_a_reason(page: LettersPage, desk: Desk, qtbot: QtBot) -> None:
    content = next(contents_of(desk.catalogue.kind("licence")))
    subject = record_lists.sheet(desk, str(desk.perform(records.enter, "licence", content).result["record"])).subject_id
    asking = Asking("示例申请人", "授权", "授权书（示例）", "招投标（示例）")
    made = desk.perform(clean_records.certify, subject, asking)
    page.register.show_letter(str(made.result["letter"]))
    settle(page.worker, qtbot)
    page.register.table.setFocus()
    press(qtbot, Qt.Key.Key_Delete, CTRL)
    press(qtbot, ENTER, CTRL)
    assert "必填" in sentences(page)
    write(qtbot, "用途写错（示例）")
    press(qtbot, ENTER, CTRL)
    settle(page.worker, qtbot)
    assert letters.rows(desk, [str(made.result["letter"])])[0].void_reason == ""
    with acting_as(desk, "钱示例", "checker"):
        page.worker.act(confirmations.confirm, confirmations.pending(desk)[0].id)
        settle(page.worker, qtbot)
    row = letters.rows(desk, [str(made.result["letter"])])[0]
    assert row.void_reason == "用途写错（示例）"
    assert page.register.about.text().startswith("已作废：用途写错（示例）")
