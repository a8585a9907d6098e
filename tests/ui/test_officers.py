"""The page of officers and powers, the journal page, and what each role is offered."""

import pytest
from pytestqt.qtbot import QtBot

from creditdesk.services.desk import Desk
from creditdesk.ui.desk_window import open_window
from creditdesk.ui.pages.journal import JournalPage
from creditdesk.ui.pages.officers.page import OfficersPage
from tests.entered import acting_as, penalty
from tests.ui.hands import settle, sitting_at, write

OFFERED = {
    "system_admin": ["home", "officers", "settings"],
    "security_admin": ["home", "officers", "settings"],
    "auditor": ["home", "officers", "journal", "settings"],
}


@pytest.mark.parametrize("role", OFFERED)
def test_an_administrator_is_offered_no_page_of_records(desk: Desk, role: str, qtbot: QtBot) -> None:
    penalty(desk)
    with acting_as(desk, "钱示例", role):
        window = open_window(desk)
        qtbot.addWidget(window)
        window.show()
        assert list(window.rail.items) == OFFERED[role]
        assert window.search is None
        for name in OFFERED[role]:
            window.open_page(name)
            settle(window.worker, qtbot)
            assert not window.bar.isVisible(), name
        window.close()


def test_the_page_lists_officers_and_every_act_with_its_roles(desk: Desk, qtbot: QtBot) -> None:
    with sitting_at(desk, qtbot, OfficersPage) as window:
        page = window.page("officers")
        assert isinstance(page, OfficersPage)
        settle(page.worker, qtbot)
        assert page.people.table.rowCount() == 1
        rows = [page.powers.table.row_at(row) for row in range(90)]
        told = {str(row["label"]): (row["power"], row["roles"], row["confirmed"]) for row in rows if row}
        assert told["签发数据包"] == ("制作数据包", "经办人、复核人、负责人", "—")


def test_the_journal_is_searched(desk: Desk, qtbot: QtBot) -> None:
    penalty(desk)
    with sitting_at(desk, qtbot, JournalPage) as window:
        page = window.page("journal")
        assert isinstance(page, JournalPage)
        settle(page.worker, qtbot)
        assert page.table.table.rowCount() == 2
        page.search.setFocus()
        write(qtbot, "118")
        settle(page.worker, qtbot)
        assert page.table.table.rowCount() == 1
        row = page.table.current_row()
        assert row is not None
        assert row["act"] == "录入信用记录"
