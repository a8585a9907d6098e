"""The page 查询: a report issued by keys, the log it leaves, and what an empty log says."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import credit_reports, enquiries, letters, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.enquiries import EnquiriesPage
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.subjects import SubjectsPage
from tests.entered import penalty
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write

BANK = Asking("示例银行", "授权", "2026年2月10日授权书（示例）", "贷款审查（示例）")


def page_of(window: MainWindow) -> EnquiriesPage:
    page = window.page("enquiries")
    assert isinstance(page, EnquiriesPage)
    return page


def test_a_report_is_issued_by_keys_and_shown_in_the_register(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    with sitting_at(desk, qtbot, EnquiriesPage, LettersPage) as window:
        page = page_of(window)
        qtbot.waitUntil(page.list.none.isVisible)
        press(qtbot, Qt.Key.Key_F8)
        assert page.opening.looking.search.hasFocus()
        write(qtbot, "示例建材")
        settle(window.worker, qtbot)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: page.opening.subject is not None)
        qtbot.waitUntil(lambda: "本次在每年 2 份免费之内" in page.opening.outlook.text())
        assert page.opening.form.values()["applicant"] == "示例建材有限公司"
        for text in ("营业执照原件（示例）", "参加招标投标（示例）"):
            write(qtbot, text)
            press(qtbot, ENTER)
        qtbot.waitUntil(lambda: len(letters.ids(desk)) == 1)
        register = window.page("letters")
        assert isinstance(register, LettersPage)
        qtbot.waitUntil(lambda: register.register.letter is not None)
        assert register.register.title.text().startswith("信用报告")
    [row] = enquiries.rows(desk, enquiries.ids(desk))
    assert (row.applicant, row.authority, row.free) == ("示例建材有限公司", "本人", True)


def test_f8_goes_to_what_is_missing(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    with sitting_at(desk, qtbot, EnquiriesPage) as window:
        page = page_of(window)
        press(qtbot, Qt.Key.Key_F8)
        press(qtbot, Qt.Key.Key_F8)
        assert page.opening.message.text() == "请先选择查询哪个主体"
        page.opening.take(subjects.ids(desk)[0])
        qtbot.waitUntil(lambda: page.opening.subject is not None)
        press(qtbot, Qt.Key.Key_F8)
        assert page.opening.form.fields["proof"].editor.control.hasFocus()
        press(qtbot, Qt.Key.Key_Escape)
        assert page.list.table.hasFocus()
    assert enquiries.ids(desk) == []


def test_the_proof_is_asked_for_in_the_words_of_the_authority(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk, usage_scope="仅可授权查询")
    with sitting_at(desk, qtbot, EnquiriesPage) as window:
        page = page_of(window)
        window.open_page("enquiries", subject=subjects.ids(desk)[0])
        qtbot.waitUntil(lambda: page.opening.subject is not None)
        for label, proof, told in (
            ("授权", "授权书的日期和编号", "可列入 1 条，因信息使用范围不列入 0 条。"),
            ("公开", "", "可列入 0 条，因信息使用范围不列入 1 条。"),
        ):
            segments = page.opening.form.fields["authority"].editor
            segments.show_value(label)
            segments.edited.emit()
            qtbot.waitUntil(lambda told=told: page.opening.outlook.text() == told)
            field = page.opening.form.fields["proof"].editor
            assert field.isVisible() == bool(proof)
            assert not proof or field.control.placeholderText() == proof  # type: ignore[attr-defined]


def test_an_enquiry_is_shown_whole_and_leads_to_its_report_and_subject(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    done = desk.perform(credit_reports.issue, subjects.ids(desk)[0], BANK).result
    with sitting_at(desk, qtbot, EnquiriesPage, LettersPage, SubjectsPage) as window:
        page = page_of(window)
        page.list.search.setText("没有这样的查询")
        qtbot.waitUntil(page.list.no_match.isVisible)
        window.open_page("enquiries", id=done["enquiry"])
        qtbot.waitUntil(lambda: page.shown is not None)
        assert page.view.title.text() == "信用报告　示例建材有限公司"
        page.list.table.setFocus()
        press(qtbot, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: window.stack.currentWidget() is window.page("letters"))
        window.open_page("enquiries")
        page.list.table.setFocus()
        press(qtbot, Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: window.stack.currentWidget() is window.page("subjects"))


def test_the_subject_page_leads_to_a_report_about_it(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    with sitting_at(desk, qtbot, SubjectsPage, EnquiriesPage) as window:
        subjects_page = window.page("subjects")
        assert isinstance(subjects_page, SubjectsPage)
        qtbot.waitUntil(lambda: subjects_page.view.overview is not None)
        press(qtbot, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
        page = page_of(window)
        qtbot.waitUntil(lambda: page.opening.subject is not None)
        assert page.opening.looking.named.text() == "示例建材有限公司"
