"""The pane 接收: a package of another desk is proved, looked through and taken; what both sides changed waits here."""

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from creditdesk.services import arrivals, conflicts, incoming, opinions, receipt_answers
from creditdesk.services.acts import Changes
from creditdesk.services.arrivals import Plan
from creditdesk.services.conflicts import Conflict
from creditdesk.services.desk import Desk
from creditdesk.services.incoming import IncomingRow
from creditdesk.services.opinions import Answer
from creditdesk.ui import theme
from creditdesk.ui.lane import Task
from creditdesk.ui.pages.exchange.choosing import choose_sheet
from creditdesk.ui.pages.exchange.pane import ExchangePane, fill
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel
from creditdesk.ui.widgets.progress_row import ProgressRow
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

SIDE = 372
OPINION = 200
_CONFLICTS = (
    Column("kind", "信息类别", 110),
    Column("title", "记录", kind="strong"),
    Column("fields", "不同之处", kind="second"),
    Column("office", "报送单位", hide_below=700),
)
_FAULTS = (Column("kind", "信息类别", 110), Column("number", "记录", kind="strong"), Column("sentence", "原因"))
_LEDGER = (
    Column("office", "报送单位", kind="strong"),
    Column("serial", "序号", 64),
    Column("on", "接收日期", 110),
    Column("told", "结果", kind="second"),
    Column("digest", "摘要", 110, "second"),
)
_FILTER = "数据包 (*.zip *.p7m)"


