"""The second step of an import: what it would add, change and leave, and every cell that sends a row back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from creditdesk.catalog.kinds import Field, RecordKind
from creditdesk.services.desk import Desk
from creditdesk.services.import_previews import Examined, SeenCell
from creditdesk.services.imports import ImportPlan
from creditdesk.ui import theme
from creditdesk.ui.pages.importing.questions import Questions
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.combo import Combo
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Elided, Glyph, Label, line
from creditdesk.ui.widgets.panel import Panel
from creditdesk.ui.widgets.segments import Segments
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row
from creditdesk.ui.worker import Worker

_COLUMNS = (
    Column("row", "行号", 64, "figure"),
    Column("subject", "主体", 190),
    Column("column", "列", 210, "second", hide_below=700),
    Column("value", "单元格内容", 200, "second", hide_below=860),
    Column("reason", "原因或说明"),
)


LISTS = ("退回", "新增", "变更", "相同", "不报送")
PART, WHOLE = "有效行入库，其余退回", "全部有效才入库"
_KIND_LETTERS = 12
_LATE = 220  # pixels


class Figure(QWidget):
    """One number of the preview with its words and a remark."""

    def __init__(self, words: str, hint: str, icon: str, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.number = Label("0", "figure")
        self._glyph, self._words = Glyph(icon, "text3"), Label(words, "strong")
        column = QVBoxLayout()
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._glyph)
        head.addWidget(self._words)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(Label(hint, "hint"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 10, theme.PAD_SMALL, 10)
        row.setSpacing(theme.GAP)
        row.addWidget(self.number)
        row.addLayout(column, 1)
        self._icon = icon

    def tell(self, number: int) -> None:
        """Show the number; its icon takes its tone only when there is something to count."""
        self.number.setText(f"{number:,}")
        self._glyph.show_icon(self._icon, self._tone if number else "text3")
        self.setAccessibleName(f"{self._words.text()} {number}")


class PreviewFace(QWidget):
    """Shows an Examined file. Sends `kind_asked` when the officer says that it is of another kind.

    `choice_changed` is sent when the officer decides whether valid rows come in although others go back.
    """

    kind_asked = Signal(str)
    choice_changed = Signal()

    def __init__(self, worker: Worker, kinds: Sequence[RecordKind], other: QAction) -> None:
        super().__init__()
        self._kinds = {kind.label: kind.name for kind in kinds}
        self._all = {kind.name: kind for kind in kinds}
        self._lists: dict[str, tuple[SeenCell, ...]] = {}
        self._seen: tuple[SeenCell, ...] = ()
        self._several = False
        self.file, self.about = Elided("", "title"), Elided("", "second")
        self.kind = Combo("信息类别", tuple(self._kinds))
        self.kind.setMinimumContentsLength(_KIND_LETTERS)
        self.kind.activated.connect(lambda _at: self.kind_asked.emit(self._kinds[self.kind.currentText()]))
        self.notice = Label("", "fault13", wrap=True)
        self.new = Figure("新增", "本单位还没有的记录", "plus", "ample")
        self.changed = Figure("变更", "内容与原记录不同", "refresh", "accent")
        self.same = Figure("相同", "已有，不再写入", "check", "text2")
        self.bad = Figure("退回", "按原因修改后重报", "fault", "today")
        self.table = Table(_COLUMNS, worker, "退回的单元格")
        self.table.set_empty(EmptyState("passed", "没有这样的行", "退回一栏为空时，每一行都可以入库"))
        self.shown = Segments(LISTS, "看哪些行")
        self.shown.chosen.connect(self._show_list)
        self.choice = Segments((PART, WHOLE), "入库方式")
        self.choice.show_chosen(PART)
        self.choice.chosen.connect(lambda _choice: self.choice_changed.emit())
        self.late = QLineEdit()
        self.late.setAccessibleName("补录理由")
        self.late.setPlaceholderText("补录理由（按时报送的不填）")
        self.late.setFixedSize(_LATE, theme.FIELD)
        self.questions = Questions(lambda: worker.desk.clock().date())
        self.panel = Panel("逐行核对", flush=True)
        self.panel.body.addLayout(self._choices())
        self.panel.body.addWidget(self.table)
        self._lay_out(Button.of(other, "plain", "folder"))

    def show_examined(self, examined: Examined) -> None:
        """Show what an import would do."""
        planned = examined.planned
        seen = (examined.faulty, examined.new, examined.changed, examined.same, examined.withheld)
        self._lists = dict(zip(LISTS, seen, strict=True))
        self._several = len(planned.parts) > 1
        if self.file.whole != planned.file_name:
            self.late.clear()
        self.file.setText(planned.file_name)
        rows = sum(len(part.sheet.rows) for part in planned.parts)
        names = "、".join(part.sheet.name for part in planned.parts)
        self.about.setText(f"{names} · {rows:,} 行 · {planned.preview.layout.label}")
        self.kind.setCurrentText(next((label for label, name in self._kinds.items() if name == planned.kind), ""))
        counts = (planned.new, planned.changed, planned.same, planned.bad)
        for figure, number in zip((self.new, self.changed, self.same, self.bad), counts, strict=True):
            figure.tell(number)
        self.notice.setText(_notice(planned))
        self.notice.setVisible(bool(self.notice.text()))
        self.panel.hint.setText(f"{counts[3]} 行，{len(examined.faulty)} 处" if counts[3] else "")
        self.choice.setEnabled(bool(planned.bad))
        fields = [self._fields(planned.kind)[name] for name in planned.asked]
        self.questions.ask(fields, planned.given)
        self.questions.setVisible(bool(fields))
        self.panel.setVisible(not fields)
        self._show_list(LISTS[0] if examined.faulty else next((name for name in LISTS if self._lists[name]), LISTS[0]))

    @property
    def whole(self) -> bool:
        """Whether nothing shall come in unless every row is valid."""
        return self.choice.current == WHOLE

    def _fields(self, name: str) -> dict[str, Field]:
        return {field.name: field for field in self._all[name].fields}

    def _show_list(self, name: str) -> None:
        self._seen = self._lists.get(name, ())
        self.shown.show_chosen(name)
        seen = self._seen
        self.table.ask(lambda _desk, _sort, _falling: range(len(seen)), self._cells)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.PAD_SMALL, theme.MARGIN, theme.PAD_SMALL)
        row.addWidget(self.shown)
        row.addStretch(1)
        row.addWidget(self.late)
        row.addSpacing(theme.PAD_SMALL)
        row.addWidget(self.choice)
        return row

    def set_changeable(self, changeable: bool) -> None:
        """Let the kind be changed, or not while and after importing."""
        self.kind.setEnabled(changeable)

    def _cells(self, _desk: Desk, wanted: Sequence[int]) -> list[Row]:
        return [
            {
                "row": f"{cell.sheet} {cell.row}" if self._several else str(cell.row),
                "subject": cell.subject or Cell("（空）", tone="text3"),
                "column": cell.column,
                "value": cell.value or Cell("（空）", tone="text3"),
                "reason": Cell(cell.reason, tone="today" if self.shown.current == LISTS[0] else "text2"),
            }
            for cell in (self._seen[one] for one in wanted)
        ]

    def _lay_out(self, other: Button) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self.file)
        head.addWidget(self.about)
        head.addStretch(1)
        head.addWidget(self.kind)
        head.addWidget(other)
        figures = QFrame()
        figures.setProperty("role", "panel")
        row = QHBoxLayout(figures)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for at, figure in enumerate((self.new, self.changed, self.same, self.bad)):
            if at:
                row.addWidget(line(upright=True))
            row.addWidget(figure, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        column.addWidget(figures)
        column.addWidget(self.notice)
        column.addWidget(self.questions, 1)
        column.addWidget(self.panel, 1)
        self.questions.hide()


def _notice(planned: ImportPlan) -> str:
    """Say what is left out or added: columns, sheets, what the layout supplies, and what may not be reported."""
    told = []
    if planned.preview.unknown_columns:
        told.append(f"不认识的列，没有读取：{'、'.join(planned.preview.unknown_columns)}")
    if planned.preview.missing_columns:
        names = planned.preview.missing_columns
        few = "、".join(names[:4]) + (f" 等 {len(names)} 列" if len(names) > 4 else "")
        told.append(f"文件里没有的列，按空处理：{few}")
    if planned.preview.notes:
        told.append("；".join(planned.preview.notes))
    if planned.passed_over:
        told.append(f"没有读取的工作表（表头不是本类模板）：{'、'.join(planned.passed_over)}")
    if planned.withheld:
        told.append(f"{planned.withheld} 条依法不报送：入库留存，不进数据包，见“不报送”")
    return "\n".join(told)
