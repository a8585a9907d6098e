"""信用记录 with real keys on a real desk: enter, draft, doubt, correct, revoke, find again."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from creditdesk import paths
from creditdesk.models import JournalEntry
from creditdesk.services import entries, record_lists, records, subjects, undo, units
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.records.paper import DraftId
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.form import Form
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.documents.reading import Pdf
from tests.entered import PENALTY, PERSON_PENALTY, UNIT, UNIT_USCC, penalty
from tests.ui.hands import CTRL, ENTER, focus, press, settle, sitting_at, write

SHIFT = Qt.KeyboardModifier.ShiftModifier
F2, F8, ESC = Qt.Key.Key_F2, Qt.Key.Key_F8, Qt.Key.Key_Escape
DOUBTFUL = "91410122MA3X000106"  # the last check character should be 5


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    with sitting_at(desk, qtbot, RecordsPage) as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> RecordsPage:
    made = window.page("records")
    assert isinstance(made, RecordsPage)
    return made


def begin(page: RecordsPage, qtbot: QtBot, kind: str = "行政处罚") -> Form:
    """Filter the list for a kind and press F2."""
    page.list.kind.choose(kind)
    page.list.table.setFocus()
    press(qtbot, F2)
    qtbot.waitUntil(page.entry.isVisible)
    qtbot.waitUntil(lambda: page.entry.form.fields["usage_scope"].canonical() != "")
    return page.entry.form


def fill(form: Form, qtbot: QtBot, name: str, text: str) -> None:
    """Go to a field, write and press Enter."""
    form.go_to(name)
    write(qtbot, text)
    press(qtbot, ENTER)


def put(page: RecordsPage, content: dict[str, str]) -> None:
    """Let the form hold what would take long to type in a test that is about something else."""
    page.entry.put(content)
    page.entry.changed()


def ids(desk: Desk, **wanted: str) -> list[str]:
    return record_lists.ids(desk, Filter(**wanted))  # type: ignore[arg-type]


def open_record(page: RecordsPage, qtbot: QtBot, record_id: str) -> None:
    page.frame.open_page("records", id=record_id)
    qtbot.waitUntil(lambda: page.view.sheet is not None and page.view.sheet.id == record_id)
    qtbot.waitUntil(lambda: page.list.table.current_id() == record_id)


def asked_to_see(desk: Desk) -> list[dict[str, object]]:
    """Return what the journal tells of numbers officers asked to see."""
    with desk.read() as session:
        return list(session.scalars(select(JournalEntry.result).where(JournalEntry.act == "subject.reveal")))


def words(page: RecordsPage) -> str:
    return "\n".join(label.text() for label in page.view.findChildren(QLabel) if label.isVisibleTo(page.view))


def test_an_empty_desk_says_what_belongs_here_and_f2_begins(page: RecordsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.list.table.table.loaded)
    assert "还没有信用记录" in {label.text()[2:] for label in page.list.table.findChildren(QLabel)}
    press(qtbot, F2)
    assert page.entry.isVisible()
    assert page.subtitle == "行政许可 · 录入"


def test_a_record_is_entered_by_keys_alone(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    assert focus() is form.fields["subject_category"].editor.control
    press(qtbot, Qt.Key.Key_Home)
    press(qtbot, ENTER)
    assert focus() is form.fields["uscc"].editor.control
    put(page, {**PENALTY, "decision_number": "", "fine_amount": ""})
    fill(form, qtbot, "decision_number", "示市监罚[2026]21号")
    fill(form, qtbot, "fine_amount", "2000元")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: len(ids(desk)) == 1)
    saved = record_lists.sheet(desk, ids(desk)[0])
    assert saved.content["decision_number"] == "示市监罚〔2026〕21号"
    assert saved.content["fine_amount"] == "0.200000"
    qtbot.waitUntil(lambda: page.view.sheet is not None and page.view.sheet.id == saved.id)
    qtbot.waitUntil(lambda: page.list.table.current_id() == saved.id)
    assert entries.drafts(desk) == ()
    assert "示例建材有限公司" in words(page)


def test_f8_goes_to_the_first_thing_that_is_missing(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    put(page, {name: value for name, value in PENALTY.items() if name not in ("decided_on", "facts")})
    press(qtbot, F8)
    assert focus() is form.fields["decided_on"].editor.control
    assert form.fields["decided_on"].message.text() == "必填"
    assert page.entry.progress.text() == "必填 20 / 22"
    press(qtbot, Qt.Key.Key_G, CTRL)
    assert focus() is form.fields["facts"].editor.control
    assert page.entry._fault_link.text() == "2 处需要修改"
    write(qtbot, "事实（示例）")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: page.entry._fault_link.text() == "1 处需要修改")
    assert ids(desk) == []


def test_a_known_code_fills_name_and_representative(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    desk.perform(units.save, UNIT, uscc=UNIT_USCC)
    form = begin(page, qtbot)
    press(qtbot, Qt.Key.Key_Home)
    fill(form, qtbot, "uscc", PENALTY["uscc"])
    qtbot.waitUntil(lambda: form.content().get("subject_name") == "示例建材有限公司")
    assert form.content()["legal_representative"] == "王示例"
    assert form.fields["subject_name"].editor.control.isReadOnly()  # type: ignore[attr-defined]
    assert "已有主体" in form.fields["uscc"].message.text()
    assert page.entry.known.words.text() == "已有主体 示例建材有限公司 · 1 条记录"
    fill(form, qtbot, "authority_uscc", UNIT_USCC)
    qtbot.waitUntil(lambda: form.content().get("authority") == UNIT)


def test_a_fault_shows_while_it_is_typed_and_goes_when_mended(page: RecordsPage, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    press(qtbot, Qt.Key.Key_Home)
    form.go_to("uscc")
    write(qtbot, "9141012")
    message = form.fields["uscc"].message
    qtbot.waitUntil(lambda: "现有 7 位" in message.text())
    write(qtbot, PENALTY["uscc"])
    qtbot.waitUntil(lambda: not message.isVisible())


def test_a_doubtful_check_digit_stays_only_with_a_reason(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    put(page, PENALTY)
    fill(form, qtbot, "uscc", DOUBTFUL)
    assert page.entry.doubts.isVisible()
    press(qtbot, F8)
    assert focus() is page.entry.doubts.edit
    assert ids(desk) == []
    write(qtbot, "已与营业执照原件核对（示例）")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: len(ids(desk)) == 1)
    history = record_lists.sheet(desk, ids(desk)[0]).history
    assert history[0].reason == "已与营业执照原件核对（示例）"


def test_what_was_typed_is_kept_and_comes_back(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, RecordsPage) as window:
        page = window.page("records")
        assert isinstance(page, RecordsPage)
        form = begin(page, qtbot)
        fill(form, qtbot, "decision_number", "示市监罚〔2026〕21号")
        qtbot.waitUntil(lambda: bool(entries.drafts(desk)))
        qtbot.waitUntil(lambda: page.list.table.current_id() == DraftId("penalty"))
    with sitting_at(desk, qtbot, RecordsPage) as window:
        page = window.page("records")
        assert isinstance(page, RecordsPage)
        qtbot.waitUntil(lambda: page.entry.kind is not None and "decision_number" in page.entry.form.content())
        assert page.entry.isVisible()
        assert page.entry.form.content()["decision_number"] == "示市监罚〔2026〕21号"
        assert page.entry._note.text().startswith("草稿 02-12")


def test_half_a_field_is_kept_and_an_input_method_is_left_alone(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    """While letters are being turned into characters the draft is kept without them, and the turning goes on."""
    form = begin(page, qtbot)
    form.go_to("subject_name")
    write(qtbot, "示例")
    line = focus()
    assert isinstance(line, QLineEdit)
    typing = QInputMethodEvent("jian'cai", [])
    QCoreApplication.sendEvent(line, typing)
    qtbot.waitUntil(lambda: any(one.content.get("subject_name") == "示例" for one in entries.drafts(desk)))
    assert line.hasFocus()
    assert line.text() == "示例"
    turned = QInputMethodEvent()
    turned.setCommitString("建材")
    QCoreApplication.sendEvent(line, turned)
    qtbot.waitUntil(lambda: any(one.content.get("subject_name") == "示例建材" for one in entries.drafts(desk)))
    assert "jian" not in str(entries.drafts(desk))


TYPING = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtCore import QTimer
from creditdesk.services import entries
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.ui import desk_window, starting
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from PySide6.QtTest import QTest
application = starting.application()
desk = Desk.open(Path(sys.argv[1]), OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)
window = desk_window.open_window(desk)
window.show()
window.activateWindow()
window.open_page("records", new=True, kind="penalty")
pane = window.page("records").entry


def when(holds, then):
    if holds():
        then()
    else:
        QTimer.singleShot(20, lambda: when(holds, then))


def type_on():
    pane.form.go_to("decision_number")
    QTest.keyClicks(pane.form.focusWidget(), "SF2026-77")
    pane.form.go_to("facts")
    QTest.keyClicks(pane.form.focusWidget(), "half a sentence that nobody finis")
    when(lambda: any("facts" in one.content for one in entries.drafts(desk)), lambda: print("typed", flush=True))


when(lambda: window.isActiveWindow() and pane.isVisible() and window.worker.idle, type_on)
QTimer.singleShot(120_000, application.quit)  # what goes wrong ends the test instead of hanging it
application.exec()
"""


