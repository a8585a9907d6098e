"""The officers of the desk, and the table of every act, its power and the roles that hold it."""

from collections.abc import Hashable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from creditdesk.services import officers, power_table
from creditdesk.services.desk import Desk
from creditdesk.services.powers import ROLE_LABELS, Power
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.panel import Panel
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
    Column("label", "操作", stretch=3),
    Column("power", "所需权限", kind="second", stretch=3),
    Column("roles", "有权限的岗位", stretch=4),
    Column("confirmed", "须另一人确认", kind="second", stretch=3, hide_below=640),
)


class OfficersPage(Page):
    """工作人员与权限."""

    name, title, icon, foot = "officers", "人员与权限", "people", True
    nouns = frozenset({"officer"})
    reads = (Power.OWN,)

    def build(self) -> None:
        """Lay the people at the right of the table of powers."""
        main = QVBoxLayout()
        powers = Panel("权限", "每项操作声明一项权限，岗位持有权限", flush=True)
        self.powers = Table(_POWERS, self.worker, "权限")
        powers.body.addWidget(self.powers)
        main.addWidget(powers)
        self.lay_out(main, self._side())

    def reload(self) -> None:
        """Ask for both lists."""
        self.people.ask(_officer_ids, _officer_rows)
        self.powers.ask(_act_names, _power_rows)

    def panes(self) -> Sequence[QWidget]:
        """Return the people and the powers."""
        return (self.people, self.powers)

    def _side(self) -> QWidget:
        side = Panel("工作人员", "每人一个口令，只能打开自己的一把锁", flush=True)
        side.setFixedWidth(_PEOPLE_WIDTH)
        self.people = Table(_PEOPLE, self.worker, "工作人员", row_height=theme.ROW)
        side.body.addWidget(self.people)
        return side


def _officer_ids(desk: Desk, _sort: str, _descending: bool) -> list[str]:
    return [row.id for row in officers.listing(desk)]


def _officer_rows(desk: Desk, wanted: Sequence[Hashable]) -> list[Row]:
    found = {row.id: row for row in officers.listing(desk)}
    return [
        {
            "name": Cell(row.name, medium=row.id == desk.officer.id),
            "role": ROLE_LABELS.get(row.role, row.role),
            "since": f"{row.joined:%Y-%m-%d}",
            "state": "在职" if row.active else "已离职",
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
