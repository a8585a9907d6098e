"""The first page of an administrator, who reads no record: what the desk itself needs."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from creditdesk.services import safety
from creditdesk.services.desk import Desk
from creditdesk.services.powers import POWER_LABELS, Power
from creditdesk.services.safety import SafetyLine
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages import duties
from creditdesk.ui.pages.backups.safety_view import safety_view
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel

_SIDE = 296


class DutyPage(Page):
    """工作台, without records."""

    name, title, icon, number = "home", "工作台", "home", 1
    nouns = frozenset({"officer", "backup", "checkup", "setting"}) | duties.NOUNS
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(duties.to_confirm)
    reads = (Power.OWN,)

    def build(self) -> None:
        """Lay out what the officer may do, and the backups beside it."""
        main = QVBoxLayout()
        main.setSpacing(theme.GAP)
        self._duties = duties.Duties(self)
        main.addWidget(self._duties)
        own = Panel("本岗位的权限", "不含查阅信用记录、案件和文书")
        self.powers = Label("", wrap=True)
        own.body.addWidget(self.powers)
        main.addWidget(own)
        main.addStretch(1)
        self.lay_out(main, self._side())

    def reload(self) -> None:
        """Ask for the officer's powers, the backups, and what waits."""
        self._duties.reload()
        self.worker.ask(_look, owner=(self, "look"), on_done=self._show)

    def panes(self) -> Sequence[QWidget]:
        """Return the way to the settings."""
        return (self.settings,)

    def _side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        panel, self.backup, self.settings = Panel("备份"), Facts(), Button("设置", "link")
        self.settings.clicked.connect(lambda: self.frame.open_page("settings"))
        panel.add_to_head(self.settings)
        panel.body.addWidget(self.backup)
        column.addWidget(panel)
        column.addStretch(1)
        return side

    def _show(self, looked: tuple[tuple[str, ...], Sequence[SafetyLine]]) -> None:
        powers, kept = looked
        self.powers.setText("\n".join(powers))
        self.backup.tell([(one.label, safety_view(one, short=True)) for one in kept])


def _look(desk: Desk) -> tuple[tuple[str, ...], Sequence[SafetyLine]]:
    return tuple(label for power, label in POWER_LABELS.items() if desk.may(power)), safety.lines(desk)
