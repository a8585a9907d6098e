"""The page 红黑名单: a listing by keys from the proposal on, its next steps, and the way to it from other pages."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import letters, listing_lists, listings, records
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.home import HomePage
from creditdesk.ui.pages.listings import ListingsPage
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.subjects.link_sheets import ActSheet
from tests.conftest import TODAY
from tests.entered import on
from tests.listed import BLACK, FORCE, LIMIT, SERIOUS, black, row, served, subject_of
from tests.ui.hands import ENTER, press, settle, sitting_at, write


def page_of(window: MainWindow) -> ListingsPage:
    page = window.page("listings")
    assert isinstance(page, ListingsPage)
    return page


def test_a_black_listing_is_proposed_by_keys_with_the_measures_of_the_list(desk: Desk, qtbot: QtBot) -> None:
    subject_of(desk)
    with sitting_at(desk, qtbot, ListingsPage) as window:
        page = page_of(window)
        qtbot.waitUntil(page.list.none.isVisible)
        press(qtbot, Qt.Key.Key_F8)
        write(qtbot, "示例建材")
        settle(window.worker, qtbot)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: page.opening.subject is not None)
        assert not page.opening.form.fields["origin"].editor.isVisible()
        assert "限制出境" not in [box.text() for box in page.opening.boxes]
        assert page.opening.boxes[0].isChecked()
        own = {name: getattr(BLACK, name) for name in ("list_name", "domain", "unit", "basis", "facts", "reason")}
        page.opening.form.set_values(own | {"proofs": "处罚决定书、催告书", "refusal": "银行流水（示例）"})
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: "没有写明列入期限" in page.opening.message.text())
        page.opening.form.set_values({"term": "24"})
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: page.shown is not None)
        assert page.primary.text() == "事前告知"
    found = row(desk, listing_lists.ids(desk)[0])
    assert (found.proofs, found.term_months, found.refusal_proof) == (["处罚决定书", "催告书"], 24, "银行流水（示例）")
    assert "限制出境" in found.measures


def test_the_steps_are_sheets_and_what_is_wrong_is_told_there(desk: Desk, qtbot: QtBot) -> None:
    listing = served(desk)
    with on(desk, date(2026, 2, 27)), sitting_at(desk, qtbot, ListingsPage) as window:
        page = page_of(window)
        window.open_page("listings", id=listing)
        qtbot.waitUntil(lambda: page.primary.text() == "登记列入决定")
        page.list.table.setFocus()
        press(qtbot, Qt.Key.Key_F8)
        sheet = window.findChild(ActSheet)
        assert sheet is not None
        sheet.form.set_values({"number": "示列决〔2026〕3号", "decided_on": LIMIT.isoformat()})
        sheet.submit()
        qtbot.waitUntil(lambda: "异议期到2026-02-26为止" in sheet.message.text())
        sheet.form.set_values({"decided_on": "2026-02-27"})
        sheet.submit()
        qtbot.waitUntil(lambda: page.primary.text() == "登记公示")
        assert page.list.chips.current() == listing_lists.RUNNING
    assert len(letters.ids(desk)) == 2


def test_a_day_brings_the_exit_and_the_workbench_leads_to_its_announcement(desk: Desk, qtbot: QtBot) -> None:
    listing = black(desk)
    with on(desk, date(2028, 3, 3)), sitting_at(desk, qtbot, HomePage, ListingsPage) as window:
        home_page = window.page("home")
        assert isinstance(home_page, HomePage)
        qtbot.waitUntil(lambda: home_page.table.choose(listing) and home_page.table.current_row() is not None)
        press(qtbot, Qt.Key.Key_F8)
        page = page_of(window)
        qtbot.waitUntil(lambda: page.shown is not None and page.primary.text() == "发布退出公告")
        assert page.list.chips.current() == listing_lists.ANNOUNCING
        press(qtbot, Qt.Key.Key_F8)
        sheet = window.findChild(ActSheet)
        assert sheet is not None
        sheet.submit()
        qtbot.waitUntil(lambda: page.shown is not None and page.shown.row.state == "已公告退出")
    assert letters.rows(desk, letters.ids(desk))[0].title.startswith("关于移出")


def test_one_in_force_waits_for_nothing_and_one_for_reference_says_so(desk: Desk, qtbot: QtBot) -> None:
    listing = black(desk)
    told = replace(BLACK, origin="金融机构", measures=(), unit="示例农村商业银行")
    other = desk.perform(listings.record, subject_of(desk), told, TODAY).result["listing"]
    with on(desk, FORCE), sitting_at(desk, qtbot, ListingsPage) as window:
        page = page_of(window)
        window.open_page("listings", id=listing)
        qtbot.waitUntil(lambda: page.shown is not None and page.shown.row.id == listing)
        settle(window.worker, qtbot)
        assert (page.primary.text(), page.list.chips.current()) == ("提出列入", listing_lists.STANDING)
        window.open_page("listings", id=other)
        qtbot.waitUntil(lambda: page.shown is not None and page.shown.row.id == other)
        settle(window.worker, qtbot)
        assert (page.primary.text(), page.list.chips.current()) == ("登记移出", listing_lists.REFERENCE)


def test_a_reported_list_is_taken_over_from_its_record(desk: Desk, qtbot: QtBot) -> None:
    record = desk.perform(records.enter, "serious_breach", SERIOUS).result["record"]
    with sitting_at(desk, qtbot, RecordsPage, ListingsPage) as window:
        records_page = window.page("records")
        assert isinstance(records_page, RecordsPage)
        window.open_page("records", id=record)
        qtbot.waitUntil(lambda: records_page.view.sheet is not None)
        press(qtbot, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
        for words in ("税收（示例）", "“信用中牟”网站"):
            write(qtbot, words)
            press(qtbot, ENTER)
        page = page_of(window)
        qtbot.waitUntil(lambda: page.shown is not None and page.shown.row.domain == "税收（示例）")
        assert page.list.chips.current() == listing_lists.STANDING
