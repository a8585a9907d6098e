"""The page 信用修复: an application by keys under the regime of its day, a decision, and what stands beside it."""

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import letters, record_lists, repair_lists, repairs
from creditdesk.services.desk import Desk
from creditdesk.services.repairs import Instead
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.repairs import RepairsPage
from creditdesk.ui.pages.subjects.link_sheets import ActSheet
from tests.conftest import TODAY
from tests.entered import OTHER_UNIT, PENALTY, penalty
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write

ENVIRONMENT = {"authority": OTHER_UNIT, "source_unit": OTHER_UNIT}


def page_of(window: MainWindow) -> RepairsPage:
    page = window.page("repairs")
    assert isinstance(page, RepairsPage)
    return page


def received(desk: Desk, record: str, **more: Instead) -> str:
    who = {"name": PENALTY["subject_name"]}
    return str(desk.perform(repairs.receive, record, "普通", applicant=who, received_on=TODAY, **more).result["case"])


def test_an_application_is_registered_by_keys_under_the_regime_of_its_day(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk, **ENVIRONMENT)
    with sitting_at(desk, qtbot, RepairsPage) as window:
        page = page_of(window)
        qtbot.waitUntil(page.list.none.isVisible)
        press(qtbot, Qt.Key.Key_F8)
        write(qtbot, "示例建材")
        settle(window.worker, qtbot)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: "最早 2026-02-03" in page.opening.told.text())
        assert "58 号令自2023-05-01至2026-03-31施行" in page.opening.told.text()
        assert page.opening.form.values()["name"] == PENALTY["subject_name"]
        assert not page.opening.form.fields["because"].editor.isVisible()
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: page.shown is not None)
        assert page.primary.text() == "受理"
    (row,) = repair_lists.rows(desk, repair_lists.ids(desk))
    assert (row.regime, row.earliest_on, row.state) == ("58 号令", "2026-02-03", "已收到")


def test_before_its_day_the_page_says_when_and_nothing_is_registered(desk: Desk, qtbot: QtBot) -> None:
    record = penalty(desk, decided_on="2025-12-01", **ENVIRONMENT)
    with sitting_at(desk, qtbot, RecordsPage, RepairsPage) as window:
        records_page = window.page("records")
        assert isinstance(records_page, RecordsPage)
        window.open_page("records", id=record)
        qtbot.waitUntil(lambda: records_page.view.sheet is not None)
        press(qtbot, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
        page = page_of(window)
        qtbot.waitUntil(lambda: bool(page.opening.told.text()))
        page.opening.rule.combo.setFocus()
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: "最早2026-03-01可以申请修复" in page.opening.message.text())
    assert repair_lists.ids(desk) == []


def test_another_regime_asks_for_a_reason(desk: Desk, qtbot: QtBot) -> None:
    record = penalty(desk)
    with sitting_at(desk, qtbot, RepairsPage) as window:
        page = page_of(window)
        window.open_page("repairs", record=record)
        qtbot.waitUntil(lambda: bool(page.opening.told.text()))
        assert page.opening.rule.value().startswith("市监总局 45 号令")
        page.opening.rule.combo.setCurrentText("58 号令 · 普通")
        page.opening.rule.edited.emit()
        page.opening.rule.combo.setFocus()
        press(qtbot, Qt.Key.Key_F8)
        assert page.opening.form.fields["because"].editor.control.hasFocus()
        write(qtbot, "信用中国统一受理（示例）")
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: page.shown is not None)
        assert page.shown is not None
        assert page.shown.why == "信用中国统一受理（示例）"


def test_a_decision_needs_every_condition_and_then_ends_publicity(desk: Desk, qtbot: QtBot) -> None:
    record = penalty(desk, **ENVIRONMENT)
    case = received(desk, record)
    desk.perform(repairs.accept, case)
    desk.perform(repairs.forward, case, TODAY)
    with sitting_at(desk, qtbot, RepairsPage, LettersPage) as window:
        page = page_of(window)
        window.open_page("repairs", id=case)
        qtbot.waitUntil(lambda: page.shown is not None)
        page.list.table.setFocus()
        press(qtbot, Qt.Key.Key_F8)
        assert page.inside.currentWidget() is page.deciding
        page.deciding.form.set_values({"reason": "已纠正（示例）"})
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: "还有条件没有核实" in page.deciding.message.text())
        for box in page.deciding.boxes:
            box.setChecked(True)
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: page.shown is not None and page.shown.row.outcome == "准予信用修复")
        page.list.table.setFocus()
        press(qtbot, Qt.Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
        register = window.page("letters")
        assert isinstance(register, LettersPage)
        qtbot.waitUntil(lambda: register.register.letter is not None)
        assert register.register.title.text().startswith("信用修复决定通知书")
        register.case_act.trigger()
        qtbot.waitUntil(lambda: window.stack.currentWidget() is page)
    assert record_lists.sheet(desk, record).content["publicity_until"] == date(2026, 2, 11).isoformat()


def test_the_small_acts_are_sheets_with_their_letters(desk: Desk, qtbot: QtBot) -> None:
    case = received(desk, penalty(desk, **ENVIRONMENT))
    with sitting_at(desk, qtbot, RepairsPage) as window:
        page = page_of(window)
        window.open_page("repairs", id=case)
        qtbot.waitUntil(lambda: page.shown is not None)
        for label in ("受理", "转认定单位"):
            qtbot.waitUntil(lambda label=label: page.primary.text() == label)
            page.list.table.setFocus()
            press(qtbot, Qt.Key.Key_F8)
            sheet = window.findChild(ActSheet)
            assert sheet is not None
            sheet.submit()
            settle(window.worker, qtbot)
        qtbot.waitUntil(lambda: page.primary.text() == "登记决定并告知")
    assert [row.title for row in letters.rows(desk, letters.ids(desk))] == ["信用修复受理通知书"]
