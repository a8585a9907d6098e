"""One subject whole: who it is under every code and name, who answers for it, and everything that happened to it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from creditdesk.services import ledger_reports, reveals, role_links, stated_roles, subject_overview, timelines
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.ledger_reports import Scope
from creditdesk.services.person_points import Ledger
from creditdesk.services.role_links import LinkRow
from creditdesk.services.subject_overview import Overview
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.register_sheet import Register, register_sheet
from creditdesk.ui.pages.subjects import decisions
from creditdesk.ui.pages.subjects.identity import Identity
from creditdesk.ui.pages.subjects.link_sheets import (
    ActSheet,
    clean_record_sheet,
    clean_years_sheet,
    link_sheet,
    unlink_sheet,
)
from creditdesk.ui.pages.subjects.notices import Notices
from creditdesk.ui.pages.subjects.points import PersonPoints
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.chips import Chip, Chips
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Elided, Label
from creditdesk.ui.widgets.panel import Panel
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row

_LINKS = (
    Column("role", "身份", 104, "second"),
    Column("name", "姓名或名称"),
    Column("code", "代码或号码", 176, "second", hide_below=560),
    Column("time", "任职", 190, "second"),
)
_EVENTS = (
    Column("on", "日期", 104, "second"),
    Column("what", "类别", 116, "second", hide_below=460),
    Column("title", "文号或案号", 0),
    Column("detail", "情况", 0, "second"),
)
_PAGES = {
    "record": "records",
    "case": "objections",
    "repair": "repairs",
    "listing": "listings",
    "letter": "letters",
    "package": "exchange",
    "enquiry": "enquiries",
}
_CHIPS = (Chip("events", "时间线"), Chip("links", "关联"))
_POINTS = Chip("points", "积分")


def event_cells(desk: Desk, subject_id: str, wanted: Sequence[str]) -> list[Row]:
    """Return the cells of a subject's timeline."""
    events = {event.key: event for event in timelines.events(desk, subject_id, wanted)}
    shown = (events.get(key) for key in wanted)
    return [
        {"on": each.on.isoformat(), "what": each.what, "title": each.title, "detail": each.detail} if each else {}
        for each in shown
    ]


def _link_cells(desk: Desk, subject_id: str, wanted: Sequence[str]) -> list[Row]:
    rows = {row.id: row for row in role_links.links_of(desk, subject_id)}
    return [_link_row(rows[one]) if one in rows else {} for one in wanted]


def _link_row(row: LinkRow) -> Row:
    time = f"{row.valid_from} 至 {row.valid_until}" if row.valid_until else f"{row.valid_from} 起"
    return {"role": row.role if row.of_person else f"任{row.role}", "name": row.name, "code": row.code, "time": time}


