"""The sheet that writes or prints a register (台账) of a period."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.errors import Problem
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.ui import printing
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.small_form import SmallForm, small_field

_WIDTH = 520
_FILTER = "PDF 文件 (*.pdf);;Excel 工作簿 (*.xlsx)"


@dataclass(frozen=True)
class Register:
    """A register: its name, what its first day is called, what it tells, how it is saved, and how it is drawn."""

    name: str
    first: str
    told: str
    save: Callable[[Desk, date, date, Path], Changes]
    pdf: Callable[[Desk, date, date], bytes] | None = None


class RegisterSheet(QFrame):
    """Asks for the period, this year so far to begin with; Ctrl+S saves, Ctrl+P prints."""

    def __init__(self, page: Page, register: Register) -> None:
        super().__init__()
        self._page, self._register = page, register
        today = page.frame.today()
        self.form = SmallForm(
            [small_field("start", register.first, "date"), small_field("end", "至", "date")], page.frame.today
        )
        self.form.set_values({"start": today.replace(month=1, day=1).isoformat(), "end": today.isoformat()})
        self.message = Message()
        save, print_ = Button("保存", "primary", key="Ctrl+S"), Button("打印", "large", key="Ctrl+P")
        leave = Button("返回", "large", key="Esc")
        save.clicked.connect(self._ask)
        print_.clicked.connect(self._print)
        leave.clicked.connect(page.frame.close_sheet)
        if register.pdf is None:
            print_.hide()
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+S"), self, self._ask, context=inside)
        QShortcut(QKeySequence("Ctrl+P"), self, self._print, context=inside)
        self.setFocusProxy(self.form.fields["start"].editor)
        self._lay_out(save, print_, leave)

    def save_to(self, path: Path) -> None:
        """Write the register into a file; its ending says which kind."""
        if period := self._period():
            self._page.worker.run(
                self._register.save, *period, path, on_problem=self.message.tell,
                on_done=lambda changes: self._done(str(changes.sentence)),
            )  # fmt: skip

    def _period(self) -> tuple[date, date] | None:
        if not self.form.check():
            return None
        values = self.form.values()
        return date.fromisoformat(values["start"]), date.fromisoformat(values["end"])

    def _ask(self) -> None:
        period = self._period()
        if period:
            name = f"{self._register.name} {period[0]} 至 {period[1]}.pdf"
            chosen, _ = QFileDialog.getSaveFileName(self, f"保存{self._register.name}", name, _FILTER)
            if chosen:
                self.save_to(Path(chosen))

    def _print(self) -> None:
        if self._register.pdf is not None and (period := self._period()):
            self._page.worker.ask(
                self._register.pdf, *period, owner=self, on_done=self._send, on_problem=self.message.tell
            )

    def _send(self, pdf: bytes) -> None:
        try:
            printed = printing.print_pdf(pdf, self._register.name, self)
        except Problem as problem:
            self.message.tell(problem.sentence)
            return
        if printed:
            self._done(f"已打印{self._register.name}")

    def _done(self, sentence: str) -> None:
        self._page.frame.close_sheet()
        self._page.frame.say(sentence)

    def _lay_out(self, *buttons: Button) -> None:
        frame = empty_sheet(_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(Label(self._register.name, "title"))
        column.addWidget(Label(self._register.told, "second", wrap=True))
        column.addWidget(self.form)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in reversed(buttons):
            row.addWidget(button)
        column.addLayout(row)


def register_sheet(page: Page, register: Register) -> tuple[QWidget, QWidget]:
    """Return the sheet and the widget that gets the focus."""
    made = RegisterSheet(page, register)
    return made, made.form.fields["start"].editor
