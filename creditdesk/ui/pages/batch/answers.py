"""What came of a check: four counts that are also filters, and a row for everybody asked for."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services.batch_checks import Checked, answer_rows
from creditdesk.services.batch_matches import Answer
from creditdesk.ui import theme
from creditdesk.ui.widgets.chips import Chip, Chips
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row
from creditdesk.ui.worker import Worker

ALL, FOUND, MISSING, ADVERSE = "all", "found", "missing", "adverse"
_LABELS = {ALL: "查询", FOUND: "查到", MISSING: "未查到", ADVERSE: "有失信记录"}
_COLUMNS = (
    Column("number", "行号", 60, "figure"),
    Column("asked", "查询内容", stretch=4),
    Column("result", "结果", 92),
    Column("subject", "主体", stretch=4, hide_below=480),
    Column("code", "代码", 182, "second", hide_below=960),
    Column("adverse", "失信", 50, "figure"),
    Column("note", "提示", kind="second", stretch=5, hide_below=620),
)
_TONES = {"有失信记录": "today", "未查到": "text2", "查到": "ample"}


class AnswerList(QFrame):
    """Sends `opened` with a subject's id on Enter."""

    opened = Signal(str)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._rows: list[Row] = []
        self._subjects: list[str] = []
        self.checked: Checked | None = None
        self.chips = Chips("结果", [Chip(name, label) for name, label in _LABELS.items()])
        self.chips.chosen.connect(lambda _name: self._show())
        self.table = Table(_COLUMNS, worker, "比对结果")
        self._before = EmptyState("table", "还没有比对", "左边放入名单、写明查询事项，按 F8 比对")
        self._nobody = EmptyState("filter", "没有这样的结果", "换一个条件查看其他结果")
        self.table.set_empty(self._nobody)
        self.table.set_empty(self._before)
        self.table.opened.connect(self._open)
        row = QHBoxLayout()
        row.setContentsMargins(theme.PAD, 8, theme.PAD, 8)
        row.addWidget(self.chips)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self._fill()

    def show_checked(self, checked: Checked) -> None:
        """Show every answer of a check."""
        self.checked = checked
        counts = {name: len(some) for name, some in _parts(checked).items()}
        self.chips.show_chips([Chip(name, label, counts[name]) for name, label in _LABELS.items()])
        self.chips.choose(ALL)
        self._show()

    def _show(self) -> None:
        if self.checked is None:
            return
        bare = self.checked.enquiry.bare
        wanted = _parts(self.checked)[self.chips.current() or ALL]
        rows = [row for answer in wanted for row in answer_rows(answer, bare=bare)]
        self._subjects = [each for answer in wanted for each in ([match.id for match in answer.matches] or [""])]
        self._rows = [_cells(row) for row in rows]
        self._before.hide()
        self.table.set_empty(self._nobody)
        self._fill()

    def _fill(self) -> None:
        rows = self._rows
        self.table.ask(
            lambda _desk, _sort, _falling: range(len(rows)), lambda _desk, wanted: [rows[place] for place in wanted]
        )

    def _open(self, place: object) -> None:
        if isinstance(place, int) and self._subjects[place]:
            self.opened.emit(self._subjects[place])


def _parts(checked: Checked) -> dict[str, Sequence[Answer]]:
    return {ALL: checked.answers, FOUND: checked.found, MISSING: checked.missing, ADVERSE: checked.adverse}


def _cells(row: Sequence[str]) -> Row:
    number, asked, result, subject, _, code, _, _, adverse, note = row
    grave = adverse not in ("", "0")
    return {
        "number": number,
        "asked": asked,
        "result": Cell(result, tone=_TONES[result]),
        "subject": subject,
        "code": code,
        "adverse": Cell(adverse, tone="" if grave else "text3", medium=grave),
        "note": note,
    }
