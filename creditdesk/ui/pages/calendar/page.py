"""The page 工作日历: a year day by day, why each day counts or not, and the loading of a newly announced year."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk import files
from creditdesk.errors import InputProblem
from creditdesk.services import calendar_years, calendars, date_notices, objections, rule_sheets
from creditdesk.services.acts import Changes
from creditdesk.services.calendar_years import FIRST_YEAR, LAST_YEAR, Trial, YearSheet
from creditdesk.services.date_notices import ToTell
from creditdesk.services.desk import Desk
from creditdesk.services.rule_sheets import RuleStanding
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.calendar.day_facts import DayFacts
from creditdesk.ui.pages.calendar.notices_sheet import NoticesSheet
from creditdesk.ui.pages.calendar.rules_sheet import RulesSheet
from creditdesk.ui.pages.calendar.trial_sheet import TrialSheet
from creditdesk.ui.pages.calendar.written_sheet import WrittenSheet
from creditdesk.ui.pages.calendar.year_grid import YearGrid
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.band import Band
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.legend import Legend

_LEGEND = (("coming", "工作日"), ("off", "休息日"), ("makeup", "补班"), ("unknown", "暂定"))
_HEAD, _EDGE = 52, 20


class CalendarPage(Page):
    """The working days of the office."""

    name, title, icon, number = "calendar", "工作日历", "calendar", 7
    nouns = frozenset({"calendar_year"})

    def build(self) -> None:
        """Make the twelve months, the side and the acts."""
        self.year = self.frame.today().year
        self._day: date | None = None
        self.sheet: YearSheet | None = None
        self.load = self.add_act("导入放假安排", "F8", self._choose_file)
        self.write = self.add_act("手工录入", "Ctrl+E", self._write_by_hand)
        self.notices = self.add_act("应告知名单", "Ctrl+M", self._ask_notices)
        self.rules = self.add_act("期限规则", "Ctrl+R", self._ask_rules)
        self.before = self.add_act("上一年", "Alt+Left", partial(self._walk, -1))
        self.after = self.add_act("下一年", "Alt+Right", partial(self._walk, 1))
        self.now = self.add_act("回到今天", "Ctrl+T", self._go_to_today)
        self.grid = YearGrid()
        self.grid.chosen.connect(self._choose)
        self.facts = DayFacts()
        self.heading = Label("", "number")
        self.band = Band(boxed=True)
        self.band.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.grid, 1)
        row.addWidget(self._beside())
        self.body.addWidget(self._top())
        self.body.addLayout(row, 1)

    def reload(self) -> None:
        """Ask again for the year."""
        ask = calendar_years.year_sheet
        self.worker.ask(ask, self.year, owner=(self, "year"), on_done=self._take, on_problem=self.frame.warn)

    def arrive(self, **where: Any) -> None:
        """Go to a `day` or a `year`."""
        day = where.get("day")
        if isinstance(day, date):
            self._show_year(day.year)
            self._day = day
        elif "year" in where:
            self._show_year(int(where["year"]))

    def panes(self) -> Sequence[QWidget]:
        """Return the months and the acts; the focus begins in the month that is running."""
        here = self._wanted().month if self._wanted().year == self.year else 1
        return (self.grid.months[here - 1], self.bar.primary)

    def load_file(self, path: Path) -> None:
        """Show what loading this file would change; nothing is loaded before the officer agrees."""
        self.worker.ask(_trial, path, owner=(self, "trial"), on_done=partial(self._show_trial, path.name))

    def _top(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "head")
        frame.setFixedHeight(_HEAD)
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(theme.PAD_SMALL)
        earlier, later = Button("上一年", "icon", "left"), Button("下一年", "icon", "right")
        earlier.clicked.connect(self.before.trigger)
        later.clicked.connect(self.after.trigger)
        for widget in (earlier, self.heading, later, Button.of(self.now, "quiet")):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.band)
        row.addStretch(1)
        row.addWidget(Legend(_LEGEND))
        return frame

    def _beside(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "surface")
        self.bar = ActionBar(self.load, icon="import")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.facts, 1)
        more = QHBoxLayout()
        more.setSpacing(theme.PAD_SMALL)
        more.setContentsMargins(_EDGE, 0, 0, theme.PAD_SMALL)
        for act in (self.write, self.rules):
            more.addWidget(Button.of(act, "plain"))
        more.addStretch(1)
        column.addLayout(more)
        last = QHBoxLayout()
        last.setContentsMargins(_EDGE, 0, 0, theme.PAD_SMALL)
        last.addWidget(Button.of(self.notices, "plain"))
        last.addStretch(1)
        column.addLayout(last)
        column.addWidget(self.bar)
        return frame

    def _wanted(self) -> date:
        return self._day or self.frame.today()

    def _walk(self, step: int) -> None:
        self._show_year(self.year + step)

    def _go_to_today(self) -> None:
        self._day = None
        self._show_year(self.frame.today().year)

    def _show_year(self, year: int) -> None:
        self.year = max(FIRST_YEAR, min(year, LAST_YEAR))
        self.reload()

    def _take(self, sheet: YearSheet) -> None:
        self.sheet = sheet
        self.heading.setText(f"{sheet.year} 年")
        self.band.setVisible(not sheet.known)
        if not sheet.known:
            self.band.tell("provisional", f"{sheet.year} 年安排尚未公布，均为暂定")
        self.grid.tell(sheet.year, sheet.days, self.frame.today())
        self.facts.tell_year(sheet)
        self.set_subtitle(f"{sheet.version}，{'已公布' if sheet.known else '暂定'}")
        self._choose(self._wanted() if self._wanted().year == sheet.year else date(sheet.year, 1, 1))

    def _choose(self, day: date) -> None:
        self._day = day
        self.grid.mark(day)
        if self.sheet is not None and day.year == self.sheet.year:
            self.facts.tell_day(self.sheet.days[day.timetuple().tm_yday - 1])

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择放假安排文件", "", "放假安排 (*.json)")
        if name:
            self.load_file(Path(name))

    def _write_by_hand(self) -> None:
        sheet = WrittenSheet(self.year, self._try_written, self.frame.close_sheet)
        self.frame.show_sheet(sheet)
        sheet.form.go_to_first()

    def _try_written(self, text: str) -> None:
        name = "手工录入"
        ask = calendar_years.trial
        take = partial(self._show_written, name, text)
        self.worker.ask(ask, text, name, owner=(self, "trial"), on_done=take, on_problem=self.frame.warn)

    def _show_written(self, name: str, text: str, told: Trial) -> None:
        self._show_trial(name, (text, told))

    def _ask_rules(self) -> None:
        ask, procedure = rule_sheets.standing, objections.PROCEDURE
        self.worker.ask(ask, procedure, owner=(self, "rules"), on_done=self._show_rules)

    def _show_rules(self, told: RuleStanding) -> None:
        sheet = RulesSheet(self.frame, objections.PROCEDURE, told, self._ask_rules)
        self.frame.show_sheet(sheet)
        sheet.form.go_to_first()

    def _ask_notices(self) -> None:
        self.worker.ask(date_notices.to_tell, owner=(self, "notices"), on_done=self._show_notices)

    def _show_notices(self, rows: Sequence[ToTell]) -> None:
        sheet = NoticesSheet(rows, self._choose_list, self.frame.close_sheet)
        self.frame.show_sheet(sheet, sheet.first)

    def _choose_list(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "另存为", "期限变动应告知名单.xlsx", "表格 (*.xlsx)")
        if name:
            self.save_list(Path(name))

    def save_list(self, path: Path) -> None:
        """Write the list of those to tell as a workbook."""
        self.worker.run(date_notices.save_list, path, on_done=self._saved, on_problem=self.frame.warn)

    def _saved(self, changes: Changes) -> None:
        self.frame.close_sheet()
        self.frame.say(changes.sentence)

    def _show_trial(self, name: str, answer: tuple[str, Trial]) -> None:
        text, told = answer
        sheet = TrialSheet(told, name, partial(self._load, text, name, told.year), self.frame.close_sheet)
        self.frame.show_sheet(sheet, sheet.button)

    def _load(self, text: str, name: str, year: int) -> None:
        self.frame.close_sheet()
        progress = partial(self._show_progress, year)
        self.worker.act(calendars.load_year, text, name, on_done=partial(self._proposed, year), on_progress=progress)

    def _show_progress(self, year: int, done: int, total: int) -> None:
        self.set_subtitle(f"正在按 {year} 年安排重算在办案件 {done * 100 // max(total, 1)}%")

    def _proposed(self, year: int, _changes: Changes) -> None:
        """Show the year as it still is: another officer confirms the schedule on the first page."""
        self._day = None
        self._show_year(year)


def _trial(desk: Desk, path: Path) -> tuple[str, Trial]:
    """Read a schedule file and try it; a file that is none is an InputProblem."""
    try:
        text = files.read(path).decode("utf-8")
    except UnicodeDecodeError:
        raise InputProblem(f"文件{path.name}不是 UTF-8 文本，请重新取得放假安排文件。") from None
    return text, calendar_years.trial(desk, text, path.name)