class IncomingPane(ExchangePane):
    """What comes in from units and other desks."""

    label = "接收"
    nouns = frozenset({"incoming_package", "incoming_conflict", "record"})

    def build(self) -> None:
        """Lay out conflicts, refused rows and the ledger at the left, the package at hand at the right."""
        self.plan: Plan | None = None
        self.opinion: Answer | None = None
        self.waiting: tuple[Conflict, ...] = ()
        self.taken: tuple[IncomingRow, ...] = ()
        self._task: Task | None = None
        self._take = self.add_act("选择数据包", "F8", self._press)
        self._drop = self.add_act("放弃", "Esc", self._give_up)
        self._choose = self.add_act("选择内容", "Ctrl+Return", self._open_conflict)
        self._answer = self.add_act("交付回执", "Ctrl+R", self._ask_folder)
        self.conflicts = Table(_CONFLICTS, self.worker, "双方都改过的记录", row_height=theme.ROW_SUM)
        self.faults = Table(_FAULTS, self.worker, "不接收的行", row_height=theme.ROW_SUM)
        self.ledger = Table(_LEDGER, self.worker, "已接收的数据包", row_height=theme.ROW_SUM)
        self.ledger.set_empty(
            EmptyState("archive", "还没有接收过数据包", "报送单位交来的数据包核对通过后，在这里登记", self._take)
        )
        self.ledger.chosen.connect(lambda _at: self.offer())
        self.conflicts.opened.connect(lambda _at: self._open_conflict())
        self.progress = ProgressRow("条")
        self.progress.cancelled.connect(self._cancel)
        self._both = Panel("双方都改过", "两边的内容都保留，选定以前本桌面的不变", flush=True)
        self._refused = Panel("不接收的行", "原因如下，请报送单位改正后重新报送", flush=True)
        ledger = Panel("已接收", "各单位的数据包前后相连，缺号、重复、替换和复制的桌面均可发现", flush=True)
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        shares = ((self._both, self.conflicts, 4), (self._refused, self.faults, 3), (ledger, self.ledger, 5))
        for panel, table, share in shares:
            panel.body.addWidget(table)
            column.addWidget(panel, share)
        self.lay_out(column, self._side())
        self._tell_plan()

    def reload(self) -> None:
        """Ask again for what waits and what was taken."""
        self.worker.ask(_look, owner=(self, "look"), on_done=self._show)

    def panes(self) -> Sequence[QWidget]:
        """Return the tables and the act."""
        return (self.ledger, self.conflicts, self.bar.primary)

    def open_file(self, path: Path) -> None:
        """Prove a package and look it through; nothing is written."""
        self.progress.start(f"正在核对 {path.name}")
        self._take.setEnabled(False)
        self.worker.ask(
            opinions.opened, path, owner=(self, "inspect"), on_done=self._looked, on_problem=self._refuse,
            counting=True,
        )  # fmt: skip

    def _side(self) -> QWidget:
        side = Panel("待接收的数据包", flush=True)
        side.setFixedWidth(SIDE)
        self.facts = Facts()
        self.proof = Label("", "hint13", wrap=True)
        self.withdrawn, self.whole = QCheckBox(""), QCheckBox("有一行不合格就全部不接收")
        holder = QVBoxLayout()
        holder.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.PAD)
        holder.setSpacing(theme.PAD_SMALL)
        for widget in (self.facts, self.withdrawn, self.whole, self.progress, self.proof):
            holder.addWidget(widget)
        side.body.addLayout(holder)
        side.body.addStretch(1)
        self.bar = ActionBar(self._take, (self._drop,), more=[self._answer, self._choose], icon="import")
        side.body.addWidget(self.bar)
        return side

    def _show(self, found: "Look") -> None:
        self.waiting, self.taken = found.conflicts, found.ledger
        self._both.setVisible(bool(found.conflicts))
        self._both.title.setText(f"双方都改过 {len(found.conflicts)} 条")
        fill(self.conflicts, [_conflict_row(one) for one in found.conflicts])
        fill(self.ledger, [_ledger_row(one) for one in found.ledger])
        self.offer()
        self.tell(f"已接收 {len(found.ledger)} 个数据包")

    def offer(self) -> None:
        """Let F8 choose a package, or take the one that was looked through."""
        at_hand = self.plan is not None or self.opinion is not None
        self._take.setText("登记" if self.opinion else "接收" if self.plan else "选择数据包")
        self._take.setEnabled(self._task is None)
        self._drop.setVisible(at_hand)
        self._drop.setEnabled(at_hand)
        self._choose.setEnabled(bool(self.waiting))
        self._answer.setEnabled(self._answered() is not None)

    def _tell_plan(self) -> None:
        """Show the package at hand, or how to begin."""
        plan = self.plan
        self.offer()
        gone = plan.counts[arrivals.WITHDRAWN] if plan else 0
        self.withdrawn.setText(f"同时撤销对方已撤销的 {gone} 条")
        self.withdrawn.setVisible(bool(gone))
        self.withdrawn.setChecked(False)
        self.whole.setVisible(bool(plan and plan.faults))
        self.whole.setChecked(False)
        faults: list[Row] = [asdict(one) for one in plan.faults] if plan else []
        fill(self.faults, faults)
        self._refused.setVisible(bool(plan and plan.faults))
        if self.opinion is not None:
            self._tell_opinion(self.opinion)
            return
        if plan is None:
            self.facts.tell([("格式", ".zip，或发给本单位的加密包 .zip.p7m")])
            self.proof.setText("签名、序号、摘要、条数和表结构全部核对通过后，才显示里面的内容。")
            return
        told: list[tuple[str, str | QWidget]] = [("单位", plan.head.office), ("序号", f"{plan.head.serial:04d}")]
        told += [(word, f"{plan.counts[sort]} 条") for sort, word in arrivals.WORDS.items() if plan.counts[sort]]
        self.facts.tell(told)
        self.proof.setText("\n".join(plan.findings))

    def _tell_opinion(self, one: Answer) -> None:
        said = QPlainTextEdit(one.text)
        said.setReadOnly(True)
        said.setFixedHeight(OPINION)
        self.facts.tell(
            [("单位", one.unit), ("案号", one.number), ("出具日期", one.on.isoformat()), ("核实意见", said)]
        )
        self.proof.setText("\n".join(one.findings))

    def _press(self) -> None:
        if self.opinion is not None:
            self._take_opinion(self.opinion)
        elif self.plan is None:
            chosen, _ = QFileDialog.getOpenFileName(self, "选择数据包", "", _FILTER)
            if chosen:
                self.open_file(Path(chosen))
        elif self._task is None:
            self.progress.start("正在接收")
            self._task = self.worker.act(
                incoming.take, self.plan, withdrawn=self.withdrawn.isChecked(), whole=self.whole.isChecked(),
                on_progress=self.progress.tell, on_done=self._taken, on_problem=self.frame.warn, on_end=self._ended,
                once=f"incoming:{self.plan.digest}",
            )  # fmt: skip
            self._take.setEnabled(False)

    def _take_opinion(self, one: Answer) -> None:
        if self._task is None:
            self._task = self.worker.act(
                opinions.take, one, on_done=self._taken, on_problem=self.frame.warn, on_end=self._ended,
                once=f"opinion:{one.digest}",
            )  # fmt: skip
            self._take.setEnabled(False)

    def _looked(self, found: Plan | Answer) -> None:
        self.progress.hide()
        if isinstance(found, Answer):
            self.opinion, sentence = found, f"{found.unit}对{found.number}的核实意见"
        else:
            self.plan, sentence = found, found.sentence
        self._tell_plan()
        self.frame.say(f"{sentence}，还没有写入")

    def _refuse(self, sentence: str) -> None:
        self.progress.hide()
        self._give_up()
        self.frame.warn(sentence)

    def _give_up(self) -> None:
        if self._task is None:
            self.plan = self.opinion = None
            self._tell_plan()

    def _taken(self, changes: Changes) -> None:
        self.plan = self.opinion = None
        self.frame.say(changes.sentence)

    def _ended(self) -> None:
        self._task = None
        self.progress.hide()
        self._tell_plan()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _answered(self) -> IncomingRow | None:
        """Return the chosen package of the ledger if it was answered."""
        at = self.ledger.current_id()
        row = self.taken[at] if isinstance(at, int) and at < len(self.taken) else None
        return row if row is not None and row.issued else None

    def _ask_folder(self) -> None:
        row = self._answered()
        folder = QFileDialog.getExistingDirectory(self, "回执写到哪个文件夹（U 盘）") if row else ""
        if row is not None and folder:
            self.answer_to(Path(folder), row)

    def answer_to(self, folder: Path, row: IncomingRow) -> None:
        """Write the answer to a package into a folder, for the office that sent it."""
        self.worker.run(
            receipt_answers.hand_over, row.issued, folder, on_problem=self.frame.warn,
            on_done=lambda path: self.frame.say(f"{row.office}第{row.serial:04d}号数据包的回执已写到{path}"),
        )  # fmt: skip

    def _open_conflict(self) -> None:
        at: Hashable | None = self.conflicts.current_id()
        if self.waiting:
            chosen = self.waiting[at if isinstance(at, int) and at < len(self.waiting) else 0]
            self.frame.show_sheet(*choose_sheet(self.page, chosen))


@dataclass(frozen=True)
class Look:
    """What the pane shows, asked at once."""

    conflicts: tuple[Conflict, ...]
    ledger: tuple[IncomingRow, ...]


def _look(desk: Desk) -> Look:
    return Look(conflicts.waiting(desk), incoming.listing(desk))


def _conflict_row(one: Conflict) -> Row:
    fields = "、".join(side.label for side in one.sides)
    gone = "对方已撤销" if one.withdrawn else "本桌面已撤销" if one.revoked else ""
    return {
        "kind": one.kind,
        "title": one.title,
        "fields": Cell("；".join(filter(None, (gone, fields))), tone="soon"),
        "office": f"{one.office} {one.serial:04d}",
    }


def _ledger_row(one: IncomingRow) -> Row:
    told = "，".join(f"{word} {one.counts[sort]}" for sort, word in arrivals.WORDS.items() if one.counts.get(sort))
    return {
        "office": one.office,
        "serial": f"{one.serial:04d}",
        "on": one.on.isoformat(),
        "told": told,
        "digest": f"{one.digest[:4]} {one.digest[4:8]}",
    }
