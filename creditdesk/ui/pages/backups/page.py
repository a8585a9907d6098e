"""The page 备份: the points the desk can go back to, how safe it is from loss, and going back."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from creditdesk.services import asides, backups, point_lists, rehearsals, restores, safety
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.losses import Loss
from creditdesk.services.powers import Power
from creditdesk.services.rehearsals import Rehearsed
from creditdesk.services.safety import SafetyLine
from creditdesk.ui import theme
from creditdesk.ui.lane import Task
from creditdesk.ui.page import Page
from creditdesk.ui.pages.backups.lost_sheet import LostSheet
from creditdesk.ui.pages.backups.restore_sheet import restore_sheet
from creditdesk.ui.pages.backups.safety_view import safety_view
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel
from creditdesk.ui.widgets.progress_row import ProgressRow
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

SIDE = 372
_COLUMNS = (
    Column("made", "备份时间", 148),
    Column("age", "距今", 92, "second"),
    Column("label", "原因", stretch=2),
    Column("size", "大小", 96, "figure"),
    Column("state", "核对", 92),
    Column("place", "位置", 132, "second", hide_below=700),
)
_TONES = {point_lists.TORN: "today", point_lists.PROVED: "ample", point_lists.REHEARSED: "ample"}
_ABOUT = (
    "备份与桌面用同一把钥匙加密，含当天的钥匙文件；换电脑时复制整个备份文件夹，"
    "在打开页选中它，用“抢救损坏的桌面”写成新桌面。"
)


class BackupsPage(Page):
    """备份."""

    name, title, icon, foot = "backups", "备份", "backup", True
    nouns = backups.NOUNS | {"setting", "confirmation", "checkup", "lost_act"}
    reads = (Power.READ, Power.DESK)

    def build(self) -> None:
        """Lay out the points at the left, the state and the acts at the right."""
        self._make = self.add_act("立即备份", "F8", self.back_up)
        self._restore = self.add_act("恢复到这一份", "Ctrl+R", self.ask_restore)
        self._carry = self.add_act("执行已确认的恢复", "Ctrl+Shift+R", self.carry_out)
        self._lost = self.add_act("恢复后待补办", "Ctrl+B", self.show_lost)
        self._clear = self.add_act("清理到期的另存桌面", "Ctrl+Shift+D", self.clear_asides)
        self._rehearse = self.add_act("演练", "Ctrl+J", self.rehearse)
        self._place = self.add_act("选择第二备份位置", "Ctrl+O", self._choose_place)
        self._no_place = self.add_act("取消第二备份位置", "Ctrl+Shift+O", lambda: self.choose_place(""))
        self.table = Table(_COLUMNS, self.worker, "保留的备份")
        self.table.set_empty(EmptyState("backup", "还没有备份", "备份核对之后才算数，列在这里", self._make))
        self.table.chosen.connect(lambda _name: self._offer())
        self.progress = ProgressRow("")
        self.progress.cancelled.connect(self._stop)
        self._work: Task | None = None
        panel = Panel("保留的备份", flush=True)
        panel.body.addWidget(self.table, 1)
        others, more = (
            [self._restore, self._rehearse],
            [self._carry, self._lost, self._place, self._no_place, self._clear],
        )
        self.bar = ActionBar(self._make, others, more, icon="backup")
        panel.body.addWidget(self.bar)
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        column.addWidget(panel, 1)
        column.addWidget(self.progress)
        self.lay_out(column, self._side())

    def reload(self) -> None:
        """Ask again for the points and the state."""
        self.table.ask(lambda desk, _sort, _falling: point_lists.names(desk), _rows)
        self.worker.ask(_look, owner=(self, "look"), on_done=self._show)

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the acts."""
        return (self.table, self.bar.primary)

    def back_up(self) -> None:
        """Make a backup beside the officer's work."""
        self._keep("正在备份", self._made, backups.make, "手动")

    def rehearse(self) -> None:
        """Rehearse going back to the chosen point, or to the newest."""
        chosen = self.table.current_id()
        name = "" if chosen is None else str(chosen)
        self._keep("正在演练", self._rehearsed, rehearsals.rehearse, name)

    def ask_restore(self) -> None:
        """Look what going back to the chosen point would lose, and ask."""
        name = str(self.table.current_id())
        self._keep("正在查看会失去什么", partial(self._show_loss, name), restores.look, name)

    def carry_out(self) -> None:
        """Go back to the point two persons decided on; the window locks, and opens on the restored desk."""
        self.worker.run(restores.carry_out, on_done=lambda _changes: self.frame.lock(), on_problem=self.frame.warn)

    def show_lost(self) -> None:
        """Show what going back took back, to be done again and ticked off."""
        sheet = LostSheet(self)
        self.frame.show_sheet(sheet, sheet.table)

    def clear_asides(self) -> None:
        """Remove the desks set aside that need not be kept any longer."""
        self.worker.run(asides.clear, on_done=self._cleared, on_problem=self.frame.warn)

    def choose_place(self, path: str) -> None:
        """Let copies of the backups go to a folder; an empty text gives the second place up."""
        self.worker.act(backups.choose_place, path, on_done=self._placed, on_problem=self.frame.warn)

    def _side(self) -> QWidget:
        side = Panel("安全状况", flush=True)
        side.setFixedWidth(SIDE)
        holder = QVBoxLayout()
        holder.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.PAD)
        holder.setSpacing(theme.PAD)
        self.state, self.facts = Facts(72), Facts(72)
        for widget in (self.state, self.facts, Label(_ABOUT, "hint13", wrap=True)):
            holder.addWidget(widget)
        side.body.addLayout(holder)
        side.body.addStretch(1)
        return side

    def _show(self, looked: tuple[Sequence[SafetyLine], str, str, bool, str]) -> None:
        lines, place, aside, clearable, decided = looked
        self.state.tell([(one.label, safety_view(one)) for one in lines])
        told: list[tuple[str, str | QWidget]] = [("副本位置", place or "没有设置，电脑坏了备份也会丢")]
        told += [("另存桌面", aside)] if aside else []
        told += [("待执行", f"{decided}。请在“其他操作”中执行")] if decided else []
        self.facts.tell(told)
        self.offer(self._carry, ready=bool(decided), why="恢复还没有经两人确认")
        self.offer(self._place, Power.DESK)
        self.offer(self._clear, Power.DESK, ready=clearable, why="没有到期的另存桌面")
        self.offer(self._no_place, Power.DESK, ready=bool(place), why="没有设置副本位置")
        self._offer()

    def _offer(self) -> None:
        chosen = self.table.current_id() is not None
        self.offer(self._restore, Power.DESK, ready=chosen, why="请先选一份备份")

    def _keep(self, words: str, done: Callable[[Any], object], function: Callable[..., Any], name: str) -> None:
        """Let the thread for backups do a long work, with its progress in sight."""
        self.progress.start(words)
        self._work = self.worker.keep(
            function, name, owner=(self, "work"), on_done=done, on_problem=self.frame.warn,
            on_progress=self.progress.tell, on_end=self.progress.hide,
        )  # fmt: skip

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _made(self, _point: Path) -> None:
        self.frame.say("已备份并核对")
        self.frame.refresh(backups.NOUNS)

    def _rehearsed(self, rehearsed: Rehearsed) -> None:
        self.worker.act(rehearsals.record, rehearsed, on_done=self._recorded)

    def _recorded(self, changes: Changes) -> None:
        if changes.result["ok"]:
            self.frame.say(changes.sentence)
        else:
            self.frame.warn(f"{changes.sentence}。")
        self.frame.refresh(backups.NOUNS)

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "第二备份位置：U盘或共享文件夹")
        if chosen:
            self.choose_place(chosen)

    def _placed(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)
        self.worker.keep(backups.keep_up, on_done=lambda _kept: self.frame.refresh(backups.NOUNS))

    def _cleared(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)
        self.frame.refresh(backups.NOUNS)

    def _show_loss(self, name: str, loss: Loss) -> None:
        row = self.table.current_row()
        words = f"{row['made']}（{row['label']}）" if row is not None else name
        self.frame.show_sheet(*restore_sheet(self, name, words, loss))


def _look(desk: Desk) -> tuple[Sequence[SafetyLine], str, str, bool, str]:
    decided = restores.decision(desk)
    told = decided.sentence if decided else ""
    place, aside, clearable = backups.place_of(desk), asides.words(desk), bool(asides.outdated(desk))
    return safety.lines(desk), place, aside, clearable, told


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [
        {
            "made": one.made,
            "age": one.age,
            "label": one.label,
            "size": one.size,
            "state": Cell(one.state, tone=_TONES[one.state]),
            "place": one.place,
        }
        for one in point_lists.rows(desk, wanted)
    ]
