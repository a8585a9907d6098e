"""Registering an objection: the records and fields it contests, who applies, what was handed in, and when."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from creditdesk.services import objections, record_lists, repeats
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested
from creditdesk.services.record_lists import Filter
from creditdesk.ui import theme
from creditdesk.ui.pages.objections.claims import Claims, ContestedRecord, record_of
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row
from creditdesk.ui.worker import Worker

_ROWS = 5
_SEARCH = "查找主体名称、代码或文号，Enter 选用"
_MORE = "同一主体还有其他记录有异议时，在此查找"
_SIDE = theme.MARGIN + 4
CHANNELS = ("窗口", "邮寄", "网上")
STANDINGS = ("本人", "法定代表人", "受托人")
_COLUMNS = (
    Column("number", "文号", kind="code", stretch=3, sort="decision_number"),
    Column("subject", "信用主体", stretch=3, sort="subject"),
    Column("state", "状态", 76, "second"),
)


class Opening(QScrollArea):
    """The form of a new objection; sends `registered` with the case's identity."""

    registered = Signal(str)

    def __init__(self, worker: Worker, today: Callable[[], date]) -> None:
        super().__init__()
        self.worker, self._today = worker, today
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("登记异议申请")
        self.claims: list[Claims] = []
        self.search = SearchEdit(_SEARCH)
        self.found = Table(_COLUMNS, worker, "查到的记录", sort="")
        self.found.set_empty(EmptyState("record", "没有找到记录", "请换名称、代码或文号再查"))
        self.found.setFixedHeight(theme.ROW_HEAD + _ROWS * theme.ROW + 2)
        self.message = Message()
        self.applicant, self.paper = self._forms()
        self.repeat = SmallForm([small_field("because", "再次登记的理由", required=False)], today)
        self.repeat.hide()
        self.boxes: list[QCheckBox] = []
        self._claims_column, self._boxes_column = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self._look_up())
        self.search.returnPressed.connect(self._take_current)
        self.found.opened.connect(lambda record_id: self.add_record(str(record_id)))
        self.applicant.walked_out.connect(self.paper.go_to_first)

    def begin(self, record_id: str = "") -> None:
        """Start with an empty form, or with one record already chosen."""
        for claims in list(self.claims):
            self._drop(claims)
        self.search.clear()
        self.applicant.set_values({"name": "", "identity": STANDINGS[0], "phone": ""})
        self.paper.set_values({"received_on": self._today().isoformat(), "channel": CHANNELS[0], "request": ""})
        self.message.tell("")
        self.repeat.set_values({"because": ""})
        self.repeat.hide()
        self._look_up()
        self.worker.ask(_materials, owner=(self, "materials"), on_done=self._show_materials)
        if record_id:
            self.add_record(record_id)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_record(self, record_id: str) -> None:
        """Put a record among the contested ones."""
        self.worker.ask(record_of, record_id, on_done=self._take)

    def submit(self) -> None:
        """Register the objection, or go to what is missing."""
        items = self._items()
        if items is None or not self.applicant.check() or not self.paper.check():
            return
        self.worker.ask(repeats.earlier_number, items, owner=(self, "earlier"), on_done=partial(self._register, items))

    def _register(self, items: Sequence[Contested], earlier: str) -> None:
        """Register it; one that repeats an earlier objection only with a reason, for which a field appears."""
        paper, because = self.paper.values(), self.repeat.values()["because"]
        self.repeat.setVisible(bool(earlier))
        if earlier and not because.strip():
            sentence = f"{earlier}已就同样的内容提出异议，再次登记请写明理由"
            self.repeat.tell("because", sentence)
            return
        self.worker.act(
            objections.receive,
            items,
            applicant=self.applicant.values(),
            request=paper["request"],
            received_on=date.fromisoformat(paper["received_on"]),
            channel=paper["channel"] or CHANNELS[0],
            materials=[box.text() for box in self.boxes if box.isChecked()],
            repeated_because=because,
            on_done=self._done,
            on_problem=self.message.tell,
        )

    def _items(self) -> list[Contested] | None:
        if not self.claims:
            self.message.tell("请先选择有异议的记录")
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        items: list[Contested] = []
        for claims in self.claims:
            contested = claims.contested()
            if contested is None:
                return None
            items += contested
        return items

    def _done(self, changes: Changes) -> None:
        self.registered.emit(changes.result["case"])

    def _forms(self) -> tuple[SmallForm, SmallForm]:
        name, phone = small_field("name", "姓名或名称"), small_field("phone", "联系电话")
        identity = small_choice("identity", "身份", STANDINGS)
        received = small_field("received_on", "收到日期", "date", past=True)
        channel = small_choice("channel", "途径", CHANNELS)
        request = small_field("request", "请求和理由", "paragraphs")
        return (
            SmallForm([name, identity, phone], self._today),
            SmallForm([received, channel, request], self._today),
        )

    def _lay_out(self) -> None:
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(_SIDE, theme.PAD, _SIDE, theme.MARGIN)
        column.setSpacing(theme.PAD_SMALL)
        self._claims_column.setSpacing(theme.PAD_SMALL)
        self._boxes_column.setSpacing(4)
        column.addWidget(Label("登记异议申请", "title"))
        column.addWidget(_heading("有异议的记录"))
        column.addLayout(self._claims_column)
        column.addWidget(self.search)
        column.addWidget(self.found)
        column.addWidget(self.message)
        column.addWidget(_heading("申请人"))
        column.addWidget(self.applicant)
        column.addWidget(_heading("申请"))
        column.addWidget(self.paper)
        column.addWidget(self.repeat)
        column.addWidget(_heading("随附材料"))
        column.addLayout(self._boxes_column)
        column.addStretch(1)
        self.setWidget(holder)

    def _look_up(self) -> None:
        subject = self.claims[0].record.sheet.subject_id if self.claims else ""
        wanted = Filter(text=self.search.text(), subject_id=subject)
        self.search.setPlaceholderText(_MORE if self.claims else _SEARCH)
        self.found.setVisible(not self.claims or bool(self.search.text()))
        self.found.ask(partial(_found_ids, wanted), _found_rows)

    def _take_current(self) -> None:
        record_id = self.found.current_id()
        if record_id is not None:
            self.add_record(str(record_id))

    def _take(self, record: ContestedRecord) -> None:
        if any(claims.record.sheet.id == record.sheet.id for claims in self.claims):
            return
        if self.claims and self.claims[0].record.sheet.subject_id != record.sheet.subject_id:
            self.message.tell("一件异议只能针对一个信用主体，请分别登记")
            return
        self.message.tell("")
        claims = Claims(record)
        claims.dropped.connect(lambda: self._drop(claims))
        self.claims.append(claims)
        self._claims_column.addWidget(claims)
        if not self.applicant.values()["name"]:
            self.applicant.set_values({"name": record.sheet.content.get("subject_name", "")})
        self.search.clear()
        self._look_up()
        claims.rows[0].combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, claims: Claims) -> None:
        self.claims.remove(claims)
        self._claims_column.removeWidget(claims)
        claims.hide()
        claims.deleteLater()
        self._look_up()

    def _show_materials(self, names: Sequence[str]) -> None:
        for box in self.boxes:
            box.hide()
            box.deleteLater()
        self.boxes = [QCheckBox(name) for name in names]
        for at, box in enumerate(self.boxes):
            box.setChecked(at == 0)
            self._boxes_column.addWidget(box)


def _heading(text: str) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 6, 0, 0)
    column.setSpacing(4)
    column.addWidget(Label(text, "strong"))
    column.addWidget(line())
    return holder


def _materials(desk: Desk) -> Sequence[str]:
    return desk.catalogue.procedure(objections.PROCEDURE).materials


def _found_ids(wanted: Filter, desk: Desk, sort: str, descending: bool) -> Sequence[str]:
    """Return what was found, the latest changed first unless the officer sorts."""
    ordered = replace(wanted, sort=sort, descending=descending) if sort else wanted
    return record_lists.ids(desk, ordered)


def _found_rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    rows = record_lists.rows(desk, wanted)
    return [{"number": row.decision_number or row.kind, "subject": row.subject, "state": row.state} for row in rows]
