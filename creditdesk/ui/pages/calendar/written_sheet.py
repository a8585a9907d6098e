"""A year's schedule entered by hand: the notice's address, and one line per holiday."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.errors import InputProblem
from creditdesk.rules.written_schedules import EXAMPLE, written_schedule
from creditdesk.ui import theme
from creditdesk.ui.widgets.acts import act_of
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_field

_WIDTH, _EDGE = 620, 24


class WrittenSheet(QFrame):
    """A sheet with one act, 查看影响: what was written is tried like a file and loaded only after that."""

    def __init__(self, year: int, attempt: Callable[[str], object], close: Callable[[], object]) -> None:
        super().__init__()
        self.year, self._attempt = year, attempt
        self.setProperty("role", "sheet")
        self.setAccessibleName("手工录入放假安排")
        self.setFixedWidth(_WIDTH)
        lines = small_field("lines", "放假和补班", "paragraphs")
        self.form = SmallForm((small_field("notice", "通知网址"), lines), date.today)
        self.act = act_of(self, "查看影响", self._try, "F8")
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(theme.PAD_SMALL)
        column.addWidget(Label(f"手工录入 {year} 年放假安排", "title"))
        column.addWidget(Label("照国务院办公厅通知逐个节日填写，每行一个，按 Shift+Enter 换行。", "second", wrap=True))
        column.addWidget(self.form)
        column.addWidget(Label(f"例：{EXAMPLE}（上一年 12 月的日期写全年份）", "hint", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        leave = Button("返回", "large", key="Esc")
        leave.clicked.connect(close)
        row.addWidget(leave)
        row.addWidget(Button.of(self.act, "primary"))
        column.addSpacing(theme.PAD_SMALL)
        column.addLayout(row)

    def _try(self) -> None:
        if not self.form.check():
            return
        values = self.form.values()
        try:
            text = written_schedule(self.year, values["notice"], values["lines"])
        except InputProblem as problem:
            self.form.tell("notice" if "网址" in problem.sentence else "lines", problem.sentence)
            return
        self._attempt(text)
