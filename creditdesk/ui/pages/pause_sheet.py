"""A pause of a case begun or ended: which kind and why, or its last day; what the rule does not allow says so."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import pauses
from creditdesk.services.pauses import PauseStanding
from creditdesk.ui import theme
from creditdesk.ui.page import Frame
from creditdesk.ui.widgets.acts import act_of
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field

_WIDTH, _EDGE = 560, 24


class PauseSheet(QFrame):
    """A sheet with one act, which `done` follows."""

    def __init__(self, frame: Frame, case_id: str, told: PauseStanding, done: Callable[[], object]) -> None:
        super().__init__()
        self.desk_frame, self.case_id, self.told, self._done = frame, case_id, told, done
        self.setProperty("role", "sheet")
        self.setFixedWidth(_WIDTH)
        title = "恢复计算期限" if told.running else "中止计算期限"
        self.setAccessibleName(title)
        self.form = SmallForm(self._fields(), frame.today)
        if not (told.running or told.offered):
            self.form.hide()
        self.act = act_of(self, title, self._perform, "F8")
        self.act.setEnabled(bool(told.running or told.offered))
        self._lay_out(title)

    def begin(self) -> None:
        """Give the focus to the form's first field, or to the button that closes where there is nothing to fill in."""
        if self.form.isHidden():
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.go_to_first()

    def _fields(self) -> tuple[FormField, ...]:
        if self.told.running:
            return (small_field("on", "结束日期", "date", past=True), small_field("note", "说明", required=False))
        return (
            small_choice("kind", "事由", [one.label for one in self.told.offered] or ["—"]),
            small_field("on", "开始日期", "date", past=True),
            small_field("reason", "理由"),
            small_field("evidence", "依据材料", required=False),
        )

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(theme.PAD_SMALL)
        column.addWidget(Label(title, "title"))
        column.addWidget(Label(self.told.words, "second", wrap=True))
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(Button.of(self.act, "primary"))
        self.cancel = Button("取消", "large", key="Esc")
        self.cancel.clicked.connect(self.desk_frame.close_sheet)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column.addSpacing(theme.PAD_SMALL)
        column.addLayout(row)

    def _perform(self) -> None:
        if not self.form.check():
            return
        values = self.form.values()
        on = date.fromisoformat(values["on"])
        if self.told.running:
            self._act(pauses.end, on, values["note"])
            return
        kind = next(one.kind for one in self.told.offered if one.label == values["kind"])
        self._act(pauses.begin, kind, on, values["reason"], values["evidence"])

    def _act(self, function: Callable[..., object], *arguments: object) -> None:
        worker, done, refused = self.desk_frame.worker, self._performed, self._refused
        worker.act(function, self.case_id, *arguments, on_done=done, on_problem=refused)

    def _performed(self, _changes: object) -> None:
        self._done()

    def _refused(self, sentence: str) -> None:
        self.form.tell("on", sentence)
