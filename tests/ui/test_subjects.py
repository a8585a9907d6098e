"""信用主体 and the search box: found by name, code and initials; one subject with its records and objections."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from creditdesk.exchange.workbooks import read_modern
from creditdesk.models import JournalEntry
from creditdesk.services import (
    doubles,
    follow_ups,
    generating,
    letters,
    merges,
    mirrors,
    record_lists,
    records,
    role_links,
    subjects,
    timelines,
)  # fmt: skip
from creditdesk.services.desk import Desk
from creditdesk.services.identities import Identities
from creditdesk.services.record_lists import Filter
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.register_sheet import RegisterSheet
from creditdesk.ui.pages.subjects import SubjectsPage, find
from creditdesk.ui.pages.subjects.decision_sheet import DecisionSheet
from creditdesk.ui.pages.subjects.link_sheets import ActSheet
from creditdesk.ui.widgets.button import Button
from tests.entered import PENALTY, PERSON_PENALTY, objection, penalty
from tests.leaving import release
from tests.ui.hands import CTRL, ENTER, focus, press, sitting_at, write

CLEAN = PENALTY | {
    "uscc": "91410122MA3X00053J",
    "subject_name": "示例商贸有限公司",
    "decision_number": "示市监罚〔2025〕200号",
}


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
    qtbot.waitUntil(lambda: page.view.events.table.rowCount() == 3)
    shown = words(page)
    assert {"91410122MA3X000105", "统一社会信用代码", "MA3X00010", "组织机构代码", "王示例"} <= set(shown)
    assert {"曾用名", "示例建材公司"} <= set(shown)
    assert "组织机构代码 MA3X0001-0：与统一社会信用代码第9至17位一致" in shown
    told = page.view.counted
    assert (told.toolTip() or told.text()) == "记录 2 条 · 失信 2 条 · 在办异议 1 件"


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
    assert focus() is page.view.events
    qtbot.waitUntil(lambda: page.view.events.current_id() is not None)
    page.view.events.choose(next(key for key in timelines.keys(desk, firm(desk)) if key.startswith("record:")))
    wanted = str(page.view.events.current_id()).partition(":")[2]
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
    assert {each.page for each in found} == {"subjects", "objections"}
    assert {each.page for each in find(desk, PERSON_PENALTY["decision_number"])} == {"records"}
    person = find(desk, PERSON_PENALTY["document_number"])[0]
    assert PERSON_PENALTY["document_number"] not in person.title + person.detail


LI = {"subject_name": "李示例", "document_type": "身份证", "document_number": "41012219000101996X"}
OLD = {"uscc": "", "reg_number": "410122000000013", "decision_number": "示市监罚〔2019〕5号"}


@contextmanager
def opened(desk: Desk, qtbot: QtBot, subject_id: str) -> Iterator[SubjectsPage]:
    """The page with one subject shown and its table in focus."""
    with sitting_at(desk, qtbot, SubjectsPage, RecordsPage) as window:
        page = window.page("subjects")
        assert isinstance(page, SubjectsPage)
        window.open_page("subjects", id=subject_id)
        qtbot.waitUntil(lambda: page.view.overview is not None and page.view.overview.id == subject_id)
        page.list.table.setFocus()
        yield page


def sheet_of(page: SubjectsPage) -> QWidget:
    shown = page.window().findChildren(QWidget, options=Qt.FindChildOption.FindChildrenRecursively)
    return next(each for each in shown if isinstance(each, DecisionSheet | ActSheet) and each.isVisible())


def test_the_timeline_holds_everything_newest_first(page: SubjectsPage, desk: Desk, qtbot: QtBot) -> None:
    page.frame.open_page("subjects", id=firm(desk))
    qtbot.waitUntil(lambda: page.view.events.table.rowCount() == 3)
    qtbot.waitUntil(lambda: page.view.events.table.row_at(0) is not None)
    rows = [page.view.events.table.row_at(at) for at in range(3)]
    assert [row["on"] for row in rows if row] == ["2026-02-02", "2025-11-03", "2025-11-03"]
    assert [row["what"] for row in rows if row] == ["异议处理", "行政处罚", "行政处罚"]


def test_the_officer_adds_and_ends_a_link(desk: Desk, qtbot: QtBot) -> None:
    with opened(desk, qtbot, firm(desk)) as page:
        press(qtbot, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
        sheet = sheet_of(page)
        assert isinstance(sheet, ActSheet)
        sheet.submit()
        assert role_links.links_of(desk, firm(desk)) == ()
        sheet.form.set_values(LI | {"role": "主要负责人", "valid_from": "2024-01-01"})
        sheet.sure.click()
        qtbot.waitUntil(lambda: len(role_links.links_of(desk, firm(desk))) == 1)
        qtbot.waitUntil(lambda: page.view.links.current_id() is not None)
        page.list.table.setFocus()
        press(qtbot, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
        ending = sheet_of(page)
        assert isinstance(ending, ActSheet)
        ending.form.set_values({"until": "2025-12-31", "reason": "已离任（示例）"})
        ending.sure.click()
        qtbot.waitUntil(lambda: str(role_links.links_of(desk, firm(desk))[0].valid_until) == "2025-12-31")


def test_enter_on_a_link_opens_the_person_and_back(desk: Desk, qtbot: QtBot) -> None:
    made = desk.perform(role_links.link, firm(desk), LI, "principal", date(2024, 1, 1)).result
    with opened(desk, qtbot, firm(desk)) as page:
        for wanted in (made["person"], firm(desk)):
            qtbot.waitUntil(lambda: page.view.links.current_id() is not None)
            press(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
            page.view.links.setFocus()
            press(qtbot, ENTER)
            qtbot.waitUntil(lambda wanted=wanted: page.view.overview is not None and page.view.overview.id == wanted)


def test_a_proposal_is_accepted_on_its_sheet(desk: Desk, qtbot: QtBot) -> None:
    desk.perform(role_links.link, firm(desk), LI, "principal", date(2024, 1, 1))
    penalty(desk, decision_number="示罚〔2026〕9号", grade="严重")
    with opened(desk, qtbot, firm(desk)) as page:
        qtbot.waitUntil(page.view.notices.bands["proposals"].isVisible)
        press(qtbot, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
        sheet = sheet_of(page)
        assert isinstance(sheet, DecisionSheet)
        qtbot.waitUntil(lambda: sheet.table.current_id() is not None)
        press(qtbot, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        assert len(mirrors.proposals(desk)) == 1
        sheet.form.set_values({"ended": "2026-01-28"})
        sheet.table.setFocus()
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: mirrors.proposals(desk) == ())
        qtbot.waitUntil(page.view.notices.bands["proposals"].isHidden)
    own = record_lists.ids(desk, record_lists.Filter(subject_id=subjects.ids(desk, LI["document_number"])[0]))
    assert record_lists.sheet(desk, own[0]).content["breach_ended_on"] == "2026-01-28"


def test_a_follow_up_is_settled_on_its_sheet(desk: Desk, qtbot: QtBot) -> None:
    person = desk.perform(role_links.link, firm(desk), LI, "principal", date(2024, 1, 1)).result["person"]
    parent = penalty(desk, decision_number="示罚〔2026〕9号", grade="严重")
    desk.perform(mirrors.mirror, parent, person)
    desk.perform(records.correct, parent, {"fine_amount": "1"}, "笔误（示例）")
    with opened(desk, qtbot, person) as page:
        qtbot.waitUntil(page.view.notices.bands["follow_ups"].isVisible)
        press(qtbot, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
        sheet = sheet_of(page)
        assert isinstance(sheet, DecisionSheet)
        qtbot.waitUntil(lambda: sheet.table.current_id() is not None)
        sheet.form.set_values({"reason": "随单位更正（示例）"})
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: follow_ups.open_ones(desk) == ())


def test_doubles_are_offered_merged_and_taken_apart(desk: Desk, qtbot: QtBot) -> None:
    other = record_lists.sheet(desk, penalty(desk, **OLD)).subject_id
    one = subjects.ids(desk, "91410122MA3X000105")[0]
    with opened(desk, qtbot, one) as page:
        page.list.waiting.choose("疑似同一主体")
        qtbot.waitUntil(lambda: page.list.count.text() == "2 个")
        page.list.table.choose(one)
        qtbot.waitUntil(lambda: page.view.notices.bands["doubles"].isVisible() and page.view.subject_id == one)
        press(qtbot, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
        sheet = sheet_of(page)
        assert isinstance(sheet, DecisionSheet)
        qtbot.waitUntil(lambda: sheet.table.current_id() == other)
        sheet.form.set_values({"reason": "同一单位（示例）"})
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: merges.kept(desk, other) == one)
        assert doubles.of_subject(desk, one) == ()
        page.frame.open_page("subjects", id=other)
        qtbot.waitUntil(lambda: page.view.subject_id == one and bool(page.view.overview and page.view.overview.merged))
        page.list.table.setFocus()
        press(qtbot, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
        apart = sheet_of(page)
        assert isinstance(apart, DecisionSheet)
        qtbot.waitUntil(lambda: apart.table.current_id() is not None)
        apart.form.set_values({"reason": "两个单位（示例）"})
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: merges.kept(desk, other) == other)


def test_a_text_that_finds_too_much_says_so(desk: Desk, qtbot: QtBot) -> None:
    generating.generate(desk, 10_000, 0)
    with sitting_at(desk, qtbot, SubjectsPage) as window:
        page = window.page("subjects")
        assert isinstance(page, SubjectsPage)
        page.list.search.setFocus()
        write(qtbot, "公司")
        qtbot.waitUntil(lambda: page.list.count.text() == "2,000 个，匹配过多，请再输入几个字")
        write(qtbot, "绝无此名（示例）")
        qtbot.waitUntil(lambda: page.list.count.text() == "0 个")
    found = record_lists.ids(desk, Filter(text="公司"))
    assert isinstance(found, Identities)
    assert found.cut


def test_the_list_of_subjects_leaves_as_it_is_seen(
    window: MainWindow, page: SubjectsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert page.list.tools.head.hidden == {"category", "adverse"}
    menu = page.list.tools.head.offer()
    next(action for action in menu.actions() if action.text() == "失信").trigger()
    menu.close()
    page.list.tools.export_to(tmp_path / "主体.xlsx")
    qtbot.waitUntil(lambda: "已导出信用主体2行" in window.status._sentence.text())
    header, *rows = read_modern(tmp_path / "主体.xlsx")[0].rows
    assert header == ["名称", "代码", "记录", "失信", "异议"]
    firm_row, person_row = ["示例建材有限公司", "91410122MA3X000105", "2"], ["陈示例", "410122********0000", "1"]
    assert sorted(rows) == [[*firm_row, "2", "1"], [*person_row, "1", "—"]]


def test_a_persons_number_is_shown_once_the_journal_has_the_asking(
    window: MainWindow, page: SubjectsPage, desk: Desk, qtbot: QtBot
) -> None:
    number = PERSON_PENALTY["document_number"]
    window.open_page("subjects", id=subjects.ids(desk, number)[0])
    qtbot.waitUntil(lambda: page.view.overview is not None and page.view.overview.is_person)
    eye = next(button for button in page.view.identity.findChildren(Button) if button.text() == "显示")
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: number in [label.text() for label in page.view.identity.findChildren(QLabel)])
    with desk.read() as session:
        asked = list(session.scalars(select(JournalEntry.sentence).where(JournalEntry.act == "subject.reveal")))
    assert asked == ["已显示陈示例的证件号码"]
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert number not in [label.text() for label in page.view.identity.findChildren(QLabel)]


@pytest.mark.parametrize(("key", "form"), [(Qt.Key.Key_N, "clean_record"), (Qt.Key.Key_Y, "green_channel")])
def test_a_certificate_is_issued_from_the_subjects_page(desk: Desk, qtbot: QtBot, key: Qt.Key, form: str) -> None:
    one = str(desk.perform(records.enter, "penalty", CLEAN).result["record"])
    desk.perform(records.revoke, one, "决定被撤销（示例）")
    with sitting_at(desk, qtbot, SubjectsPage, LettersPage) as window:
        page = window.page("subjects")
        assert isinstance(page, SubjectsPage)
        wanted = subjects.ids(desk, CLEAN["uscc"])[0]
        window.open_page("subjects", id=wanted)
        qtbot.waitUntil(lambda: page.view.overview is not None and page.view.subject_id == wanted)
        press(qtbot, key, Qt.KeyboardModifier.AltModifier)
        sheet = sheet_of(page)
        assert isinstance(sheet, ActSheet)
        assert sheet.form.values()["applicant"] == "示例商贸有限公司"
        sheet.form.set_values({"proof": "营业执照（示例）", "purpose": "参加文明单位评选（示例）"})
        qtbot.mouseClick(sheet.sure, Qt.MouseButton.LeftButton)
        letters_page = window.page("letters")
        assert isinstance(letters_page, LettersPage)
        qtbot.waitUntil(lambda: window.stack.currentWidget() is letters_page)
        (letter,) = letters.ids(desk, form=form)
        qtbot.waitUntil(lambda: letters_page.register.table.current_id() == letter)


def test_who_received_what_about_a_subject_is_written_from_its_page(
    page: SubjectsPage, window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    release(desk)
    page.frame.open_page("subjects", id=firm(desk))
    qtbot.waitUntil(lambda: page.view.name.text() == "示例建材有限公司")
    page.view.left.trigger()
    [sheet] = window.overlay.findChildren(RegisterSheet)
    sheet.save_to(tmp_path / "台账.xlsx")
    qtbot.waitUntil((tmp_path / "台账.xlsx").exists)
    _, *rows = read_modern(tmp_path / "台账.xlsx")[0].rows
    assert {row[5] for row in rows} == {"示例建材有限公司", "示例建材公司"}
