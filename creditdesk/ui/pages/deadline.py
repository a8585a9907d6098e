"""The 期限计算单 over the window: one clock day by day, tabs for the others, the facts beside it, printed on demand."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout

from creditdesk.errors import Problem
from creditdesk.services import deadline_facts, deadline_sheets, pauses
from creditdesk.services.deadline_facts import Fact, Square, Told
from creditdesk.services.pauses import PauseStanding
from creditdesk.ui import printing, saving, theme
from creditdesk.ui.page import Frame
from creditdesk.ui.pages.pause_sheet import PauseSheet
from creditdesk.ui.widgets.acts import act_of
from creditdesk.ui.widgets.band import Band
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.calendar_grid import CalendarGrid, DayCell
from creditdesk.ui.widgets.label import Elided, Label
from creditdesk.ui.widgets.legend import Legend
from creditdesk.ui.widgets.segments import Segments

_WIDTH, _HEIGHT, _SIDE = 998, 624, 312
_LEAST_WIDTH, _LEAST_HEIGHT = 900, 480
_LABEL = 56
_HEAD, _BAR = 56, 56
_LEGEND = (("passed", "已过的工作日"), ("coming", "未到的工作日"), ("off", "不计"), ("today", "今日"))


def show_deadline(frame: Frame, case_id: str, clock_name: str = "overall") -> None:
    """Lay the 期限计算单 of a case over the window; Esc returns."""
    over = DeadlineOverlay(frame, case_id, clock_name)
    frame.show_sheet(over, over.tabs)


class DeadlineOverlay(QFrame):
    """The sheet of one case."""

    def __init__(self, window_frame: Frame, case_id: str, clock_name: str) -> None:
        super().__init__()
        self.desk_frame, self.case_id, self.clock_name = window_frame, case_id, clock_name
        self.told: Told | None = None
        self.setProperty("role", "sheet")
        self.setAccessibleName("期限计算单")
        self.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
        self.about = Elided("", "second")
        self.tabs = Segments(("全程", "转办", "核实", "答复"), "期限")
        self.grid = CalendarGrid("逐日计算")
        self.not_begun = Label("", "second", wrap=True)
        self.due_label, self.due, self.due_words = (
            Label("", "second"),
            Label("", "figure"),
            Label("", "second", wrap=True),
        )
        self.band = Band(boxed=True)
        self.facts = QGridLayout()
        self.made_on = Label("", "hint")
        self.tabs.chosen.connect(self._choose)
        self.print = act_of(self, "打印计算单", self._print, "F8")
        self.save = act_of(self, "另存 PDF", self._save, "Ctrl+S")
        self.pause = act_of(self, "中止计算", self._ask_pause, "Ctrl+B")
        self._lay_out()
        self._ask()

    def sizeHint(self) -> QSize:
        """Return the size it has where the window leaves room."""
        return QSize(_WIDTH, _HEIGHT)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(self._days(), 1)
        middle.addWidget(self._beside())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top())
        column.addLayout(middle, 1)
        column.addWidget(self._bar())

    def _top(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "head")
        frame.setFixedHeight(_HEAD)
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 0, theme.MARGIN, 0)
        row.setSpacing(theme.PAD)
        row.addWidget(Label("期限计算单", "title"))
        row.addWidget(self.about, 1)
        row.addWidget(self.tabs)
        close = Button("关闭", "icon", "close")
        close.clicked.connect(self.desk_frame.close_sheet)
        row.addWidget(close)
        return frame

    def _days(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(theme.PAD)
        column.addWidget(self.grid, 1)
        column.addWidget(self.not_begun, 1)
        column.addWidget(Legend(_LEGEND))
        self.not_begun.hide()
        return column

    def _beside(self) -> QScrollArea:
        holder = QFrame()
        holder.setProperty("role", "sunken")
        column = QVBoxLayout(holder)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(2)
        column.addWidget(self.due_label)
        column.addWidget(self.due)
        column.addWidget(self.due_words)
        column.addSpacing(8)
        column.addWidget(self.band)
        column.addSpacing(12)
        self.facts.setHorizontalSpacing(8)
        self.facts.setVerticalSpacing(2)
        self.facts.setColumnMinimumWidth(0, _LABEL)
        self.facts.setColumnStretch(1, 1)
        column.addLayout(self.facts)
        column.addStretch(1)
        area = QScrollArea()
        area.setProperty("role", "beside")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(_SIDE)
        area.setWidget(holder)
        return area

    def _bar(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "bar")
        frame.setFixedHeight(_BAR)
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(Button.of(self.print, "primary"))
        row.addWidget(Button.of(self.save, "large"))
        row.addWidget(Button.of(self.pause, "large"))
        row.addStretch(1)
        row.addWidget(self.made_on)
        close = Button("关闭", "quiet", key="Esc")
        close.clicked.connect(self.desk_frame.close_sheet)
        row.addWidget(close)
        return frame

    def _choose(self, label: str) -> None:
        if self.told is not None:
            self.clock_name = next(name for name, said in self.told.tabs if said == label)
            self._ask()

    def _ask(self) -> None:
        ask = deadline_facts.told
        self.desk_frame.worker.ask(ask, self.case_id, self.clock_name, owner=self, on_done=self._take)

    def _take(self, told: Told) -> None:
        self.told = told
        sheet, clock = told.sheet, told.sheet.clock
        self.about.setText(f"{sheet.number}　{sheet.subject}")
        self.tabs.tell_options([label for _, label in told.tabs])
        self.tabs.show_chosen(clock.label)
        self.pause.setText("恢复计算" if sheet.clocks.paused else "中止计算")
        self.pause.setEnabled(sheet.clocks.overall.done is None)
        self.due_label.setText(f"{clock.label}到期" + ("（暂定）" if clock.provisional else ""))
        waiting = "中止中" if clock.start else "尚未起算"
        self.due.setText(str(clock.due) if clock.due else waiting)
        self.due_words.setText(told.due_words if clock.start else "起算的一天登记后，逐日列出")
        self.band.setVisible(told.band is not None)
        if told.band is not None:
            self.band.tell(told.band.urgency, told.band.brief, told.band.cause)
        self.grid.setVisible(bool(told.squares))
        self.not_begun.setVisible(not told.squares)
        self.not_begun.setText(f"{clock.label}期限尚未起算。" + (f"最晚 {clock.latest} 办理。" if clock.latest else ""))
        self.grid.tell([_cell(square, told) for square in told.squares])
        self._show_facts(told.facts)
        self.made_on.setText(f"计算于 {sheet.today}，可随时按原日历和规则重算")

    def _show_facts(self, facts: Sequence[Fact]) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, fact in enumerate(facts):
            self.facts.addWidget(Label(fact.label, "second"), 3 * at, 0, Qt.AlignmentFlag.AlignTop)
            words = Label(fact.text, wrap=True)
            words.setFont(theme.font(theme.SMALL))
            self.facts.addWidget(words, 3 * at, 1)
            if fact.detail:
                self.facts.addWidget(Label(fact.detail, "hint", wrap=True), 3 * at + 1, 1)
            self.facts.setRowMinimumHeight(3 * at + 2, theme.PAD_SMALL)

    def _ask_pause(self) -> None:
        self.desk_frame.worker.ask(pauses.standing, self.case_id, owner=(self, "pause"), on_done=self._show_pause)

    def _show_pause(self, told: PauseStanding) -> None:
        frame, case_id, clock = self.desk_frame, self.case_id, self.clock_name
        sheet = PauseSheet(frame, case_id, told, lambda: show_deadline(frame, case_id, clock))
        frame.show_sheet(sheet)
        sheet.begin()

    def _print(self) -> None:
        self._draw(self._print_pdf)

    def _save(self) -> None:
        path = saving.ask_path(self, f"期限计算单 {self.told.sheet.number}" if self.told else "期限计算单")
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the sheet as a PDF file."""
        worker = self.desk_frame.worker
        self._draw(lambda pdf: saving.save(worker, path, pdf, self.desk_frame.say))

    def _draw(self, take: Callable[[bytes], object]) -> None:
        worker = self.desk_frame.worker
        worker.ask(deadline_sheets.pdf, self.case_id, self.clock_name, owner=(self, "pdf"), on_done=take)

    def _print_pdf(self, pdf: bytes) -> None:
        try:
            printed = printing.print_pdf(pdf, "期限计算单", self)
        except Problem as problem:
            self.desk_frame.warn(problem.sentence)
            return
        if printed:
            self.desk_frame.say("已打印期限计算单")


def _cell(square: Square, told: Told) -> DayCell:
    today = told.sheet.today
    mark = "班" if square.makeup else ""
    if not square.inside:
        return DayCell(square.date, "outside")
    if square.number is None:
        return DayCell(square.date, "off", None, square.reason)
    if square.date == told.sheet.clock.due:
        look = "due"
    elif square.date == today:
        look = "today"
    elif square.date == told.effective and told.band is not None:
        look = str(told.band.urgency)
    else:
        look = "passed" if square.number > 0 and square.date < today else "coming"
    return DayCell(square.date, look, square.number, square.note, mark)
