"""The list: any number of rows, only those in sight fetched, keys and clicks as officers expect."""

import threading
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from creditdesk.services.desk import Desk
from creditdesk.ui import theme
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import CHUNK, Cell, Column, Row
from creditdesk.ui.worker import Worker

COLUMNS = (
    Column("number", "案号", 100, sort="number"),
    Column("who", "申请人"),
    Column("unit", "来源单位", 120, "second", hide_below=500),
    Column("urgency", "紧急程度", 110, "pill"),
    Column("left", "余日", 60, "figure", sort="left"),
)
LEFT = Qt.MouseButton.LeftButton


class Rows:
    """Numbered rows, and what was asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.sorts: list[tuple[str, bool]] = []
        self.chunks: list[Sequence[int]] = []

    def ids(self, _desk: Desk, sort: str, descending: bool) -> Sequence[int]:
        self.sorts.append((sort, descending))
        return range(self.count, 0, -1) if descending else range(1, self.count + 1)

    def rows(self, _desk: Desk, ids: Sequence[int]) -> Sequence[Row]:
        self.chunks.append(ids)
        return [
            {"number": f"2026-{at:04}", "who": "示例商贸有限公司", "unit": "县市监局", "left": at % 9 - 1,
             "urgency": Cell("逾期", "overdue") if at % 2 else Cell("充裕", "ample")}
            for at in ids
        ]  # fmt: skip


def shown(worker: Worker, qtbot: QtBot, rows: Rows) -> Table:
    table = Table(COLUMNS, worker, "异议", sort="number")
    qtbot.addWidget(table)
    table.resize(800, 400)
    table.show()
    with qtbot.waitSignal(table.counted):
        table.ask(rows.ids, rows.rows)
    return table


def arrived(table: Table, row: int) -> bool:
    return table.model().index(row, 0).data() is not None


def test_a_million_rows_fetch_only_what_is_seen(worker: Worker, qtbot: QtBot) -> None:
    rows = Rows(1_000_000)
    table = shown(worker, qtbot, rows)
    qtbot.waitUntil(lambda: arrived(table, 0))
    assert table.model().rowCount() == 1_000_000
    assert table.verticalScrollBar().maximum() > 999_000
    assert {tuple(chunk) for chunk in rows.chunks} == {tuple(range(1, CHUNK + 1))}
    table.verticalScrollBar().setValue(500_000)
    qtbot.waitUntil(lambda: arrived(table, 500_005))
    assert len({tuple(chunk) for chunk in rows.chunks}) <= 4


def test_rows_on_their_way_are_grey_blocks(worker: Worker, qtbot: QtBot) -> None:
    table = shown(worker, qtbot, Rows(50))
    table.table._chunks.clear()
    block = table.visualRect(table.model().index(3, 1)).center() - QPoint(40, 0)
    image = table.viewport().grab().toImage()
    assert image.pixelColor(block) == QColor(theme.tokens().hover)


def test_keys_walk_open_and_jump(worker: Worker, qtbot: QtBot) -> None:
    table = shown(worker, qtbot, Rows(300))
    chosen: list[object] = []
    opened: list[object] = []
    table.chosen.connect(chosen.append)
    table.opened.connect(opened.append)
    assert table.current_id() == 1
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(table, key)
    assert (chosen, opened) == ([2, 300, 1], [2])


def test_a_double_click_opens(worker: Worker, qtbot: QtBot) -> None:
    table = shown(worker, qtbot, Rows(30))
    place = table.visualRect(table.model().index(4, 1)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    with qtbot.waitSignal(table.opened) as heard:
        qtbot.mouseDClick(table.viewport(), LEFT, pos=place)
    assert heard.args == [5]


def test_a_head_sorts_and_turns_round(worker: Worker, qtbot: QtBot) -> None:
    rows = Rows(40)
    table = shown(worker, qtbot, rows)
    head = table.horizontalHeader()
    for _ in range(2):
        with qtbot.waitSignal(table.counted):
            qtbot.mouseClick(head.viewport(), LEFT, pos=QPoint(head.sectionViewportPosition(4) + 20, 10))
    assert rows.sorts == [("number", False), ("left", False), ("left", True)]
    qtbot.mouseClick(head.viewport(), LEFT, pos=QPoint(head.sectionViewportPosition(1) + 20, 10))
    assert len(rows.sorts) == 3  # 申请人 cannot be sorted


def test_reloading_keeps_the_chosen_row_wherever_it_went(worker: Worker, qtbot: QtBot) -> None:
    rows = Rows(200)
    table = shown(worker, qtbot, rows)
    assert table.choose(150)
    table._head.descending = True
    with qtbot.waitSignal(table.counted):
        table.reload()
    assert (table.current_id(), table.currentIndex().row()) == (150, 50)
    rows.count = 20
    with qtbot.waitSignal(table.counted):
        table.reload()
    assert table.currentIndex().row() == 19


def test_a_long_list_begins_before_all_of_it_is_found(worker: Worker, qtbot: QtBot) -> None:
    rows, may_go_on, first = Rows(5000), threading.Event(), list(range(1, 101))
    table = Table(COLUMNS, worker, "异议", sort="number")
    qtbot.addWidget(table)
    table.show()

    def slow(desk: Desk, sort: str, descending: bool) -> Sequence[int]:
        may_go_on.wait(30)
        return rows.ids(desk, sort, descending)

    with qtbot.waitSignal(table.table.began):
        table.ask(slow, rows.rows, lambda desk, _sort, _falling: (first, rows.rows(desk, first)))
    assert (table.table.rowCount(), table.current_id()) == (100, 1)
    assert arrived(table, 99)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.counted) as counted:
        may_go_on.set()
    assert counted.args == [5000]
    assert (table.table.rowCount(), table.currentIndex().row()) == (5000, 1)
    qtbot.keyClick(table, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: arrived(table, 4999))


def test_what_changed_between_beginning_and_end_is_shown_as_it_is(worker: Worker, qtbot: QtBot) -> None:
    rows, other = Rows(5000), list(range(1000, 1100))
    table = Table(COLUMNS, worker, "异议", sort="number")
    qtbot.addWidget(table)
    table.show()
    with qtbot.waitSignal(table.counted):
        table.ask(rows.ids, rows.rows, lambda desk, _sort, _falling: (other, rows.rows(desk, other)))
    assert [table.table.id_at(row) for row in (0, 99, 4999)] == [
        rows.ids(None, "number", False)[row] for row in (0, 99, 4999)
    ]
    assert table.currentIndex().row() == 0


def test_an_empty_list_says_what_belongs_there(worker: Worker, qtbot: QtBot) -> None:
    rows = Rows(0)
    table = Table(COLUMNS, worker, "异议")
    qtbot.addWidget(table)
    state = EmptyState("objection", "没有在办的异议", "收到申请后在此登记")
    table.set_empty(state)
    table.show()
    assert not state.isVisible()
    table.ask(rows.ids, rows.rows)
    qtbot.waitUntil(state.isVisible)
    rows.count = 1
    with qtbot.waitSignal(table.counted):
        table.reload()
    assert not state.isVisible()


def test_narrow_lists_lose_the_columns_that_matter_least(worker: Worker, qtbot: QtBot) -> None:
    table = shown(worker, qtbot, Rows(5))
    assert not table.isColumnHidden(2)
    table.resize(450, 400)
    assert table.isColumnHidden(2)
    assert sum(table.columnWidth(at) for at in range(5)) <= table.viewport().width()


def test_cells_speak_for_screen_readers(worker: Worker, qtbot: QtBot) -> None:
    table = shown(worker, qtbot, Rows(5))
    qtbot.waitUntil(lambda: arrived(table, 0))
    words = [table.model().index(0, at).data(Qt.ItemDataRole.DisplayRole) for at in range(5)]
    assert words == ["2026-0001", "示例商贸有限公司", "县市监局", "逾期", "0"]


def test_a_failing_question_is_told_and_the_list_lives(worker: Worker, qtbot: QtBot) -> None:
    table = shown(worker, qtbot, Rows(5))

    def broken(_desk: Desk, _ids: Sequence[int]) -> Sequence[Row]:
        raise RuntimeError

    with qtbot.waitSignal(worker.failed):
        table.ask(Rows(5).ids, broken)
        qtbot.waitUntil(lambda: table.table.loaded)
        table.viewport().repaint()
    rows = Rows(7)
    with qtbot.waitSignal(table.counted):
        table.ask(rows.ids, rows.rows)
    qtbot.waitUntil(lambda: arrived(table, 6))


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_the_chosen_row_carries_its_bar(worker: Worker, qtbot: QtBot, appearance: str) -> None:
    theme.theme().choose(appearance)
    table = shown(worker, qtbot, Rows(5))
    rect = table.visualRect(table.model().index(0, 0))
    image = table.viewport().grab().toImage()
    assert image.pixelColor(1, rect.center().y()) == QColor(theme.tokens().accent)
    assert image.pixelColor(5, rect.center().y()) == QColor(theme.tokens().select)
    theme.theme().choose("light")
