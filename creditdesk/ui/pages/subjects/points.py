"""The points of a person on the page 信用主体: the ledger, and the consent without which nothing is counted, 四(七)."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtGui import QAction

from creditdesk.services import person_point_lists, person_points
from creditdesk.services.desk import Desk
from creditdesk.services.person_points import Ledger, LedgerLine
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.catalogue.points import signed
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.small_form import small_field
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row

_COLUMNS = (
    Column("on", "日期", 104, "second"),
    Column("event", "计分情形", 96),
    Column("points", "分值", 60, "figure"),
    Column("title", "记录"),
    Column("basis", "依据", kind="second", hide_below=560),
)


class PersonPoints:
    """The table of a person's points and the acts about the consent; they are there while the office has points on."""

    def __init__(self, page: Page, told: Callable[[Ledger | None], object]) -> None:
        self._page, self._told = page, told
        self.subject_id = self._name = ""
        self.consent = page.add_act("登记同意积分", "Alt+O", self._ask_consent)
        self.withdraw = page.add_act("登记撤回同意", "Alt+K", self._ask_withdraw)
        self.acts: tuple[QAction, ...] = (self.consent, self.withdraw)
        self.table = Table(_COLUMNS, page.worker, "个人信用积分")
        self.table.set_empty(EmptyState("record", "没有积分", "本人同意后，在“信用记录”页对一条记录按 Alt+J 计分"))
        self._offer(None)

    def show_of(self, subject_id: str, name: str, is_person: bool) -> None:
        """Ask for the ledger of a person; an organisation has none."""
        self.subject_id, self._name = subject_id, name
        if is_person:
            self._page.worker.ask(_ledger, subject_id, owner=(self, "ledger"), on_done=self._show)
        else:
            self._show((subject_id, None))

    def _show(self, found: tuple[str, Ledger | None]) -> None:
        subject_id, ledger = found
        if subject_id != self.subject_id:
            return
        self._offer(ledger)
        lines = ledger.lines if ledger else ()
        self.table.ask(
            lambda _desk, _sort, _falling: [str(at) for at in range(len(lines))],
            lambda _desk, wanted: [_row(lines[int(at)]) for at in wanted],
        )
        self._told(ledger)

    def _offer(self, ledger: Ledger | None) -> None:
        agreed = ledger is not None and ledger.consented_on is not None
        for action, offered in ((self.consent, ledger is not None and not agreed), (self.withdraw, agreed)):
            action.setVisible(offered)
            action.setEnabled(offered)

    def _ask_consent(self) -> None:
        fields = [small_field("on", "同意日期", "date", past=True), small_field("proof", "同意书")]
        told = "没有本人同意的不能积分。写明同意书的日期和编号。"
        call = partial(_consent, self.subject_id)
        sheet = ask_sheet(self._page, f"登记{self._name}同意积分", told, "登记同意", fields, call)
        self._page.frame.show_sheet(*sheet)

    def _ask_withdraw(self) -> None:
        fields = [small_field("on", "撤回日期", "date", past=True)]
        told = "撤回后已有的积分全部清除，不再计分；信用记录不受影响。"
        call = partial(_withdraw, self.subject_id)
        sheet = ask_sheet(self._page, f"登记{self._name}撤回同意", told, "登记撤回", fields, call)
        self._page.frame.show_sheet(*sheet)


def _ledger(desk: Desk, subject_id: str) -> tuple[str, Ledger | None]:
    on = person_point_lists.standing(desk)[0]
    return subject_id, person_points.ledger(desk, subject_id) if on else None


def _row(line: LedgerLine) -> Row:
    return {
        "on": line.on.isoformat(),
        "event": line.event,
        "points": signed(line.points),
        "title": line.title,
        "basis": line.basis,
    }


def _consent(subject_id: str, values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
    return person_points.consent, (subject_id, date.fromisoformat(values["on"]), values["proof"])


def _withdraw(subject_id: str, values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
    return person_points.withdraw, (subject_id, date.fromisoformat(values["on"]))