class SubjectView(QFrame):
    """The right side of the page."""

    def __init__(self, page: Page, primary: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(520)
        self.page, self.worker = page, page.worker
        self.subject_id = ""
        self.overview: Overview | None = None
        self._acts()
        self.name, self.category, self.identity = Elided("", "title"), Label("", "second"), Identity()
        self.identity.asked.connect(self._reveal)
        self.notices = Notices(
            {"follow_ups": self.follow, "proposals": self.mirror, "doubles": self.same, "stated": self.take}
        )
        self.links = Table(_LINKS, self.worker, "关联")
        self.links.set_empty(EmptyState("people", "没有登记关联", "按 Alt+L 添加责任人"))
        self.links.opened.connect(self._open_link)
        self.events = Table(_EVENTS, self.worker, "时间线")
        self.events.set_empty(EmptyState("record", "没有信用记录", "按 F8 录入第一条"))
        self.events.opened.connect(self._open_event)
        self.setFocusProxy(self.events)
        self.points = PersonPoints(page, self._show_points)
        self.chips, self.counted, self._stack = Chips("往来", _CHIPS), Elided("", "hint"), QStackedWidget()
        self.chips.chosen.connect(self._turn)
        self._lay_out(
            ActionBar(
                primary,
                (),
                (
                    self.report,
                    self.clean,
                    self.years,
                    self.link,
                    self.unlink,
                    self.same,
                    self.apart,
                    self.left,
                    *self.points.acts,
                ),
            )
        )

    def _acts(self) -> None:
        add = self.page.add_act
        self.copy = add("复制代码", "Ctrl+Shift+C", self._copy)
        self.link = add("添加责任人", "Alt+L", self._link)
        self.unlink = add("解除关联", "Alt+U", self._unlink)
        self.report = add("出具信用报告", "Alt+Q", self._report)
        self.clean = add("出具无不良信用记录证明", "Alt+N", self._certify)
        self.years = add("出具连续三年无不良记录证明", "Alt+Y", self._prove)
        self.mirror = add("处理责任人记录", "Alt+R", lambda: self._decide(decisions.proposals_sheet))
        self.follow = add("随单位记录处理", "Alt+G", lambda: self._decide(decisions.follow_ups_sheet))
        self.same = add("查看疑似同一主体", "Alt+D", lambda: self._decide(decisions.doubles_sheet))
        self.apart = add("撤销合并", "Alt+M", lambda: self._decide(decisions.merged_sheet))
        self.left = add(ledger_reports.NAME, "Alt+W", self._tell_what_left)
        add("时间线", "Alt+1", lambda: self.chips.choose("events"))
        add("关联", "Alt+2", lambda: self.chips.choose("links"))
        add("积分", "Alt+3", lambda: self.chips.choose("points"))
        self.take = add("由记录关联", "Alt+T", lambda: self.worker.act(stated_roles.link_stated, self.subject_id))

    def show_subject(self, subject_id: str) -> None:
        """Ask for a subject, or the one it was merged into, and show it when it comes."""
        self.subject_id = subject_id
        self.worker.ask(subject_overview.of_subject, subject_id, owner=(self, "overview"), on_done=self._show)

    def again(self) -> None:
        """Ask for the same subject again, because something changed."""
        if self.subject_id:
            self.show_subject(self.subject_id)

    def _show(self, overview: Overview) -> None:
        self.overview = overview
        shown = self.subject_id = overview.id
        row = overview.card.row
        self.name.setText(row.name)
        self.category.setText(row.category)
        self.identity.tell(overview)
        self.notices.tell(overview.waiting)
        for offered in (self.link.setVisible, self.link.setEnabled):
            offered(not overview.is_person)
        self.apart.setEnabled(bool(overview.merged))
        told = [f"记录 {row.records} 条"] if row.records else []
        told += [f"失信 {row.adverse} 条"] if row.adverse else []
        told += [f"在办异议 {row.objections} 件"] if row.objections else []
        told += [f"已并入主体 {len(overview.merged)} 个"] if overview.merged else []
        self.counted.setText(" · ".join(told))
        self.points.show_of(shown, row.name, overview.is_person)
        self.links.ask(
            lambda desk, _sort, _falling: [link.id for link in role_links.links_of(desk, shown)],
            lambda desk, wanted: _link_cells(desk, shown, wanted),
        )
        self.events.ask(
            lambda desk, _sort, _falling: timelines.keys(desk, shown),
            lambda desk, wanted: event_cells(desk, shown, wanted),
        )

    def _show_points(self, ledger: Ledger | None) -> None:
        """Show the chip of a person's points while the office has them on."""
        if ledger is None and self.chips.current() == _POINTS.name:
            self.chips.choose("events")
        links = replace(_CHIPS[1], number=len(self.overview.links) if self.overview else 0)
        more = (replace(_POINTS, number=ledger.total),) if ledger else ()
        self.chips.show_chips((_CHIPS[0], links, *more))

    def _tell_what_left(self) -> None:
        """Ask for a period and tell who received what about the subject, as workbook or on paper."""
        shown = self.subject_id
        register = Register(
            ledger_reports.NAME,
            "报送日期自",
            "这个主体的信息谁在哪天收到、怎样答复，逐条列出；导出记入操作日志。",
            lambda desk, start, end, path: ledger_reports.save(desk, Scope(start, end, shown), path),
            lambda desk, start, end: ledger_reports.pdf(desk, Scope(start, end, shown)),
        )
        self.page.frame.show_sheet(*register_sheet(self.page, register))

    def _reveal(self, field: str, show: Callable[[str], None]) -> None:
        """Show a personal number once the journal has the asking."""
        shown = self.subject_id

        def told(_changes: Changes) -> None:
            self.worker.ask(reveals.value, "subject", shown, field, on_done=show)

        self.worker.act(reveals.reveal, "subject", shown, field, on_done=told)

    def _open_event(self, key: object) -> None:
        noun, _, identity = str(key).partition(":")
        self.page.frame.open_page(_PAGES[noun], id=identity)

    def _open_link(self, link_id: object) -> None:
        links = self.overview.links if self.overview else ()
        other = next((row.other_id for row in links if row.id == link_id), None)
        if other is not None:
            self.page.arrive(id=other)

    def _link(self) -> None:
        if self.overview is not None:
            self._show_sheet(link_sheet(self.page, self.subject_id, self.overview.card.row.name))

    def _report(self) -> None:
        if self.subject_id:
            self.page.frame.open_page("enquiries", subject=self.subject_id)

    def _certify(self) -> None:
        if self.overview is not None:
            self._show_sheet(clean_record_sheet(self.page, self.subject_id, self.overview.card.row.name))

    def _prove(self) -> None:
        if self.overview is not None:
            self._show_sheet(clean_years_sheet(self.page, self.subject_id, self.overview.card.row.name))

    def _unlink(self) -> None:
        links = self.overview.links if self.overview else ()
        row = next((each for each in links if each.id == self.links.current_id()), None)
        if row is None:
            self.page.frame.say("请先在“关联”中选择一行")
            return
        self._show_sheet(unlink_sheet(self.page, row))

    def _show_sheet(self, sheet: ActSheet) -> None:
        self.page.frame.show_sheet(sheet)
        sheet.form.go_to_first()

    def _decide(self, sheet_of: decisions.SheetOf) -> None:
        if self.subject_id:
            sheet = sheet_of(self.page, self.subject_id)
            self.page.frame.show_sheet(sheet, sheet.table)

    def _copy(self) -> None:
        code = self.overview.card.row.code if self.overview else ""
        if code and "*" not in code:
            QGuiApplication.clipboard().setText(code)
            self.page.frame.say(f"已复制 {code}")
        elif code:
            self.page.frame.say("自然人的证件号码不复制")

    def _lay_out(self, bar: ActionBar) -> None:
        head = QFrame()
        head.setProperty("role", "head")
        head.setFixedHeight(theme.TOP)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN + 8, 0, theme.MARGIN, 0)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(self.name)
        row.addWidget(self.category)
        row.addStretch(1)
        bar.add(Button.of(self.copy, "quiet", "copy"))
        middle = QVBoxLayout()
        middle.setContentsMargins(theme.MARGIN, theme.PAD, theme.MARGIN, theme.PAD)
        middle.setSpacing(theme.GAP)
        middle.addWidget(self.identity)
        middle.addWidget(self.notices)
        middle.addWidget(self._history(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(middle, 1)
        column.addWidget(bar)

    def _history(self) -> Panel:
        """Return the panel with the timeline, or the links behind the second chip."""
        panel = Panel(flush=True)
        head = QHBoxLayout()
        head.setContentsMargins(theme.PAD, theme.PAD_SMALL, theme.PAD, theme.PAD_SMALL)
        head.setSpacing(theme.PAD)
        head.addWidget(self.chips)
        head.addWidget(self.counted, 1)
        head.addWidget(Button.of(self.link, "link"))
        panel.body.addLayout(head)
        for table in (self.events, self.links, self.points.table):
            self._stack.addWidget(table)
        panel.body.addWidget(self._stack, 1)
        return panel

    def _turn(self, name: str) -> None:
        table = {"links": self.links, _POINTS.name: self.points.table}.get(name, self.events)
        self._stack.setCurrentWidget(table)
        self.setFocusProxy(table)
