"""The journal for the auditor: every act with its officer and moment, and nothing of what the records say."""

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services import journal_lists
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
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
    nouns = frozenset({"journal"})
    reads = (Power.JOURNAL,)

    def build(self) -> None:
        """Lay the search line over the list."""
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
        row.setContentsMargins(theme.MARGIN, theme.PAD_SMALL + 2, theme.MARGIN, theme.PAD_SMALL + 2)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.total)
        column.addLayout(row)
        column.addWidget(line())
        column.addWidget(self.table, 1)
        self.body.addWidget(surface, 1)

    def reload(self) -> None:
        """Ask for the entries that hold the text searched for."""
        self.table.ask(partial(_seqs, self.search.text()), _rows)

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the search line."""
        return (self.table, self.search)


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
