"""The form of every kind, filled with real keys in the real window: shown, kept as a draft, saved, read again."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListWidget
from pytestqt.qtbot import QtBot

from creditdesk import paths
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.load import load
from creditdesk.services import record_lists
from creditdesk.services.desk import Desk
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.widgets.choice_editor import ChoiceEditor, ChoicesEditor, SegmentEditor
from creditdesk.ui.widgets.editors import Editor
from creditdesk.ui.widgets.form import Form
from tests.made_records import Content, contents_of
from tests.ui.hands import ENTER, press, settle, sitting_at, write

KINDS = load(paths.forms()).current_kinds()
DOWN, SPACE = Qt.Key.Key_Down, Qt.Key.Key_Space


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[RecordsPage]:
    with sitting_at(desk, qtbot, RecordsPage) as window:
        made = window.page("records")
        assert isinstance(made, RecordsPage)
        yield made


def longest(kind: RecordKind) -> Content:
    """Return the content of a kind in which the most is filled."""
    return max(contents_of(kind), key=len)


def give(editor: Editor, qtbot: QtBot, value: str) -> None:
    """Put a value into the field that has the focus, with the keys it answers to, and go on with Enter."""
    if isinstance(editor, SegmentEditor):
        press(qtbot, Qt.Key.Key_Home)
        while editor.value() != value:
            press(qtbot, Qt.Key.Key_Right)
    elif isinstance(editor, ChoicesEditor):
        editor.combo.showPopup()
        ticks = QApplication.activePopupWidget().findChild(QListWidget)
        for word in value.split(";"):
            ticks.setCurrentItem(ticks.findItems(word, Qt.MatchFlag.MatchExactly)[0])
            qtbot.keyClick(ticks, SPACE)
        QApplication.activePopupWidget().close()
        # Without a window manager nobody gives the window its keys back.
        editor.window().activateWindow()
        qtbot.waitUntil(editor.window().isActiveWindow)
        editor.combo.setFocus()
    elif isinstance(editor, ChoiceEditor) and not editor.combo.isEditable():
        while editor.value() != value:
            press(qtbot, DOWN)
    else:
        write(qtbot, value)
    press(qtbot, ENTER)


def walk(form: Form, qtbot: QtBot, content: Content) -> list[str]:
    """Fill the form from the first field to the last, and return the fields that Enter led to."""
    form.go_to(next(iter(form.fields)))
    led: list[str] = []
    while (name := form._focused()) and name not in led:
        led.append(name)
        if name in content and form.content().get(name) != content[name]:
            give(form.fields[name].editor, qtbot, content[name])
        else:
            press(qtbot, ENTER)
    return led


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.short)
def test_a_form_is_filled_by_keys_saved_and_read(page: RecordsPage, desk: Desk, qtbot: QtBot, kind: RecordKind) -> None:
    content = longest(kind)
    page.list.kind.choose(kind.label)
    page.list.table.setFocus()
    press(qtbot, Qt.Key.Key_F2)
    qtbot.waitUntil(page.entry.isVisible)
    settle(page.worker, qtbot)
    form = page.entry.form
    led = walk(form, qtbot, content)
    settle(page.worker, qtbot)
    assert form.record() == content
    assert [each.field.name for each in form.fields.values() if each.editor.isVisible()] == led
    assert set(content) <= set(led)
    assert [fault for fault in form.faults if fault.stops_import] == []
    press(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(page.view.isVisible)
    settle(page.worker, qtbot)
    (record_id,) = record_lists.ids(desk, record_lists.Filter())
    assert record_lists.sheet(desk, record_id).content == content
    shown = "\n".join(label.text() for label in page.view.findChildren(QLabel) if label.isVisible())
    assert [name for name, value in content.items() if kind.field(name).show(value) not in shown] == []
