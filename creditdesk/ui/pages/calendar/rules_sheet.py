"""Which rule binds: what the office decided so far, and a new decision with its first day and its reason."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import rule_choices
from creditdesk.services.rule_sheets import RuleStanding
from creditdesk.ui import theme
from creditdesk.ui.page import Frame
from creditdesk.ui.widgets.acts import act_of
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field

_WIDTH, _EDGE = 640, 24


class RulesSheet(QFrame):
    """A sheet with two acts: 选用规则, and 采用 or 停用 for the pauses that no text gives."""

    def __init__(self, frame: Frame, procedure: str, told: RuleStanding, done: Callable[[], object]) -> None:
        super().__init__()
        self.desk_frame, self.procedure, self.told, self._done = frame, procedure, told, done
        self.setProperty("role", "sheet")
        self.setAccessibleName("期限规则")
        self.setFixedWidth(_WIDTH)
        labels = [label for _, label in told.selectable]
        since = small_field("since", "起用日期", "date")
        self.form = SmallForm((small_choice("rule", "规则", labels), since, small_field("reason", "理由")), frame.today)
        self.form.set_values({"since": frame.today().isoformat()})
        self.choose = act_of(self, "选用规则", self._choose, "F8")
        self.grant = act_of(self, "停用补正中止" if told.granted else "采用补正中止", self._grant, "Ctrl+F8")
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(theme.PAD_SMALL)
        column.addWidget(Label("期限规则", "title"))
        column.addWidget(Label(told.now, "strong", wrap=True))
        for sentence in told.decided:
            column.addWidget(Label(sentence, "second", wrap=True))
        column.addWidget(Label("已收到的案件仍按收到时的规则办理；选用后可以再次选用来改回。", "hint", wrap=True))
        column.addSpacing(theme.PAD_SMALL)
        column.addWidget(self.form)
        column.addWidget(line())
        column.addWidget(Label(told.pause, "second", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        leave = Button("返回", "large", key="Esc")
        leave.clicked.connect(frame.close_sheet)
        row.addWidget(leave)
        row.addWidget(Button.of(self.grant, "large"))
        row.addWidget(Button.of(self.choose, "primary"))
        column.addSpacing(theme.PAD_SMALL)
        column.addLayout(row)

    def _choose(self) -> None:
        if not self.form.check():
            return
        values = self.form.values()
        rule = next(name for name, label in self.told.selectable if label == values["rule"])
        since = date.fromisoformat(values["since"])
        self._perform(rule_choices.choose, "since", rule, since, values["reason"])

    def _grant(self) -> None:
        reason = self.form.values()["reason"]
        if not reason:
            self.form.tell("reason", "采用或停用都须写明理由")
            return
        self._perform(rule_choices.grant_pause, "reason", *self.told.pause_of, not self.told.granted, reason)

    def _perform(self, function: Callable[..., object], field: str, *arguments: object) -> None:
        done, refused = (lambda _changes: self._done()), partial(self.form.tell, field)
        self.desk_frame.worker.act(function, self.procedure, *arguments, on_done=done, on_problem=refused)
