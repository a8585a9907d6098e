"""A new application for repair: which record, when it came in, under which regime and class, from whom."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.services import record_lists, repairs
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter, RecordRow
from creditdesk.services.repairs import Choice, Instead
from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.choice_editor import ChoiceEditor
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Elided, Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.small_form import SmallForm, small_field
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row
from creditdesk.ui.worker import Worker

_ROWS, _MOST = 5, 200
_SIDE = theme.MARGIN + 4
_COLUMNS = (
    Column("number", "文号", kind="code", stretch=3),
    Column("subject", "信用主体", stretch=3),
    Column("state", "状态", 76, "second"),
)


class Opening(QScrollArea):
    """The form of a new application; sends `registered` with the case's identity."""

    registered = Signal(str)

    def __init__(self, worker: Worker, today: Callable[[], date], materials: Sequence[str]) -> None:
        super().__init__()
        self.worker, self._today = worker, today
        self.record: RecordRow | None = None
        self._choices: tuple[Choice, ...] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("登记修复申请")
        self.search = SearchEdit("查找主体名称、代码或文号，Enter 选用")
        self.found = Table(_COLUMNS, worker, "查到的记录", sort="")
        self.found.set_empty(EmptyState("record", "没有找到记录", "请换名称、代码或文号再查"))
        self.found.setFixedHeight(theme.ROW_HEAD + _ROWS * theme.ROW + 2)
        self.named, self.other = Elided("", "strong"), Button("换一条", "link")
        self.form = self._fields()
        self.told, self.message = Label("", "second", wrap=True), Message()
        self.boxes = [QCheckBox(name) for name in materials]
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self._look_up())
        self.search.returnPressed.connect(self._take_current)
        self.found.opened.connect(lambda record_id: self.take(str(record_id)))
        self.other.clicked.connect(self.begin)
        self.form.fields["received_on"].editor.edited.connect(self._ask)
        self.form.fields["rule"].editor.edited.connect(self._tell)
        self.form.walked_out.connect(self.submit)

    def begin(self, record_id: str = "") -> None:
        """Start with an empty form, or with the record already chosen."""
        self.record, self._choices = None, ()
        self.search.clear()
        self.message.tell("")
        self.form.set_values({"received_on": self._today().isoformat(), "name": "", "because": ""})
        for box in self.boxes:
            box.setChecked(True)
        self._show_record()
        if record_id:
            self.take(record_id)
        else:
            self._look_up()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, record_id: str) -> None:
        """Apply for this record."""
        self.worker.ask(_record, record_id, owner=(self, "record"), on_done=self._take)

    def submit(self) -> None:
        """Register the application, or go to what is missing."""
        if self.record is None:
            self.message.tell("请先选择申请修复哪一条信息")
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.form.check():
            return
        values = self.form.values()
        choice, label = self._chosen()
        instead = Instead(choice.regime.name, values["because"]) if choice is not self._choices[0] else None
        self.worker.act(
            repairs.receive, self.record.id, label,
            applicant={"name": values["name"]}, received_on=date.fromisoformat(values["received_on"]),
            materials=[box.text() for box in self.boxes if box.isChecked()], instead=instead,
            on_done=self._done, on_problem=self.message.tell,
        )  # fmt: skip

    def _done(self, changes: Changes) -> None:
        self.registered.emit(changes.result["case"])

    def _fields(self) -> SmallForm:
        rule = small_field("rule", "规则和分类")
        self.rule = ChoiceEditor("规则和分类", ())
        rule.editor = self.rule
        rule.label.setBuddy(self.rule)
        fields = (
            small_field("received_on", "收到日期", "date", past=True),
            rule,
            small_field("because", "改用的理由"),
            small_field("name", "申请人"),
        )
        return SmallForm(fields, self._today)

    def _look_up(self) -> None:
        self.found.ask(partial(_found, self.search.text()), _rows)

    def _take_current(self) -> None:
        record_id = self.found.current_id()
        if record_id is not None:
            self.take(str(record_id))

    def _take(self, row: RecordRow) -> None:
        self.record = row
        self.form.set_values({"name": row.subject})
        self._show_record()
        self._ask()

    def _show_record(self) -> None:
        row = self.record
        looking: tuple[QWidget, ...] = (self.search, self.found)
        for widget in (*looking, self.named, self.other):
            widget.setVisible((row is None) == (widget in looking))
        self.named.setText(f"{row.subject}　{row.decision_number}" if row else "")
        for widget in (self.form, self.told, *self.boxes):
            widget.setVisible(row is not None)

    def _ask(self) -> None:
        """Ask which regimes govern the record on the day of receipt."""
        received = self.form.values()["received_on"]
        if self.record is not None and received:
            ask = (repairs.choices, self.record.id, date.fromisoformat(received))
            self.worker.ask(*ask, owner=(self, "choices"), on_done=self._offer, on_problem=self.message.tell)

    def _offer(self, choices: tuple[Choice, ...]) -> None:
        self._choices = choices
        self.message.tell("")
        self.rule.combo.clear()
        self.rule.combo.addItems([_words(choice, label) for choice in choices for label, _ in choice.terms])
        self._tell()

    def _chosen(self) -> tuple[Choice, str]:
        wanted = self.rule.value()
        pairs = [(choice, label) for choice in self._choices for label, _ in choice.terms]
        return next(pair for pair in pairs if _words(*pair) == wanted)

    def _tell(self) -> None:
        """Say why the regime governs and what it says of the record; ask for a reason where it does not bind."""
        choice, label = self._chosen()
        because, binding = self.form.fields["because"], choice is self._choices[0]
        for widget in (because.label, because.editor):
            widget.setVisible(not binding)
        term = dict(choice.terms)[label]
        found = choice.regime.class_named(label)
        earliest = "不提前修复" if not found.early else f"最早 {term.earliest or '该规则没有给出'}"
        latest = f"最长公示至 {term.latest}" if term.latest else "最长公示期限没有给出或起算日期没有登记"
        self.told.setText(f"{choice.why}。{earliest}，{latest}。")

    def _lay_out(self) -> None:
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(_SIDE, theme.PAD, _SIDE, theme.MARGIN)
        column.setSpacing(theme.PAD_SMALL)
        chosen = QHBoxLayout()
        chosen.addWidget(self.named, 1)
        chosen.addWidget(self.other)
        about: tuple[QWidget, ...] = (Label("登记修复申请", "title"), line(), self.search, self.found)
        for part in about:
            column.addWidget(part)
        column.addLayout(chosen)
        asked: tuple[QWidget, ...] = (self.form, self.told, self.message, *self.boxes)
        for part in asked:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(holder)


def _words(choice: Choice, label: str) -> str:
    return f"{choice.regime.label} · {label}"


def _found(text: str, desk: Desk, _sort: str, _descending: bool) -> Sequence[str]:
    return record_lists.ids(desk, Filter(kind="penalty" if not text.strip() else "", text=text), first=_MOST)


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    rows = record_lists.rows(desk, wanted)
    return [{"number": row.decision_number or row.kind, "subject": row.subject, "state": row.state} for row in rows]


def _record(desk: Desk, record_id: str) -> RecordRow:
    return record_lists.rows(desk, [record_id])[0]
