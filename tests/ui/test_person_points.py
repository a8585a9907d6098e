"""Points of persons by keys: switched on and given a rule under 信息目录, agreed to, counted, taken back."""

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import person_point_lists, person_points, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.ui.pages.catalogue import CataloguePage
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.subjects import SubjectsPage
from tests.entered import PERSON_PENALTY
from tests.made_records import filled
from tests.ui.hands import ALT, CTRL, ENTER, press, settle, sitting_at, write

WHO = {name: PERSON_PENALTY[name] for name in ("subject_category", "document_type", "document_number", "subject_name")}
F8 = Qt.Key.Key_F8


def service(desk: Desk) -> str:
    content = filled(desk.catalogue.kind("volunteering"), WHO | {"decided_on": "2025-12-05"}, every=False)
    return str(desk.perform(records.enter, "volunteering", content).result["record"])


def test_points_are_switched_on_before_a_rule_is_written_and_a_rule_can_end(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, CataloguePage) as window:
        page = window.page("catalogue")
        assert isinstance(page, CataloguePage)
        press(qtbot, Qt.Key.Key_4, ALT)
        points = page.lists["积分规则"]
        qtbot.waitUntil(lambda: page.subtitle == "个人信用积分没有开启")
        press(qtbot, F8)
        write(qtbot, "《示例积分办法》")
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: page.subtitle == "个人信用积分已开启，依据《示例积分办法》")
        press(qtbot, F8)
        points.opening.form.set_values({"event": "志愿服务"})
        points.opening.form.fields["points"].editor.setFocus()
        for words in ("五分", "第三条（示例）", "2025-01-01"):
            write(qtbot, words)
            press(qtbot, ENTER)
        press(qtbot, F8)
        assert points.opening.form.fields["points"].message.text() == "填写整数，扣分的写负数，如 -5"
        write(qtbot, "5")
        press(qtbot, F8)
        qtbot.waitUntil(lambda: points.shown is not None)
        press(qtbot, Qt.Key.Key_E, CTRL)
        write(qtbot, "2025-12-31")
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: points.shown.valid_until == date(2025, 12, 31))
    [row] = person_point_lists.rules(desk)
    assert (row.event, row.points, row.basis) == ("志愿服务", 5, "第三条（示例）")


def test_a_person_agrees_is_given_points_and_takes_the_consent_back(desk: Desk, qtbot: QtBot) -> None:
    record = service(desk)
    person = subjects.ids(desk, WHO["document_number"])[0]
    desk.perform(person_points.switch, on=True, basis="《示例积分办法》")
    desk.perform(person_points.rule, "志愿服务", 5, "第三条（示例）", date(2025, 1, 1))
    with sitting_at(desk, qtbot, SubjectsPage, RecordsPage) as window:
        page, entered = window.page("subjects"), window.page("records")
        assert isinstance(page, SubjectsPage)
        assert isinstance(entered, RecordsPage)
        window.open_page("subjects", id=person)
        qtbot.waitUntil(page.view.points.consent.isEnabled)
        press(qtbot, Qt.Key.Key_O, ALT)
        for words in ("2026-01-05", "同意书1号（示例）"):
            write(qtbot, words)
            press(qtbot, ENTER)
        qtbot.waitUntil(page.view.points.withdraw.isEnabled)
        window.open_page("records", id=record)
        qtbot.waitUntil(entered.view.count.isEnabled)
        press(qtbot, Qt.Key.Key_J, ALT)
        qtbot.waitUntil(lambda: person_points.ledger(desk, person).total == 5)
        # What was counted is not offered a second time.
        qtbot.waitUntil(lambda: not entered.view.count.isEnabled())
        window.open_page("subjects")
        settle(window.worker, qtbot)
        press(qtbot, Qt.Key.Key_3, ALT)
        qtbot.waitUntil(lambda: page.view.points.table.model().rowCount() == 1)
        press(qtbot, Qt.Key.Key_K, ALT)
        write(qtbot, "2026-02-12")
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: page.view.points.table.model().rowCount() == 0)
    assert person_points.ledger(desk, person).consented_on is None
