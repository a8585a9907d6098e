"""The page 联合奖惩: a round by keys, its responses, updates, sheets and report; and the list of measures."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.rules.measures import BLACK
from creditdesk.services import escalation_lists, letters, round_lists
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.home import HomePage
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.rounds import RoundsPage
from creditdesk.ui.pages.rounds.listing import GROUNDLESS, MEASURES, SEVERAL
from tests.conftest import TODAY
from tests.entered import OTHER_UNIT, UNIT, on
from tests.initiated import DUE, OTHER, TAX, begun, severe, sheet
from tests.listed import BLACK as BLACK_LIST
from tests.listed import FORCE, black
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write


def page_of(window: MainWindow) -> RoundsPage:
    page = window.page("rounds")
    assert isinstance(page, RoundsPage)
    return page


def gather(qtbot: QtBot, window: MainWindow, page: RoundsPage, name: str) -> None:
    """Look a subject up by its name and take it."""
    form = page.inside.currentWidget()
    write(qtbot, name)
    settle(window.worker, qtbot)
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: name in form.gathering.told.text())  # type: ignore[union-attr]


def test_a_round_is_begun_by_keys_with_the_proposed_measures(desk: Desk, qtbot: QtBot) -> None:
    severe(desk)
    with sitting_at(desk, qtbot, RoundsPage) as window:
        page = page_of(window)
        qtbot.waitUntil(page.list.none.isVisible)
        press(qtbot, Qt.Key.Key_F8)
        for words in (TAX, "重大税收违法失信主体", "《河南省社会信用条例》第三十三条"):
            write(qtbot, words)
            press(qtbot, ENTER)
        press(qtbot, ENTER)
        press(qtbot, ENTER)
        write(qtbot, f"{UNIT}、{OTHER_UNIT}")
        press(qtbot, ENTER)
        write(qtbot, DUE.isoformat())
        press(qtbot, Qt.Key.Key_F8)
        assert "请先选择对象" in page.opening.message.text()
        gather(qtbot, window, page, "示例建材")
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: page.shown is not None)
        assert page.primary.text() == "登记响应"
    found = sheet(desk, round_lists.ids(desk)[0])
    proposed = desk.catalogue.measure_list(TODAY).proposed(BLACK)
    assert [one["code"] for one in found.measures] == [each.code for each in proposed]
    assert (found.units, found.updates[0].responses[0].due) == ((UNIT, OTHER_UNIT), DUE)


def test_a_refusal_stands_under_the_form_and_what_was_typed_stays(desk: Desk, qtbot: QtBot) -> None:
    severe(desk)
    with sitting_at(desk, qtbot, RoundsPage) as window:
        page = page_of(window)
        page.begin_new()
        page.opening.form.set_values(
            {"initiator": TAX, "objects": "示例主体", "basis": "示例", "units": UNIT, "answer_by": TODAY.isoformat()}
        )
        page.opening.gathering.looking.go()
        gather(qtbot, window, page, "示例建材")
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: "应晚于今天" in page.opening.message.text())
        assert page.opening.form.values()["initiator"] == TAX
    assert round_lists.ids(desk) == letters.ids(desk) == []


def test_the_workbench_leads_to_a_response_that_is_entered(desk: Desk, qtbot: QtBot) -> None:
    one = begun(desk, [severe(desk)])
    response = sheet(desk, one).updates[0].responses[0].id
    with sitting_at(desk, qtbot, HomePage, RoundsPage) as window:
        home_page = window.page("home")
        assert isinstance(home_page, HomePage)
        qtbot.waitUntil(lambda: home_page.table.choose(response) and home_page.table.current_row() is not None)
        press(qtbot, Qt.Key.Key_F8)
        page = page_of(window)
        qtbot.waitUntil(lambda: page.shown is not None)
        press(qtbot, Qt.Key.Key_F8)
        press(qtbot, ENTER)
        press(qtbot, ENTER)
        for words in ("列为重点监管对象", TODAY.isoformat(), "已约谈（示例）"):
            write(qtbot, words)
            press(qtbot, ENTER)
        qtbot.waitUntil(lambda: sheet(desk, one).row.answered == 1)
    [result] = sheet(desk, one).updates[0].responses[0].results
    assert (result.measure, result.done_on, result.effect) == ("列为重点监管对象", TODAY, "已约谈（示例）")


def test_the_list_is_updated_and_the_round_ended_from_the_page(desk: Desk, qtbot: QtBot) -> None:
    one = begun(desk, [severe(desk)], units=[UNIT])
    severe(desk, OTHER)
    with sitting_at(desk, qtbot, RoundsPage) as window:
        page = page_of(window)
        window.open_page("rounds", id=one)
        qtbot.waitUntil(lambda: page.shown is not None)
        press(qtbot, Qt.Key.Key_U, CTRL)
        gather(qtbot, window, page, "示例商贸")
        page.updating.kind.set_values({"change": "移出", "note": "已纠正（示例）"})
        gather(qtbot, window, page, "示例建材")
        page.updating.form.go_to_first()
        write(qtbot, "二月更新（示例）")
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: len(sheet(desk, one).updates) == 2)
        assert [each.name for each in sheet(desk, one).current] == ["示例商贸有限公司"]
        qtbot.waitUntil(lambda: page.inside.currentWidget() is page.view)
        settle(window.worker, qtbot)
        press(qtbot, Qt.Key.Key_Delete, CTRL)
        write(qtbot, "期满（示例）")
        press(qtbot, Qt.Key.Key_Return, CTRL)
        settle(window.worker, qtbot)
    assert sheet(desk, one).row.ended_on is None


def test_sheets_go_out_and_come_back_and_the_report_is_written(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    one = begun(desk, [severe(desk)], units=[UNIT])
    with sitting_at(desk, qtbot, RoundsPage) as window:
        page = page_of(window)
        window.open_page("rounds", id=one)
        qtbot.waitUntil(lambda: page.shown is not None)
        page.hand_out(tmp_path)
        settle(window.worker, qtbot)
        [path] = tmp_path.glob("*.xlsx")
        book = openpyxl.load_workbook(path)
        book.active["G2"], book.active["H2"] = "列为重点监管对象", TODAY.isoformat()
        book.save(path)
        page.take_file(path)
        settle(window.worker, qtbot)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: sheet(desk, one).row.answered == 1)
        page.save_report(tmp_path / "报告.pdf")
        settle(window.worker, qtbot)
    assert (tmp_path / "报告.pdf").read_bytes().startswith(b"%PDF")
    assert sheet(desk, one).updates[0].responses[0].imported


def test_a_late_unit_is_urged_and_its_letter_opened(desk: Desk, qtbot: QtBot) -> None:
    one = begun(desk, [severe(desk)], units=[UNIT])
    with on(desk, DUE + timedelta(1)), sitting_at(desk, qtbot, RoundsPage, LettersPage) as window:
        page = page_of(window)
        window.open_page("rounds", id=one)
        qtbot.waitUntil(lambda: page.shown is not None)
        press(qtbot, Qt.Key.Key_R, CTRL)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: sheet(desk, one).updates[0].responses[0].urged == 1)


def test_a_subject_on_two_black_lists_is_told_of_from_the_workbench(desk: Desk, qtbot: QtBot) -> None:
    black(desk)
    black(desk, replace(BLACK_LIST, domain="税务（示例）", list_name="示例名单"), "示列决〔2026〕4号")
    [one] = escalation_lists.ids(desk)
    with on(desk, FORCE), sitting_at(desk, qtbot, HomePage, RoundsPage, LettersPage) as window:
        home_page = window.page("home")
        assert isinstance(home_page, HomePage)
        qtbot.waitUntil(lambda: home_page.table.choose(one) and home_page.table.current_row() is not None)
        press(qtbot, Qt.Key.Key_F8)
        page = page_of(window)
        qtbot.waitUntil(lambda: page.primary.text() == "签发提示函")
        settle(window.worker, qtbot)
        assert page.list.chips.current() == SEVERAL
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: escalation_lists.rows(desk, [one])[0].words == "加重惩戒中")
    assert len(letters.ids(desk, form="escalation")) == 1


def test_every_measure_is_shown_with_its_basis(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, RoundsPage) as window:
        page = page_of(window)
        page.list.chips.choose(MEASURES)
        page.list.reload()
        settle(window.worker, qtbot)
        page.list.search.setText("金融")
        settle(window.worker, qtbot)
        qtbot.waitUntil(lambda: page.shown is not None and page.view.title.text().startswith("提高利率"))
        qtbot.waitUntil(lambda: page.list.total.text() == "1 项")
        assert GROUNDLESS not in page.view.title.text()
