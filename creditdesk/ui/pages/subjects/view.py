"""One subject whole: who it is under every code and name, its records, and its objections."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from creditdesk.services import objection_lists, record_lists, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.services.subjects import Card
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.records.listing import cells as record_cells
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Panel
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

_RECORDS = (
    Column("number", "文号", 190),
    Column("kind", "类别", 116, "second", hide_below=520),
    Column("grade", "等级", 56),
    Column("decided_on", "决定日期", 108, "second"),
    Column("state", "状态"),
)
_CASES = (
    Column("number", "案号", 110),
    Column("stage", "阶段", 80, "second"),
    Column("due", "最晚办理", 120),
    Column("urgency", "紧急程度", 0, "pill"),
)
_CASES_HEIGHT = 3 * theme.ROW + theme.ROW_HEAD


def records_of(desk: Desk, subject_id: str) -> Sequence[Hashable]:
    """Return the identities of a subject's records, the latest decision first."""
    return record_lists.ids(desk, Filter(subject_id=subject_id, sort="decided_on", descending=True))


def cells(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    """Return the cells of a subject's records: those of the record list, with kind and date."""
    more = {row.id: (desk.catalogue.kind(row.kind).label, row.decided_on) for row in record_lists.rows(desk, wanted)}
    rows = zip(wanted, record_cells(desk, wanted), strict=True)
    return [{**row, "kind": more[one][0], "decided_on": more[one][1]} for one, row in rows if one in more]


def case_cells(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    """Return the cells of a subject's objections."""
    rows = objection_lists.rows(desk, wanted)
    return [
        {
            "number": row.number,
            "stage": row.stage,
            "due": Cell(row.due.isoformat() if row.due else "—", mark="班" if row.makeup else ""),
            "urgency": Cell(row.words, urgency=row.urgency.value),
        }
        for row in rows
    ]


class SubjectView(QFrame):
    """The right side of the page."""

    def __init__(self, page: Page, primary: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(520)
        self.page, self.worker = page, page.worker
        self.subject_id = ""
        self.copy = page.add_act("复制代码", "Ctrl+Shift+C", self._copy)
        self.name, self.category = Label("", "title"), Label("", "second")
        self._code = ""
        self.identity, self.names = _Identity(), Label("", "second", wrap=True)
        self.records = Table(_RECORDS, self.worker, "该主体的信用记录")
        self.records.set_empty(EmptyState("record", "没有信用记录", "按 F8 录入第一条"))
        self.records.opened.connect(lambda one: page.frame.open_page("records", id=one))
        self.cases = Table(_CASES, self.worker, "该主体的异议")
        self.cases.set_empty(EmptyState("objection", "没有异议", "在记录上按 F3 登记"))
        self.cases.opened.connect(lambda one: page.frame.open_page("objections", id=one))
        self.setFocusProxy(self.records)
        self._records_panel, self._cases_panel = Panel("信用记录", flush=True), Panel("异议", flush=True)
        self._lay_out(ActionBar(primary), Button.of(self.copy, "quiet", "copy"))

    def show_subject(self, subject_id: str) -> None:
        """Ask for a subject and show it when it comes."""
        self.subject_id = subject_id
        self.worker.ask(subjects.card, subject_id, owner=(self, "card"), on_done=self._show)
        self.records.ask(lambda desk, _sort, _falling: records_of(desk, subject_id), cells)
        self.cases.ask(lambda desk, _sort, _falling: subjects.cases_of(desk, subject_id), case_cells)

    def again(self) -> None:
        """Ask for the same subject again, because something changed."""
        if self.subject_id:
            self.show_subject(self.subject_id)

    def _show(self, card: Card) -> None:
        self.name.setText(card.row.name)
        self.category.setText(card.row.category)
        self._code = card.row.code
        self.identity.tell(card.identity)
        self.names.setText(f"也以这些名称录入过：{'、'.join(card.names)}" if card.names else "")
        self.names.setVisible(bool(card.names))
        told = [f"{card.row.records} 条"] + ([f"失信 {card.row.adverse} 条"] if card.row.adverse else [])
        self._records_panel.hint.setText(" · ".join(told) if card.row.records else "")
        self._cases_panel.hint.setText(f"在办 {card.row.objections} 件" if card.row.objections else "")
        self._cases_panel.setVisible(True)

    def _copy(self) -> None:
        if self._code and "*" not in self._code:
            QGuiApplication.clipboard().setText(self._code)
            self.page.frame.say(f"已复制 {self._code}")
        elif self._code:
            self.page.frame.say("自然人的证件号码不复制")

    def _lay_out(self, bar: ActionBar, copy: Button) -> None:
        head = QFrame()
        head.setProperty("role", "head")
        head.setFixedHeight(theme.TOP)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN + 8, 0, theme.MARGIN, 0)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(self.name)
        row.addWidget(self.category)
        row.addStretch(1)
        bar.add(copy)
        middle = QVBoxLayout()
        middle.setContentsMargins(theme.MARGIN, theme.PAD, theme.MARGIN, theme.PAD)
        middle.setSpacing(theme.GAP)
        middle.addWidget(self.identity)
        middle.addWidget(self.names)
        for panel, table in ((self._records_panel, self.records), (self._cases_panel, self.cases)):
            panel.body.addWidget(table)
            middle.addWidget(panel, 1 if table is self.records else 0)
        self.cases.setFixedHeight(_CASES_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(middle, 1)
        column.addWidget(bar)


class _Identity(QWidget):
    """Every code a subject is known by, in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.PAD_SMALL, 0, theme.PAD_SMALL, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(6)
        for at in (1, 3):
            self._grid.setColumnStretch(at, 1)

    def tell(self, identity: Sequence[tuple[str, str]]) -> None:
        """Show labels and values."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for place, (label, value) in enumerate(identity):
            row, column = place // 2, 2 * (place % 2)
            shown = Label(value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{label}：{value}")
            self._grid.addWidget(Label(label, "label"), row, column)
            self._grid.addWidget(shown, row, column + 1)
