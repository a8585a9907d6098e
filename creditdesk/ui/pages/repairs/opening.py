"""A new application for repair: which record, when it came in, under which regime and class, from whom."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox

from creditdesk.services import record_lists, repairs
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter, RecordRow
from creditdesk.services.repairs import Choice, Instead
from creditdesk.ui.pages.looking_up import AboutForm, Looked
from creditdesk.ui.widgets.choice_editor import ChoiceEditor
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_field
from creditdesk.ui.widgets.table_model import Column, Row
from creditdesk.ui.worker import Worker

_MOST = 200
_COLUMNS = (
    Column("number", "文号", kind="code", stretch=3),
    Column("subject", "信用主体", stretch=3),
    Column("state", "状态", 76, "second"),
)


def _found(desk: Desk, text: str) -> Sequence[str]:
    return record_lists.ids(desk, Filter(kind="penalty" if not text.strip() else "", text=text), first=_MOST)


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    rows = record_lists.rows(desk, wanted)
    return [{"number": row.decision_number or row.kind, "subject": row.subject, "state": row.state} for row in rows]


_NONE = ("record", "没有找到记录", "请换名称、代码或文号再查")
_LOOKED = Looked("查到的记录", _COLUMNS, _found, _rows, "查找主体名称、代码或文号，Enter 选用", _NONE, "换一条")


class Opening(AboutForm):
    """The form of a new application."""

    def __init__(self, worker: Worker, today: Callable[[], date], materials: Sequence[str]) -> None:
        super().__init__("登记修复申请", worker, _LOOKED)
        self._today = today
        self.record: RecordRow | None = None
        self._choices: tuple[Choice, ...] = ()
        self.form = self._fields()
        self.told = Label("", "second", wrap=True)
        self.boxes = [QCheckBox(name) for name in materials]
        self.fill(self.looking, self.form, self.told, *self.boxes)
        self.form.fields["received_on"].editor.edited.connect(self._ask)
        self.form.fields["rule"].editor.edited.connect(self._tell)
        self.form.walked_out.connect(self.submit)

    def empty(self) -> None:
        """Let nothing be chosen or filled in but what is usual."""
        self._choices = ()
        self.form.set_values({"received_on": self._today().isoformat(), "name": "", "because": ""})
        for box in self.boxes:
            box.setChecked(True)
        self._show(None)

    def take(self, record_id: str) -> None:
        """Apply for this record."""
        self.worker.ask(_record, record_id, owner=(self, "record"), on_done=self._take)

    def submit(self) -> None:
        """Register the application, or go to what is missing."""
        if self.record is None:
            self.message.tell("请先选择申请修复哪一条信息")
            self.looking.go()
            return
        if not self._choices or not self.form.check():
            return
        values = self.form.values()
        choice, label = self._chosen()
        instead = Instead(choice.regime.name, values["because"]) if choice is not self._choices[0] else None
        self.perform(
            repairs.receive,
            self.record.id,
            label,
            applicant={"name": values["name"]},
            received_on=date.fromisoformat(values["received_on"]),
            materials=[box.text() for box in self.boxes if box.isChecked()],
            instead=instead,
        )

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

    def _take(self, row: RecordRow) -> None:
        self.form.set_values({"name": row.subject})
        self.looking.show_chosen(f"{row.subject}　{row.decision_number}".strip())
        self._show(row)
        self._ask()

    def _show(self, row: RecordRow | None) -> None:
        self.record = row
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


def _words(choice: Choice, label: str) -> str:
    return f"{choice.regime.label} · {label}"


def _record(desk: Desk, record_id: str) -> RecordRow:
    return record_lists.rows(desk, [record_id])[0]
