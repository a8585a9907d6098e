"""The page 信息目录: a dropped form is seen, accepted by keys, and there in entry without a restart."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import office_forms
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.catalogue import CataloguePage
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.widgets.label import Label
from tests.entered import penalty
from tests.services.test_office_forms import REASON, drop, example, newer_penalty
from tests.ui.hands import CTRL, ENTER, press, sitting_at, write

F8 = Qt.Key.Key_F8


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    with sitting_at(desk, qtbot, CataloguePage, RecordsPage) as made:
        yield made


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> CataloguePage:
    found = window.page("catalogue")
    assert isinstance(found, CataloguePage)
    qtbot.waitUntil(lambda: found.total.text() == "23 类")
    return found


def test_a_dropped_form_is_tried_accepted_and_entered(
    window: MainWindow, page: CataloguePage, desk: Desk, qtbot: QtBot
) -> None:
    drop(desk, example())
    press(qtbot, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.total.text() == "23 类，1 份待采用")
    qtbot.waitUntil(lambda: page.table.choose("nursery_inspection.toml"))
    qtbot.waitUntil(lambda: page.view.title.text() == "托育机构检查")
    form = page.view.form
    assert form is not None
    assert [each.field.label for each in form.fields.values()][:3] == ["机构类别", "统一社会信用代码", "机构名称"]
    press(qtbot, F8)
    assert page.view.why.edit.hasFocus()
    write(qtbot, REASON)
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: page.total.text() == "24 类")
    qtbot.waitUntil(lambda: page.table.current_id() == "nursery_inspection")
    assert [one.reason for one in office_forms.accepted(desk)] == [REASON]
    records = window.page("records")
    assert isinstance(records, RecordsPage)
    window.open_page("records", new=True, kind="nursery_inspection")
    qtbot.waitUntil(lambda: records.entry.kind is not None and records.entry.kind.label == "托育机构检查")
    assert "托育机构检查" in records.list.kind._options


def test_a_faulty_file_says_where_and_cannot_be_accepted(page: CataloguePage, desk: Desk, qtbot: QtBot) -> None:
    drop(desk, example().replace("uscc", "usccc", 1), "bad.toml")
    press(qtbot, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.total.text().endswith("1 份待采用"))
    qtbot.waitUntil(lambda: page.table.choose("bad.toml"))
    qtbot.waitUntil(page.view.sentence.isVisible)
    assert page.view.sentence.text().startswith("bad.toml 第 ")
    assert not page.view._accept.isEnabled()
    assert not page.view.why.isVisible()


def test_an_old_record_says_by_which_edition_it_is_shown(
    window: MainWindow, page: CataloguePage, desk: Desk, qtbot: QtBot
) -> None:
    old = penalty(desk)
    drop(desk, newer_penalty(desk), "penalty.toml")
    press(qtbot, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.total.text().endswith("1 份待采用"))
    qtbot.waitUntil(lambda: page.table.choose("penalty.toml"))
    qtbot.waitUntil(lambda: page.view.changes.text() == "本版变化\n· 增加字段：听证日期")
    page.view.why.edit.setText(REASON)
    press(qtbot, F8)
    qtbot.waitUntil(lambda: page.table.current_id() == "penalty")
    window.open_page("records", id=old)
    records = window.page("records")
    assert isinstance(records, RecordsPage)
    qtbot.waitUntil(lambda: records.view.sheet is not None and records.view.sheet.id == old)
    told = [each.text() for each in records.view.findChildren(Label)]
    assert "按双公示 2018 版显示；现行示例 2026 版的变化：增加字段：听证日期" in told
    press(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: records.correct.kind is not None)
    assert records.correct.kind is not None
    assert records.correct.kind.edition == "双公示 2018 版"
    press(qtbot, Qt.Key.Key_9, CTRL)
