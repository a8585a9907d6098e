"""The page 保存期限: what may go, what is held back, and a proposal by keys that a second officer confirms."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import case_notes, confirmations, erasure_traces, record_lists, retention
from creditdesk.services.desk import Desk
from creditdesk.ui.keeping import Keeper
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.retention import RetentionPage
from tests.conftest import TODAY
from tests.entered import PERSON_PENALTY, acting_as, objection, penalty
from tests.erased import DECISION, ERASED, NAME
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at

OLD = {"decided_on": "2020-01-03", "valid_until": "2021-01-03"}


def page_of(window: MainWindow) -> RetentionPage:
    page = window.page("retention")
    assert isinstance(page, RetentionPage)
    return page


def test_an_empty_page_says_what_comes_here(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, RetentionPage) as window:
        page = page_of(window)
        qtbot.waitUntil(page.list.none.isVisible)
        press(qtbot, Qt.Key.Key_F8)
        settle(window.worker, qtbot)
        press(qtbot, Qt.Key.Key_F8)
        assert "没有可以处理的记录" in page.opening.message.text()


def test_a_proposal_is_made_by_keys_and_confirmed_by_another_and_the_traces_go(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk, **ERASED)
    penalty(desk, **OLD)
    about = objection(desk, penalty(desk, decision_number="示罚〔2026〕8号"), TODAY)
    desk.perform(case_notes.add, about, f"{NAME}代为来电（示例）")
    with sitting_at(desk, qtbot, RetentionPage) as window:
        page = page_of(window)
        qtbot.waitUntil(lambda: page.list.total.text() == "2 条")
        press(qtbot, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: page.opening.ready is not None)
        assert page.opening.erase.text() == "消除：1 条自然人记录"
        assert "身份信息 1 人" in page.opening.gone.text()
        assert "他人案卷提及 1 处（案件备注 1），以“（已依法消除）”代替" in page.opening.gone.text()
        assert page.opening.archive.text() == "转为档案：1 条单位记录"
        press(qtbot, Qt.Key.Key_F8)
        settle(window.worker, qtbot)
        waiting = [one.id for one in confirmations.pending(desk)]
        assert len(waiting) == 2
        with acting_as(desk, "确认人示例", "checker"):
            for one in waiting:
                confirmations.confirm(desk, one)
        assert erasure_traces.unscrubbed(desk)
        keeper = Keeper(window)
        keeper.look()
        qtbot.waitUntil(lambda: not erasure_traces.unscrubbed(desk))
        qtbot.waitUntil(lambda: window.status._sentence.text().endswith("桌面文件已重写，已消除内容的痕迹已去除"))
        settle(window.worker, qtbot)
        keeper.look()
        qtbot.waitUntil(lambda: not erasure_traces.unspread(desk))
        page.reload()
        qtbot.waitUntil(page.list.none.isVisible)
    assert retention.due(desk) == ()
    assert len(record_lists.ids(desk, record_lists.Filter())) == 2


def test_what_holds_a_record_back_and_what_has_no_clock_is_told(desk: Desk, qtbot: QtBot) -> None:
    record = penalty(desk, **ERASED)
    objection(desk, record, TODAY, field="facts", claim="没有违法（示例）")
    penalty(desk, **{name: value for name, value in PERSON_PENALTY.items() if name != "breach_ended_on"})
    with sitting_at(desk, qtbot, RetentionPage, RecordsPage) as window:
        page = page_of(window)
        qtbot.waitUntil(page.list.none.isVisible)
        window.open_page("retention", id=record)
        qtbot.waitUntil(lambda: page.view.title.text() == f"{NAME}　{DECISION}")
        assert page.list.chips.current() == "held"
        assert page.primary.text() == "提请全部处理"
        page.list.chips.choose("unclocked")
        page.list.reload()
        qtbot.waitUntil(lambda: page.view.title.text() == "陈示例　示市监罚〔2026〕21号")
        page.list.table.setFocus()
        press(qtbot, ENTER, CTRL)
        qtbot.waitUntil(lambda: window.page("records").isVisible())
