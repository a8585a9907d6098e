"""The workbench: what is due today and this week, and the quickest ways to the next act."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.rules.urgency import Urgency, words
from creditdesk.services import escalations, home, listing_exits, reminders, safety
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.home import Task, Workbench
from creditdesk.services.reminders import ReminderRow
from creditdesk.services.safety import SafetyLine
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages import duties
from creditdesk.ui.pages.backups.safety_view import safety_view
from creditdesk.ui.pages.due_strip import strip_day
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.legend import Legend
from creditdesk.ui.widgets.panel import ActRow, Facts, Panel
from creditdesk.ui.widgets.strip import Strip
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row
from creditdesk.ui.widgets.tile import Tile

SIDE = 296
_REMINDED = 4  # lines of reminders in sight
_TILES = (Urgency.OVERDUE, Urgency.TODAY, Urgency.SOON, Urgency.AMPLE)
_COLUMNS = (
    Column("urgency", "紧急程度", 108, "pill"),
    Column("what", "要办的事", 146),
    Column("number", "案号、文号", 0, "code", stretch=5),
    Column("subject", "主体", stretch=7),
    Column("unit", "来源单位", kind="second", stretch=5, hide_below=900),
    Column("due", "最晚办理", 122),
    Column("slack", "余日", 62, "figure"),
)
_NOUNS = frozenset(
    {"case", "record", "package", "receipt", "receipt_row", "calendar_year", "reminder", "backup", "checkup", "setting"}
    | {"monthly_return", "rectification", "promise", "commitment_check", "listing", "tip", "tip_referral", "repair"}
    | {"joint_response", "escalation"}
)
_OPENS: dict[str, tuple[str, dict[str, str]]] = {
    "case": ("objections", {}),
    "record": ("records", {}),
    "package": ("exchange", {"pane": "报送"}),
    "monthly_return": ("exchange", {"pane": "考核"}),
    "rectification": ("exchange", {"pane": "考核"}),
    "promise": ("promises", {}),
    "tip": ("tips", {}),
    "commitment": ("records", {}),
    "listing": ("listings", {}),
    "repair": ("repairs", {}),
    "response": ("rounds", {}),
    "escalation": ("rounds", {}),
}


class HomePage(Page):
    """工作台."""

    name, title, icon, number = "home", "工作台", "home", 1
    nouns = _NOUNS | duties.NOUNS
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(duties.to_confirm)

    def build(self) -> None:
        """Lay out tiles, strip and list at the left, the side column at the right."""
        self._only: Urgency | date | None = None
        self._open = self.add_act("打开", "F8", self._open_current)
        self.lay_out(self._main(), self._side())

    def reload(self) -> None:
        """Ask for everything the page shows, in one question."""
        self.worker.ask(_look, owner=(self, "look"), on_done=self._show, counting=True)
        self._duties.reload()
        self.worker.run(reminders.due, on_done=lambda _made: self._ask_reminders())
        self.worker.run(listing_exits.due, on_done=self._tell_moved)
        self.worker.run(escalations.due, on_done=self._tell_escalations)

    def _tell_moved(self, moved: int) -> None:
        """Tell the pages that listings came into force or left because their day has come."""
        if moved:
            self.worker.changed.emit(
                Changes(frozenset({"listing", "case", "case_step", "record", "escalation"}), {}, "")
            )

    def _tell_escalations(self, changed: int) -> None:
        if changed:
            self.frame.refresh(frozenset({"escalation"}))

    def panes(self) -> Sequence[QWidget]:
        """Return list, strip and the quick acts."""
        return (self.table, self.strip, self.side)

    def _main(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        self._duties = duties.Duties(self)
        column.addWidget(self._duties)
        column.addWidget(self._tile_panel())
        self._ahead = Panel("未来 20 个工作日")
        self.strip = Strip()
        self.strip.opened.connect(self._narrow)
        self._ahead.body.addWidget(self.strip)
        self._ahead.add_to_head(Legend((("case", "异议"), ("other", "其他期限"), ("off", "休息日"))))
        column.addWidget(self._ahead)
        self._list = Panel("最紧急", "按最晚办理日", flush=True)
        self._all = Button("全部期限", "link")
        self._all.clicked.connect(lambda: self._narrow(None))
        self._list.add_to_head(self._all)
        self.table = Table(_COLUMNS, self.worker, "最紧急")
        self.table.set_empty(EmptyState("passed", "没有到期的事", "登记异议、录入许可和处罚后，期限会排在这里"))
        self.table.opened.connect(self._go_to)
        self.table.counted.connect(lambda count: self._list.hint.setText(f"按最晚办理日，共 {count:,} 件"))
        self._list.body.addWidget(self.table)
        column.addWidget(self._list, 1)
        return column

    def _tile_panel(self) -> Panel:
        panel = Panel(flush=True)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.tiles: dict[Urgency, Tile] = {}
        for urgency in _TILES:
            tile = Tile(urgency, words(urgency, None))
            tile.clicked.connect(partial(self._narrow, urgency))
            self.tiles[urgency] = tile
            if len(self.tiles) > 1:
                row.addWidget(line(upright=True))
            row.addWidget(tile)
        panel.body.addLayout(row)
        return panel

    def _side(self) -> QScrollArea:
        """Return the side column; it scrolls where a low window has no room for all of it."""
        self.side = QScrollArea()
        self.side.setFixedWidth(SIDE)
        self.side.setWidgetResizable(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        quick = Panel("快捷操作")
        for action, icon in self.frame.quick_acts():
            quick.body.addWidget(ActRow(action, icon))
        self._exchange, self._backup, self._calendar = Facts(), Facts(), Facts()
        self._year = self._fact_panel("工作日历", self._calendar, "打开", "calendar")
        for widget in (
            self._reminder_panel(),
            quick,
            self._fact_panel("数据交换", self._exchange, "打开", "exchange"),
            self._fact_panel("备份", self._backup, "打开", "backups"),
            self._year,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.side.setWidget(inside)
        return self.side

    def _reminder_panel(self) -> Panel:
        self.reminded = Panel("提醒")
        self._seen = Button("知道了", "link")
        self._seen.clicked.connect(lambda: self.worker.act(reminders.see))
        self.reminded.add_to_head(self._seen)
        self._told = QVBoxLayout()
        self._told.setSpacing(2)
        self.reminded.body.addLayout(self._told)
        self.reminded.hide()
        return self.reminded

    def _ask_reminders(self) -> None:
        self.worker.ask(reminders.unseen, owner=(self, "reminders"), on_done=self._remind)

    def _remind(self, told: Sequence[ReminderRow]) -> None:
        """Show what nobody has seen yet; each line leads to its case."""
        while (item := self._told.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in told[:_REMINDED]:
            link = Button(f"{one.number}　{one.words}", "link")
            link.clicked.connect(partial(self.frame.open_page, "objections", id=one.case_id))
            self._told.addWidget(link)
        if len(told) > _REMINDED:
            self._told.addWidget(Label(f"另有 {len(told) - _REMINDED} 件", "hint"))
        self.reminded.setVisible(bool(told))

    def _fact_panel(self, title: str, facts: Facts, link: str, page: str) -> Panel:
        panel = Panel(title)
        button = Button(link, "link")
        button.clicked.connect(lambda: self.frame.open_page(page))
        panel.add_to_head(button)
        panel.body.addWidget(facts)
        if page == "calendar":
            self._provisional = Label("", "second", wrap=True, tone="prov")
            panel.body.addWidget(self._provisional)
        return panel

    def _show(self, looked: tuple[Workbench, Sequence[SafetyLine]]) -> None:
        bench, kept = looked
        today, over = (sum(bench.counts[one]) for one in (Urgency.TODAY, Urgency.OVERDUE))
        self.set_subtitle(f"今天有 {today} 件到期，{over} 件逾期" if today or over else "今天没有到期的事")
        for urgency, tile in self.tiles.items():
            cases, others = bench.counts[urgency]
            tile.tell(cases + others, f"异议 {cases} · 其他 {others}")
        self.strip.tell([strip_day(day) for day in bench.strip], bench.today)
        self._ahead.hint.setText(f"{bench.today:%Y-%m-%d} 至 {bench.strip[-1].day:%m-%d}，按最晚办理日")
        self._show_side(bench, kept)
        self._show_list()

    def _show_side(self, bench: Workbench, kept: Sequence[SafetyLine]) -> None:
        last = bench.last_package
        self._exchange.tell(
            [
                ("上一包", f"第 {last.serial:04d} 号 · {last.rows} 条" if last else "还没有"),
                ("生成", f"{last.created:%Y-%m-%d}" if last else "—"),
                ("待报送", f"{bench.waiting} 条"),
                *([("回执", f"{bench.late_receipts} 个数据包逾期未答复，请催办")] if bench.late_receipts else []),
                *([("退回", f"{bench.returned} 条待更正")] if bench.returned else []),
            ]
        )
        self._backup.tell([(one.label, safety_view(one, short=True)) for one in kept])
        self._calendar.tell([("已载入", f"至 {bench.calendar_until:%Y-%m-%d}")])
        missing = f"{bench.missing_year or bench.calendar_until.year + 1}年放假安排未导入"
        counted = f"，相关期限为暂定（{bench.provisional} 项）" if bench.provisional else "，请导入，否则期限为暂定"
        self._provisional.setText(missing + counted)
        # Where every day is known there is nothing to do about the calendar.
        self._year.setVisible(bool(bench.provisional or bench.missing_year))

    def _narrow(self, wanted: Urgency | date | None) -> None:
        """Show only the tasks of one tile or one day; everything when the same is asked again."""
        self._only = None if wanted == self._only else wanted
        self._show_list()

    def _show_list(self) -> None:
        only = self._only
        urgency = only if isinstance(only, Urgency) else None
        due = only if isinstance(only, date) else None
        self._all.setVisible(only is not None)
        self.table.ask(lambda desk, _sort, _falling: home.task_ids(desk, urgency, due), _rows)

    def _open_current(self) -> None:
        self._go_to(self.table.current_id())

    def _go_to(self, task_id: object) -> None:
        row = self.table.current_row()
        if row is not None:
            page, where = _OPENS[str(row["noun"])]
            month = {"month": row["number"]} if row["noun"] == "monthly_return" else {}
            self.frame.open_page(page, **(where | month or {"id": str(task_id)}))


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(task) for task in home.tasks(desk, wanted)]


def _look(desk: Desk) -> tuple[Workbench, Sequence[SafetyLine]]:
    return home.workbench(desk), safety.lines(desk)


def _row(task: Task) -> Row:
    late = task.urgency in (Urgency.OVERDUE, Urgency.TODAY)
    tone = theme.shade(task.urgency).tone if late else ""
    return {
        "noun": task.noun,
        "urgency": Cell(words(task.urgency, None), urgency=task.urgency),
        "what": task.what,
        "number": task.number,
        "subject": task.subject,
        "unit": task.unit,
        "due": Cell(task.due.isoformat(), mark="班" if task.makeup else ""),
        "slack": Cell(str(task.slack).replace("-", "−"), tone=tone, medium=late),
    }
