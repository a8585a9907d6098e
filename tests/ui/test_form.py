"""The form out of the catalogue: Enter walks, parts come and go, faults stand in words under their fields."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from creditdesk import paths
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.load import load
from creditdesk.ui.widgets.choice_editor import ChoicesEditor, SegmentEditor
from creditdesk.ui.widgets.editors import LineEditor
from creditdesk.ui.widgets.form import Form
from creditdesk.ui.widgets.text_editor import TextEditor
from tests.entered import PENALTY, PERSON_PENALTY

TODAY = date(2026, 2, 12)
ENTER = Qt.Key.Key_Return


@pytest.fixture(scope="module")
def penalty() -> RecordKind:
    return load(paths.forms()).kind("penalty")


@pytest.fixture
def form(penalty: RecordKind, qtbot: QtBot) -> Form:
    made = Form(penalty, lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(760, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def line(form: Form, name: str) -> LineEditor:
    editor = form.fields[name].editor
    assert isinstance(editor, LineEditor)
    return editor


def type_into(form: Form, qtbot: QtBot, name: str, text: str) -> None:
    form.go_to(name)
    line(form, name).line.selectAll()
    qtbot.keyClick(line(form, name).line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line(form, name).line, text)
    qtbot.keyClick(line(form, name).line, ENTER)


def focused(form: Form) -> str | None:
    return form._focused()


def segments(form: Form, name: str) -> SegmentEditor:
    editor = form.fields[name].editor
    assert isinstance(editor, SegmentEditor)
    return editor


def test_segments_bring_the_part_that_applies_and_keep_what_was_typed(form: Form, qtbot: QtBot) -> None:
    category = segments(form, "subject_category").segments
    person = category.rect_of("自然人").center().toPoint()
    qtbot.mouseClick(category, Qt.MouseButton.LeftButton, pos=person)
    assert form.fields["document_number"].editor.isVisible()
    assert not form.fields["uscc"].editor.isVisible()
    type_into(form, qtbot, "document_number", "410122197001010000")
    qtbot.keyClick(category, Qt.Key.Key_Home)
    assert form.fields["uscc"].editor.isVisible()
    assert "document_number" not in form.record()
    assert form.content()["document_number"] == "410122197001010000"


def test_enter_walks_to_the_next_field_that_can_be_filled(form: Form, qtbot: QtBot) -> None:
    form.set_content(PERSON_PENALTY)
    form.fill({"subject_name": "陈示例"}, by="document_number")
    form.go_to("breach_ended_on")
    qtbot.keyClick(line(form, "breach_ended_on").line, ENTER)
    assert focused(form) == "decision_number"  # past the name, which was filled by the number


def test_the_last_field_hands_on(form: Form, qtbot: QtBot) -> None:
    form.set_content(PENALTY)
    last = list(form._walk())[-1]
    form.go_to(last.field.name)
    with qtbot.waitSignal(form.walked_out):
        qtbot.keyClick(last.editor.control, ENTER)


def test_a_fault_stands_under_the_field_once_the_officer_was_there(form: Form, qtbot: QtBot) -> None:
    message = form.fields["decided_on"].message
    assert not message.isVisible()
    type_into(form, qtbot, "decided_on", "2026-02-30")
    assert "2026-02-30" in message.text()
    assert form.fields["decided_on"].editor.control.accessibleDescription() == message.text()
    type_into(form, qtbot, "decided_on", "20260203")
    assert line(form, "decided_on").line.text() == "2026-02-03"
    assert not message.isVisible()


def test_dates_that_contradict_are_told_with_the_other_date(form: Form, qtbot: QtBot) -> None:
    form.set_content({**PENALTY, "decided_on": "2026-02-03"})
    type_into(form, qtbot, "valid_until", "2026-01-03")
    assert "2026-02-03" in form.fields["valid_until"].message.text()


def test_money_says_what_it_is_in_yuan(form: Form, qtbot: QtBot) -> None:
    form.set_content(PENALTY)
    type_into(form, qtbot, "fine_amount", "0.5")
    assert form.content()["fine_amount"] == "0.500000"
    assert line(form, "fine_amount").line.note == "= 5000 元"


def test_a_known_code_is_announced_and_fills(form: Form, qtbot: QtBot) -> None:
    form.set_content({"subject_category": "法人及非法人组织"})
    with qtbot.waitSignal(form.code_known) as heard:
        type_into(form, qtbot, "uscc", "91410122MA3X000105")
    assert heard.args == ["uscc", "91410122MA3X000105"]
    form.fill({"subject_name": "示例建材有限公司"}, by="uscc")
    name = line(form, "subject_name").line
    assert name.isReadOnly()
    assert "带出" in name.note
    type_into(form, qtbot, "uscc", "")
    assert not name.isReadOnly()
    assert form.content()["subject_name"] == "示例建材有限公司"


def test_a_personal_number_is_masked_until_it_is_edited_or_shown(form: Form) -> None:
    form.set_content(PERSON_PENALTY)
    number = line(form, "document_number").line
    assert number.text() == "410122********0000"
    form.go_to("document_number")
    assert number.text() == "410122197001010000"
    form.go_to("decision_number")
    assert number.text() == "410122********0000"
    assert form.content()["document_number"] == "410122197001010000"


def test_a_number_shown_on_request_is_masked_again_when_another_record_comes(form: Form, qtbot: QtBot) -> None:
    form.set_content(PERSON_PENALTY)
    editor = line(form, "document_number")
    qtbot.mouseClick(editor._eye, Qt.MouseButton.LeftButton)
    assert editor.line.text() == "410122197001010000"
    form.set_content(PERSON_PENALTY | {"document_number": "41012219720305000X"})
    assert editor.line.text() == "410122********000X"


def test_the_next_fault_is_found_in_the_order_of_the_form(form: Form) -> None:
    form.set_content({name: value for name, value in PENALTY.items() if name not in ("decided_on", "grade_reason")})
    form.go_to("uscc")
    assert form.next_fault()
    assert focused(form) == "decided_on"
    assert form.next_fault()
    assert focused(form) == "grade_reason"
    assert form.next_fault()
    assert focused(form) == "decided_on"
    assert "必填" in form.fields["grade_reason"].message.text()


def test_a_complete_record_has_no_error(form: Form) -> None:
    form.set_content(PENALTY)
    form.check()
    assert form.errors() == ()
    assert form.progress()[0] == form.progress()[1]
    assert form.record() == {name: form.kind.field(name).clean(value) for name, value in PENALTY.items()}


def test_long_text_grows_and_breaks_lines_with_shift(form: Form, qtbot: QtBot) -> None:
    form.set_content(PENALTY)
    editor = form.fields["facts"].editor
    assert isinstance(editor, TextEditor)
    low = editor.text.height()
    form.go_to("facts")
    qtbot.keyClick(editor.text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor.text, ENTER, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor.text, "second line")
    assert editor.text.height() > low
    qtbot.keyClick(editor.text, ENTER)
    assert "second line" in form.content()["facts"].split("\n")


def test_several_kinds_are_ticked_in_a_list(form: Form, qtbot: QtBot) -> None:
    form.set_content(PENALTY)
    editor = form.fields["penalty_kinds"].editor
    assert isinstance(editor, ChoicesEditor)
    editor.combo.showPopup()
    ticks = QApplication.activePopupWidget().findChild(QListWidget)
    named = QApplication.activePopupWidget().findChild(QLineEdit)
    words = [ticks.item(row).text() for row in range(ticks.count())]
    for word in ("警告", "其他"):
        ticks.setCurrentRow(words.index(word))
        qtbot.keyClick(ticks, Qt.Key.Key_Space)
    assert form.fields["penalty_kinds"].message.text()  # 其他 wants a name
    named.setText("责令改正")
    named.textEdited.emit(named.text())
    QApplication.activePopupWidget().close()
    assert set(form.content()["penalty_kinds"].split(";")) == {"罚款", "警告", "其他-责令改正"}
    assert not form.fields["penalty_kinds"].message.isVisible()


def test_a_narrow_form_stands_in_one_column(form: Form) -> None:
    form.set_content(PENALTY)
    first, second = form.fields["decision_number"].editor, form.fields["decided_on"].editor

    def top(editor: QWidget) -> int:
        return editor.mapTo(form.widget(), QPoint(0, 0)).y()

    assert top(first) == top(second)
    form.resize(500, 600)
    QApplication.processEvents()
    assert top(second) > top(first)
    assert form.widget().width() <= form.viewport().width()
