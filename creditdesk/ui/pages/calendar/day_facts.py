"""Beside the year: the chosen day and why it counts or not, the year's holidays, and the notices behind it."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout

from creditdesk.rules.china_time import weekday
from creditdesk.rules.workdays import Day
from creditdesk.services.calendar_years import Holiday, YearSheet
from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Label, line

_SIDE = 328
_EDGE = 20


class DayFacts(QScrollArea):
    """The side of the calendar page."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_SIDE)
        self.setAccessibleName("当日说明")
        self.day, self.counts, self.reason = Label("", "number"), Label("", "strong"), Label("", wrap=True)
        self.source = Label("", "hint", wrap=True)
        self.summary = Label("", "second", wrap=True)
        self.origin = Label("", "second", wrap=True)
        self.papers = Label("", "hint", wrap=True)
        self.holidays = QGridLayout()
        for label in (self.source, self.papers):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(_EDGE, theme.MARGIN, _EDGE, theme.MARGIN)
        column.setSpacing(4)
        for widget in (self.day, self.counts, self.reason, self.source):
            column.addWidget(widget)
        column.addSpacing(theme.PAD_SMALL)
        column.addWidget(line())
        column.addSpacing(theme.PAD_SMALL)
        column.addWidget(self.summary)
        self.holidays.setColumnStretch(1, 1)
        self.holidays.setHorizontalSpacing(theme.PAD)
        self.holidays.setVerticalSpacing(2)
        column.addLayout(self.holidays)
        column.addSpacing(theme.PAD_SMALL)
        column.addWidget(self.origin)
        column.addWidget(self.papers)
        column.addStretch(1)
        self.setWidget(holder)

    def tell_year(self, sheet: YearSheet) -> None:
        """Show the year's holidays and notices."""
        off = len(sheet.days) - sheet.working
        self.summary.setText(f"{sheet.year} 年：工作日 {sheet.working} 天，休息日 {off} 天")
        self.origin.setText(f"安排来源：{sheet.origin}；日历 {sheet.version}")
        self.papers.setText("\n".join(sheet.papers))
        while (item := self.holidays.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, holiday in enumerate(sheet.holidays):
            self._holiday(2 * row, holiday)

    def tell_day(self, day: Day) -> None:
        """Show a day and why it counts or not."""
        self.day.setText(f"{day.date} {weekday(day.date)}")
        self.counts.setText("工作日，计入期限" if day.working else "休息日，不计入期限")
        self.reason.setText(day.reason)
        notices = day.source.replace(" ", "\n")
        self.source.setText(
            f"依据：{notices}" if notices else "" if day.known else "放假安排尚未公布，按周一至周五暂定"
        )

    def _holiday(self, row: int, holiday: Holiday) -> None:
        self.holidays.addWidget(Label(holiday.name, "strong"), row, 0, Qt.AlignmentFlag.AlignTop)
        self.holidays.addWidget(Label(f"{_span(holiday)}，{holiday.days} 天", "second"), row, 1)
        if holiday.makeup:
            made = "、".join(f"{day:%m-%d}" for day in holiday.makeup)
            self.holidays.addWidget(Label(f"补班 {made}", "hint", wrap=True), row + 1, 1)


def _span(holiday: Holiday) -> str:
    return (
        _short(holiday.first) if holiday.first == holiday.last else f"{_short(holiday.first)} 至 {_short(holiday.last)}"
    )


def _short(day: date) -> str:
    return f"{day:%m-%d}"
