"""信用主体 and the search box: found by name, code and initials; one subject with its records and objections."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from creditdesk.services import records, subjects
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.subjects import SubjectsPage, find
from tests.desks import PERSON_PENALTY, objection, penalty
from tests.ui.hands import CTRL, ENTER, focus, press, sitting_at, write


@pytest.fixture(autouse=True)
def record_id(desk: Desk) -> str:
    """A record whose subject has an objection, and a person with a record of another name."""
    made = penalty(desk)
    penalty(desk, decision_number="示市监罚〔2026〕120号", subject_name="示例建材公司")
    objection(desk, made, date(2026, 2, 2))
    desk.perform(records.enter, "penalty", PERSON_PENALTY, kept_because="示例号码")
    return made


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    with sitting_at(desk, qtbot, SubjectsPage, RecordsPage) as made:
        yield made


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> SubjectsPage:
    made = window.page("subjects")
    assert isinstance(made, SubjectsPage)
    qtbot.waitUntil(lambda: made.list.count.text() == "2 个")
    return made


def firm(desk: Desk) -> str:
    return subjects.ids(desk, "示例建材")[0]


def words(page: SubjectsPage) -> list[str]:
    return [label.text() for label in page.view.findChildren(QLabel)]


@pytest.mark.parametrize("text", ["示例建材", "91410122MA3X000105", "sljc", "示例建材公司"])
def test_a_subject_is_found_by_name_code_initials_and_old_name(
    page: SubjectsPage, desk: Desk, qtbot: QtBot, text: str
) -> None:
    press(qtbot, Qt.Key.Key_F, CTRL)
    write(qtbot, text)
    qtbot.waitUntil(lambda: page.list.count.text() == "1 个")
    press(qtbot, ENTER)
    assert focus() is page.list.table
    qtbot.waitUntil(lambda: page.list.table.current_id() == firm(desk))


def test_a_subject_shows_its_codes_names_records_and_objections(page: SubjectsPage, desk: Desk, qtbot: QtBot) -> None:
    page.frame.open_page("subjects", id=firm(desk))
    qtbot.waitUntil(lambda: page.view.name.text() == "示例建材有限公司")
    qtbot.waitUntil(lambda: page.view.records.table.rowCount() == 2 and page.view.cases.table.rowCount() == 1)
    shown = words(page)
    assert {"91410122MA3X000105", "统一社会信用代码", "MA3X00010", "组织机构代码", "王示例"} <= set(shown)
    assert page.view.names.text() == "也以这些名称录入过：示例建材公司"
    assert "2 条 · 失信 2 条" in shown
    assert "在办 1 件" in shown


def test_a_person_is_shown_masked_and_not_copied(page: SubjectsPage, desk: Desk, qtbot: QtBot) -> None:
    page.frame.open_page("subjects", id=subjects.ids(desk, "陈示例")[0])
    qtbot.waitUntil(lambda: page.view.name.text() == "陈示例")
    assert "410122********0000" in words(page)
    assert not any(PERSON_PENALTY["document_number"] in text for text in words(page))
    QApplication.clipboard().setText("先前")
    page.view.copy.trigger()
    assert QApplication.clipboard().text() == "先前"


def test_enter_opens_a_record_of_the_subject(window: MainWindow, page: SubjectsPage, desk: Desk, qtbot: QtBot) -> None:
    window.open_page("subjects", id=firm(desk))
    qtbot.waitUntil(lambda: page.list.table.current_id() == firm(desk))
    press(qtbot, ENTER)
    assert focus() is page.view.records
    qtbot.waitUntil(lambda: page.view.records.current_id() is not None)
    wanted = page.view.records.current_id()
    press(qtbot, ENTER)
    records_page = window.page("records")
    assert isinstance(records_page, RecordsPage)
    qtbot.waitUntil(lambda: records_page.view.sheet is not None and records_page.view.sheet.id == wanted)


def test_f8_begins_a_record_about_the_subject(window: MainWindow, page: SubjectsPage, desk: Desk, qtbot: QtBot) -> None:
    window.open_page("subjects", id=firm(desk))
    qtbot.waitUntil(lambda: page.list.table.current_id() == firm(desk))
    press(qtbot, Qt.Key.Key_F8)
    entry = window.page("records").entry  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: entry.kind is not None and entry.form.content().get("uscc") == "91410122MA3X000105")


def test_the_category_narrows_the_list(page: SubjectsPage, qtbot: QtBot) -> None:
    page.list.category.choose("自然人")
    qtbot.waitUntil(lambda: page.list.count.text() == "1 个")
    qtbot.waitUntil(lambda: page.view.name.text() == "陈示例")


def test_the_search_box_finds_subjects_and_records_and_opens_them(
    window: MainWindow, record_id: str, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_K, CTRL)
    write(qtbot, "118")
    qtbot.waitUntil(lambda: window.search._popup is not None and window.search._popup.isVisible())
    press(qtbot, ENTER)
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    qtbot.waitUntil(lambda: page.view.sheet is not None and page.view.sheet.id == record_id)


def test_what_is_found_names_page_and_code_and_masks_persons(desk: Desk) -> None:
    found = find(desk, "示例建材")
    assert found[0].page == "subjects"
    assert found[0].detail == "法人及非法人组织 91410122MA3X000105"
    assert {each.page for each in found} >= {"subjects", "records"}
    person = find(desk, PERSON_PENALTY["document_number"])[0]
    assert PERSON_PENALTY["document_number"] not in person.title + person.detail
