"""The queue narrowed by officer and urgency, and narrowings kept under names."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import objection_lists, objections, queue_filters
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import Filter
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.objections.page import ObjectionsPage
from tests.entered import objection, penalty
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def cases(desk: Desk) -> list[str]:
    """A case that is late, one that is due soon, one with time."""
    days = (date(2026, 1, 19), date(2026, 2, 9), date(2026, 2, 12))
    made = [penalty(desk, decision_number=f"示市监罚〔2025〕{number}号") for number in range(3)]
    return [objection(desk, one, day) for one, day in zip(made, days, strict=True)]


@pytest.fixture
def window(desk: Desk, cases: list[str], qtbot: QtBot) -> Iterator[MainWindow]:
    assert [objection_lists.sheet(desk, one).row.urgency for one in cases] == ["overdue", "soon", "ample"]
    with sitting_at(desk, qtbot, ObjectionsPage) as made:
        settle(made.worker, qtbot)
        yield made


@pytest.fixture
def page(window: MainWindow) -> ObjectionsPage:
    found = window.page("objections")
    assert isinstance(found, ObjectionsPage)
    found.queue.table.setFocus()
    return found


def shown(page: ObjectionsPage, qtbot: QtBot) -> int:
    settle(page.worker, qtbot)
    return page.queue.table.table.rowCount()


def test_the_queue_is_narrowed_by_urgency_and_officer(page: ObjectionsPage, desk: Desk, qtbot: QtBot) -> None:
    for label, count in (("逾期", 1), ("临近", 1), ("暂定", 0), ("", 3)):
        page.queue.filters["urgency"].choose(label)
        assert shown(page, qtbot) == count
    page.queue.filters["officer_id"].choose(desk.officer.name)
    assert shown(page, qtbot) == 3
    assert page.queue.filter.officer_id == desk.officer.id


def test_a_day_of_the_strip_shows_what_falls_due_on_it(
    page: ObjectionsPage, desk: Desk, cases: list[str], qtbot: QtBot
) -> None:
    assert [day.objections for day in page.queue.strip.days if day.objections] == [1, 1]
    due = objection_lists.sheet(desk, cases[1]).row.due
    page.queue.strip.opened.emit(due)
    assert shown(page, qtbot) == 1
    assert page.queue.total.text() == f"{due} 到期 · 1 件"
    page.queue.strip.opened.emit(due)
    assert shown(page, qtbot) == 3


def test_a_narrowing_is_kept_under_a_name_called_by_its_key_and_forgotten(
    page: ObjectionsPage, window: MainWindow, desk: Desk, cases: list[str], qtbot: QtBot
) -> None:
    page.queue.filters["urgency"].choose("逾期")
    page.queue.search.setText("示例")
    settle(page.worker, qtbot)
    press(qtbot, Qt.Key.Key_S, CTRL | SHIFT)
    press(qtbot, ENTER)
    assert window.overlay.isVisible()
    write(qtbot, "我的逾期件")
    press(qtbot, ENTER)
    settle(page.worker, qtbot)
    assert [(one.name, one.wanted) for one in queue_filters.saved(desk)] == [
        ("我的逾期件", Filter(text="示例", urgency="overdue"))
    ]
    page.queue.use(Filter())
    assert shown(page, qtbot) == 3
    page.queue.table.setFocus()
    press(qtbot, Qt.Key.Key_1, ALT | SHIFT)
    assert shown(page, qtbot) == 1
    assert page.queue.filters["urgency"].current == "逾期"
    assert page.queue.search.text() == "示例"
    desk.perform(objections.withdraw, cases[0], date(2026, 2, 12), "申请人来电撤回（示例）")
    page.reload()
    assert shown(page, qtbot) == 0
    drop = next(action.menu() for action in page.queue.saved.actions() if action.text() == "删除")
    drop.actions()[0].trigger()
    settle(page.worker, qtbot)
    assert queue_filters.saved(desk) == ()
    assert [action.text() for action in page.queue.saved.actions()] == ["保存当前筛选"]
