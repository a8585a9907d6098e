"""A new promise: whose, whether three years are clean, and what is promised to which unit by when."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.services import green_channel, promises, subjects
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.green_channel import Standing
from creditdesk.services.promises import Promised
from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
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
_COLUMNS = (Column("name", "名称", stretch=3), Column("code", "代码", 182, "second"))
_HINT = "几项材料用顿号分开；法律法规规定必须先提交的材料不能容缺。补齐期限来源没有给出，由受理单位与申请人约定。"


class Opening(QScrollArea):
    """The form of a new promise; sends `made` with its identity."""

    made = Signal(str)

    def __init__(self, worker: Worker, today: Callable[[], date]) -> None:
        super().__init__()
        self.worker, self._today = worker, today
        self.standing: Standing | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("登记承诺")
        self.search = SearchEdit("查找主体名称、代码或证件号码，Enter 选用")
        self.found = Table(_COLUMNS, worker, "查到的主体", sort="")
        self.found.set_empty(EmptyState("subject", "没有找到主体", "请换名称或代码再查"))
        self.found.setFixedHeight(theme.ROW_HEAD + _ROWS * theme.ROW + 2)
        self.named, self.other = Elided("", "strong"), Button("换一个", "link")
        self.told, self.message = Label("", "second", wrap=True), Message()
        self.form = SmallForm(
            (
                small_field("matter", "办理事项"),
                small_field("unit", "受理单位"),
                small_field("papers", "容缺材料"),
                small_field("on", "承诺日期", "date", past=True),
                small_field("due", "补齐期限", "date"),
                small_field("exemplar", "诚信典型", required=False),
            ),
            today,
        )
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self._look_up())
        self.search.returnPressed.connect(self._take_current)
        self.found.opened.connect(lambda subject_id: self.take(str(subject_id)))
        self.other.clicked.connect(self.begin)
        self.form.walked_out.connect(self.submit)

    def begin(self, subject_id: str = "") -> None:
        """Start with an empty form, or with the subject already chosen."""
        self.standing = None
        self.search.clear()
        self.message.tell("")
        self.form.set_values(dict.fromkeys(self.form.fields, "") | {"on": self._today().isoformat()})
        self._show_subject()
        if subject_id:
            self.take(subject_id)
        else:
            self._look_up()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, subject_id: str) -> None:
        """Let the promise be this subject's."""
        self.worker.ask(green_channel.check, subject_id, owner=(self, "standing"), on_done=self._take)

    def submit(self) -> None:
        """Write the promise down, or go to what is missing."""
        if self.standing is None:
            self.message.tell("请先选择是谁的承诺")
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.form.check():
            values = self.form.values()
            on, due = (date.fromisoformat(values[name]) for name in ("on", "due"))
            papers = values["papers"].replace("，", "、").split("、")
            told = Promised(values["matter"], values["unit"], papers, on, due, values["exemplar"])
            self.message.tell("")
            self.worker.act(
                promises.make, self.standing.subject_id, told, on_done=self._done, on_problem=self.message.tell
            )

    def _done(self, changes: Changes) -> None:
        self.made.emit(changes.result["promise"])

    def _look_up(self) -> None:
        self.found.ask(partial(_found, self.search.text()), _rows)

    def _take_current(self) -> None:
        subject_id = self.found.current_id()
        if subject_id is not None:
            self.take(str(subject_id))

    def _take(self, standing: Standing) -> None:
        self.standing = standing
        self._show_subject()
        self.form.go_to_first()

    def _show_subject(self) -> None:
        chosen = self.standing
        looking: tuple[QWidget, ...] = (self.search, self.found)
        for widget in (*looking, self.named, self.other):
            widget.setVisible((chosen is None) == (widget in looking))
        for widget in (self.form, self.told):
            widget.setVisible(chosen is not None)
        self.named.setText(chosen.subject if chosen else "")
        only = "只有诚信典型可以容缺受理，请写明依据。" if chosen and chosen.bad else ""
        self.told.setText(f"{chosen.sentence}{only}{_HINT}" if chosen else "")

    def _lay_out(self) -> None:
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(_SIDE, theme.PAD, _SIDE, theme.MARGIN)
        column.setSpacing(theme.PAD_SMALL)
        chosen = QHBoxLayout()
        chosen.addWidget(self.named, 1)
        chosen.addWidget(self.other)
        about: tuple[QWidget, ...] = (Label("登记承诺", "title"), line(), self.search, self.found)
        for part in about:
            column.addWidget(part)
        column.addLayout(chosen)
        asked: tuple[QWidget, ...] = (self.told, self.form, self.message)
        for part in asked:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(holder)


def _found(text: str, desk: Desk, _sort: str, _descending: bool) -> Sequence[str]:
    return subjects.ids(desk, text, first=_MOST)


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [{"name": row.name, "code": row.code} for row in subjects.rows(desk, wanted)]
