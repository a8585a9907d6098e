"""A name of sixty characters and a long number: cut, with the whole under the pointer; nothing else gives way."""

from pytestqt.qtbot import QtBot

from creditdesk.services import subjects
from creditdesk.services.desk import Desk
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.subjects import SubjectsPage
from creditdesk.ui.pages.subjects.link_sheets import ActSheet
from tests.entered import penalty
from tests.ui.hands import settle, sitting_at

NAME = "示例国际供应链管理与信用信息技术服务（集团）股份有限公司中牟县官渡镇第一生产经营分公司暨新能源汽车示范运营中心"
NUMBER = "示市场监督管理综合行政执法罚决〔2026〕第10086号之一"


def test_a_long_name_takes_no_room_from_the_list_and_widens_no_sheet(desk: Desk, qtbot: QtBot) -> None:
    record = penalty(desk, subject_name=NAME, decision_number=NUMBER)
    with sitting_at(desk, qtbot, RecordsPage, SubjectsPage) as window:
        page, firm = window.page("records"), window.page("subjects")
        assert isinstance(page, RecordsPage)
        assert isinstance(firm, SubjectsPage)
        before = page.list.width()
        window.open_page("records", id=record)
        qtbot.waitUntil(lambda: page.view.title.whole == NUMBER)
        settle(window.worker, qtbot)
        assert page.list.width() == before
        assert page.view.kind.text().endswith("…")
        assert page.view.kind.toolTip().endswith(NAME)
        window.open_page("subjects", id=subjects.ids(desk)[0])
        qtbot.waitUntil(lambda: firm.view.name.whole == NAME)
        qtbot.waitUntil(lambda: firm.view.name.text().endswith("…"))
        firm.view.link.trigger()
        [sheet] = window.findChildren(ActSheet)
        qtbot.waitUntil(sheet.isVisible)
        assert sheet.width() < window.width() - 2 * 64
