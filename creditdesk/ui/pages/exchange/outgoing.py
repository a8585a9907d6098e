"""The pane 报送: what would leave, what stays back and why, the package itself, and the ledger of those that left."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from creditdesk.services import offices, packages
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.packages import KindCount, PackageLine, Preparation
from creditdesk.ui import theme
from creditdesk.ui.pages.exchange.pane import ExchangePane
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel
from creditdesk.ui.widgets.stepper import Stepper
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

SIDE = 328
_STEPS = ("选取", "核对", "签发", "交付")
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
    nouns = frozenset({"record", "package"})

    def build(self) -> None:
        """Lay out steps and tables at the left, the package at the right."""
        self._ready = 0
        self._build_act = self.add_act("签发数据包", "F8", self._choose_folder)
        self._certificate = self.add_act("导出本中心证书", "Ctrl+E", self._save_certificate)
        self.lay_out(self._main(), self._side())

    def reload(self) -> None:
        """Ask what would leave now, and what has left."""
        self.worker.ask(_look, owner=(self, "look"), on_done=self._show, counting=True)

    def panes(self) -> Sequence[QWidget]:
        """Return the three tables and the act."""
        return (self.counts, self.held, self.ledger, self.bar.primary)

    def _main(self) -> QVBoxLayout:
        steps = Panel(flush=True)
        self.steps = Stepper(_STEPS, "报送步骤")
        steps.body.addWidget(self.steps)
        self.counts = Table(_COUNTS, self.worker, "本次报送", row_height=theme.ROW_SUM)
        self.counts.set_empty(
            EmptyState("exchange", "没有要报送的变化", "新录入、更正、撤销和异议标注的记录会按类别列在这里")
        )
        self.held = Table(_HELD, self.worker, "暂缓", row_height=theme.ROW_SUM)
        self.held.set_empty(EmptyState("passed", "没有暂缓的记录", "依法不报送的记录会连同原因列在这里"))
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
        holder.addWidget(self.facts)
        holder.addWidget(
            Label("任何人都可以用 openssl 核对签名，用 frictionless 核对内容，不需要本程序。", "hint13", wrap=True)
        )
        side.body.addLayout(holder)
        side.body.addStretch(1)
        self.bar = ActionBar(self._build_act, more=[self._certificate], icon="sign")
        side.body.addWidget(self.bar)
        return side

    def _show(self, looked: tuple[Preparation, tuple[PackageLine, ...], str]) -> None:
        preparation, ledger, office = looked
        self._ready = preparation.rows
        self.steps.show_step(1 if self._ready else 0)
        self.tell(f"准备第 {preparation.serial:04d} 号数据包")
        since = (
            f"自第 {preparation.serial - 1:04d} 号包以来的变化" if preparation.since else "第一个数据包，全部在册记录"
        )
        self._leaving.title.setText(f"本次报送 {self._ready} 条")
        self._leaving.hint.setText(since)
        self._holding.title.setText(f"暂缓 {sum(count for _, count in preparation.held)} 条")
        moving = [count for count in preparation.counts if count.leaving or count.held]
        _fill(self.counts, [*map(_count_row, moving), _sum_row(moving)] if moving else [])
        _fill(self.held, [{"reason": reason, "count": count} for reason, count in preparation.held])
        _fill(self.ledger, [_ledger_row(line) for line in ledger])
        previous = f"{ledger[0].serial:04d}，摘要 {_short(ledger[0].digest)}" if ledger else "无，这是第一包"
        self.facts.tell(
            [
                ("序号", f"{preparation.serial:04d}"),
                ("条数", f"{self._ready} 条"),
                ("单位", office),
                ("签名", "本中心证书"),
                ("承前", previous),
            ]
        )

    def _choose_folder(self) -> None:
        if not self._ready:
            self.frame.warn("自上一个数据包以来没有要报送的变化，无需制作数据包。")
            return
        folder = QFileDialog.getExistingDirectory(self, "数据包写到哪个文件夹（U 盘）")
        if folder:
            self.write_to(Path(folder))

    def write_to(self, folder: Path) -> None:
        """Sign the package and write it into a folder."""
        self.steps.show_step(2)
        self.worker.act(packages.build, folder, on_done=self._built, on_problem=self._failed)

    def _built(self, changes: Changes) -> None:
        self.steps.show_step(len(_STEPS))
        self.frame.say(f"{changes.sentence}，已写到 {changes.result['path']}")

    def _failed(self, sentence: str) -> None:
        self.steps.show_step(1)
        self.frame.warn(sentence)

    def _save_certificate(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "导出本中心证书", "certificate.pem", "证书 (*.pem)")
        if path:
            self.worker.ask(packages.certificate, owner=(self, "pem"), on_done=lambda pem: _save(Path(path), pem))


def _look(desk: Desk) -> tuple[Preparation, tuple[PackageLine, ...], str]:
    return packages.prepare(desk), packages.ledger(desk), offices.office(desk).name


def _save(path: Path, pem: bytes) -> None:
    path.write_bytes(pem)


def _fill(table: Table, rows: list[Row]) -> None:
    """Show rows that are already here; their places are their identities."""
    table.ask(lambda _desk, _sort, _falling: range(len(rows)), lambda _desk, wanted: [rows[place] for place in wanted])


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
        "created": line.created.isoformat(),
        "rows": line.rows,
        "file_name": line.file_name,
        "officer": line.officer,
        "digest": _short(line.digest),
    }


def _short(digest: str) -> str:
    return f"{digest[:4]} {digest[4:8]}"
