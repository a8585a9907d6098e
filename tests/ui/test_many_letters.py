"""批量签发 with real keys: ticked and unticked, issued with progress, stopped between two letters and gone on with."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.documents import bundles
from creditdesk.services import letter_batches, letters, objection_lists, objections
from creditdesk.services.desk import Desk
from creditdesk.ui.pages.letters.many import ManyLetters
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.objections.page import ObjectionsPage
from tests.entered import objection, penalty
from tests.ui.hands import CTRL, onto, press, settle, sitting_at

F8, ESC, SPACE = Qt.Key.Key_F8, Qt.Key.Key_Escape, Qt.Key.Key_Space


@pytest.fixture
def cases(desk: Desk) -> list[str]:
    made = [penalty(desk, decision_number=f"示市监罚〔2025〕{number}号") for number in range(1, 5)]
    return [objection(desk, one, date(2026, 2, 9)) for one in made]


@pytest.fixture
def page(desk: Desk, cases: list[str], qtbot: QtBot) -> Iterator[LettersPage]:
    assert len(cases) == 4
    with sitting_at(desk, qtbot, LettersPage, ObjectionsPage) as window:
        found = window.page("letters")
        assert isinstance(found, LettersPage)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        found.register.table.setFocus()
        settle(found.worker, qtbot)
        press(qtbot, Qt.Key.Key_M, CTRL)
        settle(found.worker, qtbot)
        yield found


def rows(many: ManyLetters) -> list[str]:
    model = many.table.table
    return [
        " ".join(str(model.data(model.index(row, column)) or "") for column in (0, 1))
        for row in range(model.rowCount())
    ]


def states(desk: Desk, cases: list[str]) -> list[str]:
    return [objection_lists.sheet(desk, one).state for one in cases]


def test_what_is_ticked_is_issued_and_the_letter_is_seen_before(
    page: LettersPage, desk: Desk, cases: list[str], qtbot: QtBot
) -> None:
    many = page.many
    assert [chip.chip.number for chip in many.chips._buttons] == [4, 0, 0]
    assert rows(many) == [f"✓ 2026-000{number}" for number in range(1, 5)]
    assert many.pane.view.pages() == 2
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, SPACE)
    settle(page.worker, qtbot)
    assert rows(many)[1] == "— 2026-0002"
    assert many.told.text() == "将签发 3 件，空格键改选，Ctrl+A 全选或全不选"
    press(qtbot, F8)
    settle(page.worker, qtbot)
    assert states(desk, cases) == ["已受理", "已收到", "已受理", "已受理"]
    assert many.told.text() == "批量受理：已签发 3 件"
    assert rows(many) == ["— 2026-0002"]
    assert sorted(row.number for row in letters.rows(desk, letters.ids(desk))) == [
        f"牟信异受〔2026〕{number}号" for number in (1, 2, 3)
    ]


def test_pressing_twice_issues_once(page: LettersPage, desk: Desk, qtbot: QtBot) -> None:
    for _ in range(3):
        press(qtbot, F8)
    settle(page.worker, qtbot)
    assert len(letters.ids(desk)) == 4
    assert page.many.told.text() == "批量受理：已签发 4 件"


def test_all_are_unticked_and_ticked_at_once(page: LettersPage, qtbot: QtBot) -> None:
    for mark, may in (("—", False), ("✓", True)):
        press(qtbot, Qt.Key.Key_A, CTRL)
        settle(page.worker, qtbot)
        assert {row[0] for row in rows(page.many)} == {mark}
        assert page.many.acts[0].isEnabled() is may


def test_a_letter_that_cannot_be_issued_is_told(page: LettersPage, desk: Desk, cases: list[str], qtbot: QtBot) -> None:
    desk.perform(objections.withdraw, cases[2], date(2026, 2, 12), "申请人来电撤回（示例）")
    press(qtbot, F8)
    settle(page.worker, qtbot)
    assert "2026-0003：" in page.many.message.text()
    assert page.many.told.text() == "批量受理：已签发 3 件，1 件未能签发"


def test_a_stopped_job_waits_and_is_gone_on_with(page: LettersPage, desk: Desk, cases: list[str], qtbot: QtBot) -> None:
    many = page.many
    press(qtbot, F8)
    qtbot.waitUntil(many.progress.isVisible)
    qtbot.waitUntil(lambda: bool(letters.ids(desk)))
    many.progress.cancel.click()
    settle(page.worker, qtbot)
    waiting = letter_batches.unfinished(desk)
    assert waiting is not None
    assert 0 < len(waiting.letters) < 4
    assert many.told.text() == f"批量受理：已签发 {len(waiting.letters)} 件，{waiting.waiting} 件未签发"
    assert not many._give_up.isHidden()
    press(qtbot, ESC)
    press(qtbot, Qt.Key.Key_M, CTRL)
    settle(page.worker, qtbot)
    press(qtbot, F8)
    settle(page.worker, qtbot)
    assert states(desk, cases) == ["已受理"] * 4
    assert len(letters.ids(desk)) == 4


def test_a_batch_is_printed_as_one_job_and_counted(
    page: LettersPage, desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    onto(tmp_path / "批.pdf", monkeypatch)
    press(qtbot, F8)
    settle(page.worker, qtbot)
    press(qtbot, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil((tmp_path / "批.pdf").exists)
    settle(page.worker, qtbot)
    assert [row.prints for row in letters.rows(desk, letters.ids(desk))] == [1] * 4
    assert bundles.pages_of((tmp_path / "批.pdf").read_bytes()) == 8 + 4  # each letter and its slip
