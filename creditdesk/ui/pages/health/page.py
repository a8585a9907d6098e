"""The page 体检: every finding of the last check with what to do about it, and the steps of repair beside it."""

from collections.abc import Hashable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from creditdesk.rules.urgency import Urgency
from creditdesk.services import backups, checkups, health, remedies, search_index
from creditdesk.services.acts import Changes
from creditdesk.services.checkups import Checkup
from creditdesk.services.desk import Desk
from creditdesk.services.remedies import Remedy
from creditdesk.ui import theme
from creditdesk.ui.lane import Task
from creditdesk.ui.page import Page
from creditdesk.ui.pages.health.side import Side
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.panel import Panel
from creditdesk.ui.widgets.progress_row import ProgressRow
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row
from creditdesk.vault.checking import Finding

_COLUMNS = (
    Column("state", "状况", 92, "pill"),
    Column("name", "项目", 116, "strong"),
    Column("sentence", "结果", stretch=1),
)


class HealthPage(Page):
    """体检."""

    name, title, icon, foot = "health", "体检", "checkup", True
    nouns = checkups.NOUNS
    reads = health.READERS

    def build(self) -> None:
        """Lay out the findings at the left; when they were found and the steps of repair at the right."""
        self._check = self.add_act("立即体检", "F8", self.check)
        self._mend = self.add_act("处理所选项", "Ctrl+Return", self.mend)
        self._rebuild = self.add_act("重建搜索索引", "Ctrl+J", self.rebuild)
        self._last: Checkup | None = None
        self._work: Task | None = None
        self.table = Table(_COLUMNS, self.worker, "体检结果")
        self.table.set_empty(EmptyState(self.icon, "还没有体检", "体检的每一项结果列在这里，并说明怎么办", self._check))
        self.table.chosen.connect(lambda _name: self._offer())
        self.table.opened.connect(lambda _name: self.mend())
        self.progress = ProgressRow("项")
        self.progress.cancelled.connect(self._stop)
        panel = Panel("体检结果", flush=True)
        panel.body.addWidget(self.table, 1)
        self.bar = ActionBar(self._check, [self._mend], icon="checkup")
        panel.body.addWidget(self.bar)
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        column.addWidget(panel, 1)
        column.addWidget(self.progress)
        self.side = Side(self._rebuild, partial(self.frame.open_page, "backups"), self.frame.lock)
        self.lay_out(column, self.side)

    def reload(self) -> None:
        """Ask again for the last check."""
        self.worker.ask(_look, owner=(self, "look"), on_done=self._show)

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the acts."""
        return (self.table, self.bar.primary)

    def check(self) -> None:
        """Check the desk beside the officer's work; only the search index is looked at between two acts."""
        self._check.setEnabled(False)
        self.progress.start("正在体检")
        self._work = self.worker.keep(
            health.look, owner=(self, "check"), on_done=self._checked, on_problem=self._refused,
            on_progress=self.progress.tell, on_end=self._ended,
        )  # fmt: skip

    def mend(self) -> None:
        """Do what the chosen finding asks for, here or on its page."""
        remedy = self._remedy()
        if remedy is None:
            return
        if remedy.does == remedies.REBUILD:
            self.rebuild()
        elif remedy.does == remedies.BACK_UP:
            self.worker.keep(backups.make, "手动", owner=(self, "backup"), on_done=self._backed_up)
        else:
            self.frame.open_page(remedy.page, **remedy.where)

    def rebuild(self) -> None:
        """Build the search index again, then check the desk again."""
        self.worker.act(search_index.rebuild, on_done=lambda _changes: self.check(), on_problem=self.frame.warn)

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _ended(self) -> None:
        self.progress.hide()
        self._check.setEnabled(True)

    def _refused(self, sentence: str) -> None:
        self.frame.warn(sentence)

    def _checked(self, findings: Sequence[Finding]) -> None:
        self.worker.run(checkups.finish, findings, on_done=self._finished, on_problem=self._refused)

    def _finished(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)
        self.frame.refresh(checkups.NOUNS)

    def _backed_up(self, _point: Path) -> None:
        self.frame.refresh(backups.NOUNS)
        self.check()

    def _show(self, looked: tuple[Checkup | None, str]) -> None:
        self._last, unclean = looked
        self.offer(self._rebuild, search_index.rebuild.power)
        self.side.tell(self._last, unclean)
        found = self._last.findings if self._last else ()
        self.table.ask(lambda _desk, _sort, _falling: _ordered(found), partial(_rows, found))
        self._offer()

    def _remedy(self) -> Remedy | None:
        finding = self._chosen()
        return remedies.of(self.worker.desk, finding) if finding is not None else None

    def _chosen(self) -> Finding | None:
        name = self.table.current_id()
        return next((one for one in self._last.findings if one.name == name), None) if self._last else None

    def _offer(self) -> None:
        remedy = self._remedy()
        self.offer(self._mend, ready=remedy is not None, why="请先选一项可以在这里处理的结果")
        self._mend.setText(remedy.words if remedy else "处理所选项")
        self.side.show_finding(self._chosen(), self._mend)


def _look(desk: Desk) -> tuple[Checkup | None, str]:
    return checkups.last(desk), desk.vault.unclean_since


def _ordered(found: Sequence[Finding]) -> list[str]:
    """Return the names of the findings: faults first, then advice, then what is in order."""
    rank = (Urgency.OVERDUE, Urgency.SOON, Urgency.AMPLE)
    return [one.name for one in sorted(found, key=lambda one: rank.index(checkups.urgency(one)))]


def _rows(found: Sequence[Finding], _desk: Desk, wanted: Sequence[Hashable]) -> list[Row]:
    known = {one.name: one for one in found}
    return [_row(known[str(name)]) for name in wanted]


def _row(one: Finding) -> Row:
    return {
        "state": Cell(checkups.state(one), urgency=checkups.urgency(one)),
        "name": one.name,
        "sentence": one.sentence,
    }
