"""A new enquiry: about whom, who asks on what authority for what, and what the report would hold."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.catalog.enquiries import EnquiryRule
from creditdesk.services import credit_reports, subjects
from creditdesk.services.acts import Changes
from creditdesk.services.credit_reports import Outlook
from creditdesk.services.desk import Desk
from creditdesk.services.subjects import SubjectRow
from creditdesk.ui import theme
from creditdesk.ui.pages.asking_form import AskingForm
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Elided, Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row
from creditdesk.ui.worker import Worker

_ROWS, _MOST = 6, 200
_SIDE = theme.MARGIN + 4
_COLUMNS = (
    Column("name", "名称", stretch=3),
    Column("code", "代码", 182, "second"),
    Column("category", "类别", 128, "second", hide_below=480),
)


class Opening(QScrollArea):
    """The form of a new enquiry; sends `issued` with the letter's identity."""

    issued = Signal(str)

    def __init__(self, worker: Worker, rule: EnquiryRule, today: Callable[[], date]) -> None:
        super().__init__()
        self.worker, self.rule = worker, rule
        self.subject: SubjectRow | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("出具信用报告")
        self.search = SearchEdit("查找主体名称、代码或证件号码，Enter 选用")
        self.found = Table(_COLUMNS, worker, "查到的主体", sort="")
        self.found.set_empty(EmptyState("subject", "没有找到主体", "请换名称或代码再查；没有记录的主体不能出具报告"))
        self.found.setFixedHeight(theme.ROW_HEAD + _ROWS * theme.ROW + 2)
        self.named, self.coded = Elided("", "strong"), Elided("", "second")
        self.other = Button("换一个", "link")
        self.form = AskingForm("查询人", rule.authorities, today)
        self.outlook, self.message = Label("", "second", wrap=True), Message()
        self._busy = False
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self._look_up())
        self.search.returnPressed.connect(self._take_current)
        self.found.opened.connect(lambda subject_id: self.take(str(subject_id)))
        self.other.clicked.connect(self.begin)
        self.form.fields["authority"].editor.edited.connect(self._foresee)
        self.form.walked_out.connect(self.submit)

    def begin(self, subject_id: str = "") -> None:
        """Start with an empty form, or with the subject already chosen."""
        self.subject = None
        self.search.clear()
        self.message.tell("")
        self.form.set_values({"applicant": "", "authority": self.rule.authorities[0].label, "proof": "", "purpose": ""})
        self.form.fit()
        self._show_subject()
        if subject_id:
            self.take(subject_id)
        else:
            self._look_up()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, subject_id: str) -> None:
        """Ask about this subject."""
        self.worker.ask(_subject, subject_id, owner=(self, "subject"), on_done=self._take)

    def submit(self) -> None:
        """Issue the report, or go to what is missing."""
        if self._busy:
            return
        if self.subject is None:
            self.message.tell("请先选择查询哪个主体")
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        asking = self.form.asking()
        if asking is not None:
            self._busy = True
            self.message.tell("")
            self.worker.act(
                credit_reports.issue, self.subject.id, asking,
                on_done=self._done, on_problem=self.message.tell, on_end=self._end,
            )  # fmt: skip

    def _done(self, changes: Changes) -> None:
        self.issued.emit(changes.result["letter"])

    def _end(self) -> None:
        self._busy = False

    def _look_up(self) -> None:
        self.found.ask(partial(_found, self.search.text()), _rows)

    def _take_current(self) -> None:
        subject_id = self.found.current_id()
        if subject_id is not None:
            self.take(str(subject_id))

    def _take(self, row: SubjectRow) -> None:
        self.subject = row
        self.message.tell("")
        if not self.form.values()["applicant"] and self.form.authority.own:
            self.form.set_values({"applicant": row.name})
        self._show_subject()
        self._foresee()
        self.form.go_to_first()

    def _show_subject(self) -> None:
        row = self.subject
        looking: tuple[QWidget, ...] = (self.search, self.found)
        for widget in (*looking, self.named, self.coded, self.other):
            widget.setVisible((row is None) == (widget in looking))
        self.named.setText(row.name if row else "")
        self.coded.setText(f"{row.category}　{row.code}" if row else "")
        self.outlook.setText("")

    def _foresee(self) -> None:
        """Tell what a report on the chosen authority would hold."""
        if self.subject is not None:
            authority = self.form.authority
            ask = (credit_reports.outlook, self.subject.id, authority.code)
            self.worker.ask(*ask, owner=(self, "outlook"), on_done=self._tell)

    def _tell(self, outlook: Outlook | None) -> None:
        if outlook is None:
            label = self.form.authority.label
            self.outlook.setText(f"{'、'.join(self.form.authority.categories)}以外的主体不能凭“{label}”查询。")
            return
        told = f"可列入 {outlook.listed:,} 条，因信息使用范围不列入 {outlook.left_out:,} 条。"
        if outlook.free is not None:
            free = f"本次在每年 {self.rule.free_reports} 份免费之内" if outlook.free else "本次不在免费份数之内"
            told += f"本人今年已查询 {outlook.own_reports} 份，{free}。"
        self.outlook.setText(told)

    def _lay_out(self) -> None:
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(_SIDE, theme.PAD, _SIDE, theme.MARGIN)
        column.setSpacing(theme.PAD_SMALL)
        chosen = QHBoxLayout()
        chosen.addWidget(self.named, 1)
        chosen.addWidget(self.other)
        column.addWidget(Label("出具信用报告", "title"))
        about: tuple[QWidget, ...] = (Label("查询对象", "strong"), line(), self.search, self.found)
        asking: tuple[QWidget, ...] = (Label("查询事项", "strong"), line(), self.form, self.outlook, self.message)
        for part in about:
            column.addWidget(part)
        column.addLayout(chosen)
        column.addWidget(self.coded)
        for part in asking:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(holder)


def _found(text: str, desk: Desk, _sort: str, _descending: bool) -> Sequence[str]:
    return subjects.ids(desk, text, first=_MOST)


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    told = {row.id: row for row in subjects.rows(desk, wanted)}
    return [{"name": told[one].name, "code": told[one].code, "category": told[one].category} for one in wanted]


def _subject(desk: Desk, subject_id: str) -> SubjectRow:
    return subjects.rows(desk, [subject_id])[0]
