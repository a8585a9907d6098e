"""The officers of the desk, and the table of every act, its power and the roles that hold it."""

from collections.abc import Hashable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from creditdesk.services import officers, power_table, rekeys
from creditdesk.services.acts import ACTS, Changes
from creditdesk.services.desk import Desk
from creditdesk.services.officers import OfficerRow
from creditdesk.services.powers import ROLE_LABELS, Power
from creditdesk.ui import theme
from creditdesk.ui.lane import Task
from creditdesk.ui.page import Page
from creditdesk.ui.pages.officers import sheets
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.band import Band
from creditdesk.ui.widgets.panel import Panel
from creditdesk.ui.widgets.progress_row import ProgressRow
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

_PEOPLE_WIDTH = 420
_PEOPLE = (
    Column("name", "姓名", stretch=3),
    Column("role", "岗位", 108),
    Column("since", "加入", 108, "second"),
    Column("state", "状态", 84, "second"),
)
_POWERS = (
    Column("label", "操作", stretch=4),
    Column("power", "所需权限", kind="second", stretch=4),
    Column("roles", "有权限的岗位", stretch=4),
    Column("confirmed", "须另一人确认", 150, "second", hide_below=640),
)

_ABOUT_NOBODY = (officers.join.name, rekeys.decide.name)


class OfficersPage(Page):
    """工作人员与权限."""

    name, title, icon, foot = "officers", "人员与权限", "people", True
    nouns = frozenset({"officer", "confirmation"})
    reads = (Power.OWN,)

    def build(self) -> None:
        """Lay the people at the right of the table of powers, and the acts below both."""
        self._known: dict[Hashable, OfficerRow] = {}
        own = self.add_act("更换我的口令", "F8", self._change_own)
        self.acts = {
            officers.join.name: self.add_act("添加工作人员", "Ctrl+N", self._ask_join),
            officers.change_role.name: self.add_act("变更岗位", "Ctrl+G", self._ask_role),
            officers.reissued.name: self.add_act("换发口令", "Ctrl+P", self._ask_reissue),
            officers.leave.name: self.add_act("停用", "Ctrl+Delete", self._ask_leave),
        }
        self.acts[rekeys.decide.name] = self._new_key = self.add_act("更换密钥", "Ctrl+Y", self._ask_new_key)
        self.carry = self.add_act("执行已确认的换钥", "Ctrl+Shift+Y", self.carry_out)
        self.decided, self.progress = Band(boxed=True), ProgressRow("页")
        self.progress.cancelled.connect(self._stop)
        self._work: Task | None = None
        main = QVBoxLayout()
        main.setSpacing(theme.GAP)
        main.addWidget(self.decided)
        powers = Panel("权限", "每项操作声明一项权限，岗位持有权限", flush=True)
        self.powers = Table(_POWERS, self.worker, "权限")
        powers.body.addWidget(self.powers)
        main.addWidget(powers, 1)
        main.addWidget(self.progress)
        self.lay_out(main, self._side())
        people = [action for action in self.acts.values() if action is not self._new_key]
        self.body.addWidget(ActionBar(own, people, [self._new_key, self.carry], icon="key"))
        self.people.chosen.connect(lambda _one: self._allow())

    def reload(self) -> None:
        """Ask for both lists."""
        self.worker.ask(officers.listing, owner=(self, "people"), on_done=self._take)
        self.worker.ask(rekeys.decision, owner=(self, "key"), on_done=self._tell_decision)
        self.people.ask(_officer_ids, _officer_rows)
        self.powers.ask(_act_names, _power_rows)

    def panes(self) -> Sequence[QWidget]:
        """Return the people and the powers."""
        return (self.people, self.powers)

    def carry_out(self) -> None:
        """Encrypt the desk under a new key, as two persons decided; the window locks, and opens under that key."""
        self.carry.setEnabled(False)
        self.progress.start("正在用新密钥重新加密")
        self._work = self.worker.run(
            rekeys.carry_out, on_done=lambda _changes: self.frame.lock(), on_problem=self.frame.warn,
            on_progress=self.progress.tell, on_end=self._ended,
        )  # fmt: skip

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _ended(self) -> None:
        self.progress.hide()
        self.reload()

    def _tell_decision(self, decided: str) -> None:
        self.decided.setVisible(bool(decided))
        self.decided.tell("soon", decided, "请在“其他操作”中执行，一天内有效；执行时桌面会锁定，各人口令不变")
        self.offer(self.carry, *rekeys.MAY_CARRY_OUT, ready=bool(decided), why="更换密钥还没有经两人确认")

    def _ask_new_key(self) -> None:
        self.frame.show_sheet(*sheets.new_key(self))

    def _side(self) -> QWidget:
        side = Panel("工作人员", "每人一个口令，只能打开自己的一把锁", flush=True)
        side.setFixedWidth(_PEOPLE_WIDTH)
        self.people = Table(_PEOPLE, self.worker, "工作人员", row_height=theme.ROW)
        side.body.addWidget(self.people)
        return side

    def _take(self, listed: Sequence[OfficerRow]) -> None:
        self._known = {row.id: row for row in listed}
        self._allow()

    def _allow(self) -> None:
        """Offer what the officer may do, and nothing about oneself or somebody who left."""
        row = self._known.get(self.people.current_id())
        other = row is not None and row.active and row.id != self.worker.desk.officer.id
        for name, action in self.acts.items():
            ready = other or name in _ABOUT_NOBODY
            self.offer(action, ACTS[name].power, ready=ready, why="请在工作人员中选另一位在职人员")

    def _change_own(self) -> None:
        self.frame.show_sheet(*sheets.own_passphrase(self))

    def _ask_join(self) -> None:
        self.frame.show_sheet(*sheets.joining(self, self._show_once))

    def _ask_role(self) -> None:
        self.frame.show_sheet(*sheets.role(self, *self._current()))

    def _ask_reissue(self) -> None:
        self.frame.show_sheet(*sheets.reissuing(self, *self._current(), self._show_once))

    def _ask_leave(self) -> None:
        self.frame.show_sheet(*sheets.leaving(self, *self._current()))

    def _current(self) -> tuple[str, str]:
        row = self._known[self.people.current_id()]
        return row.id, row.name

    def _show_once(self, changes: Changes) -> None:
        self.frame.show_sheet(*sheets.one_time(self, str(changes.result["once"])))


def _officer_ids(desk: Desk, _sort: str, _descending: bool) -> list[str]:
    return [row.id for row in officers.listing(desk)]


def _officer_rows(desk: Desk, wanted: Sequence[Hashable]) -> list[Row]:
    found = {row.id: row for row in officers.listing(desk)}
    return [
        {
            "name": Cell(row.name, medium=row.id == desk.officer.id),
            "role": ROLE_LABELS.get(row.role, row.role),
            "since": f"{row.joined:%Y-%m-%d}",
            "state": "已离职" if not row.active else "待换口令" if row.must_change else "在职",
        }
        for row in (found[str(one)] for one in wanted)
    ]


def _act_names(desk: Desk, _sort: str, _descending: bool) -> list[str]:
    return [row.act for row in power_table.rows(desk)]


def _power_rows(desk: Desk, wanted: Sequence[Hashable]) -> list[Row]:
    found = {row.act: row for row in power_table.rows(desk)}
    return [
        {
            "label": row.label,
            "power": row.power,
            "roles": "各岗位" if len(row.roles) == len(ROLE_LABELS) else "、".join(row.roles),
            "confirmed": "、".join(row.confirmed_by) or "—",
        }
        for row in (found[str(one)] for one in wanted)
    ]
