"""Chooses a period: one of the usual ones, or from one day to another."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creditdesk.errors import InputProblem
from creditdesk.services.judged_records import Period
from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.segments import Segments
from creditdesk.ui.widgets.small_form import small_field

_WIDE = 152
TWELVE, THIS, LAST = "近12个月", "今年", "去年"


class PeriodBar(QWidget):
    """Sends `chosen` with a Period, and `refused` with a sentence when two days make none."""

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.usual = Segments((TWELVE, THIS, LAST), "统计期间")
        self._days = (small_field("start", "起始日期", "date"), small_field("end", "截止日期", "date"))
        self.start, self.end = (day.editor for day in self._days)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(self.usual)
        for widget in (self.start, Label("至", "second"), self.end):
            row.addWidget(widget)
        for editor in (self.start, self.end):
            editor.setFixedWidth(_WIDE)
            editor.edited.connect(self._take)
        self.usual.chosen.connect(lambda word: self.show_period(usual(word, self._today())))
        self.period = usual(TWELVE, today())
        self._show()
        self.usual.show_chosen(TWELVE)

    def show_period(self, period: Period) -> None:
        """Show a period and tell it."""
        self.period = period
        self._show()
        self.chosen.emit(period)

    def walk(self, step: int) -> None:
        """Go on to the period of the same length after this one, or back to the one before."""
        length = self.period.end - self.period.start + timedelta(1)
        self.usual.show_chosen("")
        self.show_period(Period(self.period.start + step * length, self.period.end + step * length))

    def _show(self) -> None:
        for field, day in zip(self._days, (self.period.start, self.period.end), strict=True):
            field.show_value(str(day))

    def _take(self) -> None:
        try:
            period = Period(*(date.fromisoformat(day.canonical()) for day in self._days))
        except InputProblem as problem:
            self.refused.emit(problem.sentence)
        except ValueError:
            self.refused.emit("起止日期要写成2026-02-10这样的日期，请改正。")
        else:
            self.usual.show_chosen("")
            self.show_period(period)


def usual(word: str, today: date) -> Period:
    """Return the period a word means today."""
    first = today.replace(month=1, day=1)
    if word == THIS:
        return Period(first, today)
    if word == LAST:
        return Period(first.replace(year=first.year - 1), first - timedelta(1))
    month = today.replace(day=1)
    return Period((month.replace(year=month.year - 1) + timedelta(31)).replace(day=1), today)