def test_a_draft_survives_a_kill_in_the_middle_of_a_field(founded: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(founded, tmp_path / "desk")
    script = tmp_path / "officer.py"
    script.write_text(TYPING, "utf-8")
    command = [sys.executable, str(script), str(folder)]
    environment = os.environ | {"PYTHONPATH": str(paths.forms().parent), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "typed\n"
        running.send_signal(signal.SIGKILL)
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as again:
        (draft,) = entries.drafts(again)
    assert draft.content["decision_number"] == "SF2026-77"
    assert draft.content["facts"] == "half a sentence that nobody finis"


def test_what_is_typed_before_the_earlier_draft_arrives_joins_it(
    window: MainWindow, page: RecordsPage, desk: Desk, qtbot: QtBot
) -> None:
    entries.keep_draft(desk, "penalty", {"decision_number": "示市监罚〔2026〕9号"})
    may_go_on = threading.Event()
    window.worker.run(lambda _desk: may_go_on.wait(30))
    form = begin(page, qtbot)
    form.go_to("facts")
    write(qtbot, "half a sentence")
    press(qtbot, Qt.Key.Key_Tab)
    page.entry.keep()
    may_go_on.set()
    qtbot.waitUntil(lambda: form.content().get("decision_number") == "示市监罚〔2026〕9号")
    qtbot.waitUntil(lambda: entries.drafts(desk)[0].content.get("facts") == "half a sentence")
    assert entries.drafts(desk)[0].content["decision_number"] == "示市监罚〔2026〕9号"


def test_a_late_entry_asks_why_and_says_so_for_ever(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    put(page, PENALTY)
    press(qtbot, Qt.Key.Key_B, CTRL)
    assert page.entry.late.edit.hasFocus()
    press(qtbot, F8)
    assert ids(desk) == []
    write(qtbot, "2025 年 11 月漏报（示例）")
    qtbot.waitUntil(lambda: any(entries.LATE_REASON in one.content for one in entries.drafts(desk)))
    press(qtbot, F8)
    qtbot.waitUntil(lambda: len(ids(desk)) == 1)
    (version,) = record_lists.sheet(desk, ids(desk)[0]).history
    assert (version.origin, version.reason) == ("补录", "2025 年 11 月漏报（示例）")
    assert not entries.drafts(desk)


def test_a_draft_is_given_up_and_brought_back(window: MainWindow, page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    fill(form, qtbot, "decision_number", "示市监罚〔2026〕21号")
    qtbot.waitUntil(lambda: bool(entries.drafts(desk)))
    press(qtbot, Qt.Key.Key_D, CTRL | SHIFT)
    qtbot.waitUntil(lambda: not entries.drafts(desk) and "decision_number" not in form.content())
    qtbot.waitUntil(window._undo.isEnabled)
    window._undo.trigger()
    qtbot.waitUntil(lambda: form.content().get("decision_number") == "示市监罚〔2026〕21号")


def test_an_emptied_form_leaves_no_draft_behind(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    fill(form, qtbot, "decision_number", "示市监罚〔2026〕21号")
    qtbot.waitUntil(lambda: page.list.table.current_id() == DraftId("penalty"))
    form.go_to("decision_number")
    press(qtbot, Qt.Key.Key_A, CTRL)
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: not entries.drafts(desk))
    qtbot.waitUntil(lambda: page.list.count.text() == "0 条")
    assert page.entry.isVisible()


def test_saving_the_next_one_and_taking_over_what_they_share(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    put(page, PENALTY)
    form.go_to("remark")
    press(qtbot, ENTER, CTRL)
    qtbot.waitUntil(lambda: len(ids(desk)) == 1)
    qtbot.waitUntil(lambda: form.content() == form.kind.defaults())
    qtbot.waitUntil(lambda: focus() is form.fields["subject_category"].editor.control)
    press(qtbot, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: form.content().get("authority") == UNIT)
    assert form.content()["grounds"] == PENALTY["grounds"]
    assert not form.content().keys() & {"uscc", "subject_name", "decision_number", "decided_on", "fine_amount", "facts"}


def test_a_double_is_refused_in_words_and_the_form_stays(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    begin(page, qtbot)
    put(page, PENALTY)
    press(qtbot, F8)
    qtbot.waitUntil(window.bar.isVisible)
    assert "不要重复录入" in window.bar.text()
    assert page.entry.form.content()["facts"] == PENALTY["facts"]
    qtbot.waitUntil(lambda: bool(entries.drafts(desk)))
    assert len(ids(desk)) == 1


def test_a_correction_needs_a_reason_and_shows_in_the_history(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    record_id = penalty(desk)
    open_record(page, qtbot, record_id)
    press(qtbot, F8)
    assert page.correct.isVisible()
    fill(page.correct.form, qtbot, "fine_amount", "0.2")
    assert page.correct.progress.text() == "已改 1 处"
    press(qtbot, F8)
    assert focus() is page.correct.why.edit
    write(qtbot, "县市监局复函确认（示例）")
    press(qtbot, F8)
    qtbot.waitUntil(lambda: record_lists.sheet(desk, record_id).content["fine_amount"] == "0.200000")
    qtbot.waitUntil(lambda: page.view.isVisible() and "县市监局复函确认（示例）" in words(page))
    assert "第 2 版 · 更正" in words(page)
    change = record_lists.sheet(desk, record_id).history[0].changes[0]
    assert (change.label, change.old, change.new) == ("罚款金额（万元）", "2.000000", "0.200000")


def test_esc_gives_a_correction_up_and_undo_brings_it_back(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    record_id = penalty(desk)
    open_record(page, qtbot, record_id)
    press(qtbot, F8)
    fill(page.correct.form, qtbot, "fine_amount", "0.2")
    press(qtbot, ESC)
    assert page.view.isVisible()
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert page.correct.isVisible()
    assert page.correct.news() == {"fine_amount": "0.200000"}
    assert record_lists.sheet(desk, record_id).content["fine_amount"] == "2.000000"


def test_a_revoked_record_stays_readable_and_cannot_be_changed(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    record_id = penalty(desk)
    open_record(page, qtbot, record_id)
    press(qtbot, Qt.Key.Key_Delete, CTRL)
    assert isinstance(focus(), QLineEdit)
    press(qtbot, ENTER)
    assert record_lists.sheet(desk, record_id).state == "已录入"
    write(qtbot, "行政复议撤销（示例）")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: record_lists.sheet(desk, record_id).state == "已撤销")
    qtbot.waitUntil(lambda: page.view.state.text() == "已撤销")
    press(qtbot, F8)
    assert page.view.isVisible()
    assert not page.view.revoke.isEnabled()
    assert "行政复议撤销（示例）" in words(page)


def test_an_entry_is_undone_from_the_status_line(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    begin(page, qtbot)
    put(page, PENALTY)
    press(qtbot, F8)
    qtbot.waitUntil(lambda: len(ids(desk)) == 1)
    qtbot.waitUntil(lambda: undo.offered(desk) != "" and window._undo.isEnabled())
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: ids(desk) == [])


def test_personal_numbers_are_masked_until_asked_for(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    result = desk.perform(records.enter, "penalty", PERSON_PENALTY, kept_because="示例号码").result
    open_record(page, qtbot, str(result["record"]))
    assert "410122********0000" in words(page)
    assert PERSON_PENALTY["document_number"] not in words(page)
    eye = next(button for button in page.view.findChildren(Button) if button.text() == "显示")
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: PERSON_PENALTY["document_number"] in words(page))
    assert [told["field"] for told in asked_to_see(desk)] == ["document_number"]


def test_reading_a_stored_number_while_correcting_is_journalled_once(
    page: RecordsPage, desk: Desk, qtbot: QtBot
) -> None:
    result = desk.perform(records.enter, "penalty", PERSON_PENALTY, kept_because="示例号码").result
    open_record(page, qtbot, str(result["record"]))
    press(qtbot, F8)
    qtbot.waitUntil(page.correct.isVisible)
    for name in ("document_number", "subject_name", "document_number"):
        page.correct.form.go_to(name)
    qtbot.waitUntil(lambda: asked_to_see(desk) != [])
    settle(page.worker, qtbot)
    assert asked_to_see(desk) == [{"noun": "record", "id": result["record"], "field": "document_number"}]


def test_reading_a_number_that_the_desk_brought_into_a_new_record_is_journalled_once(
    page: RecordsPage, desk: Desk, qtbot: QtBot
) -> None:
    number = PERSON_PENALTY["document_number"]
    desk.perform(records.enter, "penalty", PERSON_PENALTY, kept_because="示例号码")
    (subject_id,) = subjects.ids(desk)
    page.frame.open_page("records", new=True, kind="penalty", subject=subject_id)
    qtbot.waitUntil(lambda: page.entry.isVisible() and page.entry.known.id == subject_id)
    line = page.entry.form.fields["document_number"].editor.control
    assert isinstance(line, QLineEdit)
    assert line.text() == "410122********0000"
    assert asked_to_see(desk) == []
    (eye,) = line.parent().findChildren(Button)
    settle(page.worker, qtbot)
    for shown in (number, "410122********0000", number):
        qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
        assert line.text() == shown
        qtbot.waitUntil(lambda: asked_to_see(desk) != [])
        settle(page.worker, qtbot)
    assert asked_to_see(desk) == [{"noun": "subject", "id": subject_id, "field": "document_number"}]


def test_the_list_is_narrowed_by_text_grade_and_state(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    first = penalty(desk)
    second = penalty(desk, decision_number="示市监罚〔2026〕120号", grade="严重")
    page.reload()
    qtbot.waitUntil(lambda: page.list.count.text() == "2 条")
    press(qtbot, Qt.Key.Key_F, CTRL)
    write(qtbot, "120")
    qtbot.waitUntil(lambda: page.list.count.text() == "1 条")
    qtbot.waitUntil(lambda: page.list.table.current_id() == second)
    write(qtbot, " ")
    page.list.grade.choose("一般")
    qtbot.waitUntil(lambda: page.list.table.current_id() == first)
    page.list.grade.choose("")
    desk.perform(records.revoke, first, "示例")
    page.list.state.choose("已撤销")
    qtbot.waitUntil(lambda: page.list.count.text() == "1 条" and page.list.table.current_id() == first)
    page.list.state.choose("已报送")
    qtbot.waitUntil(lambda: page.list.count.text() == "0 条")
    assert page.list._no_match.isVisible()
    page.list.table.setFocus()
    press(qtbot, Qt.Key.Key_0, CTRL)
    qtbot.waitUntil(lambda: page.list.count.text() == "2 条")
    page.list.state.choose("已报送")
    qtbot.waitUntil(lambda: page.list.count.text() == "0 条")
    page.frame.open_page("records", id=second)
    qtbot.waitUntil(lambda: page.list.table.current_id() == second and page.list.count.text() == "2 条")


def test_the_form_survives_a_look_at_another_record(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    record_id = penalty(desk)
    form = begin(page, qtbot)
    fill(form, qtbot, "decision_number", "示市监罚〔2026〕21号")
    qtbot.waitUntil(lambda: page.list.table.current_id() == DraftId("penalty"))
    press(qtbot, ESC)
    assert focus() is page.list.table
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.view.isVisible() and page.view.sheet is not None and page.view.sheet.id == record_id)
    press(qtbot, Qt.Key.Key_Up)
    qtbot.waitUntil(page.entry.isVisible)
    qtbot.waitUntil(lambda: page.entry.form.content().get("decision_number") == "示市监罚〔2026〕21号")
    press(qtbot, ENTER)
    assert page.entry.isAncestorOf(focus())


def test_a_record_begins_about_a_subject(page: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    subject_id = subjects.ids(desk)[0]
    page.frame.open_page("records", new=True, kind="licence", subject=subject_id)
    qtbot.waitUntil(lambda: page.entry.kind is not None and "uscc" in page.entry.form.content())
    assert page.entry.form.kind.name == "licence"
    assert page.entry.form.content()["subject_name"] == "示例建材有限公司"
    assert QApplication.focusWidget() is not None


def test_a_record_goes_to_paper_as_it_is_shown(
    page: RecordsPage, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+P asks for the printer; the dialog itself is the system's, so here it answers by itself."""
    record_id = str(desk.perform(records.enter, "penalty", PERSON_PENALTY).result["record"])
    page.open_record(record_id)
    qtbot.waitUntil(lambda: page.view.sheet is not None and page.view.sheet.id == record_id)
    asked: list[QPrintDialog] = []
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: asked.append(dialog) or QDialog.DialogCode.Rejected)
    press(qtbot, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert asked[0].windowTitle() == "打印：记录单 示市监罚〔2026〕21号"
    page.view.save_to(tmp_path / "masked.pdf")
    qtbot.waitUntil((tmp_path / "masked.pdf").exists)
    eye = next(button for button in page.view.findChildren(Button) if button.text() == "显示")
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: eye.text() == "遮住")
    page.view.save_to(tmp_path / "bare.pdf")
    qtbot.waitUntil((tmp_path / "bare.pdf").exists)
    masked, bare = (Pdf((tmp_path / name).read_bytes()).text() for name in ("masked.pdf", "bare.pdf"))
    assert PERSON_PENALTY["document_number"] not in masked
    assert PERSON_PENALTY["document_number"] in bare
