"""The page 容缺受理: a promise by keys after the check of three years, its end, and the record of a broken one."""

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import promise_lists, promises, record_lists, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.promises import Promised
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.home import HomePage
from creditdesk.ui.pages.promises import PromisesPage
from tests.conftest import TODAY
from tests.entered import UNIT, on, penalty
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write

DUE = TODAY + timedelta(14)


def page_of(window: MainWindow) -> PromisesPage:
    page = window.page("promises")
    assert isinstance(page, PromisesPage)
    return page


def promised(desk: Desk, due_in: int = 14) -> str:
    penalty(desk, decided_on="2023-02-01", valid_until="2024-02-01")
    made_on = TODAY - timedelta(10)
    told = Promised("食品经营许可", UNIT, ["健康证明"], made_on, TODAY + timedelta(due_in))
    with on(desk, made_on):
        return str(desk.perform(promises.make, subjects.ids(desk)[0], told).result["promise"])


def test_a_promise_is_made_by_keys_once_the_subject_was_checked(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk, decided_on="2023-02-11", valid_until="2024-02-11")
    with sitting_at(desk, qtbot, PromisesPage) as window:
        page = page_of(window)
        qtbot.waitUntil(page.list.none.isVisible)
        press(qtbot, Qt.Key.Key_F8)
        write(qtbot, "示例建材")
        settle(window.worker, qtbot)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: "连续3年没有不良信用记录" in page.opening.told.text())
        for words in ("食品经营许可", "示例单位", "健康证明、场地租赁合同"):
            write(qtbot, words)
            press(qtbot, ENTER)
        press(qtbot, ENTER)
        press(qtbot, Qt.Key.Key_F8)
        assert page.opening.form.fields["due"].message.text() == "必填"
        write(qtbot, DUE.isoformat())
        for _ in range(2):  # a key pressed twice makes one promise
            press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: page.shown is not None)
        assert page.primary.text() == "材料已补齐"
    [row] = promise_lists.rows(desk, promise_lists.ids(desk))
    assert (row.papers, row.due) == (("健康证明", "场地租赁合同"), DUE)


def test_a_bad_record_is_told_before_anything_is_typed(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    with sitting_at(desk, qtbot, PromisesPage) as window:
        page = page_of(window)
        window.open_page("promises", subject=subjects.ids(desk)[0])
        qtbot.waitUntil(lambda: "计算到2028-11-03为止" in page.opening.told.text())
        assert "只有诚信典型可以容缺受理" in page.opening.told.text()


def test_the_workbench_leads_to_a_promise_and_its_papers_come(desk: Desk, qtbot: QtBot) -> None:
    one = promised(desk)
    with sitting_at(desk, qtbot, HomePage, PromisesPage) as window:
        home_page = window.page("home")
        assert isinstance(home_page, HomePage)
        qtbot.waitUntil(lambda: home_page.table.choose(one) and home_page.table.current_row() is not None)
        press(qtbot, Qt.Key.Key_F8)
        page = page_of(window)
        qtbot.waitUntil(lambda: page.shown is not None and page.shown.id == one)
        press(qtbot, Qt.Key.Key_F8)
        press(qtbot, ENTER)
        qtbot.waitUntil(lambda: promise_lists.rows(desk, [one])[0].words == "已补齐")


def test_a_broken_promise_becomes_a_record_from_the_page(desk: Desk, qtbot: QtBot) -> None:
    one = promised(desk, -1)
    with sitting_at(desk, qtbot, PromisesPage) as window:
        page = page_of(window)
        window.open_page("promises", id=one)
        settle(window.worker, qtbot)
        press(qtbot, Qt.Key.Key_Delete, CTRL)
        write(qtbot, "到期没有提交（示例）")
        press(qtbot, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: page.primary.text() == "记入信用记录")
        settle(window.worker, qtbot)
        assert page.list.chips.current() == promise_lists.PROPOSED
        press(qtbot, Qt.Key.Key_F8)
        press(qtbot, Qt.Key.Key_Space)
        press(qtbot, ENTER)
        write(qtbot, "首次未履约（示例）")
        press(qtbot, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: page.shown is not None and bool(page.shown.record_id))
    [row] = promise_lists.rows(desk, [one])
    assert record_lists.sheet(desk, row.record_id).content["performance"] == "未履约"
