"""The page 异议处理, worked with keys and clicks on a real desk: registering, every act, filters, the 期限计算单."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from creditdesk.services import letters, objection_lists, objections, record_lists
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import CaseSheet, Filter
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.deadline import DeadlineOverlay
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.objections.decisions import DecisionsForm
from creditdesk.ui.pages.objections.page import ObjectionsPage
from tests.entered import objection, on, penalty
from tests.ui.hands import ENTER, press, sitting_at, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
F3, F8, F9, ESC = Qt.Key.Key_F3, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Escape


@pytest.fixture
def case_id(desk: Desk) -> str:
    """A case received on 2 February, not yet accepted."""
    return objection(desk, penalty(desk), date(2026, 2, 2))


@pytest.fixture
def window(desk: Desk, case_id: str, qtbot: QtBot) -> Iterator[MainWindow]:
    assert sheet(desk, case_id).state == "已收到"
    with sitting_at(desk, qtbot, ObjectionsPage, LettersPage) as made:
        yield made


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ObjectionsPage:
    """The page with its first case shown."""
    found = window.page("objections")
    assert isinstance(found, ObjectionsPage)
    qtbot.waitUntil(lambda: found.told is not None)
    return found


@pytest.fixture
def letters_page(window: MainWindow) -> LettersPage:
    found = window.page("letters")
    assert isinstance(found, LettersPage)
    return found


def sheet(desk: Desk, case_id: str) -> CaseSheet:
    return objection_lists.sheet(desk, case_id)


def issue(letters_page: LettersPage, qtbot: QtBot) -> None:
    """Look at the letter and press F8 twice: once to confirm, once to issue."""
    qtbot.waitUntil(lambda: letters_page.preview.told is not None and letters_page.preview.pane.view.pages() > 0)
    press(qtbot, F8)
    assert letters_page.preview.confirmed
    press(qtbot, F8)


def bring_to(desk: Desk, case_id: str, *steps: str) -> None:
    """Take a case through its steps on the days of the sample case."""
    with on(desk, date(2026, 2, 4)):
        desk.perform(objections.accept, case_id)
    with on(desk, date(2026, 2, 9)):
        if "forward" in steps:
            desk.perform(objections.forward, case_id)
    if "deliver" in steps:
        desk.perform(objections.deliver, case_id, date(2026, 2, 10))
    if "opinion" in steps:
        desk.perform(objections.opinion, case_id, date(2026, 2, 12), "应为0.2万元（示例）")


def test_the_case_shows_its_clocks_its_band_and_its_course(
    page: ObjectionsPage, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    bring_to(desk, case_id, "forward", "deliver")
    page.reload()
    qtbot.waitUntil(lambda: page.told is not None and page.told.sheet.state == "待核实意见")
    assert page.told is not None
    assert page.told.standing.band is not None
    assert page.told.standing.band.headline == "最晚 2026-02-14 周六（补班）收到核实意见"
    assert page.told.standing.band.why == "书面答复须留 2 个工作日，故早于本阶段的 02-24"
    assert [(line.label, line.used) for line in page.told.standing.lines] == [
        ("收到申请", "0"), ("受理", "2"), ("转办", "5 / 5"),
        ("送达", "1"), ("核实意见", "1 / 5"), ("书面答复", "0 / 2"),
    ]  # fmt: skip
    assert page.head.band.isVisible()
    assert page.head.title.text().startswith("2026-0001")
    assert page.primary.text() == "登记核实意见"
    assert page.subtitle == "在办 1 件，0 件今日须办"


def test_accepting_shows_the_letter_first_and_numbers_it_once(
    page: ObjectionsPage, letters_page: LettersPage, window: MainWindow, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    assert page.primary.text() == "受理"
    press(qtbot, F8)
    issue(letters_page, qtbot)
    press(qtbot, F8)  # a third press in the same breath prints no second letter
    qtbot.waitUntil(lambda: page.told is not None and page.told.sheet.state == "已受理")
    assert window.stack.currentWidget() is page
    assert [row.number for row in letters.rows(desk, letters.ids(desk))] == ["牟信异受〔2026〕1号"]
    assert record_lists.sheet(desk, sheet(desk, case_id).items[0].record_id).state == "异议中"


def test_leaving_the_preview_takes_no_number(
    page: ObjectionsPage, letters_page: LettersPage, window: MainWindow, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    press(qtbot, F8)
    qtbot.waitUntil(lambda: letters_page.preview.told is not None)
    press(qtbot, ESC)
    assert window.stack.currentWidget() is page
    assert letters.ids(desk) == []
    assert sheet(desk, case_id).state == "已收到"


def test_f8_on_an_empty_form_goes_to_the_first_fault(
    page: ObjectionsPage, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    bring_to(desk, case_id, "forward", "deliver")
    page.reload()
    qtbot.waitUntil(lambda: page.primary.text() == "登记核实意见")
    press(qtbot, F8)
    press(qtbot, F8)
    assert page.panel.form is not None
    assert QApplication.focusWidget().accessibleName() == "核实意见"
    assert sheet(desk, case_id).state == "待核实意见"
    press(qtbot, ESC)
    assert page.panel.form is None
    assert page.primary.text() == "登记核实意见"


def test_the_opinion_is_entered_and_taken_back(page: ObjectionsPage, desk: Desk, case_id: str, qtbot: QtBot) -> None:
    bring_to(desk, case_id, "forward", "deliver")
    page.reload()
    qtbot.waitUntil(lambda: page.primary.text() == "登记核实意见")
    press(qtbot, F8)
    write(qtbot, "经核对应为0.2万元（示例）")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: page.primary.text() == "书面答复")
    assert sheet(desk, case_id).steps[-1].note == "经核对应为0.2万元（示例）"
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: page.primary.text() == "登记核实意见")
    assert sheet(desk, case_id).state == "待核实意见"


def test_a_date_before_the_last_step_is_refused_in_the_form(
    page: ObjectionsPage, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    bring_to(desk, case_id, "forward")
    page.reload()
    qtbot.waitUntil(lambda: page.primary.text() == "登记送达")
    press(qtbot, F8)
    form = page.panel.form
    assert form is not None
    day = form.findChildren(type(QApplication.focusWidget()))[0]
    day.setFocus()
    day.selectAll()
    write(qtbot, "20260203")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: "早于上一步的日期2026-02-09" in page.panel._message.text())
    day.setFocus()
    day.selectAll()
    write(qtbot, "2026.2.10")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: sheet(desk, case_id).state == "待核实意见")
    assert sheet(desk, case_id).clocks.stages[1].start == date(2026, 2, 10)


def test_the_answer_needs_a_decision_and_a_reason_for_each_field(
    page: ObjectionsPage, letters_page: LettersPage, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    bring_to(desk, case_id, "forward", "deliver", "opinion")
    page.reload()
    qtbot.waitUntil(lambda: page.primary.text() == "书面答复")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: isinstance(page.panel.form, DecisionsForm))
    form = page.panel.form
    assert isinstance(form, DecisionsForm)
    row = form.rows[0]
    press(qtbot, F8)
    assert row.message.text() == "请选择维持、更正或撤销"
    qtbot.mouseClick(row.outcome, Qt.MouseButton.LeftButton, pos=row.outcome.rect_of("更正").center().toPoint())
    assert row.news.editor.isVisible()
    press(qtbot, F8)
    assert row.reason.message.text() == "必填"
    write(qtbot, "决定书原件载明罚款2000元（示例）")
    press(qtbot, F8)
    issue(letters_page, qtbot)
    qtbot.waitUntil(lambda: sheet(desk, case_id).state == "已答复")
    told = sheet(desk, case_id)
    assert [(item.outcome, item.new, item.reason) for item in told.items] == [
        ("更正", "0.200000", "决定书原件载明罚款2000元（示例）")
    ]
    assert record_lists.sheet(desk, told.items[0].record_id).content["fine_amount"] == "0.200000"


def test_the_rest_of_the_way_by_keys(
    page: ObjectionsPage, letters_page: LettersPage, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    with on(desk, date(2026, 2, 4)):
        desk.perform(objections.accept, case_id)
    page.reload()
    qtbot.waitUntil(lambda: page.primary.text() == "转办来源单位")
    press(qtbot, F8)
    press(qtbot, F8)
    issue(letters_page, qtbot)
    qtbot.waitUntil(lambda: page.primary.text() == "登记送达")
    assert sheet(desk, case_id).steps[-1].letter_number == "牟信异转〔2026〕1号"
    press(qtbot, Qt.Key.Key_W, CTRL)
    assert page.panel.act_name == "withdraw"
    write(qtbot, "申请人书面撤回（示例）")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: sheet(desk, case_id).state == "已撤回")
    qtbot.waitUntil(lambda: page.queue.table.current_id() is None)
    press(qtbot, Qt.Key.Key_5, ALT)
    qtbot.waitUntil(lambda: page.queue.table.current_id() == case_id)
    qtbot.waitUntil(lambda: page.told is not None and page.head.isVisible())
    assert page.told is not None
    assert page.told.sheet.choices == ()


def test_missing_papers_are_asked_for_and_come_in(
    page: ObjectionsPage, letters_page: LettersPage, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_B, CTRL)
    press(qtbot, F8)
    issue(letters_page, qtbot)
    qtbot.waitUntil(lambda: page.primary.text() == "登记补正材料")
    press(qtbot, F8)
    press(qtbot, F8)
    qtbot.waitUntil(lambda: page.primary.text() == "受理")
    assert [step.act for step in sheet(desk, case_id).steps] == ["receive", "ask_more", "supplement_in"]


@pytest.mark.usefixtures("page")
def test_refusing_needs_a_reason_that_stands_in_the_letter(
    letters_page: LettersPage, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    press(qtbot, F8)
    assert letters_page.preview.told is None
    write(qtbot, "所指信息不在本县记录范围内（示例）。")
    press(qtbot, F8)
    issue(letters_page, qtbot)
    qtbot.waitUntil(lambda: sheet(desk, case_id).state == "不予受理")
    with desk.read() as session:
        values = session.get_one(letters.Letter, letters.ids(desk)[0]).values
    assert values["reason"] == "所指信息不在本县记录范围内（示例）"


def test_a_new_objection_is_registered_by_keys(page: ObjectionsPage, qtbot: QtBot) -> None:
    press(qtbot, F3)
    opening = page.opening
    assert opening.search.hasFocus()
    press(qtbot, F8)
    assert opening.message.text() == "请先选择有异议的记录"
    write(qtbot, "118")
    qtbot.waitUntil(lambda: opening.found.current_id() is not None)
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: len(opening.claims) == 1)
    assert opening.applicant.values()["name"] == "示例建材有限公司"
    claim = opening.claims[0].rows[0]
    press(qtbot, F8)
    assert claim.old.text() == "请选择有异议的字段"
    claim.combo.setCurrentText("处罚决定日期")
    assert claim.claim is not None
    claim.claim.editor.setFocus()
    write(qtbot, "2025-11-13")
    press(qtbot, F8)
    assert opening.applicant.fields["phone"].message.text() == "必填"
    opening.applicant.fields["phone"].editor.setFocus()
    write(qtbot, "0371-00000000")
    opening.paper.fields["received_on"].editor.setFocus()
    write(qtbot, "2026-02-11")
    opening.paper.fields["request"].editor.setFocus()
    write(qtbot, "决定日期有误（示例）")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: page.told is not None and page.told.sheet.row.number == "2026-0002")
    told = page.told
    assert told is not None
    assert told.sheet.received_on == date(2026, 2, 11)
    assert [(item.field, item.old, item.claimed) for item in told.sheet.items] == [
        ("decided_on", "2025-11-03", "2025-11-13")
    ]
    assert told.sheet.materials == ("异议申请书",)
    qtbot.waitUntil(lambda: page.queue.table.current_id() == told.sheet.row.id)


def test_another_page_may_begin_an_objection_on_its_record(
    page: ObjectionsPage, window: MainWindow, desk: Desk, case_id: str, qtbot: QtBot
) -> None:
    record_id = sheet(desk, case_id).items[0].record_id
    window.open_page("objections", record=record_id)
    qtbot.waitUntil(lambda: [claims.record.sheet.id for claims in page.opening.claims] == [record_id])
    press(qtbot, ESC)
    assert page.inside.currentWidget() is page.view


def test_a_record_of_another_subject_is_not_taken(page: ObjectionsPage, desk: Desk, qtbot: QtBot) -> None:
    first = record_lists.ids(desk, record_lists.Filter())[0]
    other = penalty(
        desk, uscc="91410122MA3X000292", subject_name="示例商贸有限公司", decision_number="示市监罚〔2025〕9号"
    )
    press(qtbot, F3)
    page.opening.add_record(first)
    page.opening.add_record(other)
    qtbot.waitUntil(lambda: "一件异议只能针对一个信用主体" in page.opening.message.text())
    assert len(page.opening.claims) == 1


def test_the_queue_is_narrowed_by_chips_words_stage_and_unit(page: ObjectionsPage, case_id: str, qtbot: QtBot) -> None:
    table = page.queue.table
    QTest.keyClick(page.window(), Qt.Key.Key_F, CTRL)
    assert page.queue.search.hasFocus()
    write(qtbot, "没有这个名字")
    qtbot.waitUntil(lambda: table.table.rowCount() == 0)
    page.queue.search.clear()
    qtbot.waitUntil(lambda: table.table.rowCount() == 1)
    page.queue.filters["stage"].choose("答复")
    qtbot.waitUntil(lambda: table.table.rowCount() == 0)
    page.queue.filters["stage"].choose("转办")
    qtbot.waitUntil(lambda: table.table.rowCount() == 1)
    page.queue.filters["unit_id"].choose("中牟县市场监督管理局（示例）")
    qtbot.waitUntil(lambda: table.table.rowCount() == 1)
    press(qtbot, Qt.Key.Key_3, ALT)
    qtbot.waitUntil(lambda: table.table.rowCount() == 0)
    page.arrive(id=case_id)
    qtbot.waitUntil(lambda: table.current_id() == case_id)
    assert page.queue.filter == Filter("open")


def test_the_deadline_sheet_opens_walks_its_clocks_and_is_saved(
    page: ObjectionsPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    press(qtbot, F9)
    over = window.findChild(DeadlineOverlay)
    assert isinstance(over, DeadlineOverlay)
    qtbot.waitUntil(lambda: over.told is not None)
    assert over.due.text() == "2026-02-25"
    cells = over.grid.cells
    assert (cells[date(2026, 2, 2)].number, cells[date(2026, 2, 14)].number) == (0, 10)
    assert (cells[date(2026, 2, 14)].mark, cells[date(2026, 2, 17)].words) == ("班", "春节")
    assert cells[date(2026, 2, 25)].look == "due"
    press(qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: over.due.text() == "2026-02-09")
    press(qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: over.due.text() == "尚未起算")
    assert over.not_begun.isVisible()
    over.save_to(tmp_path / "计算单.pdf")
    qtbot.waitUntil((tmp_path / "计算单.pdf").exists)
    qtbot.waitUntil(lambda: (tmp_path / "计算单.pdf").read_bytes().startswith(b"%PDF-"))
    press(qtbot, ESC)
    assert not window.overlay.is_open()
    assert page.queue.table.hasFocus()


def test_an_empty_desk_offers_the_first_act(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, ObjectionsPage, LettersPage) as made:
        page = made.page("objections")
        assert isinstance(page, ObjectionsPage)
        qtbot.waitUntil(lambda: page.queue.table.table.loaded)
        assert page.inside.currentWidget() is page.empty
        assert page.primary.text() == "登记异议申请"
        press(qtbot, F8)
        assert page.inside.currentWidget() is page.opening
