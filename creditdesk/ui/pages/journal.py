"""The journal for the auditor: every act with its officer and moment, and nothing of what the records say."""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services import journal_exports, journal_lists
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.small_form import small_field
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row

_SEARCH = 320
_COLUMNS = (
    Column("seq", "序号", 76, "figure"),
    Column("at", "时间", 150),
    Column("officer", "工作人员", 96),
    Column("act", "操作", 180, "second"),
    Column("sentence", "内容", stretch=1),
    Column("changes", "变动", 64, "figure"),
    Column("hash", "校验", 104, "code", hide_below=900),
)


class JournalPage(Page):
    """操作日志."""

    name, title, icon, foot = "journal", "操作日志", "history", True
    nouns = frozenset({"journal", "confirmation"})
    reads = (Power.JOURNAL,)

    def build(self) -> None:
        """Lay the search line over the list."""
        self.hand_out = self.add_act("导出日志", "Ctrl+E", self._ask_export)
        self._decided = ""
        self.add_act("查找日志", "Ctrl+F", lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.search, self.total = SearchEdit("查找内容或工作人员", "Ctrl+F"), Label("", "second")
        self.search.setFixedWidth(_SEARCH)
        self.search.textChanged.connect(lambda _text: self.reload())
        self.table = Table(_COLUMNS, self.worker, "操作日志")
        self.table.set_empty(EmptyState("history", "没有符合的日志", "每项操作办理时自动记入日志，不能改动"))
        self.table.counted.connect(lambda count: self.total.setText(f"共 {count:,} 条"))
        surface = QFrame()
        surface.setProperty("role", "surface")
        column = QVBoxLayout(surface)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD)
        row.setContentsMargins(theme.MARGIN, theme.PAD_SMALL + 2, theme.MARGIN, theme.PAD_SMALL + 2)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.total)
        row.addWidget(Button.of(self.hand_out, icon="export"))
        column.addLayout(row)
        column.addWidget(line())
        column.addWidget(self.table, 1)
        self.body.addWidget(surface, 1)

    def reload(self) -> None:
        """Ask for the entries that hold the text searched for."""
        self.table.ask(partial(_seqs, self.search.text()), _rows)
        self.worker.ask(journal_exports.decision, owner=(self, "decision"), on_done=self._tell_decision)

    def export(self, path: Path) -> None:
        """Write the journal to a file, as two persons decided."""
        self.worker.act(journal_exports.carry_out, path, on_problem=self.frame.warn)

    def _tell_decision(self, decided: str) -> None:
        self._decided = decided
        self.hand_out.setText("执行已确认的导出" if decided else "导出日志")

    def _ask_export(self) -> None:
        if not self._decided:
            self.frame.show_sheet(*_export_sheet(self))
            return
        chosen, _ = QFileDialog.getSaveFileName(self, "导出操作日志", "操作日志.jsonl", "日志 (*.jsonl)")
        if chosen:
            self.export(Path(chosen))

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the search line."""
        return (self.table, self.search)


def _export_sheet(page: Page) -> tuple[QWidget, QWidget]:
    """Ask why the journal leaves; a second person will confirm it."""

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return journal_exports.decide, (values["reason"],)

    told = (
        "导出的文件每行一条日志，带校验链，不用本程序也能核对。文件写明各次操作前后的内容，离开本机后不再加密；"
        "由另一位工作人员在工作台确认后，再到本页执行。"
    )
    return ask_sheet(page, "导出操作日志", told, "提请", [small_field("reason", "理由")], call)


def _seqs(text: str, desk: Desk, _sort: str, _descending: bool) -> list[int]:
    return journal_lists.seqs(desk, text)


def _rows(desk: Desk, wanted: Sequence[Hashable]) -> list[Row]:
    return [
        {
            "seq": str(row.seq),
            "at": f"{row.at:%Y-%m-%d %H:%M:%S}",
            "officer": row.officer,
            "act": row.act,
            "sentence": row.sentence,
            "changes": str(row.changes) if row.changes else "—",
            "hash": row.hash[:12],
        }
        for row in journal_lists.rows(desk, [one for one in wanted if isinstance(one, int)])
    ]
