"""The list of enquiries, the newest first, narrowed by words or by how they were answered."""

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import enquiries
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import EnquiryRow
from creditdesk.ui import theme
from creditdesk.ui.widgets.chips import FilterButton
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row
from creditdesk.ui.worker import Worker

_COLUMNS = (
    Column("on", "日期", 104, "second"),
    Column("applicant", "查询人", stretch=3),
    Column("subject", "查询对象", stretch=3),
    Column("authority", "权限", 80, "second"),
    Column("purpose", "用途", stretch=3, hide_below=640),
    Column("form", "方式", 118),
)
_FORMS = {label: form for form, label in enquiries.FORM_LABELS.items()}


class EnquiryLog(QFrame):
    """The left side of the page. Sends `chosen` with an enquiry's id or None, `opened` on Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, worker: Worker, begin: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(400)
        self.search = SearchEdit("查找查询人、用途或主体", "Ctrl+F")
        self.form, self.total = FilterButton("方式", tuple(_FORMS)), Label("", "second")
        self.table = Table(_COLUMNS, worker, "查询记录")
        hint = "按 F8 为一个主体出具信用报告；批量核查和出具的证明也记在这里"
        self._none = EmptyState("search", "还没有查询记录", hint, begin)
        self._no_match = EmptyState("filter", "没有符合条件的查询", "换一个条件，或清除查找")
        self.table.set_empty(self._none)
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self.reload())
        self.form.chosen.connect(lambda _label: self.reload())
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.counted.connect(lambda count: self.total.setText(f"{count:,} 次"))

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again; `choose` becomes the current row."""
        narrowed = bool(self.search.text().strip() or self.form.current)
        for state in (self._none, self._no_match):
            state.hide()
        self.table.set_empty(self._no_match if narrowed else self._none)
        self.table.ask(partial(_ids, self.search.text(), _FORMS.get(self.form.current, "")), _rows)
        if choose is not None:
            self.table.reload(choose)

    def show_enquiry(self, enquiry_id: str) -> None:
        """Make an enquiry current; filters that hide it are lifted."""
        if not self.table.choose(enquiry_id):
            self.search.clear()
            self.form.choose("", tell=False)
            self.reload(enquiry_id)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.PAD_SMALL + 2, theme.MARGIN, theme.PAD_SMALL + 2)
        row.setSpacing(theme.PAD_SMALL)
        self.search.setMaximumWidth(280)
        row.addWidget(self.search, 1)
        row.addWidget(self.form)
        row.addStretch(1)
        row.addWidget(self.total)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(line())
        column.addWidget(self.table, 1)


def _ids(text: str, form: str, desk: Desk, _sort: str, _descending: bool) -> Sequence[str]:
    return enquiries.ids(desk, text, form)


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(row) for row in enquiries.rows(desk, wanted)]


def _row(row: EnquiryRow) -> Row:
    return {
        "on": str(office_date(row.at)),
        "applicant": row.applicant,
        "subject": row.subject or f"名单 {row.asked:,} 个",
        "authority": row.authority,
        "purpose": row.purpose,
        "form": Cell("已作废", tone="today") if row.void else row.form,
    }
