"""The page 批量比对: a list in, the answers beside it, workbook and report out."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from creditdesk.models import JournalEntry
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.batch import BatchPage
from tests.entered import penalty
from tests.ui.hands import ENTER, press, settle, sitting_at, write


def page_of(window: MainWindow) -> BatchPage:
    page = window.page("batch")
    assert isinstance(page, BatchPage)
    return page


def ask(page: BatchPage, qtbot: QtBot, *lines: str, selection: int = 0) -> None:
    page.asking.list.setFocus()
    page.asking.list.setPlainText("\n".join(lines))
    page.asking.form.go_to_first()
    write(qtbot, "中牟县文明办（示例）")
    press(qtbot, ENTER)
    press(qtbot, ENTER)
    for text in ("《评选办法（示例）》第五条", "文明单位评选"):
        write(qtbot, text)
        press(qtbot, ENTER)
    for _ in range(selection):
        press(qtbot, Qt.Key.Key_Down)
    press(qtbot, ENTER)
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: page.answers.checked is not None)
    settle(page.worker, qtbot)


def results(page: BatchPage) -> list[tuple[str, str]]:
    model = page.answers.table.table
    shown = [(model.row_at(row) or {}) for row in range(model.rowCount())]
    return [(str(row["asked"]), getattr(row["result"], "text", "")) for row in shown]


def test_enter_walks_to_the_answers_and_the_journal_has_the_question(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    with sitting_at(desk, qtbot, BatchPage) as window:
        page = page_of(window)
        ask(page, qtbot, "示例建材有限公司", "查无此企业（示例）")
        qtbot.waitUntil(lambda: page.answers.table.table.row_at(1) is not None)
        assert results(page) == [("示例建材有限公司", "有失信记录"), ("查无此企业（示例）", "未查到")]
        page.answers.chips.choose("missing")
        qtbot.waitUntil(lambda: page.answers.table.table.rowCount() == 1)
        qtbot.waitUntil(lambda: page.answers.table.table.row_at(0) is not None)
        assert results(page) == [("查无此企业（示例）", "未查到")]
    with desk.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "subject.batch_check")).one()
    assert entry.result["purpose"] == "文明单位评选"


def test_f8_goes_to_what_is_missing(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, BatchPage) as window:
        page = page_of(window)
        press(qtbot, Qt.Key.Key_F8)
        assert window.bar.isVisible()
        assert page.asking.list.hasFocus()
        page.asking.list.setPlainText("示例建材有限公司")
        press(qtbot, Qt.Key.Key_F8)
        assert page.asking.form.fields["applicant"].editor.control.hasFocus()
        assert page.answers.checked is None


def test_a_file_is_read_and_both_papers_are_written(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    penalty(desk)
    names = tmp_path / "名单.csv"
    names.write_bytes("企业名称\n示例建材有限公司\n".encode("gb18030"))
    with sitting_at(desk, qtbot, BatchPage) as window:
        page = page_of(window)
        page.open_file(names)
        qtbot.waitUntil(lambda: bool(page.asking.from_file))
        assert page.asking.list.toPlainText() == "示例建材有限公司"
        page.asking.form.set_values({"applicant": "甲（示例）", "proof": "乙（示例）", "purpose": "丙（示例）"})
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: page.answers.checked is not None)
        page.write_to(tmp_path)
        settle(page.worker, qtbot)
    assert len(list(tmp_path.glob("批量核查-20260212-*.xlsx"))) == 1
    assert next(tmp_path.glob("批量核查-*.pdf")).read_bytes().startswith(b"%PDF")


def test_a_file_that_is_no_list_is_told_in_the_bar(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    with sitting_at(desk, qtbot, BatchPage) as window:
        page_of(window).open_file(empty)
        qtbot.waitUntil(window.bar.isVisible)


def test_candidates_of_a_selection_get_a_verdict_and_their_own_list(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    penalty(desk, grade="严重")
    with sitting_at(desk, qtbot, BatchPage) as window:
        page = page_of(window)
        ask(page, qtbot, "示例建材有限公司", "查无此企业（示例）", selection=2)
        qtbot.waitUntil(lambda: page.answers.table.table.row_at(1) is not None)
        rows = [page.answers.table.table.row_at(place) or {} for place in range(2)]
        assert [row["note"] for row in rows] == ["不得参评", "未查到"]
        folder = tmp_path / "核查"
        folder.mkdir()
        page.write_to(folder)
        qtbot.waitUntil(lambda: len(list(folder.glob("*评选核查*"))) == 2)
    assert sorted(path.name.partition("_")[0] for path in folder.iterdir()) == ["文明单位评选核查"] * 2
