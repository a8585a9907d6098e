"""文书文本 in the window: reworded with the letter beside it, refused with a sentence, saved, used, taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from creditdesk.catalog.rewording import rewording_of
from creditdesk.documents.letter import letter_pdf
from creditdesk.models import Letter
from creditdesk.services import entries, letters, objections, wordings
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.catalogue.page import CataloguePage
from creditdesk.ui.pages.catalogue.wording import WordingEditor
from creditdesk.ui.pages.home import HomePage
from tests.documents.reading import Pdf
from tests.entered import objection, penalty
from tests.ui.hands import CTRL, ENTER, focus, press, settle, sitting_at, write

F8, SHIFT, ALT = Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
MORE = "特此告知（示例增写）。"


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    assert not any(wordings.own_forms(desk).values())
    with sitting_at(desk, qtbot, CataloguePage, HomePage) as made:
        settle(made.worker, qtbot)
        yield made


@pytest.fixture
def editor(window: MainWindow, qtbot: QtBot) -> WordingEditor:
    page = window.page("catalogue")
    assert isinstance(page, CataloguePage)
    page.table.setFocus()
    press(qtbot, Qt.Key.Key_2, ALT)
    settle(page.worker, qtbot)
    page.wording.table.choose("acceptance")
    settle(page.worker, qtbot)
    return page.wording


def add_to_body(editor: WordingEditor, qtbot: QtBot, words: str) -> None:
    body = editor.text.parts["body"]
    body.setFocus()
    body.moveCursor(QTextCursor.MoveOperation.End)
    body.insertPlainText(words)
    qtbot.waitUntil(lambda: not editor._timer.isActive())
    settle(editor.worker, qtbot)


def said(editor: WordingEditor) -> str:
    assert editor.look is not None
    return Pdf(editor.look.pdf).text().replace("\n", "")


def row_of(editor: WordingEditor) -> str:
    row = editor.table.current_row()
    assert row is not None
    cell = row["own"]
    return cell.text if hasattr(cell, "text") else str(cell)


def saved_because(editor: WordingEditor, qtbot: QtBot, reason: str) -> None:
    press(qtbot, F8)
    write(qtbot, reason)
    press(qtbot, ENTER)
    press(qtbot, ENTER)
    settle(editor.worker, qtbot)


def test_a_letter_is_reworded_seen_saved_and_used(
    editor: WordingEditor, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    first = desk.perform(objections.accept, objection(desk, penalty(desk), date(2026, 2, 9))).result["letter"]
    assert MORE not in said(editor)
    assert not editor.save_act.isEnabled()
    add_to_body(editor, qtbot, f"\n\n{MORE}")
    assert MORE in said(editor)
    assert row_of(editor) == "未保存"
    saved_because(editor, qtbot, "县信用办要求统一结尾（示例）")
    assert not window.overlay.isVisible()
    assert row_of(editor) == "本单位"
    assert editor.about.text().startswith("第 1 稿，2026-02-12 起，王示例：县信用办")
    other = penalty(desk, decision_number="示市监罚〔2026〕9号")
    second = desk.perform(objections.accept, objection(desk, other, date(2026, 2, 9))).result["letter"]
    texts = [Pdf(letters.pdf_of(desk, str(one))).text().replace("\n", "") for one in (first, second)]
    assert [MORE in text for text in texts] == [False, True]
    with desk.read() as session:
        again = letter_pdf(letters.content_of(session, session.get_one(Letter, first)))
    assert again == letters.pdf_of(desk, str(first))
    editor.text.parts["body"].setFocus()
    press(qtbot, Qt.Key.Key_R, CTRL | SHIFT)
    write(qtbot, "试用结束（示例）")
    press(qtbot, ENTER)
    settle(editor.worker, qtbot)
    assert row_of(editor) == "原文"
    assert [row.own for row in wordings.standing(desk, "acceptance").rows] == [False, True]


def test_a_fault_is_told_at_its_part_and_stops_the_save(
    editor: WordingEditor, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    add_to_body(editor, qtbot, "【没有这样的内容】")
    message = editor.text.messages["body"].text()
    assert "没有这样的内容" in message
    assert len(editor.text.parts["body"].extraSelections()) == 1
    press(qtbot, F8)
    assert window.bar.text() == message
    assert not window.overlay.isVisible()
    assert wordings.standing(desk, "acceptance").rows == ()


def test_what_the_program_lists_is_told_in_words_and_nobody_writes_in_it(
    editor: WordingEditor, desk: Desk, qtbot: QtBot
) -> None:
    body, listed = editor.text.parts["body"], "〔逐项列出：“异议内容”〕"
    before = body.toPlainText()
    assert listed in before
    assert "{%" not in before
    cursor = body.textCursor()
    cursor.setPosition(before.index(listed) + 5)
    body.setTextCursor(cursor)
    body.insertPlainText("x")
    assert body.toPlainText() == before
    assert "不能改动" in editor.text.messages["body"].text()
    assert not editor.unsaved
    cursor.setPosition(before.index(listed) + len(listed))
    body.setTextCursor(cursor)
    body.insertPlainText("（示例）")
    assert body.toPlainText() == before.replace(listed, f"{listed}（示例）")
    qtbot.waitUntil(lambda: not editor._timer.isActive())
    settle(editor.worker, qtbot)
    body.setFocus()
    saved_because(editor, qtbot, "加注（示例）")
    (loop,) = (each.text for each in desk.catalogue.letter("acceptance").paragraphs if "{% for" in each.text)
    current = wordings.standing(desk, "acceptance").current
    assert f"{loop.strip()}（示例）" in [each.text for each in current.paragraphs]


def test_what_is_not_saved_stays_with_its_form_and_can_be_given_up(
    editor: WordingEditor, window: MainWindow, qtbot: QtBot
) -> None:
    add_to_body(editor, qtbot, MORE)
    editor.table.choose("refusal")
    settle(editor.worker, qtbot)
    assert MORE not in editor.text.text().body
    window.open_page("home")
    window.open_page("catalogue")
    settle(editor.worker, qtbot)
    editor.table.choose("acceptance")
    settle(editor.worker, qtbot)
    assert editor.text.text().body.endswith(MORE)
    editor.text.parts["title"].setFocus()
    press(qtbot, Qt.Key.Key_D, CTRL | SHIFT)
    settle(editor.worker, qtbot)
    assert MORE not in editor.text.text().body
    assert not editor.unsaved


def test_what_is_not_saved_is_there_again_when_the_desk_is_opened_again(
    editor: WordingEditor, desk: Desk, qtbot: QtBot
) -> None:
    add_to_body(editor, qtbot, MORE)
    settle(editor.worker, qtbot)
    assert wordings.drafts(desk)["acceptance"].body.endswith(MORE)
    assert entries.drafts(desk) == ()
    with sitting_at(desk, qtbot, CataloguePage, HomePage) as again:
        page = again.page("catalogue")
        assert isinstance(page, CataloguePage)
        again.open_page("catalogue")
        press(qtbot, Qt.Key.Key_2, ALT)
        settle(page.worker, qtbot)
        page.wording.table.choose("acceptance")
        settle(page.worker, qtbot)
        assert page.wording.text.text().body.endswith(MORE)
        page.wording.text.parts["title"].setFocus()
        press(qtbot, Qt.Key.Key_D, CTRL | SHIFT)
        settle(page.worker, qtbot)
    assert wordings.drafts(desk) == {}


def test_a_value_is_put_in_where_the_cursor_stood(editor: WordingEditor, qtbot: QtBot) -> None:
    title = editor.text.parts["title"]
    title.setFocus()
    title.moveCursor(QTextCursor.MoveOperation.End)
    action = next(each for each in editor._chips.actions() if each.text() == "【申请人】")
    action.trigger()
    assert editor.text.text().title.endswith("【申请人】")
    assert focus() is title


def test_long_and_rare_names_are_looked_at(editor: WordingEditor, qtbot: QtBot) -> None:
    seen = set()
    for word in ("示例", "很长", "生僻字"):
        editor.sample.show_chosen(word)
        editor.sample.chosen.emit(word)
        settle(editor.worker, qtbot)
        assert editor.look is not None
        seen.add(editor.look.pdf)
    assert len(seen) == 3


def test_the_versions_are_listed(editor: WordingEditor, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    form = desk.catalogue.letter("acceptance")
    text = rewording_of(form)
    desk.perform(wordings.save, "acceptance", replace(text, body=f"{text.body}\n\n{MORE}"), "统一结尾（示例）")
    editor.reload()
    settle(editor.worker, qtbot)
    editor.text.parts["title"].setFocus()
    press(qtbot, Qt.Key.Key_H, CTRL)
    told = "\n".join(label.text() for label in window.overlay.findChildren(QLabel))
    assert "第 1 稿" in told
    assert "统一结尾（示例）" in told


def test_an_officer_without_the_power_only_reads(desk: Desk, qtbot: QtBot) -> None:
    desk.officer.role = "maker"
    with sitting_at(desk, qtbot, CataloguePage) as window:
        page = window.page("catalogue")
        assert isinstance(page, CataloguePage)
        page.arrive(wording=True)
        settle(page.worker, qtbot)
        assert page.wording.text.parts["body"].isReadOnly()
        assert not page.wording.save_act.isEnabled()
        assert "只能查看" in page.wording.about.text()
