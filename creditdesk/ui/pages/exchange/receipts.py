"""The pane 回执: how each package stands with its receiver, a receipt taken, and the rows that came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from creditdesk.documents import urging_note
from creditdesk.errors import Problem
from creditdesk.exchange.receipts import Answer
from creditdesk.rules.urgency import Urgency
from creditdesk.services import ledger_reports, receipt_files, receipt_lists, receipt_urging, receipts
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.receipt_files import Taking
from creditdesk.services.receipt_lists import PackageState, ReturnedRow
from creditdesk.services.receipts import Trial
from creditdesk.ui import printing, theme
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.exchange import template_sheet
from creditdesk.ui.pages.exchange.pane import ExchangePane
from creditdesk.ui.pages.register_sheet import Register, register_sheet
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.editors import LineEditor
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel
from creditdesk.ui.widgets.small_form import small_field
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

SIDE = 340
_PACKAGES = (
    Column("serial", "序号", 64),
    Column("receiver", "接收单位", hide_below=640),
    Column("created", "报送日期", 110),
    Column("rows", "条数", 70, "figure"),
    Column("state", "状态", 104, "pill"),
    Column("answered", "登记日期", 110),
    Column("open", "待更正", 76, "figure"),
    Column("waited", "已等", 116, "second"),
)
_RETURNED = (
    Column("serial", "包", 56),
    Column("title", "文号或名称", kind="code", stretch=3),
    Column("subject", "主体", stretch=3, hide_below=900),
    Column("field", "退回的字段", 150, "strong"),
    Column("value", "现在的值", 120, hide_below=1000),
    Column("reason", "退回原因", stretch=4),
    Column("state", "状态", 132),
)
_FILTER = "回执和退回表格 (*.zip *.p7m *.xlsx *.xls *.ods *.csv)"
_LEDGER = Register(
    ledger_reports.NAME,
    "报送日期自",
    "谁在哪天收到了什么、怎样答复；打印的按数据包和类别汇总，工作簿另有逐条明细；导出记入操作日志。",
    ledger_reports.save_period,
    ledger_reports.pdf_of_period,
)
_CHOOSE, _TAKE = "登记回执", "登记这份回执"
_HINT = "数据包只凭接收单位的回执算作送达；同一份回执再登记一次不会有任何变化。"


class ReceiptsPane(ExchangePane):
    """What receivers answered."""

    label = "回执"
    nouns = frozenset({"package", "receipt", "receipt_row", "record", "package_row"})

    def build(self) -> None:
        """Lay out packages and returned rows at the left, the chosen package or the receipt at the right."""
        self.states: tuple[PackageState, ...] = ()
        self.seen: Seen | None = None
        self._take = self.add_act(_CHOOSE, "F8", self._press)
        self._drop = self.add_act("不登记", "Esc", self.put_away)
        self._chase = self.add_act("复制催办文字", "Ctrl+U", self._copy_note)
        self._print = self.add_act("打印催办单", "Ctrl+P", self._print_note)
        self._ledger = self.add_act(
            ledger_reports.NAME, "Ctrl+Shift+T", lambda: self.frame.show_sheet(*register_sheet(self.page, _LEDGER))
        )
        self._template = self.add_act(template_sheet.WORDS, "Ctrl+M", self._ask_template)
        self._settle = self.add_act("不需更正", "Ctrl+D", self._ask_settle)
        self._resend = self.add_act("原样再报", "Ctrl+R", self._ask_resend)
        self.lay_out(self._main(), self._side())
        self.put_away()

    def reload(self) -> None:
        """Ask how every package stands, and for the work list."""
        self.worker.ask(receipt_lists.states, owner=(self, "states"), on_done=self._show)
        self.returned.reload()

    def offer(self) -> None:
        """Let the acts fit what is chosen."""
        self._tell_side()

    def arrive(self, **where: Any) -> None:
        """Go to a package."""
        if where.get("id"):
            self.packages.reload(choose=where["id"])

    def panes(self) -> Sequence[QWidget]:
        """Return both lists and the act."""
        return (self.packages, self.returned, self.bar.primary)

    def read_file(self, path: Path) -> None:
        """Read a receipt or a platform's workbook and show what taking it would do; nothing is changed."""
        chosen = self.packages.current_id()
        self.worker.ask(
            look, path, "" if chosen is None else str(chosen), owner=(self, "file"), on_done=self._show_seen,
            on_problem=self.frame.warn,
        )  # fmt: skip

    def put_away(self) -> None:
        """Forget the receipt that was looked at."""
        self.seen = None
        self.reason.show_value("")
        self._tell_side()

    def _main(self) -> QVBoxLayout:
        self.packages = Table(_PACKAGES, self.worker, "数据包", row_height=theme.ROW_SUM)
        self.packages.set_empty(
            EmptyState("exchange", "还没有报送过数据包", "签发的数据包列在这里，等待接收单位的回执")
        )
        self.packages.chosen.connect(lambda _chosen: self._tell_side())
        self.returned = Table(_RETURNED, self.worker, "退回的记录", row_height=theme.ROW_SUM)
        self.returned.set_empty(
            EmptyState("passed", "没有待处理的退回", "接收单位退回的记录连同原因列在这里，更正后随下一个数据包报送")
        )
        self.returned.opened.connect(self._open_record)
        self.returned.ask(lambda desk, *_: receipt_lists.returned_ids(desk), _returned_rows)
        self.returned.counted.connect(self._tell_count)
        self.returned.chosen.connect(lambda _chosen: self._tell_side())
        upper = Panel("数据包", "凭回执算作送达", flush=True)
        self._lower = Panel("退回的记录", "回车打开记录并到退回的字段；更正后随下一个数据包报送", flush=True)
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        for panel, table, share in ((upper, self.packages, 4), (self._lower, self.returned, 5)):
            panel.body.addWidget(table)
            column.addWidget(panel, share)
        return column

    def _side(self) -> QWidget:
        self._panel = Panel("选中的数据包", flush=True)
        self._panel.setFixedWidth(SIDE)
        self.facts = Facts(72)
        self.sentence = Label("", "strong", wrap=True)
        self.doubt = Label("", "fault13", wrap=True)
        self.reason = LineEditor("确认退回表格的理由")
        holder = QVBoxLayout()
        holder.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.PAD)
        holder.setSpacing(theme.PAD_SMALL)
        self.why = Facts(72)
        for widget in (self.sentence, self.facts, self.doubt, self.reason, Label(_HINT, "hint13", wrap=True), self.why):
            holder.addWidget(widget)
        self._panel.body.addLayout(holder)
        self._panel.body.addStretch(1)
        more = [self._drop, self._settle, self._resend, self._chase, self._print, self._template, self._ledger]
        self.bar = ActionBar(self._take, more=more, icon="check")
        self._panel.body.addWidget(self.bar)
        return self._panel

    def _show(self, found: tuple[PackageState, ...]) -> None:
        self.states = found
        rows = {state.id: _package_row(state) for state in found}
        self.packages.ask(lambda *_: list(rows), lambda _desk, wanted: [rows[one] for one in wanted])
        late = sum(state.late for state in found)
        waiting = sum(state.state == receipt_lists.WAITING for state in found)
        told = [f"{waiting} 个数据包待回执"] if waiting else []
        self.tell("，".join([*told, f"{late} 个逾期"] if late else told))
        self._tell_side()

    def _tell_count(self, count: int) -> None:
        self._lower.title.setText(f"退回的记录 {count} 处" if count else "退回的记录")

    def _chosen(self) -> PackageState | None:
        wanted = self.packages.current_id()
        return next((state for state in self.states if state.id == wanted), None)

    def _tell_side(self) -> None:
        """Show the receipt that is looked at, else the chosen package."""
        seen, state = self.seen, self._chosen()
        self._panel.title.setText("这份回执" if seen else "选中的数据包")
        self.sentence.setText(seen.trial.sentence if seen else "")
        self.sentence.setVisible(seen is not None)
        self.facts.tell(_seen_facts(seen) if seen else _facts(state) if state else [])
        unsigned = seen is not None and not seen.taking.signed and not seen.trial.repeated
        self.doubt.setText("退回表格没有签名，没有列出的行视为已接收。核对后写明确认的理由：" if unsigned else "")
        for widget in (self.doubt, self.reason):
            widget.setVisible(unsigned)
        self._take.setText(_TAKE if seen and not seen.trial.repeated else _CHOOSE)
        self._drop.setEnabled(seen is not None)
        for action in (self._chase, self._print):
            action.setEnabled(state is not None and state.state == receipt_lists.WAITING)
        self._template.setEnabled(state is not None)
        returned = self.returned.current_id() is not None
        self.worker.ask(
            receipt_lists.returned_rows, [str(self.returned.current_id())] if returned else [], owner=(self, "why"),
            on_done=lambda rows: self.why.tell([] if self.seen else [fact for row in rows for fact in _why(row)]),
        )  # fmt: skip
        self._settle.setEnabled(returned)
        self._resend.setEnabled(returned)

    def _show_seen(self, seen: "Seen") -> None:
        self.seen = seen
        self._tell_side()
        if not seen.taking.signed:
            self.reason.line.setFocus()

    def _press(self) -> None:
        """Ask for a file, or take the receipt that was looked at."""
        if self.seen is None or self.seen.trial.repeated:
            self.put_away()
            path, _ = QFileDialog.getOpenFileName(self, "登记回执", "", _FILTER)
            if path:
                self.read_file(Path(path))
        else:
            self.worker.run(
                receipts.take, self.seen.taking, self.reason.value(), touched=frozenset({"receipt", "receipt_row"}),
                on_done=self._taken, on_problem=self.frame.warn,
            )  # fmt: skip

    def _taken(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)
        self.put_away()
        self.packages.reload(choose=changes.result["package"])

    def _open_record(self, row_id: object) -> None:
        self.worker.ask(receipt_lists.returned_rows, [str(row_id)], owner=(self, "open"), on_done=self._go_to_record)

    def _go_to_record(self, found: list[ReturnedRow]) -> None:
        for row in found:
            waits = row.state == receipt_lists.OPEN
            correct = {"correct": row.field, "because": f"退回原因：{row.reason}"} if waits else {}
            self.frame.open_page("records", id=row.record_id, **correct)

    def _ask_template(self) -> None:
        state = self._chosen()
        if state is not None:
            template_sheet.ask_folder(self.page, state.id)

    def _copy_note(self) -> None:
        state = self._chosen()
        if state is not None:
            self.worker.ask(
                receipt_urging.note, state.id, owner=(self, "note"), on_problem=self.frame.warn,
                on_done=lambda note: self._copied(note.text(), state.id),
            )  # fmt: skip

    def _copied(self, text: str, package_id: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._urged(package_id, "文字")

    def _print_note(self) -> None:
        state = self._chosen()
        if state is not None:
            self.worker.ask(
                receipt_urging.pdf, state.id, owner=(self, "note"), on_problem=self.frame.warn,
                on_done=lambda pdf: self._send(pdf, state.id),
            )  # fmt: skip

    def _send(self, pdf: bytes, package_id: str) -> None:
        try:
            printed = printing.print_pdf(pdf, urging_note.TITLE, self)
        except Problem as problem:
            self.frame.warn(problem.sentence)
            return
        if printed:
            self._urged(package_id, "打印")

    def _urged(self, package_id: str, way: str) -> None:
        self.worker.act(receipt_urging.urge, package_id, way, on_done=lambda done: self.frame.say(done.sentence))

    def _ask_settle(self) -> None:
        self._ask(receipts.settle, "不需更正", "记录没有差错，也不用再报送时，写明理由销号。")

    def _ask_resend(self) -> None:
        self._ask(receipts.resend, "原样再报", "记录没有差错、退回有误时，写明理由，原样列入下一个数据包。")

    def _ask(self, act: Any, words: str, told: str) -> None:
        row = self.returned.current_id()
        if row is not None:
            self.frame.show_sheet(
                *ask_sheet(
                    self.page, words, told, words, [small_field("reason", "理由")],
                    lambda values: (act, ([str(row)], values["reason"])), lambda done: self.frame.say(done.sentence),
                )
            )  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A receipt that was read, and what taking it would do."""

    taking: Taking
    trial: Trial


def look(desk: Desk, path: Path, package_id: str) -> Seen:
    """Read a file, and try what taking it would do."""
    taking = receipt_files.read(desk, path, package_id)
    return Seen(taking, receipts.trial(desk, taking))


def _package_row(state: PackageState) -> Row:
    return {
        "serial": f"{state.serial:04d}",
        "receiver": state.receiver,
        "created": str(state.created),
        "rows": state.rows,
        "state": Cell(state.state, urgency=_urgency(state)),
        "answered": str(state.answered_on or ""),
        "open": Cell(str(state.open), tone="" if state.open else "text3"),
        "waited": _waited(state),
    }


def _urgency(state: PackageState) -> Urgency:
    if state.late:
        return Urgency.OVERDUE
    if state.state == receipt_lists.WAITING:
        return Urgency.AMPLE
    return Urgency.TODAY if state.open else Urgency.DONE


def _waited(state: PackageState) -> Cell:
    if state.state != receipt_lists.WAITING:
        return Cell("")
    return Cell(f"{state.waited} 个工作日", tone="over" if state.late else "")


def _facts(state: PackageState) -> list[tuple[str, str | QWidget]]:
    told: list[tuple[str, str | QWidget]] = [
        ("序号", f"{state.serial:04d}"),
        ("接收", state.receiver),
        ("状态", state.state),
        ("条数", f"{state.rows} 条，退回 {state.rejected} 条" if state.rejected else f"{state.rows} 条"),
    ]
    if state.answered_on:
        told.append(("答复", f"{state.source}，{state.answered_on} 登记"))
    if state.state == receipt_lists.WAITING:
        part = f"，已答复 {state.answered} 条" if state.answered else ""
        told.append(("等待", f"{state.waited} 个工作日{'，已逾期，请催办' if state.late else ''}{part}"))
    return told


def _why(row: ReturnedRow) -> list[tuple[str, str | QWidget]]:
    value = f"{row.field_label}：{row.value}" if row.field else row.field_label
    return [("退回", f"{row.title}，{row.subject}"), ("字段", value), ("原因", row.reason)]


def _seen_facts(seen: Seen) -> list[tuple[str, str | QWidget]]:
    taking = seen.taking
    return [
        ("文件", taking.file_name),
        ("数据包", f"{taking.serial:04d}"),
        ("出具", taking.receiver),
        ("签名", "有效，证书已核对" if taking.signed else "无"),
        ("接收", f"{taking.count(Answer.ACCEPTED)} 条"),
        ("退回", f"{taking.count(Answer.REJECTED)} 条"),
        ("更新版本", f"{taking.count(Answer.REPLACED)} 条"),
    ]


def _returned_rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_returned_row(row) for row in receipt_lists.returned_rows(desk, wanted)]


def _returned_row(row: ReturnedRow) -> Row:
    return {
        "serial": f"{row.serial:04d}",
        "title": row.title,
        "subject": row.subject,
        "field": row.field_label,
        "value": row.value,
        "reason": row.reason,
        "state": Cell(row.state, tone="today" if row.state == receipt_lists.OPEN else "text3"),
    }
