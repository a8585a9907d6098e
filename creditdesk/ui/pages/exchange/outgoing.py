"""The pane 报送: what would leave, what one officer proposed and another releases, and the ledger of what left."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from creditdesk.services import offices, packages, releases, report_dues
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.packages import KindCount, PackageLine, Preparation
from creditdesk.services.releases import Handing, Proposal
from creditdesk.services.report_dues import GroupDue
from creditdesk.ui import theme
from creditdesk.ui.lane import Task
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.exchange.opinion_sheet import opinion_sheet
from creditdesk.ui.pages.exchange.pane import ExchangePane, fill
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.editors import LineEditor
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel
from creditdesk.ui.widgets.progress_row import ProgressRow
from creditdesk.ui.widgets.small_form import small_field
from creditdesk.ui.widgets.stepper import Stepper
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

SIDE = 328
_STEPS = ("提请", "核对签发", "交付")
PROPOSE, RELEASE, HAND = range(3)
_COUNTS = (
    Column("label", "信息类别", kind="strong"),
    Column("new", "新增", 70, "figure"),
    Column("changed", "变更", 70, "figure"),
    Column("withdrawn", "撤销", 70, "figure"),
    Column("contested", "异议标注", 84, "figure"),
    Column("leaving", "报送", 70, "figure"),
    Column("held", "暂缓", 70, "figure"),
)
_HELD = (Column("reason", "原因"), Column("count", "条数", 70, "figure"))
_LEDGER = (
    Column("serial", "序号", 64),
    Column("receiver", "接收单位", hide_below=760),
    Column("created", "生成日期", 110),
    Column("rows", "条数", 70, "figure"),
    Column("file_name", "文件"),
    Column("officer", "签发", 90),
    Column("digest", "摘要", 110, "second"),
)
_FIGURES = ("new", "changed", "withdrawn", "contested", "leaving", "held")


class OutgoingPane(ExchangePane):
    """What leaves the office."""

    label = "报送"
    nouns = frozenset({"record", "package", "package_proposal", "hand_over", "partner_certificate"})

    def build(self) -> None:
        """Lay out steps and tables at the left, the package at the right."""
        self.step = PROPOSE
        self.look: Look | None = None
        self._task: Task | None = None
        self._build_act = self.add_act("提请报送", "F8", self._press)
        self._take_back = self.add_act("退回提请", "Ctrl+Del", self._ask_reason)
        self._again = self.add_act("再次交付", "Ctrl+R", self._hand_again)
        self._opinion = self.add_act("出具核实意见", "Ctrl+E", self._ask_opinion)
        self.lay_out(self._main(), self._side())

    def reload(self) -> None:
        """Ask what would leave now, and what has left."""
        self.worker.ask(look, owner=(self, "look"), on_done=self._show, counting=True)

    def panes(self) -> Sequence[QWidget]:
        """Return the three tables and the act."""
        return (self.counts, self.held, self.ledger, self.bar.primary)

    def _main(self) -> QVBoxLayout:
        steps = Panel(flush=True)
        self.steps = Stepper(_STEPS, "报送步骤")
        steps.body.addWidget(self.steps)
        self.progress = ProgressRow("条")
        self.progress.cancelled.connect(self._cancel)
        steps.body.addWidget(self.progress)
        self.counts = Table(_COUNTS, self.worker, "本次报送", row_height=theme.ROW_SUM)
        self.counts.set_empty(
            EmptyState("exchange", "没有要报送的变化", "新录入、更正、撤销和异议标注的记录会按类别列在这里")
        )
        self.held = Table(_HELD, self.worker, "暂缓", row_height=theme.ROW_SUM)
        self.ledger = Table(_LEDGER, self.worker, "台账", row_height=theme.ROW_SUM)
        self.ledger.set_empty(
            EmptyState("archive", "还没有数据包", "签发的数据包按序号相连，列在这里", self._build_act)
        )
        self._leaving = Panel("本次报送", flush=True)
        self._holding = Panel("暂缓", "不进入本包，原因和依据如下", flush=True)
        ledger = Panel("台账", "各包前后相连，缺号、重复、替换均可发现", flush=True)
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        column.addWidget(steps)
        for panel, table, share in (
            (self._leaving, self.counts, 5),
            (self._holding, self.held, 3),
            (ledger, self.ledger, 5),
        ):
            panel.body.addWidget(table)
            column.addWidget(panel, share)
        return column

    def _side(self) -> QWidget:
        side = Panel("下一个数据包", flush=True)
        side.setFixedWidth(SIDE)
        self.facts = Facts()
        holder = QVBoxLayout()
        holder.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.PAD)
        holder.setSpacing(theme.PAD_SMALL)
        holder.addWidget(self.facts)
        self.warning = Label("", "fault13", wrap=True)
        self.reason = LineEditor("明文交付的理由")
        holder.addWidget(self.warning)
        holder.addWidget(self.reason)
        holder.addWidget(
            Label("任何人都可以用 openssl 核对签名，用 frictionless 核对内容，不需要本程序。", "hint13", wrap=True)
        )
        side.body.addLayout(holder)
        side.body.addStretch(1)
        self.bar = ActionBar(self._build_act, more=[self._take_back, self._again, self._opinion], icon="sign")
        side.body.addWidget(self.bar)
        return side

    def _show(self, found: "Look") -> None:
        self.look = found
        preparation, proposal = found.preparation, found.proposal
        self.step = HAND if found.handing else RELEASE if proposal else PROPOSE
        if self._task is None:
            self.steps.show_step(self.step)
        self.tell(f"报送 {found.receiver}")
        since = (
            f"自第 {preparation.serial - 1:04d} 号包以来的变化" if preparation.since else "第一个数据包，全部在册记录"
        )
        self._leaving.title.setText(f"本次报送 {preparation.rows} 条")
        self._leaving.hint.setText(since)
        self._holding.title.setText(f"暂缓 {sum(count for _, count in preparation.held)} 条")
        self._holding.setVisible(bool(preparation.held))
        moving = [count for count in preparation.counts if count.leaving or count.held]
        fill(self.counts, [*map(_count_row, moving), _sum_row(moving)] if moving else [])
        fill(self.held, [{"reason": reason, "count": count} for reason, count in preparation.held])
        fill(self.ledger, [_ledger_row(line) for line in found.ledger])
        self.facts.tell(_facts(found, self.step))
        self.offer()

    def offer(self) -> None:
        """Let the acts say what comes next, and who may do it."""
        found = self.look
        if found is None:
            return
        own = found.proposal is not None and found.proposal.maker_id == self.worker.desk.officer.id
        waits = self.step == RELEASE and own
        words = {PROPOSE: "提请报送", RELEASE: "等待另一位签发" if own else "核对签发", HAND: "交付到 U 盘"}
        self._build_act.setText(words[self.step])
        self._build_act.setEnabled(not waits and self._task is None)
        self._take_back.setText("撤回提请" if own else "退回提请")
        self._take_back.setEnabled(self.step == RELEASE)
        self._again.setEnabled(bool(found.ledger))
        handing = found.handing
        readable = handing is not None and not handing.certificate
        self.warning.setVisible(readable)
        self.reason.setVisible(readable)
        if handing is not None and readable:
            self.warning.setText(
                f"没有“{handing.receiver}”的证书：{handing.rows} 条记录将以明文交付，其中自然人 {handing.persons} 条。"
                "请先在“伙伴与证书”载入证书，或写明理由："
            )

    def _press(self) -> None:
        """Do what comes next."""
        if self.look is None or self._task is not None:
            return
        if self.step == PROPOSE:
            self.worker.act(releases.propose, on_done=self._said, on_problem=self.frame.warn, once=self._once())
        elif self.step == RELEASE and self.look.proposal is not None:
            self.steps.show_step(HAND)
            self.progress.start("正在制作数据包")
            self._task = self.worker.act(
                releases.release, self.look.proposal.id, on_progress=self.progress.tell, on_done=self._said,
                on_problem=self.frame.warn, on_end=self._ended, once=self._once(),
            )  # fmt: skip
            self.offer()
        elif self.look.ready:
            self._choose_folder(self.look.ready)

    def _once(self) -> str:
        """Return the same key however often the same step is pressed."""
        proposal = self.look.proposal.id if self.look and self.look.proposal else ""
        serial = self.look.preparation.serial if self.look else 0
        return f"package:{self.step}:{serial}:{proposal}"

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _ended(self) -> None:
        self._task = None
        self.progress.hide()
        self.reload()

    def _said(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)

    def _ask_reason(self) -> None:
        proposal = self.look.proposal if self.look else None
        if proposal is not None:
            sheet = ask_sheet(
                self.page, f"{self._take_back.text()}（{proposal.rows} 条）", "退回后这些记录仍待报送，可以重新提请。",
                self._take_back.text(), [small_field("reason", "理由")],
                lambda values: (releases.take_back, (proposal.id, values["reason"])), self._said,
            )  # fmt: skip
            self.frame.show_sheet(*sheet)

    def _hand_again(self) -> None:
        """Write the package that is chosen in the ledger once more."""
        chosen = self.ledger.current_id()
        if self.look is not None and isinstance(chosen, int) and chosen < len(self.look.ledger):
            self._choose_folder([self.look.ledger[chosen].id])

    def _ask_opinion(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "核实意见写到哪个文件夹（U 盘）")
        if folder:
            self.frame.show_sheet(*opinion_sheet(self.page, Path(folder)))

    def _choose_folder(self, package_ids: Sequence[str]) -> None:
        folder = QFileDialog.getExistingDirectory(self, "数据包写到哪个文件夹（U 盘）")
        if folder:
            self.write_to(Path(folder), package_ids)

    def write_to(self, folder: Path, package_ids: Sequence[str]) -> None:
        """Hand packages over into a folder."""
        self.worker.run(
            releases.hand_over, package_ids, folder, self.reason.value(), touched=frozenset({"hand_over"}),
            on_done=self._handed, on_problem=self.frame.warn,
        )  # fmt: skip

    def _handed(self, changes: Changes) -> None:
        self.reason.show_value("")
        self.frame.say(f"{changes.sentence}，已写到 {'、'.join(changes.result['files'])}")


@dataclass(frozen=True)
class Look:
    """Everything the pane shows, asked at once."""

    receiver: str
    preparation: Preparation
    proposal: Proposal | None
    ready: tuple[str, ...]
    handing: Handing | None
    ledger: tuple[PackageLine, ...]
    dues: tuple[GroupDue, ...]


def look(desk: Desk) -> Look:
    """Return what is due, what waits, and what left."""
    ready = releases.not_handed(desk)
    return Look(
        offices.office(desk).receiver,
        packages.prepare(desk),
        releases.waiting(desk),
        ready,
        releases.handing(desk, ready) if ready else None,
        packages.ledger(desk),
        report_dues.waiting(desk),
    )


def _facts(found: Look, step: int) -> list[tuple[str, str | QWidget]]:
    preparation, proposal, ledger = found.preparation, found.proposal, found.ledger
    told: list[tuple[str, str | QWidget]] = [("接收", found.receiver)]
    if step == HAND and found.handing is not None:
        told.append(("待交付", f"{len(found.ready)} 个数据包，{found.handing.rows} 条"))
        told.append(("加密", f"接收单位证书 {found.handing.certificate[:9]}…" if found.handing.certificate else "无"))
        return told
    told += [("序号", f"{preparation.serial:04d}"), ("条数", f"{preparation.rows} 条"), ("签名", "本中心证书")]
    if proposal is not None:
        told.append(("提请", f"{proposal.maker}，{proposal.on}，{proposal.rows} 条"))
        if proposal.changed:
            told.append(("变动", f"{proposal.changed} 条提请后有变动，留待下一包"))
    told += [(f"最晚 {due.due:%m-%d}", f"{due.label} {due.rows:,} 条") for due in found.dues]
    mine = [line for line in ledger if line.receiver == found.receiver]
    told.append(("承前", f"{mine[0].serial:04d}，摘要 {_short(mine[0].digest)}" if mine else "无，这是第一包"))
    return told


def _count_row(count: KindCount) -> Row:
    return {"label": count.label, **{name: _figure(getattr(count, name)) for name in _FIGURES}}


def _sum_row(counts: Sequence[KindCount]) -> Row:
    sums = {name: Cell(str(sum(getattr(count, name) for count in counts)), medium=True) for name in _FIGURES}
    return {"label": Cell("合计", medium=True), **sums}


def _figure(number: int) -> Cell:
    return Cell(str(number), tone="" if number else "text3")


def _ledger_row(line: PackageLine) -> Row:
    return {
        "serial": f"{line.serial:04d}",
        "receiver": line.receiver,
        "created": line.created.isoformat(),
        "rows": line.rows,
        "file_name": line.file_name,
        "officer": line.officer,
        "digest": _short(line.digest),
    }


def _short(digest: str) -> str:
    return f"{digest[:4]} {digest[4:8]}"
