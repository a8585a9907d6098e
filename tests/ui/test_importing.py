"""Importing a sheet in the window: nothing is written before F8, faulty rows come back as a workbook."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from creditdesk import paths
from creditdesk.exchange.sheets import read_sheet
from creditdesk.services import import_previews, record_lists
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.importing import ImportPane
from creditdesk.ui.pages.importing.pane import CHOOSE, LOOK, RETURN, STEPS
from creditdesk.ui.pages.importing.preview import WHOLE
from creditdesk.ui.pages.records import RecordsPage
from tests.entered import UNIT, UNIT_USCC
from tests.exchange.incoming import workbook
from tests.ui.hands import ENTER, focus, press, sitting_at, write

F4, F8, ESC = Qt.Key.Key_F4, Qt.Key.Key_F8, Qt.Key.Key_Escape


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """The sample sheet, copied where rows may be saved beside it."""
    source = next((paths.resources() / "samples").glob("*.xlsx"))
    return Path(shutil.copy(source, tmp_path / "报送.xlsx"))


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    with sitting_at(desk, qtbot, RecordsPage) as made:
        yield made


@pytest.fixture
def pane(window: MainWindow, qtbot: QtBot) -> ImportPane:
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    press(qtbot, F4)
    assert page.importing.isVisible()
    return page.importing


def counted(desk: Desk) -> int:
    return len(record_lists.ids(desk, Filter()))


def look_at(pane: ImportPane, path: Path, qtbot: QtBot) -> None:
    pane.choose.path.setFocus()
    write(qtbot, str(path))
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: pane.step == LOOK)


def test_the_whole_way_by_keys(pane: ImportPane, sheet: Path, desk: Desk, qtbot: QtBot) -> None:
    assert focus() is pane.choose.path
    look_at(pane, sheet, qtbot)
    assert counted(desk) == 0
    assert pane.examined is not None
    good, bad = len(pane.examined.planned.preview.good), len(pane.examined.planned.preview.bad)
    assert (good, bad) == (210, 12)
    assert pane.preview.new.number.text() == "210"
    assert pane.preview.bad.number.text() == "12"
    assert pane.preview.kind.currentText() == "行政处罚"
    press(qtbot, F8)
    qtbot.waitUntil(lambda: pane.step == RETURN, timeout=20_000)
    assert counted(desk) == good
    press(qtbot, F8)
    qtbot.waitUntil(lambda: pane.step == len(STEPS))
    back = sheet.with_name("报送-退回.xlsx")
    assert len(read_sheet(back).rows) == bad
    assert read_sheet(back).header[-1] == "退回原因"
    press(qtbot, F8)
    page = pane.page
    assert isinstance(page, RecordsPage)
    qtbot.waitUntil(lambda: page.list.count.text() == "210 条")
    assert not pane.isVisible()


def test_every_faulty_cell_is_named_and_personal_numbers_are_masked(desk: Desk, sheet: Path) -> None:
    examined = import_previews.examine(desk, sheet)
    assert examined.planned.kind == "penalty"
    assert all(cell.reason for cell in examined.faulty)
    numbers = [cell.value for cell in examined.faulty if cell.column == "证件号码" and cell.value]
    assert numbers
    assert all("*" in number for number in numbers)


def test_the_same_file_again_writes_nothing(pane: ImportPane, sheet: Path, desk: Desk, qtbot: QtBot) -> None:
    for _ in range(2):
        look_at(pane, sheet, qtbot)
        press(qtbot, F8)
        qtbot.waitUntil(lambda: pane.step == RETURN, timeout=20_000)
        press(qtbot, ESC)
        assert not pane.isVisible()
        press(qtbot, F4)
        assert pane.step == CHOOSE
    assert counted(desk) == 210
    assert {version.origin for version in record_lists.sheet(desk, record_lists.ids(desk, Filter())[0]).history} == {
        "导入"
    }


def test_a_wrong_kind_is_refused_in_words_and_the_preview_stays(
    window: MainWindow, pane: ImportPane, sheet: Path, qtbot: QtBot
) -> None:
    look_at(pane, sheet, qtbot)
    kind = pane.preview.kind
    kind.setCurrentText("行政许可")
    kind.activated.emit(kind.currentIndex())
    qtbot.waitUntil(window.bar.isVisible)
    assert window.bar.text()
    qtbot.waitUntil(lambda: kind.currentText() == "行政处罚")
    assert pane.step == LOOK


def test_a_file_that_is_no_sheet_is_refused_in_words(
    window: MainWindow, pane: ImportPane, tmp_path: Path, qtbot: QtBot
) -> None:
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_bytes(b"PK nothing")
    pane.choose.path.setFocus()
    write(qtbot, str(wrong))
    press(qtbot, F8)
    qtbot.waitUntil(window.bar.isVisible)
    assert "wrong.xlsx" in window.bar.text()
    assert pane.step == CHOOSE
    qtbot.waitUntil(pane.choose.path.isEnabled)


def test_a_cancelled_import_leaves_nothing(pane: ImportPane, sheet: Path, desk: Desk, qtbot: QtBot) -> None:
    look_at(pane, sheet, qtbot)
    pane.go_on()
    assert pane._task is not None
    pane._task.cancel()
    qtbot.waitUntil(lambda: pane.step == LOOK)
    assert counted(desk) == 0
    assert pane._primary.isEnabled()


def test_a_sheet_is_dropped_onto_the_page(pane: ImportPane, sheet: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sheet))])
    at, copy, left = QPointF(20, 20), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    pane.choose.dropEvent(QDropEvent(at, copy, data, left, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: pane.step == LOOK)


def test_all_or_nothing_is_the_officers_choice(pane: ImportPane, sheet: Path, desk: Desk, qtbot: QtBot) -> None:
    look_at(pane, sheet, qtbot)
    choice = pane.preview.choice
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton, pos=choice.rect_of(WHOLE).center().toPoint())
    assert pane.preview.whole
    assert pane._primary.text() == "下一步"
    press(qtbot, F8)
    qtbot.waitUntil(lambda: pane.step == RETURN)
    assert counted(desk) == 0


def test_examples_of_every_outcome_are_shown(pane: ImportPane, sheet: Path, qtbot: QtBot) -> None:
    look_at(pane, sheet, qtbot)
    shown = pane.preview.shown
    assert shown.current == "退回"
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.rect_of("新增").center().toPoint())
    assert pane.examined is not None
    assert pane.preview._seen == pane.examined.new
    assert len(pane.examined.new) == import_previews.EXAMPLES


def test_a_2016_file_asks_once_for_what_it_cannot_tell(
    pane: ImportPane, tmp_path: Path, desk: Desk, qtbot: QtBot
) -> None:
    header = ["行政许可决定书文号", "审批类别", "许可内容", "行政相对人名称", "行政相对人代码_2(组织机构代码)"]
    header += ["法定代表人姓名", "许可决定日期", "许可截止期", "许可机关", "当前状态"]
    row = ["示许〔2016〕1号", "0", "示例事项", "示例建材有限公司", "MA3X0001-0", "王示例", "2016/11/3", "2019/11/2"]
    look_at(pane, workbook(tmp_path / "2016.xlsx", [header, [*row, "中牟县示例局", "1"]]), qtbot)
    assert pane.preview.questions.isVisible()
    assert not pane.preview.panel.isVisible()
    assert pane._primary.text() == "按所填内容核对"
    form = pane.preview.questions.form
    assert form is not None
    press(qtbot, F8)
    assert form.fields["source_unit"].message.text() == "必填"
    answers = {"decision_title": "准予行政许可决定书", "source_unit": UNIT, "source_unit_uscc": UNIT_USCC}
    form.set_values(answers | {"authority_uscc": UNIT_USCC, "usage_scope": "公示"})
    press(qtbot, F8)
    qtbot.waitUntil(lambda: pane.preview.new.number.text() == "1")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: pane.step == len(STEPS), timeout=20_000)
    assert counted(desk) == 1
